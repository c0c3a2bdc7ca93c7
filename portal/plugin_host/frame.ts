// How many values a function holds at a time: its locals, and at most so many on the
// stack of operands. An engine's frame for it is no larger than these and a few words,
// and what it takes to compile it grows with these at each of its joins.
//
//   const frame = new Frame(body.locals);
//   frame.add(opcode, instruction);      // each, in their order
//   frame.most;
//   frame.joined;                        // values at all joins together
//
// Counts too high rather than too low: what a call takes as its parameters is not taken
// away.

import { MEMORY_COPY, MEMORY_FILL } from "./module.ts";

// By how much an instruction changes the stack of operands; what is not here, not at
// all. After the specification's table of opcodes.
const CHANGES: readonly (readonly [number, number, number])[] = [
  [0x04, 0x04, -1], // if
  [0x0d, 0x0e, -1], // br_if, br_table
  [0x10, 0x10, 1], // call: its result
  [0x1a, 0x1a, -1], // drop
  [0x1b, 0x1b, -2], // select
  [0x20, 0x20, 1], // local.get
  [0x21, 0x21, -1], // local.set
  [0x23, 0x23, 1], // global.get
  [0x24, 0x24, -1], // global.set
  [0x36, 0x3e, -2], // stores
  [0x3f, 0x3f, 1], // memory.size
  [0x41, 0x42, 1], // constants
  [0x46, 0x4f, -1], // i32: comparisons of two
  [0x51, 0x5a, -1], // i64
  [0x6a, 0x78, -1], // i32: arithmetic with two
  [0x7c, 0x8a, -1], // i64
  [MEMORY_COPY, MEMORY_FILL, -3],
];

const CHANGE_OF = new Map<number, number>(
  CHANGES.flatMap(([first, last, change]) =>
    Array.from({ length: last - first + 1 }, (_, n) => [first + n, change] as const)),
);

const OP = { block: 0x02, loop: 0x03, if: 0x04, else: 0x05, end: 0x0b, br: 0x0c, brIf: 0x0d, brTable: 0x0e, call: 0x10, callIndirect: 0x11 } as const;
// Where code branches or comes together again, also where the meter makes it (fuel.ts).
const JOINS: readonly number[] = [
  OP.block, OP.loop, OP.if, OP.else, OP.br, OP.brIf, OP.call, OP.callIndirect, MEMORY_COPY, MEMORY_FILL,
];
const NO_RESULT = 0x40;

interface Block {
  readonly height: number; // of the stack where it begins
  readonly results: number;
}

export class Frame {
  readonly #locals: number;
  readonly #blocks: Block[] = [{ height: 0, results: 1 }];
  #height = 0;
  #most = 0;
  #joins = 0;

  constructor(locals: number) {
    this.#locals = locals;
  }

  add(opcode: number, instruction: Uint8Array): void {
    const block = this.#blocks.at(-1) ?? { height: 0, results: 0 };
    // Behind a jump it may fall too low, until the end of the block: nothing runs there.
    this.#height += CHANGE_OF.get(opcode) ?? 0;
    if (opcode === OP.block || opcode === OP.loop || opcode === OP.if) {
      this.#blocks.push({ height: this.#height, results: instruction[1] === NO_RESULT ? 0 : 1 });
    }
    if (opcode === OP.else) this.#height = block.height;
    if (opcode === OP.end) {
      this.#blocks.pop();
      this.#height = block.height + block.results;
    }
    if (JOINS.includes(opcode)) this.#joins += 1;
    if (opcode === OP.brTable) this.#joins += instruction.length; // one for each label, or more
    this.#most = Math.max(this.#most, this.#height);
  }

  get most(): number {
    return this.#locals + this.#most;
  }

  get joined(): number {
    return this.#joins * this.most;
  }
}
