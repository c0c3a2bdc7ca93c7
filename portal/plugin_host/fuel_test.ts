// Modules are written by hand here, so that nothing but the meter is tested.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FUEL_EXPORT, meter } from "./fuel.ts";
import { FILL, HEAD, type Parts, SPIN, functionModule, i32, leb, section, turns } from "./hand_written.ts";
import { MalformedModule } from "./module.ts";

function instanceOf(parts: Parts): { f: () => number; fuel: WebAssembly.Global } {
  const module = functionModule(parts);
  assert.ok(WebAssembly.validate(module), "the test's module has to be valid");
  const exports = new WebAssembly.Instance(new WebAssembly.Module(meter(module)), {}).exports;
  return { f: exports["f"] as () => number, fuel: exports[FUEL_EXPORT] as WebAssembly.Global };
}

// Units that a call of f uses.
function unitsOf(parts: Parts): number {
  const { f, fuel } = instanceOf(parts);
  fuel.value = 1_000_000;
  f();
  return 1_000_000 - (fuel.value as number);
}

const SEVEN = i32(7);
const NO_LOCALS = [0];
const NOP = 0x01;
// itself, for ever
const RECURSIVE = [0x10, 0x00];

test("WhatHasFuelRunsAsBefore", () => {
  const { f, fuel } = instanceOf({ body: SEVEN, locals: NO_LOCALS });
  fuel.value = 2;
  assert.equal(f(), 7);
  assert.equal(fuel.value, 0);
});

test("WithoutEnoughFuelItTrapsAndHasNone [REQ-WASM-002]", () => {
  const { f, fuel } = instanceOf({ body: SEVEN, locals: NO_LOCALS });
  for (const budget of [0, 1]) {
    fuel.value = budget;
    assert.throws(() => f(), WebAssembly.RuntimeError);
    assert.equal(fuel.value, 0);
  }
});

test("EachInstructionOfAFunctionIsPaidFor", () => {
  for (const count of [0, 1, 61, 62, 63, 200, 8190, 20_000]) {
    const body = [...Array<number>(count).fill(NOP), ...SEVEN];
    assert.equal(unitsOf({ body, locals: NO_LOCALS }), count + 2);
  }
});

test("EachLocalIsPaidFor", () => {
  assert.equal(unitsOf({ body: SEVEN, locals: [1, ...leb(200), 0x7f] }), 202);
});

test("EachInstructionOfEachTurnIsPaidFor", () => {
  const body = [...turns(100, [NOP, NOP, NOP]), 0x20, 0];
  // loop, local.get, end and one local; in a turn 3 + 7 and the end
  assert.equal(unitsOf({ body }), 4 + 100 * 11);
});

test("AnEndlessLoopEndsAtTheSamePlaceEachTime [REQ-WASM-002]", () => {
  const { f, fuel } = instanceOf({ body: SPIN });
  for (const budget of [1, 2, 1000, 100_000, 10_000_000]) {
    fuel.value = budget;
    assert.throws(() => f(), WebAssembly.RuntimeError);
    assert.equal(fuel.value, 0);
  }
});

test("EndlessRecursionEndsLongBeforeTheStack", () => {
  // Each call holds as many values as are allowed.
  const { f, fuel } = instanceOf({ body: RECURSIVE, locals: [1, ...leb(255), 0x7e] });
  fuel.value = 0x7fff_ffff;
  assert.throws(() => f(), /unreachable/);
  const used = 0x7fff_ffff - (fuel.value as number);
  assert.equal(used, 33 * 257);
});

test("CallsThatEndedAreNotCounted", () => {
  // f calls g 1000 times
  const g = [...leb(4), 0, ...i32(0), 0x0b];
  const f = [1, 1, 0x7f, ...turns(1000, [0x10, 0x01, 0x1a]), 0x20, 0, 0x0b];
  const sections = { 3: [2, 0, 0], 10: [2, ...leb(f.length), ...f, ...g] };
  assert.ok(unitsOf({ sections }) > 1000);
});

test("MemoryIsFilledAndCopiedForFuelByItsLength [REQ-WASM-002]", () => {
  const around = unitsOf({ body: SEVEN });
  assert.equal(unitsOf({ body: [...FILL, ...SEVEN] }), around + 3 + 64 + 65_536 / 8);
  const copy = [...i32(0), ...i32(8), ...i32(800), 0xfc, 10, 0, 0];
  assert.equal(unitsOf({ body: [...copy, ...SEVEN] }), around + 3 + 64 + 100);
});

test("FillingWithoutFuelTrapsBeforeItFills [REQ-WASM-002]", () => {
  const { f, fuel } = instanceOf({ body: [...FILL, ...SEVEN] });
  fuel.value = 8000;
  assert.throws(() => f(), /unreachable/);
  assert.equal(fuel.value, 0);
});

