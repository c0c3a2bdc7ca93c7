// A hostile module in place of a plugin of the product, in Chromium: it is refused, or
// it loses its activation as any plugin that fails; the run goes on. The same in Node,
// with the same bits.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FILL, type PluginParts, SPIN, i32, leb, pluginModule, turns } from "./hand_written.ts";
import { Kernel } from "./kernel.ts";
import { KernelPage, type PageRun } from "./kernel_page.ts";
import { PluginModule } from "./plugin_instance.ts";
import { kernelLayout, kernelModule, pluginModules, recording, workerScript } from "./product_files.ts";

const VICTIM = "heart_rate";
const OK = i32(0x1e);
const MANY_TURNS = turns(200_000_000);

let page: KernelPage;
before(async () => {
  page = await KernelPage.open(workerScript());
});
after(() => page.close());

const kernel = kernelModule();
const layout = await kernelLayout(kernel);

function pluginsWith(parts: PluginParts): Record<string, Uint8Array<ArrayBuffer>> {
  return { ...pluginModules(), [VICTIM]: pluginModule(VICTIM, layout, parts) };
}

async function runInPage(plugins: Record<string, Uint8Array>): Promise<PageRun> {
  assert.equal(await page.start({ kernel, plugins, stream: recording() }), "");
  const run = await page.run(1);
  if ("failure" in run) assert.fail(run.failure);
  return run;
}

async function linkInNode(plugins: Record<string, Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  const modules = await Promise.all(Object.entries(plugins).map(([name, bytes]) => PluginModule.load(name, bytes)));
  return new Kernel(await WebAssembly.compile(kernel), modules).run(recording(), 1).link;
}

// What a plugin of no harm leads to: one that traps at once; one that gives nothing.
const TRAPS: PluginParts = { process: [0x00] };
const IDLE: PluginParts = {};

async function expectAs(plain: PluginParts, hostile: PluginParts): Promise<void> {
  const expected = await runInPage(pluginsWith(plain));
  const run = await runInPage(pluginsWith(hostile));
  assert.equal(run.result, 0);
  assert.deepEqual(run.troubles, expected.troubles);
  assert.ok(Buffer.from(run.link).equals(Buffer.from(expected.link)), "the link's bytes");
  const inNode = await linkInNode(pluginsWith(hostile));
  assert.ok(Buffer.from(run.link).equals(Buffer.from(inNode)), "the link's bytes in Node");
}

test("AnHonestRunIsTheSameInChromiumAndNode", async () => {
  const run = await runInPage(pluginModules());
  assert.equal(run.result, 0);
  assert.ok(Buffer.from(run.link).equals(Buffer.from(await linkInNode(pluginModules()))));
  const failing = await runInPage(pluginsWith(TRAPS));
  assert.equal(failing.result, 0);
  assert.ok(!Buffer.from(run.link).equals(Buffer.from(failing.link)), "a failure shows");
});

test("AnEndlessLoopLosesItsActivation [REQ-WASM-002]", () => expectAs(TRAPS, { process: SPIN }));

test("WorkInAStraightLineLosesItsActivation [REQ-WASM-002]", () =>
  expectAs(TRAPS, { process: [...Array<number[]>(4000).fill(FILL).flat(), ...OK] }));

test("TheDeepestCallsLoseTheirActivationAndNotTheStack", () => {
  const process = [0x10, 7]; // itself
  return expectAs(TRAPS, { process, locals: [1, ...leb(255), 0x7e] });
});

test("AStatusThatIsNoneLosesItsActivation", () => expectAs(TRAPS, { process: i32(0x11e) }));

test("GrowingMemoryIsWithoutEffect", async () => {
  for (const pages of [0, 1]) await expectAs(IDLE, { process: [...i32(pages), 0x40, 0, 0x1a, ...OK] });
});

