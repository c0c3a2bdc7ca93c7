// The kernel in a page or worker: runs a product's module over a stream, each of its
// plugins in an instance of its own. Synchronous; run it in a worker.
//
//   const kernel = new Kernel(kernelModule, plugins);
//   const run = kernel.run(stream, 1);
//   run.link;    // the bytes that the device would have sent

import { fuelOf, type KernelLayout, PluginInstance, type PluginModule, STATUS } from "./plugin_instance.ts";

export interface Run {
  readonly result: number; // firmware/boards/product.h
  readonly link: Uint8Array<ArrayBuffer>;
  readonly console: string;
  readonly troubles: readonly string[]; // of plugins, for the operator's log
  // By the names of plugins: the most that one activation used, of what it had.
  readonly fuel: ReadonlyMap<string, { readonly used: number; readonly given: number }>;
}

// Grows as it is filled.
class Bytes {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }
  taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}

export class Kernel {
  readonly #module: WebAssembly.Module;
  readonly #plugins: ReadonlyMap<string, PluginModule>;

  constructor(module: WebAssembly.Module, plugins: readonly PluginModule[]) {
    this.#module = module;
    this.#plugins = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  }

  // `stream`: the bytes of an ADC stream file. `session`: differs at each start.
  run(stream: Uint8Array, session: number): Run {
    const link = new Bytes();
    const troubles: string[] = [];
    const fuel = new Map<string, { used: number; given: number }>();
    const instances = new Map<string, PluginInstance>();
    let said = "";
    let position = 0;
    let memory: Uint8Array = new Uint8Array();
    let layout: KernelLayout;

    const text = (address: number): string => {
      const end = memory.indexOf(0, address);
      return new TextDecoder().decode(memory.slice(address, end));
    };
    const activate = (
      what: "vigil_init" | "vigil_process",
      name: string,
      mailbox: number,
      budget: number,
    ): number => {
      const instance = instances.get(name);
      if (instance === undefined) return STATUS.internal;
      const status = instance.activate(
        what,
        memory.subarray(mailbox, mailbox + layout.mailboxBytes),
        budget,
      );
      const given = fuelOf(budget);
      const used = given - instance.fuelLeft;
      if (used > (fuel.get(name)?.used ?? 0)) fuel.set(name, { used, given });
      // A trap leaves it half done; the next start is a fresh one.
      if (status === STATUS.deadlineExceeded || status === STATUS.internal) instances.delete(name);
      return status;
    };

    const host = {
      send: (byte: number) => link.push(byte),
      report: (address: number) => {
        said += text(address);
      },
      read_stream: (address: number, length: number) => {
        const bytes = stream.subarray(position, position + length);
        memory.set(bytes, address);
        position += bytes.length;
        return bytes.length;
      },
      seek_stream: (offset: number) => {
        position = offset;
      },
      init_plugin: (nameAt: number, mailbox: number, budget: number) => {
        const name = text(nameAt);
        const plugin = this.#plugins.get(name);
        try {
          if (plugin === undefined) throw new Error(`plugin ${name}: there is no module`);
          instances.set(name, new PluginInstance(plugin, layout));
        } catch (error) {
          troubles.push((error as Error).message);
          instances.delete(name);
          return STATUS.incompatible;
        }
        return activate("vigil_init", name, mailbox, budget);
      },
      process_plugin: (nameAt: number, mailbox: number, budget: number) =>
        activate("vigil_process", text(nameAt), mailbox, budget),
    };

    const exports = new WebAssembly.Instance(this.#module, { host }).exports;
    const call = (name: string, ...values: number[]): number =>
      (exports[name] as (...values: number[]) => number)(...values);
    memory = new Uint8Array((exports["memory"] as WebAssembly.Memory).buffer);
    layout = {
      interfaceVersion: call("vigil_interface_version"),
      mailboxBytes: call("vigil_mailbox_bytes"),
      outboxOffset: call("vigil_outbox_offset"),
    };
    call("__wasm_call_ctors");
    const result = call("vigil_run", session);
    return { result, link: link.taken(), console: said, troubles, fuel };
  }
}
