// The product's modules with random damage: what the engine and the meter both take is
// valid when it is metered, so that the meter never loses step with the engine; and it
// harms nobody when it runs. The damage is the same each time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { meter } from "./fuel.ts";
import { MalformedModule } from "./module.ts";
import { PluginInstance, PluginModule } from "./plugin_instance.ts";
import { kernelLayout, kernelModule, pluginModules } from "./product_files.ts";

const DAMAGED = 4000;
const RUN_EACH = 10; // of those that are taken
const FIRST_BYTE = 8; // behind the magic number and version
const BUDGET = 12_000;

// Numerical Recipes' generator of 32 bits.
class Random {
  #state = 1;

  below(end: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * end);
  }
}

const layout = await kernelLayout(kernelModule());

function damaged(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    copy[FIRST_BYTE + random.below(copy.length - FIRST_BYTE)] = random.below(256);
  }
  return copy;
}

function isTaken(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    const metered = meter(bytes);
    if (!WebAssembly.validate(bytes)) return false;
    assert.ok(WebAssembly.validate(metered), "the meter lost step with the engine");
    return true;
  } catch (error) {
    if (error instanceof MalformedModule) return false;
    throw error;
  }
}

// Whether it came so far that it was activated; what it gave does not matter.
async function runs(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  let instance: PluginInstance;
  try {
    instance = new PluginInstance(await PluginModule.load(name, bytes), layout);
  } catch {
    return false;
  }
  const mailbox = new Uint8Array(layout.mailboxBytes);
  assert.ok(instance.activate("vigil_init", mailbox, BUDGET) <= 0xff);
  assert.ok(instance.activate("vigil_process", mailbox, BUDGET) <= 0xff);
  return true;
}

test("TheMeterKeepsStepWithTheEngine", async () => {
  const random = new Random();
  const modules = Object.entries(pluginModules());
  let taken = 0;
  let ran = 0;
  for (let n = 0; n < DAMAGED; n += 1) {
    const [name, bytes] = modules[random.below(modules.length)]!;
    const module = damaged(bytes, random);
    if (!isTaken(module)) continue;
    taken += 1;
    if (taken % RUN_EACH === 0 && await runs(name, module)) ran += 1;
  }
  console.log(`of ${DAMAGED} modules ${taken} were taken; of ${Math.floor(taken / RUN_EACH)} that were started ${ran} ran`);
  assert.ok(taken > DAMAGED / 10);
  assert.ok(ran > 10);
});
