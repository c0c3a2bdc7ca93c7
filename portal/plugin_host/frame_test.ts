import assert from "node:assert/strict";
import { test } from "node:test";
import { Frame } from "./frame.ts";
import { i32 } from "./hand_written.ts";
import { Reader, readInstruction } from "./module.ts";

function frameOf(locals: number, body: readonly number[]): Frame {
  const frame = new Frame(locals);
  const reader = new Reader(Uint8Array.from([...body, 0x0b]));
  while (!reader.done) {
    const begin = reader.at;
    const opcode = readInstruction(reader, 1);
    frame.add(opcode, reader.bytes.subarray(begin, reader.at));
  }
  return frame;
}

function mostOf(locals: number, body: readonly number[]): number {
  return frameOf(locals, body).most;
}

const ONE = i32(1);

test("LocalsAndOperandsAreHeld", () => {
  assert.equal(mostOf(0, ONE), 1);
  assert.equal(mostOf(5, [...ONE, ...ONE, ...ONE, 0x6a, 0x6a]), 8);
});

test("EachKindOfInstructionTakesWhatItTakes", () => {
  const once = [
    [...ONE, 0x21, 0], // local.set
    [...ONE, 0x24, 0], // global.set
    [...ONE, 0x1a], // drop
    [...ONE, ...ONE, 0x36, 2, 0], // store
    [...ONE, ...ONE, ...ONE, 0x1b, 0x1a], // select
    [...ONE, ...ONE, ...ONE, 0xfc, 11, 0], // memory.fill
    [...ONE, ...ONE, 0x46, 0x1a], // i32.eq
    [0x42, 1, 0x42, 1, 0x51, 0x1a], // i64.eq
    [0x42, 1, 0x42, 1, 0x7c, 0xa7, 0x1a], // i64.add, wrap
    [0x02, 0x40, ...ONE, 0x0d, 0, 0x0b], // br_if
    [...ONE, 0x04, 0x7f, ...ONE, 0x05, ...ONE, 0x0b, 0x1a], // if with a result
  ];
  for (const code of once) {
    assert.equal(mostOf(0, Array<number[]>(50).fill(code).flat()), mostOf(0, code), String(code));
  }
});

test("WhatLiesBelowABlockIsHeldThroughIt", () => {
  assert.equal(mostOf(0, [...ONE, 0x02, 0x7f, ...ONE, ...ONE, 0x6a, 0x0b, 0x6a]), 3);
});

test("CodeBehindAJumpTakesNothingFromBelow", () => {
  // One value below; in the block a jump, then two stores of what is not there.
  const block = [0x02, 0x40, 0x0c, 0, 0x36, 2, 0, 0x36, 2, 0, 0x0b];
  const held = [...ONE, ...block, ...ONE, 0x6a];
  assert.equal(mostOf(0, held), 2);
});

test("AResultThatIsNeverReachedIsHeld", () => {
  const never = [0x02, 0x7f, 0x00, 0x0b];
  assert.equal(mostOf(0, Array<number[]>(9).fill(never).flat()), 9);
});

test("ValuesAreJoinedWhereCodeBranches", () => {
  const block = [0x02, 0x40, 0x0b];
  assert.equal(frameOf(10, block).joined, 11); // with the function's own result
  assert.equal(frameOf(10, [...block, ...block]).joined, 22);
  assert.equal(frameOf(10, [0x02, 0x40, ...ONE, 0x0d, 0, 0x0c, 0, 0x0b]).joined, 33);
  assert.equal(frameOf(10, [...ONE, 0x04, 0x40, 0x05, 0x0b]).joined, 22);
  // Before a call and before memory.fill fuel is looked at.
  assert.equal(frameOf(10, [0x10, 0]).joined, 11);
  assert.equal(frameOf(10, [...ONE, ...ONE, ...ONE, 0xfc, 11, 0]).joined, 13);
  // br_table: opcode, count, three labels and the default
  assert.equal(frameOf(10, [...ONE, 0x0e, 3, 0, 0, 0, 0]).joined, 66);
});
