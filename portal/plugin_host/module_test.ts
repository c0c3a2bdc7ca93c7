// What a plugin's module may not contain. Each of these modules is valid WebAssembly to
// the engine of this test, if it does not say otherwise.

import assert from "node:assert/strict";
import { test } from "node:test";
import { HEAD, type Parts, functionModule, i32, leb, section, turns } from "./hand_written.ts";
import { MalformedModule, Reader, readInstruction, readModule } from "./module.ts";

const SEVEN = i32(7);
const MANY_TURNS = turns(10_000_000);

function readAll(bytes: Uint8Array): void {
  const module = readModule(bytes);
  for (const { code } of module.bodies) {
    const reader = new Reader(code);
    while (!reader.done) readInstruction(reader, module.globals);
  }
}

function isRefused(parts: Parts, why: RegExp, valid = true): void {
  const bytes = functionModule(parts);
  assert.equal(WebAssembly.validate(bytes), valid, "to the engine");
  assert.throws(() => readAll(bytes), (error) => {
    assert.ok(error instanceof MalformedModule, String(error));
    assert.match(error.message, why);
    return true;
  });
}

test("WhatACompilerWritesIsRead", () => {
  readAll(functionModule({
    body: [0x02, 0x40, 0x41, 0, 0x0e, 1, 0, 0, 0x0b, 0x42, 0x80, 0x7f, 0xa7, ...i32(0), 0x28, 2, 0, 0x6a, 0xc0],
    sections: { 4: [1, 0x70, 1, 2, 2], 6: [1, 0x7e, 1, 0x42, 0x7f, 0x0b], 9: [1, 0, ...i32(1), 0x0b, 1, 0], 11: [1, 0, ...i32(0), 0x0b, 2, 1, 2], 12: [1] },
  }));
});

test("WhatIsNoModuleIsRefused", () => {
  for (const bytes of [[], [1, 2, 3], [...HEAD.slice(0, 7), 9], [...HEAD, 10, 200, 1]]) {
    assert.throws(() => readAll(Uint8Array.from(bytes)), MalformedModule);
  }
});

test("ImportsAreRefused", () => {
  isRefused({ sections: { 2: [1, 1, 0x61, 1, 0x62, 0x03, 0x7f, 0x00] } }, /has imports/);
});

test("AStartFunctionIsRefused", () => {
  isRefused({ types: [[0x60, 0, 0]], sections: { 3: [2, 0, 1], 8: [1], 10: [2, 4, 0, ...SEVEN, 0x0b, 2, 0, 0x0b] } }, /start function/);
});

test("ALargeModuleIsRefused", () => {
  const filler = Array<number>(66_000).fill(0);
  isRefused({ memory: [1, 1, 2, 2], sections: { 11: [1, 0, ...i32(0), 0x0b, ...leb(66_000), ...filler] } }, /bytes, at most/);
});

test("MemoryWithoutATightBoundIsRefused", () => {
  isRefused({ memory: [1, 0, 1] }, /memory has no bound/);
  isRefused({ memory: [1, 1, 3, 3] }, /memory has 3 pages, at most 2/);
  isRefused({ memory: [1, 1, 1, 2] }, /begins smaller/);
  isRefused({ memory: [1, 3, 1, 1] }, /of a kind that is not allowed/); // shared
});

test("ASecondMemoryIsRefused", () => {
  isRefused({ memory: [2, 1, 1, 1, 0, ...leb(20_000)] }, /more than one memory/);
});

test("TablesThatAreManyOrLargeAreRefused", () => {
  isRefused({ sections: { 4: [1, 0x70, 0, 1] } }, /table has no bound/);
  isRefused({ sections: { 4: [1, 0x70, 1, 1, ...leb(10_000_000)] } }, /at most 256/);
  isRefused({ sections: { 4: [2, 0x70, 1, 1, 1, 0x70, 1, 1, 1] } }, /more than one table/);
  isRefused({ sections: { 4: [1, 0x6f, 1, 1, 1] } }, /none of functions/); // externref
});

test("ExportsOfTablesAndGlobalsAreRefused", () => {
  const exported = (kind: number) => [1, 1, 0x66, kind, 0];
  isRefused({ sections: { 4: [1, 0x70, 1, 1, 1], 7: exported(1) } }, /only functions and the memory/);
  isRefused({ sections: { 6: [1, 0x7f, 1, ...i32(0), 0x0b], 7: exported(3) } }, /only functions and the memory/);
});

test("ElementsThatAreNotPlacedAtOnceAreRefused", () => {
  isRefused({ sections: { 4: [1, 0x70, 1, 1, 1], 9: [1, 1, 0, 1, 0] } }, /elements of a kind/); // passive
});

