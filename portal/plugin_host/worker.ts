// The worker in which the kernel and its plugins live, so that the page stays alive
// whatever they do.
//
// Takes one Start, then any number of sessions; answers each with a Run or a
// failure.

import { Kernel, type Run } from "./kernel.ts";
import { PluginModule } from "./plugin_instance.ts";

export interface Start {
  readonly kernel: ArrayBuffer;
  readonly plugins: Readonly<Record<string, ArrayBuffer>>; // by their names
  readonly stream: ArrayBuffer;
}

export type Request = { readonly start: Start } | { readonly session: number };
export type Answer = { readonly run: Run } | { readonly failure: string } | { readonly ready: true };

let kernel: Kernel | undefined;
let stream = new Uint8Array();

async function answer(request: Request): Promise<Answer> {
  if ("start" in request) {
    const plugins = await Promise.all(
      Object.entries(request.start.plugins).map(([name, bytes]) =>
        PluginModule.load(name, new Uint8Array(bytes))),
    );
    kernel = new Kernel(await WebAssembly.compile(request.start.kernel), plugins);
    stream = new Uint8Array(request.start.stream);
    return { ready: true };
  }
  if (kernel === undefined) return { failure: "the kernel was not started" };
  return { run: kernel.run(stream, request.session) };
}

addEventListener("message", (event: MessageEvent<Request>) => {
  answer(event.data).then(
    (given) => postMessage(given),
    (error: unknown) => postMessage({ failure: (error as Error).message }),
  );
});