test("AMailboxOutsideOfItsMemoryKeepsThePluginOut", async () => {
  const run = await runInPage(pluginsWith({ mailbox: -1 }));
  assert.match(run.troubles.join(), /heart_rate: vigil_mailbox is at 4294967295/);
});

interface Refusal {
  readonly valid: boolean; // to Chromium
  readonly why: RegExp;
  readonly parts: PluginParts;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  "AGlobalThatTheMeterWouldAdd": {
    valid: false,
    why: /no valid WebAssembly/,
    parts: { process: [...turns(200_000_000, [...i32(100), 0x24, 0]), ...OK] },
  },
  "ALoopBehindABlockType": {
    valid: true,
    why: /blocks of type 0x63/,
    parts: {
      types: Array.from({ length: 45 }, () => [0x60, 0, 0]),
      process: [0x02, 0x63, 0x28, 0x03, 0x40, 0x01, ...MANY_TURNS.slice(2), 0xd0, 0x28, 0x0b, 0x1a, ...OK],
    },
  },
  "ALoopBehindAMemoryIndex": {
    valid: true,
    why: /more than one memory/,
    parts: {
      memory: [2, 1, 1, 1, 1, 1, 1],
      process: [...i32(0), 0x28, 0x40, 1, 0x41, 0x03, 0x40, 0x01, ...MANY_TURNS.slice(2), 0x1a, ...OK],
    },
  },
  "ASecondMemory": { valid: true, why: /more than one memory/, parts: { memory: [2, 1, 1, 1, 0, ...leb(20_000)] } },
  "MemoryThatMayGrow": { valid: true, why: /begins smaller/, parts: { memory: [1, 1, 1, 2] } },
  "Memory64": { valid: true, why: /kind that is not allowed/, parts: { memory: [1, 5, 1, 1], sections: { 11: [0] } } },
  "LargeTables": {
    valid: true,
    why: /at most 256/,
    parts: { sections: { 4: [20, ...Array(20).fill([0x70, 1, 1, ...leb(10_000_000)]).flat()] } },
  },
  "ATableThatGrows": {
    valid: true,
    why: /instruction 0xd0 is not allowed/,
    parts: { sections: { 4: [1, 0x70, 1, 1, 100] }, process: [0xd0, 0x70, ...i32(1), 0xfc, 15, 0, 0x1a, ...OK] },
  },
  "AnArrayAsAnInitialValue": {
    valid: true,
    why: /none of a function/,
    // array of i8; a global of it with 100 million elements
    parts: {
      types: [[0x5e, 0x78, 0x01]],
      sections: { 6: [1, 0x64, 1, 0, ...i32(100_000_000), 0xfb, 7, 1, 0x0b] },
    },
  },
  "ACompilationWithoutEnd": {
    valid: true,
    why: /joins values/,
    parts: { locals: [1, ...leb(200), 0x7e], process: [...Array(15_000).fill([0x03, 0x40, 0x0b]).flat(), ...OK] },
  },
  "ACallThatLeavesNoFrame": { valid: true, why: /instruction 0x12/, parts: { process: [0x12, 7] } },
  "Vectors": { valid: true, why: /instruction 0xfd/, parts: { process: [...i32(0), 0xfd, 0x0f, 0xfd, 0x15, 0] } },
  "Exceptions": {
    valid: true,
    why: /section 13/,
    parts: { types: [[0x60, 0, 0]], sections: { 13: [1, 0, 1] }, process: [0x08, 0x00] },
  },
  "FloatingPoint": { valid: true, why: /instruction 0x43/, parts: { process: [0x43, 0, 0, 0, 0, 0xa8] } },
};

for (const [name, { valid, why, parts }] of Object.entries(REFUSALS)) {
  test(`${name}IsRefused`, async () => {
    const plugins = pluginsWith(parts);
    assert.equal(await page.validates(plugins[VICTIM]!), valid, "to Chromium");
    assert.match(await page.start({ kernel, plugins, stream: recording() }), why);
  });
}
