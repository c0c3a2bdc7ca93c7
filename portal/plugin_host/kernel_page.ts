// The kernel and its plugins in a worker of a page in Chromium, driven from outside.
//
//   const page = await KernelPage.open(workerScript);
//   const failure = await page.start({ kernel, plugins, stream });   // "": none
//   const run = await page.run(1);
//   await page.close();

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../test/browser.mjs";
import type { Answer, Request } from "./worker.ts";

export interface Modules {
  readonly kernel: Uint8Array;
  readonly plugins: Readonly<Record<string, Uint8Array>>; // by their names
  readonly stream: Uint8Array;
}

export interface PageRun {
  readonly result: number;
  readonly link: Uint8Array;
  readonly troubles: readonly string[];
  readonly fuel: Readonly<Record<string, { readonly used: number; readonly given: number }>>;
}

interface Failure {
  readonly failure: string;
}

interface File {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const BYTES = "application/octet-stream";

// In the page: a fresh worker with all its modules.
async function start(): Promise<string> {
  const fetched = async (path: string) => (await fetch(path)).arrayBuffer();
  const names = (await (await fetch("/plugins")).json()) as string[];
  const plugins = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await fetched(`/plugins/${name}`)])),
  );
  const page = globalThis as unknown as { worker?: Worker };
  page.worker?.terminate();
  const worker = new Worker("/worker.js", { type: "module" });
  const ask = (request: Request) =>
    new Promise<Answer>((resolve) => {
      worker.onmessage = (event: MessageEvent<Answer>) => resolve(event.data);
      worker.onerror = (event) => resolve({ failure: event.message });
      worker.postMessage(request);
    });
  Object.assign(globalThis, { ask, worker });
  const answer = await ask({
    start: { kernel: await fetched("/kernel.wasm"), plugins, stream: await fetched("/stream") },
  });
  return "failure" in answer ? answer.failure : "";
}

// In the page: one session; the link's bytes as text.
async function runSession(session: number): Promise<Failure | (Omit<PageRun, "link"> & { link: string })> {
  const ask = (globalThis as unknown as { ask: (request: Request) => Promise<Answer> }).ask;
  const answer = await ask({ session });
  if ("failure" in answer) return { failure: answer.failure };
  if (!("run" in answer)) return { failure: "no run" };
  const { result, troubles, fuel } = answer.run;
  let link = "";
  for (const byte of answer.run.link) link += String.fromCharCode(byte);
  return { result, link: btoa(link), troubles, fuel: Object.fromEntries(fuel) };
}

// In the page: what its engine says of a module.
async function validate(path: string): Promise<boolean> {
  return WebAssembly.validate(await (await fetch(path)).arrayBuffer());
}

export class KernelPage {
  readonly #files: Map<string, File>;
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(files: Map<string, File>, server: Server, browser: Browser, page: Page) {
    this.#files = files;
    this.#server = server;
    this.#browser = browser;
    this.#page = page;
  }

  // `worker`: the script of the worker's bundle.
  static async open(worker: Uint8Array): Promise<KernelPage> {
    const files = new Map<string, File>([
      ["/", { type: "text/html", bytes: Buffer.from("<!doctype html><title>kernel</title>") }],
      ["/worker.js", { type: "text/javascript", bytes: worker }],
    ]);
    const server = createServer((request, response) => {
      const file = files.get(request.url ?? "");
      if (file === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { "Content-Type": file.type, "Cache-Control": "no-store" }).end(file.bytes);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const browser = await launchBrowser();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return new KernelPage(files, server, browser, page);
  }

  // In a fresh worker; the one before is ended. What failed, "" when nothing did.
  start(modules: Modules): Promise<string> {
    const give = (path: string, bytes: Uint8Array) => this.#files.set(path, { type: BYTES, bytes });
    give("/kernel.wasm", modules.kernel);
    give("/stream", modules.stream);
    give("/plugins", Buffer.from(JSON.stringify(Object.keys(modules.plugins))));
    for (const [name, bytes] of Object.entries(modules.plugins)) give(`/plugins/${name}`, bytes);
    return this.#page.evaluate(start);
  }

  async run(session: number): Promise<Failure | PageRun> {
    const run = await this.#page.evaluate(runSession, session);
    return "failure" in run ? run : { ...run, link: Buffer.from(run.link, "base64") };
  }

  // Whether Chromium takes `module` for valid.
  validates(module: Uint8Array): Promise<boolean> {
    this.#files.set("/module", { type: BYTES, bytes: module });
    return this.#page.evaluate(validate, "/module");
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}
