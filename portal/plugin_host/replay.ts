// Replays an ADC stream in Chromium: the kernel and its plugins as WebAssembly, in a
// worker of a page.
//
//   replay --stream=FILE --link=FILE --sessions=1,2,3
//
// The link's bytes of each session go to FILE.SESSION; one line of JSON for each
// session tells how it ended. VIGIL_WORKER, VIGIL_KERNEL and VIGIL_PLUGINS name the
// bundle, the module and the folder of modules.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { launchBrowser } from "../test/browser.mjs";
import type { Answer, Request } from "./worker.ts";

interface Files {
  readonly [path: string]: { readonly type: string; readonly bytes: Uint8Array };
}

const WASM = "application/wasm";

function filesOf(stream: string): Files {
  const folder = process.env["VIGIL_PLUGINS"]!;
  const plugins = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
  return {
    "/": { type: "text/html", bytes: Buffer.from("<!doctype html><title>replay</title>") },
    "/worker.js": {
      type: "text/javascript",
      bytes: readFileSync(join(process.env["VIGIL_WORKER"]!, "worker.js")),
    },
    "/kernel.wasm": { type: WASM, bytes: readFileSync(process.env["VIGIL_KERNEL"]!) },
    "/stream": { type: "application/octet-stream", bytes: readFileSync(stream) },
    "/plugins": {
      type: "application/json",
      bytes: Buffer.from(JSON.stringify(plugins.map((name) => basename(name, ".wasm")))),
    },
    ...Object.fromEntries(plugins.map((name) => [
      `/plugins/${basename(name, ".wasm")}`,
      { type: WASM, bytes: readFileSync(join(folder, name)) },
    ])),
  };
}

async function serve(files: Files): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": file.type }).end(file.bytes);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

// In the page: starts the worker with all its modules.
async function start(): Promise<string> {
  const fetched = async (path: string) => (await fetch(path)).arrayBuffer();
  const names = (await (await fetch("/plugins")).json()) as string[];
  const plugins = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await fetched(`/plugins/${name}`)])),
  );
  const worker = new Worker("/worker.js", { type: "module" });
  const ask = (request: Request) =>
    new Promise<Answer>((resolve) => {
      worker.onmessage = (event: MessageEvent<Answer>) => resolve(event.data);
      worker.onerror = (event) => resolve({ failure: event.message });
      worker.postMessage(request);
    });
  Object.assign(globalThis, { ask });
  const answer = await ask({
    start: { kernel: await fetched("/kernel.wasm"), plugins, stream: await fetched("/stream") },
  });
  return "failure" in answer ? answer.failure : "";
}

// In the page: one session; the link's bytes as text.
async function runSession(session: number): Promise<{ failure: string } | { result: number; link: string; troubles: readonly string[] }> {
  const ask = (globalThis as unknown as { ask: (request: Request) => Promise<Answer> }).ask;
  const answer = await ask({ session });
  if ("failure" in answer) return { failure: answer.failure };
  if (!("run" in answer)) return { failure: "no run" };
  let link = "";
  for (const byte of answer.run.link) link += String.fromCharCode(byte);
  return { result: answer.run.result, link: btoa(link), troubles: answer.run.troubles };
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { stream: { type: "string" }, link: { type: "string" }, sessions: { type: "string" } },
  });
  if (!values.stream || !values.link || !values.sessions) {
    console.error("replay: expected --stream=FILE --link=FILE --sessions=1,2,3");
    return 64;
  }
  const server = await serve(filesOf(values.stream));
  const browser = await launchBrowser();
  try {
    const page = await (await browser.newContext()).newPage();
    await page.goto(server.url);
    const failure = await page.evaluate(start);
    if (failure !== "") {
      console.error(`replay: ${failure}`);
      return 1;
    }
    for (const session of values.sessions.split(",").map(Number)) {
      const run = await page.evaluate(runSession, session);
      if ("failure" in run) {
        console.error(`replay: session ${session}: ${run.failure}`);
        return 1;
      }
      writeFileSync(`${values.link}.${session}`, Buffer.from(run.link, "base64"));
      writeFileSync(`${values.link}.${session}.result`, `${run.result}\n`);
      console.log(JSON.stringify({ session, result: run.result, troubles: run.troubles }));
    }
  } finally {
    await browser.close();
    server.close();
  }
  return 0;
}

process.exit(await main());
