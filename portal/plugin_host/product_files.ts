// The product's modules and a recording, for tests; where they lie the build says.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { KernelLayout } from "./plugin_instance.ts";

export const NAMES = [
  "ecg",
  "qrs_detector",
  "ecg_quality",
  "heart_rate",
  "beat_classifier",
  "ventricular_rhythm",
  "ventricular_tachycardia",
  "atrial_fibrillation",
  "heart_rate_limits",
  "rhythm_alarms",
] as const;

function read(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(path));
}

export function kernelModule(): Uint8Array<ArrayBuffer> {
  return read(process.env["VIGIL_KERNEL"]!);
}

// VIGIL_PLUGINS names one of them.
export function pluginModules(): Record<string, Uint8Array<ArrayBuffer>> {
  const folder = dirname(process.env["VIGIL_PLUGINS"]!);
  return Object.fromEntries(NAMES.map((name) => [name, read(join(folder, `${name}.wasm`))]));
}

// Five minutes of a real ECG.
export function recording(): Uint8Array<ArrayBuffer> {
  return read(process.env["VIGIL_RECORDING"]!);
}

export function workerScript(): Uint8Array {
  return read(join(process.env["VIGIL_WORKER"]!, "worker.js"));
}

// What the kernel's module says of itself, without running it.
export async function kernelLayout(bytes: Uint8Array<ArrayBuffer>): Promise<KernelLayout> {
  const module = await WebAssembly.compile(bytes);
  const nothing = () => 0;
  const host = Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, nothing]));
  const exports = new WebAssembly.Instance(module, { host }).exports;
  const number = (name: string) => (exports[name] as () => number)() >>> 0;
  return {
    interfaceVersion: number("vigil_interface_version"),
    mailboxBytes: number("vigil_mailbox_bytes"),
    outboxOffset: number("vigil_outbox_offset"),
  };
}
