// A plugin as a WebAssembly instance: its own memory, its own budget, no way out.
// What it exports is in plugin_module.h.

import { FUEL_EXPORT, MalformedModule, memoryPages, meter } from "./fuel.ts";

// safety_kernel/base/status.h
export const STATUS = {
  ok: 0x1e,
  incompatible: 0x87,
  deadlineExceeded: 0x99,
  internal: 0xaa,
} as const;

// 128 KiB: twice what the largest plugin needs.
const MOST_PAGES = 2;

// What the kernel's module says of itself.
export interface KernelLayout {
  readonly interfaceVersion: number; // major * 65536 + minor
  readonly mailboxBytes: number;
  readonly outboxOffset: number;
}

type Exports = Record<string, unknown>;

function versionText(version: number): string {
  return `${version >>> 16}.${version & 0xffff}`;
}

// A module that was examined and may be run.
export class PluginModule {
  readonly name: string;
  readonly module: WebAssembly.Module;

  private constructor(name: string, module: WebAssembly.Module) {
    this.name = name;
    this.module = module;
  }

  // Throws an Error that says what is wrong with the module, and for whom.
  static async load(name: string, bytes: Uint8Array): Promise<PluginModule> {
    try {
      const pages = memoryPages(bytes);
      if (pages === undefined || pages > MOST_PAGES) {
        throw new MalformedModule(
          `its memory has ${pages ?? "no bound of"} pages, at most ${MOST_PAGES} are allowed`,
        );
      }
      return new PluginModule(name, await WebAssembly.compile(meter(bytes)));
    } catch (error) {
      throw new Error(`plugin ${name}: ${(error as Error).message}`);
    }
  }
}

export class PluginInstance {
  readonly #exports: Exports;
  readonly #memory: Uint8Array;
  readonly #fuel: WebAssembly.Global;
  readonly #budget: number;
  readonly #mailbox: number;
  readonly #outbox: number;
  readonly #layout: KernelLayout;

  // A fresh one, with fresh memory. Throws an Error with `status` when the kernel
  // must not run it.
  constructor(plugin: PluginModule, layout: KernelLayout) {
    this.#exports = new WebAssembly.Instance(plugin.module, {}).exports as Exports;
    this.#layout = layout;
    this.#fuel = this.#exports[FUEL_EXPORT] as WebAssembly.Global;
    this.#fuel.value = 1_000_000; // for what runs once
    const version = this.#call("vigil_interface_version");
    if (version >>> 16 !== layout.interfaceVersion >>> 16) {
      throw new Error(
        `plugin ${plugin.name}: it was built for version ${versionText(version)} of the ` +
          `kernel's interface; this kernel has ${versionText(layout.interfaceVersion)}`,
      );
    }
    const bytes = this.#call("vigil_mailbox_bytes");
    if (bytes !== layout.mailboxBytes) {
      throw new Error(
        `plugin ${plugin.name}: its mailbox has ${bytes} bytes, the kernel's ${layout.mailboxBytes}`,
      );
    }
    this.#memory = new Uint8Array((this.#exports["memory"] as WebAssembly.Memory).buffer);
    this.#call("__wasm_call_ctors");
    this.#budget = this.#call("vigil_budget");
    this.#mailbox = this.#call("vigil_mailbox");
    this.#outbox = this.#call("vigil_outbox");
    const said = this.#text(this.#call("vigil_name"));
    if (said !== plugin.name) throw new Error(`plugin ${plugin.name}: it calls itself ${said}`);
  }

  // Runs one activation on a copy of the mailbox, and copies the outbox back. Gives
  // the plugin's Status, or why it has none. After a trap it must not be used again.
  activate(what: "vigil_init" | "vigil_process", mailbox: Uint8Array): number {
    this.#memory.set(mailbox, this.#mailbox);
    this.#fuel.value = this.#budget;
    let status: number;
    try {
      status = this.#call(what);
    } catch {
      return this.#fuel.value === 0 ? STATUS.deadlineExceeded : STATUS.internal;
    }
    const length = this.#layout.mailboxBytes - this.#layout.outboxOffset;
    mailbox.set(this.#memory.subarray(this.#outbox, this.#outbox + length), this.#layout.outboxOffset);
    return status;
  }

  #call(name: string): number {
    const wanted = this.#exports[name];
    if (typeof wanted !== "function") throw new Error(`it does not export ${name}`);
    return ((wanted as () => number)() ?? 0) >>> 0;
  }

  #text(address: number): string {
    let text = "";
    for (let at = address; this.#memory[at] !== 0 && text.length < 64; at += 1) {
      text += String.fromCharCode(this.#memory[at]!);
    }
    return text;
  }
}
