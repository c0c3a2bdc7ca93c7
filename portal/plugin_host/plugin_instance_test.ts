// What a hostile module can do to its host: nothing but lose its activation.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FILL, type PluginParts, SPIN, i32, pluginModule, turns } from "./hand_written.ts";
import { FUEL_PER_INSTRUCTION, PluginInstance, PluginModule, STATUS, fuelOf } from "./plugin_instance.ts";

const LAYOUT = { interfaceVersion: 0x2_0000, mailboxBytes: 3000, outboxOffset: 2000 };
const BUDGET = 8000;
const OK = 0x1e;

function loaded(parts: PluginParts): Promise<PluginModule> {
  return PluginModule.load("x", pluginModule("x", LAYOUT, parts));
}

async function instanceOf(parts: PluginParts): Promise<PluginInstance> {
  return new PluginInstance(await loaded(parts), LAYOUT);
}

async function statusOf(parts: PluginParts): Promise<number> {
  return (await instanceOf(parts)).activate("vigil_process", new Uint8Array(3000), BUDGET);
}

test("AnHonestPluginGetsTheMailboxAndGivesTheOutbox", async () => {
  // outbox[0] = mailbox[0] + 1
  const process = [...i32(0), ...i32(0), 0x2d, 0, ...[0x80, 0x20], ...i32(1), 0x6a, 0x3a, 0, ...[0xd0, 0x2f], ...i32(OK)];
  const mailbox = new Uint8Array(3000);
  mailbox[0] = 41;
  assert.equal((await instanceOf({ process })).activate("vigil_process", mailbox, BUDGET), OK);
  assert.equal(mailbox[2000], 42);
  assert.equal(mailbox[0], 41);
});

test("WhatIsOnlyValidOnceItIsMeteredIsRefused", async () => {
  for (const index of [0, 1, 2]) {
    const process = [...turns(200_000_000, [...i32(100), 0x24, index]), ...i32(OK)];
    await assert.rejects(loaded({ process }), /plugin x: it is no valid WebAssembly/);
  }
});

test("ThePluginDoesNotNameItsOwnBudget", async () => {
  // hand_written.ts lets vigil_budget() say 4294967295.
  const instance = await instanceOf({ process: SPIN });
  assert.equal(instance.activate("vigil_process", new Uint8Array(3000), 1), STATUS.deadlineExceeded);
  assert.equal(instance.fuelLeft, 0);
});

test("TheBudgetOfTheManifestBecomesFuel", async () => {
  assert.equal(fuelOf(BUDGET), BUDGET * FUEL_PER_INSTRUCTION);
  assert.equal(fuelOf(0xffff_ffff), 0xffff_ffff);
  const instance = await instanceOf({});
  assert.equal(instance.activate("vigil_process", new Uint8Array(3000), BUDGET), OK);
  assert.equal(fuelOf(BUDGET) - instance.fuelLeft, 3); // local, constant, end
});

test("WorkInAStraightLineIsCutOff", async () => {
  const fills = Array<number[]>(4000).fill([...FILL, ...i32(0), 0x1a]).flat();
  assert.equal(await statusOf({ process: [...fills, ...i32(OK)] }), STATUS.deadlineExceeded);
});

test("AnEndlessLoopOfInitIsCutOff [REQ-WASM-002]", async () => {
  const instance = await instanceOf({ init: SPIN });
  assert.equal(instance.activate("vigil_init", new Uint8Array(3000), BUDGET), STATUS.deadlineExceeded);
});

test("AnEndlessLoopAtStartIsCutOff", async () => {
  const plugin = await loaded({ start: SPIN });
  assert.throws(() => new PluginInstance(plugin, LAYOUT), /unreachable/);
});

test("TheStartHasABudgetOfItsOwn", async () => {
  // 8 units a turn, of 100000
  await instanceOf({ start: [...turns(12_000), ...i32(0)] });
  const plugin = await loaded({ start: [...turns(13_000), ...i32(0)] });
  assert.throws(() => new PluginInstance(plugin, LAYOUT), /unreachable/);
});

test("AFunctionThatIsCalledInAnotherWayGivesNothing", async () => {
  // vigil_process is [] -> [i64], or [i64] -> [i32]
  for (const type of [[0x60, 0, 1, 0x7e], [0x60, 1, 0x7e, 1, 0x7f]]) {
    const body = type.at(-1) === 0x7e ? [0x42, OK] : i32(OK);
    const parts = { types: [type], process: body, sections: { 3: [9, 0, 0, 0, 0, 0, 0, 0, 1, 0] } };
    assert.equal(await statusOf(parts), STATUS.internal);
  }
});

test("GrowingItsMemoryChangesNothing", async () => {
  for (const pages of [0, 1, 1000]) {
    const process = [...i32(pages), 0x40, 0, 0x1a, ...i32(OK)];
    const instance = await instanceOf({ process });
    for (let activation = 0; activation < 3; activation += 1) {
      assert.equal(instance.activate("vigil_process", new Uint8Array(3000), BUDGET), OK);
    }
  }
});

test("AMailboxOutsideOfItsMemoryIsRefused", async () => {
  for (const parts of [
    { mailbox: -1 }, { mailbox: 65_536 - 2999 }, { outbox: -1 }, { outbox: 65_536 - 999 },
  ]) {
    const plugin = await loaded(parts);
    assert.throws(() => new PluginInstance(plugin, LAYOUT), /do not fit before 65536/);
  }
  new PluginInstance(await loaded({ mailbox: 65_536 - 3000 }), LAYOUT);
});

test("AStatusThatIsNoByteIsNone", async () => {
  assert.equal(await statusOf({ process: i32(0x11e) }), STATUS.internal);
  assert.equal(await statusOf({ process: i32(-1) }), STATUS.internal);
});

test("ATrapGivesNothing", async () => {
  const mailbox = new Uint8Array(3000).fill(7);
  // writes to its outbox before it traps
  const process = [...i32(6096), ...i32(1), 0x36, 0, 0, 0x00];
  const instance = await instanceOf({ process });
  assert.equal(instance.activate("vigil_process", mailbox, BUDGET), STATUS.internal);
  assert.ok(mailbox.every((byte) => byte === 7));
});

test("WithoutExportedMemoryItIsRefused", async () => {
  const named = (text: string) => [text.length, ...Buffer.from(text)];
  // "memory" is a function
  const plugin = await loaded({ sections: { 7: [1, ...named("memory"), 0x00, 0] } });
  assert.throws(() => new PluginInstance(plugin, LAYOUT), /exports no memory/);
});

test("AnotherNameIsRefusedAndQuoted", async () => {
  const plugin = await PluginModule.load("y", pluginModule("x\n", LAYOUT, {}));
  assert.throws(() => new PluginInstance(plugin, LAYOUT), /plugin y: it calls itself "x\\n"/);
});

test("ItsOwnExportOfFuelIsRefused", async () => {
  const named = (text: string) => [text.length, ...Buffer.from(text)];
  await assert.rejects(loaded({ sections: { 7: [1, ...named("vigil_fuel"), 0x00, 0] } }), /[Dd]uplicate export/);
});