test("ACallThroughASecondTableIsRefused", () => {
  isRefused({ sections: { 4: [1, 0x70, 1, 1, 1] }, body: [...i32(0), 0x11, 0, 1] }, /one table/, false);
});

test("InstructionsThatChangeTablesAreRefused", () => {
  const sections = { 4: [1, 0x70, 1, 1, ...leb(200)] };
  isRefused({ sections, body: [0xd0, 0x70, ...i32(1), 0xfc, 15, 0] }, /0xd0/); // table.grow
  isRefused({ sections, body: [...i32(0), 0x25, 0, 0x1a, ...SEVEN] }, /0x25/);
  isRefused({ sections, body: [0xfc, 16, 0] }, /0xfc 16/); // table.size
});

test("ALoopHiddenBehindABlockTypeIsRefused", () => {
  // (ref null 40) has two bytes more than one that is not known; the second reads as
  // a load, whose place and alignment the loop would be.
  const types = Array.from({ length: 45 }, () => [0x60, 0, 0]);
  const body = [0x02, 0x63, 0x28, 0x03, 0x40, 0x01, ...MANY_TURNS.slice(2), 0xd0, 0x28, 0x0b, 0x1a, ...SEVEN];
  isRefused({ types, body }, /blocks of type 0x63/);
});

test("ALoopHiddenBehindAMemoryIndexIsRefused", () => {
  const body = [...i32(0), 0x28, 0x40, 1, 0x41, 0x03, 0x40, 0x01, ...MANY_TURNS.slice(2), 0x1a, ...SEVEN];
  const memory = [2, 1, 1, 1, 1, 1, 1];
  isRefused({ body, memory }, /more than one memory/);
  // Also where nothing but the instruction shows it.
  isRefused({ body }, /alignment/, false);
});

test("BlocksWithMoreThanOneValueAreRefused", () => {
  isRefused({ types: [[0x60, 0, 1, 0x7f]], body: [0x02, 0x01, ...SEVEN, 0x0b] }, /blocks of type 0x1/);
});

test("TypesOtherThanOfFunctionsAreRefused", () => {
  isRefused({ types: [[0x5e, 0x7f, 0x01]] }, /none of a function/); // array
  isRefused({ types: [[0x60, 0, 2, 0x7f, 0x7f]] }, /more than one result/);
});

test("WhatDiffersBetweenMachinesIsRefused", () => {
  isRefused({ body: [0x43, 0, 0, 0, 0, 0xa8] }, /0x43/); // f32.const
  isRefused({ body: [0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0xfc, 2] }, /0x44/); // f64.const
  isRefused({ locals: [1, 1, 0x7c] }, /values of type 0x7c/);
  isRefused({ sections: { 6: [1, 0x7d, 0, 0x43, 0, 0, 0, 0, 0x0b] } }, /values of type 0x7d/);
});

test("AnInitialValueThatIsComputedIsRefused", () => {
  isRefused({ sections: { 6: [1, 0x7f, 0, ...i32(1), ...i32(1), 0x6a, 0x0b] } }, /no plain constant/);
  isRefused({ sections: { 11: [1, 0, ...i32(1), ...i32(1), 0x6a, 0x0b, 0] } }, /no plain constant/);
});

test("InstructionsThatAreNotNamedAreRefused", () => {
  isRefused({ body: [0x12, 0x00] }, /0x12/); // return_call
  isRefused({ types: [[0x60, 0, 0]], sections: { 13: [1, 0, 1] }, body: [0x08, 0x00] }, /section 13/); // throw
  isRefused({ body: [...i32(0), 0xfd, 0x0f, 0xfd, 0x15, 0] }, /0xfd/); // vectors
  isRefused({ body: [...i32(0), 0xfe, 0x10, 2, 0] }, /0xfe/); // atomics
  isRefused({ sections: { 11: [1, 1, 0], 12: [1] }, body: [0xfc, 9, 0, ...SEVEN] }, /data of a kind/);
});

test("ASectionThatIsLongerThanItsListIsRefused", () => {
  isRefused({ sections: { 6: [0, 1] } }, /longer than its list/, false);
  const twice = Uint8Array.from([...HEAD, ...section(1, 0), ...section(1, 0)]);
  assert.throws(() => readAll(twice), /two sections 1/);
});

test("ANumberThatIsTooLongIsRefused", () => {
  isRefused({ sections: { 3: [0x81, 0x80, 0x80, 0x80, 0x10, 0] } }, /32 bits/, false);
  isRefused({ body: [0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00] }, /too long/, false);
});
