// Replays an ADC stream in Chromium: the kernel and its plugins as WebAssembly, in a
// worker of a page.
//
//   replay --stream=FILE --link=FILE --sessions=1,2,3
//
// The link's bytes of each session go to FILE.SESSION; one line of JSON for each
// session tells how it ended. VIGIL_WORKER, VIGIL_KERNEL and VIGIL_PLUGINS name the
// bundle, the module and the folder of modules.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { KernelPage } from "./kernel_page.ts";

function modulesIn(folder: string): Record<string, Uint8Array> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
  return Object.fromEntries(
    files.map((name) => [basename(name, ".wasm"), readFileSync(join(folder, name))]),
  );
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { stream: { type: "string" }, link: { type: "string" }, sessions: { type: "string" } },
  });
  if (!values.stream || !values.link || !values.sessions) {
    console.error("replay: expected --stream=FILE --link=FILE --sessions=1,2,3");
    return 64;
  }
  const page = await KernelPage.open(readFileSync(join(process.env["VIGIL_WORKER"]!, "worker.js")));
  try {
    const failure = await page.start({
      kernel: readFileSync(process.env["VIGIL_KERNEL"]!),
      plugins: modulesIn(process.env["VIGIL_PLUGINS"]!),
      stream: readFileSync(values.stream),
    });
    if (failure !== "") {
      console.error(`replay: ${failure}`);
      return 1;
    }
    for (const session of values.sessions.split(",").map(Number)) {
      const run = await page.run(session);
      if ("failure" in run) {
        console.error(`replay: session ${session}: ${run.failure}`);
        return 1;
      }
      const { result, link, troubles } = run;
      writeFileSync(`${values.link}.${session}`, link);
      writeFileSync(`${values.link}.${session}.result`, `${result}\n`);
      console.log(JSON.stringify({ session, result, troubles }));
    }
  } finally {
    await page.close();
  }
  return 0;
}

process.exit(await main());