test("TheLengthToFillHasNoSign", () => {
  const body = [...i32(0), ...i32(0), ...i32(-1), 0xfc, 11, 0, ...SEVEN];
  const { f, fuel } = instanceOf({ body });
  fuel.value = 1_000_000;
  assert.throws(() => f(), /unreachable/);
});

test("MemoryNeverGrowsNorChangesItsBuffer", () => {
  const module = functionModule({ body: [...i32(0), 0x40, 0] });
  const exports = new WebAssembly.Instance(new WebAssembly.Module(meter(module)), {}).exports;
  const { buffer } = exports["memory"] as WebAssembly.Memory;
  (exports[FUEL_EXPORT] as WebAssembly.Global).value = 100;
  assert.equal((exports["f"] as () => number)(), -1);
  assert.equal(buffer.byteLength, 65_536);
});

test("GlobalsThatAreThereKeepTheirPlaces", () => {
  // i32, constant 42; f gives it
  const { f, fuel } = instanceOf({ body: [0x23, 0x00], sections: { 6: [1, 0x7f, 0x00, ...i32(42), 0x0b] } });
  fuel.value = 100;
  assert.equal(f(), 42);
});

test("AModuleThatUsesTheMetersGlobalsIsRefused", () => {
  for (const index of [0, 1, 2]) {
    const refill = [...i32(100), 0x24, index];
    assert.throws(() => meter(functionModule({ body: [...turns(1000, refill), ...SEVEN] })), /a global does not exist/);
    assert.throws(() => meter(functionModule({ body: [0x23, index] })), /a global does not exist/);
  }
});

test("AFunctionThatHoldsTooMuchIsRefused", () => {
  const holding = (count: number) => ({
    body: [...Array(count).fill(i32(0)).flat(), ...Array<number>(count - 1).fill(0x6a)],
    locals: NO_LOCALS,
  });
  assert.equal(unitsOf(holding(256)), 512);
  assert.ok(WebAssembly.validate(functionModule(holding(257))));
  assert.throws(() => meter(functionModule(holding(257))), /holds values: 257/);
  assert.throws(() => meter(functionModule({ body: SEVEN, locals: [1, ...leb(256), 0x7f] })), /holds values/);
});

test("ALongFunctionThatHoldsLittleIsAllowed", () => {
  const step = [...i32(1), 0x04, 0x7f, ...i32(3), 0x05, ...i32(2), 0x0b, 0x21, 0];
  const body = [...Array<number[]>(3000).fill(step).flat(), 0x20, 0];
  assert.ok(unitsOf({ body }) > 3000);
});

test("BlocksThatNestTooDeepAreRefused", () => {
  const body = [...Array(300).fill([0x02, 0x40]).flat(), ...Array<number>(300).fill(0x0b), ...SEVEN];
  assert.ok(WebAssembly.validate(functionModule({ body })));
  assert.throws(() => meter(functionModule({ body })), /nests blocks/);
});

test("WhatIsHardToCompileIsRefused", () => {
  // Each block joins 200 locals and one more value.
  const blocks = (count: number) => ({
    body: [...Array<number[]>(count).fill([0x02, 0x40, 0x0b]).flat(), ...SEVEN],
    locals: [1, ...leb(200), 0x7e],
  });
  assert.ok(unitsOf(blocks(326)) > 0);
  assert.ok(WebAssembly.validate(functionModule(blocks(327))));
  assert.throws(() => meter(functionModule(blocks(327))), /joins values: 65727/);
});

test("AModuleThatEndsAnywhereIsRefused", () => {
  const whole = functionModule({ body: [...turns(3), ...FILL, ...SEVEN] });
  const last = HEAD.length + section(1, 1, 0x60, 0, 1, 0x7f).length;
  for (let length = 0; length < whole.length; length += 1) {
    if (WebAssembly.validate(whole.subarray(0, length) as Uint8Array<ArrayBuffer>)) continue;
    try {
      const metered = meter(whole.subarray(0, length));
      // Whole sections are missing: the engine's to refuse.
      assert.ok(!WebAssembly.validate(metered), `${length} bytes`);
      assert.ok(length >= last);
    } catch (error) {
      assert.ok(error instanceof MalformedModule, String(error));
    }
  }
});

test("AFunctionThatGoesOnBehindItsEndIsRefused", () => {
  assert.throws(() => meter(functionModule({ body: [...SEVEN, 0x0b] })), /behind its end/);
  assert.throws(() => meter(functionModule({ body: [0x02, 0x40, ...SEVEN] })), /no end/);
});
