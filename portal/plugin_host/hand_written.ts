// WebAssembly modules written by hand for tests: what no compiler writes.
//
//   functionModule({ body: [0x41, 7] });                     // exports f: [] -> [i32]
//   pluginModule("heart_rate", layout, { process: SPIN });   // a whole plugin

import type { KernelLayout } from "./plugin_instance.ts";

export const HEAD = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

// A value that is not negative, as LEB128.
export function leb(value: number): number[] {
  return value < 128 ? [value] : [value % 128 | 128, ...leb(Math.floor(value / 128))];
}

// i32.const
export function i32(value: number): number[] {
  const bytes = [0x41];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const last = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(last ? low : low | 0x80);
    if (last) return bytes;
  }
}

export function section(id: number, ...content: number[]): number[] {
  return [id, ...leb(content.length), ...content];
}

function named(name: string): number[] {
  return [name.length, ...[...name].map((letter) => letter.charCodeAt(0))];
}

// Local 0 counts turns: loop { before; n = n + 1; if n < turns again }
export function turns(count: number, before: number[] = []): number[] {
  return [
    0x03, 0x40, ...before, 0x20, 0, ...i32(1), 0x6a, 0x22, 0, ...i32(count), 0x48, 0x0d, 0, 0x0b,
  ];
}

// loop { again }
export const SPIN = [0x03, 0x40, 0x0c, 0x00, 0x0b, ...i32(0x1e)];
// memory.fill of one page
export const FILL = [...i32(0), ...i32(0), ...i32(65_536), 0xfc, 11, 0];
const PAGE_OF_MEMORY = [1, 1, 1, 1];

export interface Parts {
  readonly body?: number[]; // leaves an i32
  readonly locals?: number[]; // groups of them; one i32 if not given
  readonly types?: number[][]; // after [] -> [i32]
  readonly memory?: number[];
  readonly sections?: Readonly<Record<number, number[]>>; // more of them, by their ids
}

interface Function {
  readonly name: string;
  readonly body: number[];
}

const ORDER = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

function assembled(functions: readonly Function[], parts: Parts, more: Readonly<Record<number, number[]>> = {}) {
  const types = [[0x60, 0, 1, 0x7f], ...(parts.types ?? [])];
  const bodies = functions.flatMap(({ body }) => {
    const code = [...(parts.locals ?? [1, 1, 0x7f]), ...body, 0x0b];
    return [...leb(code.length), ...code];
  });
  const exports = functions.flatMap(({ name }, n) => [...named(name), 0x00, n]);
  const sections: Record<number, number[]> = {
    1: [...leb(types.length), ...types.flat()],
    3: [functions.length, ...functions.map(() => 0)],
    5: parts.memory ?? PAGE_OF_MEMORY,
    7: [functions.length + 1, ...named("memory"), 0x02, 0, ...exports],
    10: [functions.length, ...bodies],
    ...more,
    ...parts.sections,
  };
  return Uint8Array.from([
    ...HEAD,
    ...ORDER.flatMap((id) => (sections[id] === undefined ? [] : section(id, ...sections[id]))),
  ]);
}

export function functionModule(parts: Parts): Uint8Array<ArrayBuffer> {
  return assembled([{ name: "f", body: parts.body ?? i32(7) }], parts);
}

export interface PluginParts extends Omit<Parts, "body"> {
  readonly process?: number[];
  readonly init?: number[];
  readonly start?: number[]; // __wasm_call_ctors
  readonly mailbox?: number; // its address
  readonly outbox?: number;
}

const OK = i32(0x1e);

// A plugin that says that all is well and gives nothing.
export function pluginModule(name: string, layout: KernelLayout, parts: PluginParts): Uint8Array<ArrayBuffer> {
  const mailbox = parts.mailbox ?? 4096;
  const functions = [
    { name: "vigil_interface_version", body: i32(layout.interfaceVersion) },
    { name: "vigil_mailbox_bytes", body: i32(layout.mailboxBytes) },
    { name: "__wasm_call_ctors", body: parts.start ?? OK },
    { name: "vigil_mailbox", body: i32(mailbox) },
    { name: "vigil_outbox", body: i32(parts.outbox ?? mailbox + layout.outboxOffset) },
    { name: "vigil_name", body: i32(0) },
    { name: "vigil_init", body: parts.init ?? OK },
    { name: "vigil_process", body: parts.process ?? OK },
    // What the plugin would like to have; nobody asks.
    { name: "vigil_budget", body: i32(-1) },
  ];
  return assembled(functions, parts, { 11: [1, 0, ...i32(0), 0x0b, ...named(`${name}\0`)] });
}
