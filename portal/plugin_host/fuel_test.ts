// Modules are written by hand here, so that nothing but the meter is tested.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FUEL_EXPORT, MalformedModule, memoryPages, meter } from "./fuel.ts";

const HEAD = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

function section(id: number, ...content: number[]): number[] {
  return [id, content.length, ...content];
}

// A module with one function, exported as "f", of type [] -> [i32].
function moduleOf(body: number[], more: number[] = []): Uint8Array {
  const code = [0x00, ...body, 0x0b];
  return Uint8Array.from([
    ...HEAD,
    ...section(1, 1, 0x60, 0, 1, 0x7f),
    ...section(3, 1, 0),
    ...more,
    ...section(7, 1, 1, 0x66, 0x00, 0),
    ...section(10, 1, code.length, ...code),
  ]);
}

function instanceOf(module: Uint8Array): { f: () => number; fuel: WebAssembly.Global } {
  const metered = new WebAssembly.Module(meter(module));
  const exports = new WebAssembly.Instance(metered, {}).exports;
  return {
    f: exports["f"] as () => number,
    fuel: exports[FUEL_EXPORT] as WebAssembly.Global,
  };
}

const SEVEN = [0x41, 7];
// loop br 0 end, then a value that is never reached
const ENDLESS = [0x03, 0x40, 0x0c, 0x00, 0x0b, 0x41, 7];
// itself, for ever
const RECURSIVE = [0x10, 0x00];

test("WhatHasFuelRunsAsBefore", () => {
  const { f, fuel } = instanceOf(moduleOf(SEVEN));
  fuel.value = 1;
  assert.equal(f(), 7);
  assert.equal(fuel.value, 0);
});

test("WithoutFuelItTraps", () => {
  const { f } = instanceOf(moduleOf(SEVEN));
  assert.throws(() => f(), WebAssembly.RuntimeError);
});

test("AnEndlessLoopEndsAtTheSamePlaceEachTime", () => {
  const { f, fuel } = instanceOf(moduleOf(ENDLESS));
  for (const budget of [1, 2, 1000, 100_000]) {
    fuel.value = budget;
    assert.throws(() => f(), WebAssembly.RuntimeError);
    assert.equal(fuel.value, 0);
  }
});

test("EndlessRecursionEnds", () => {
  const { f, fuel } = instanceOf(moduleOf(RECURSIVE));
  fuel.value = 500;
  assert.throws(() => f(), WebAssembly.RuntimeError);
  assert.equal(fuel.value, 0);
});

test("GlobalsThatAreThereKeepTheirPlaces", () => {
  // one global, i32 constant 42; the function gives it
  const more = section(6, 1, 0x7f, 0x00, 0x41, 42, 0x0b);
  const { f, fuel } = instanceOf(moduleOf([0x23, 0x00], more));
  fuel.value = 1;
  assert.equal(f(), 42);
});

test("WhatIsNoModuleIsRefused", () => {
  for (const bytes of [[], [1, 2, 3], [...HEAD.slice(0, 7), 9], [...HEAD, 10, 200, 1]]) {
    assert.throws(() => meter(Uint8Array.from(bytes)), MalformedModule);
  }
});

test("AModuleWithImportsIsRefused", () => {
  const imports = section(2, 1, 1, 0x61, 1, 0x62, 0x03, 0x7f, 0x00);
  assert.throws(() => meter(Uint8Array.from([...HEAD, ...imports])), /has imports/);
});

test("AnInstructionThatIsNotKnownIsRefused", () => {
  assert.throws(() => meter(moduleOf([0xfd, 0x0c])), /unknown instruction 0xfd/);
  assert.throws(() => meter(moduleOf([0xfc, 0x7f])), /unknown instruction/);
});

test("AModuleThatEndsAnywhereIsRefused", () => {
  const whole = moduleOf(ENDLESS);
  let refused = 0;
  for (let length = HEAD.length + 1; length < whole.length; length += 1) {
    try {
      meter(whole.subarray(0, length));
    } catch (error) {
      assert.ok(error instanceof MalformedModule, String(error));
      refused += 1;
    }
  }
  assert.ok(refused > 10);
});

test("TheBoundOfTheMemoryIsRead", () => {
  assert.equal(memoryPages(Uint8Array.from([...HEAD, ...section(5, 1, 1, 1, 2)])), 2);
  assert.equal(memoryPages(Uint8Array.from([...HEAD, ...section(5, 1, 0, 1)])), undefined);
  assert.equal(memoryPages(Uint8Array.from(HEAD)), 0);
});
