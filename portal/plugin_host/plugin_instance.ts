// A plugin as a WebAssembly instance: its own memory, its own budget, no way out.
// What it exports is in plugin_module.h.

import { FUEL_EXPORT, meter } from "./fuel.ts";
import { MalformedModule } from "./module.ts";

// safety_kernel/base/status.h
export const STATUS = {
  ok: 0x1e,
  incompatible: 0x87,
  deadlineExceeded: 0x99,
  internal: 0xaa,
} as const;

// A budget counts instructions of the device, fuel counts instructions of WebAssembly,
// also those that a turn leaves out: see docs/decisions/0006-fuel.md for how the factor
// was measured, and fuel_margin_test.ts for what keeps it true.
export const FUEL_PER_INSTRUCTION = 8;
// For what runs once: constructors, and what the module says of itself.
const START_FUEL = 100_000;

const MOST_STATUS = 0xff; // a Status is one byte
const MOST_NAME = 64;

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

// Of one activation with a budget of so many instructions.
export function fuelOf(budget: number): number {
  return Math.min(budget * FUEL_PER_INSTRUCTION, 0xffff_ffff);
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
  static async load(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<PluginModule> {
    try {
      // As it was delivered: what the meter adds could make it valid.
      if (!WebAssembly.validate(bytes)) throw new MalformedModule("it is no valid WebAssembly");
      return new PluginModule(name, await WebAssembly.compile(meter(bytes)));
    } catch (error) {
      throw new Error(`plugin ${name}: ${(error as Error).message}`);
    }
  }
}

export class PluginInstance {
  readonly #exports: Exports;
  readonly #memory: WebAssembly.Memory;
  readonly #fuel: WebAssembly.Global;
  readonly #mailbox: number;
  readonly #outbox: number;
  readonly #layout: KernelLayout;

  // A fresh one, with fresh memory. Throws an Error with `status` when the kernel
  // must not run it.
  constructor(plugin: PluginModule, layout: KernelLayout) {
    this.#exports = new WebAssembly.Instance(plugin.module, {}).exports as Exports;
    this.#layout = layout;
    this.#fuel = this.#exports[FUEL_EXPORT] as WebAssembly.Global;
    this.#fuel.value = START_FUEL;
    const memory = this.#exports["memory"];
    if (!(memory instanceof WebAssembly.Memory)) throw new Error(`plugin ${plugin.name}: it exports no memory`);
    this.#memory = memory;
    this.#checkVersion(plugin.name);
    this.#call("__wasm_call_ctors");
    this.#mailbox = this.#addressOf(plugin.name, "vigil_mailbox", layout.mailboxBytes);
    this.#outbox = this.#addressOf(plugin.name, "vigil_outbox", this.#outboxBytes);
    const said = this.#text(this.#call("vigil_name"));
    if (said !== plugin.name) throw new Error(`plugin ${plugin.name}: it calls itself ${JSON.stringify(said)}`);
  }

  // Runs one activation on a copy of the mailbox, and copies the outbox back. Gives
  // the plugin's Status, or why it has none; never throws, whatever the plugin does.
  // After a trap it must not be used again. `budget`: in instructions.
  activate(what: "vigil_init" | "vigil_process", mailbox: Uint8Array, budget: number): number {
    this.#fuel.value = fuelOf(budget);
    try {
      this.#bytes.set(mailbox, this.#mailbox);
      const status = this.#call(what);
      if (status > MOST_STATUS) return STATUS.internal;
      const outbox = this.#bytes.subarray(this.#outbox, this.#outbox + this.#outboxBytes);
      mailbox.set(outbox, this.#layout.outboxOffset);
      return status;
    } catch {
      return this.fuelLeft === 0 ? STATUS.deadlineExceeded : STATUS.internal;
    }
  }

  // Of the last activation.
  get fuelLeft(): number {
    return (this.#fuel.value as number) >>> 0;
  }

  // A fresh view each time: one of memory that has grown would be empty.
  get #bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer);
  }

  get #outboxBytes(): number {
    return this.#layout.mailboxBytes - this.#layout.outboxOffset;
  }

  #checkVersion(name: string): void {
    const version = this.#call("vigil_interface_version");
    if (version >>> 16 !== this.#layout.interfaceVersion >>> 16) {
      throw new Error(
        `plugin ${name}: it was built for version ${versionText(version)} of the ` +
          `kernel's interface; this kernel has ${versionText(this.#layout.interfaceVersion)}`,
      );
    }
    const bytes = this.#call("vigil_mailbox_bytes");
    if (bytes !== this.#layout.mailboxBytes) {
      throw new Error(
        `plugin ${name}: its mailbox has ${bytes} bytes, the kernel's ${this.#layout.mailboxBytes}`,
      );
    }
  }

  // What the plugin says of where `length` bytes lie in its memory.
  #addressOf(name: string, what: string, length: number): number {
    const address = this.#call(what);
    const end = this.#memory.buffer.byteLength;
    if (address + length > end) {
      throw new Error(`plugin ${name}: ${what} is at ${address}, ${length} bytes do not fit before ${end}`);
    }
    return address;
  }

  #call(name: string): number {
    const wanted = this.#exports[name];
    if (typeof wanted !== "function") throw new Error(`it does not export ${name}`);
    return ((wanted as () => number)() ?? 0) >>> 0;
  }

  #text(address: number): string {
    const bytes = this.#bytes.subarray(address, address + MOST_NAME);
    const end = bytes.indexOf(0);
    return String.fromCharCode(...bytes.subarray(0, end < 0 ? undefined : end));
  }
}
