// Gives a plugin's module a budget that it cannot get around. Each function when it is
// called, and each turn of a loop when it begins, pays for every instruction in it, run
// or not; copying and filling of memory pay for their length. Without enough fuel the
// module traps. The same input uses the same fuel on every machine, so that what is cut
// off is cut off at the same place.
//
//   const metered = meter(bytes);            // throws MalformedModule
//   instance.exports.vigil_fuel.value = 8000;
//
// `bytes` have to be valid WebAssembly as they are (WebAssembly.validate): the meter
// adds globals, and a module that used them before would be made valid by it.

import { Frame } from "./frame.ts";
import {
  type Body, MAGIC, MEMORY_COPY, MEMORY_FILL, MalformedModule, type PluginCode, Reader,
  SECTION, SECTION_ORDER, readInstruction, readModule,
} from "./module.ts";

export const FUEL_EXPORT = "vigil_fuel";

// Calls that may be open at a time, and values that each function may hold. With both
// an engine's own stack suffices, whose size is nobody's promise: the deepest calls need
// 32 * 256 * 8 bytes = 64 KiB of the 1 MB that Chromium has. Plugins hold below 40.
const MOST_CALLS = 32;
const MOST_VALUES = 256;
// Of a module: values at its joins. Compiling takes time and memory for each of them,
// and no fuel. Plugins have below 10000.
const MOST_JOINED = 65_536;
// Blocks within blocks of a function.
const MOST_NESTED = 256;
// One unit of fuel copies or fills 8 bytes; to begin costs as much as many instructions,
// whatever the length.
const BULK_SHIFT = 3;
const BULK_BEGIN = 64;

// The globals that the meter adds, behind the module's own.
interface Globals {
  readonly fuel: readonly number[];
  readonly scratch: readonly number[];
  readonly calls: readonly number[];
}

const OP = {
  block: 0x02, loop: 0x03, if: 0x04, end: 0x0b, call: 0x10, callIndirect: 0x11,
  globalGet: 0x23, globalSet: 0x24, memoryGrow: 0x40, i32Const: 0x41,
} as const;

function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

// i32.const of a value that is not negative.
function constant(value: number): number[] {
  const bytes = leb(value);
  const last = bytes.at(-1)!;
  if ((last & 0x40) === 0) return [OP.i32Const, ...bytes];
  // The next bit is the sign.
  return [OP.i32Const, ...bytes.slice(0, -1), last | 0x80, 0x00];
}

// `amount`: code that gives the units, as an i32 without sign.
// if fuel < amount then { fuel = 0; trap }; fuel = fuel - amount
function charge(amount: readonly number[], { fuel }: Globals): number[] {
  return [
    OP.globalGet, ...fuel, ...amount, 0x49, OP.if, 0x40, // i32.lt_u
    ...constant(0), OP.globalSet, ...fuel, 0x00, OP.end, // unreachable
    OP.globalGet, ...fuel, ...amount, 0x6b, OP.globalSet, ...fuel, // i32.sub
  ];
}

// The length lies on top of the stack, and stays there.
function chargeBulk(globals: Globals): number[] {
  const length = [OP.globalGet, ...globals.scratch];
  return [
    OP.globalSet, ...globals.scratch,
    ...charge([...length, ...constant(BULK_SHIFT), 0x76], globals), // i32.shr_u
    ...length,
  ];
}

// A call that ends counts itself out again; one that traps ends the instance.
function countCall(call: Iterable<number>, { calls }: Globals): number[] {
  return [
    OP.globalGet, ...calls, 0x45, OP.if, 0x40, 0x00, OP.end, // i32.eqz, unreachable
    OP.globalGet, ...calls, ...constant(1), 0x6b, OP.globalSet, ...calls,
    ...call,
    OP.globalGet, ...calls, ...constant(1), 0x6a, OP.globalSet, ...calls, // i32.add
  ];
}

function unitsOf(opcode: number): number {
  return opcode === MEMORY_COPY || opcode === MEMORY_FILL ? BULK_BEGIN : 1;
}

// What is put in place of an instruction.
function metered(opcode: number, instruction: Uint8Array, globals: Globals): Iterable<number> {
  switch (opcode) {
    case OP.call: case OP.callIndirect:
      return countCall(instruction, globals);
    case MEMORY_COPY: case MEMORY_FILL:
      return [...chargeBulk(globals), ...instruction];
    case OP.memoryGrow:
      return [0x1a, OP.i32Const, 0x7f]; // drop, -1: memory never grows
    default:
      return instruction;
  }
}

// What runs once when it is entered: a function without its loops, or a turn of a
// loop without the loops in it.
interface Stretch {
  readonly place: number; // of its charge, in the pieces
  units: number;
}

class BodyMeter {
  readonly #globals: Globals;
  readonly #pieces: Iterable<number>[] = [];
  readonly #stretches: Stretch[] = [];
  readonly #open: Stretch[] = []; // of each block around, the innermost last
  readonly #frame: Frame;

  constructor(body: Body, globals: Globals) {
    this.#globals = globals;
    this.#pieces.push(body.header);
    this.#frame = new Frame(body.locals);
    this.#open.push(this.#begin(body.locals));
  }

  add(opcode: number, instruction: Uint8Array): void {
    const stretch = this.#open.at(-1);
    if (stretch === undefined) throw new MalformedModule("a function goes on behind its end");
    stretch.units += unitsOf(opcode);
    this.#frame.add(opcode, instruction);
    this.#pieces.push(metered(opcode, instruction, this.#globals));
    if (opcode === OP.loop) this.#open.push(this.#begin(0));
    if (opcode === OP.block || opcode === OP.if) this.#open.push(stretch);
    if (opcode === OP.end) this.#open.pop();
    check(this.#open.length, MOST_NESTED, "a function nests blocks");
  }

  get joined(): number {
    return this.#frame.joined;
  }

  taken(): number[] {
    if (this.#open.length > 0) throw new MalformedModule("a function has no end");
    check(this.#frame.most, MOST_VALUES, "a function holds values");
    for (const { place, units } of this.#stretches) {
      this.#pieces[place] = charge(constant(units), this.#globals);
    }
    return joined(this.#pieces);
  }

  #begin(units: number): Stretch {
    const stretch = { place: this.#pieces.length, units };
    this.#pieces.push([]);
    this.#stretches.push(stretch);
    return stretch;
  }
}

function check(count: number, most: number, what: string): void {
  if (count > most) throw new MalformedModule(`${what}: ${count}, at most ${most} are allowed`);
}

function joined(pieces: Iterable<Iterable<number>>): number[] {
  const out: number[] = [];
  for (const piece of pieces) {
    for (const byte of piece) out.push(byte);
  }
  return out;
}

function meterBody(body: Body, own: number, globals: Globals): BodyMeter {
  const out = new BodyMeter(body, globals);
  const reader = new Reader(body.code);
  while (!reader.done) {
    const begin = reader.at;
    const opcode = readInstruction(reader, own);
    out.add(opcode, body.code.subarray(begin, reader.at));
  }
  return out;
}

// A section that is a list, with more entries.
function withEntries(section: Uint8Array | undefined, entries: readonly number[][]): number[] {
  const reader = new Reader(section ?? Uint8Array.of(0));
  const count = reader.u32();
  return joined([leb(count + entries.length), reader.bytes.subarray(reader.at), ...entries]);
}

function meteredSections(module: PluginCode): Map<number, Iterable<number>> {
  const own = module.globals;
  const globals = { fuel: leb(own), scratch: leb(own + 1), calls: leb(own + 2) };
  const variable = (value: number) => [0x7f, 0x01, ...constant(value), OP.end]; // i32
  const name = [...FUEL_EXPORT].map((letter) => letter.charCodeAt(0));
  const meters = module.bodies.map((body) => meterBody(body, own, globals));
  check(meters.reduce((sum, body) => sum + body.joined, 0), MOST_JOINED, "the module joins values");
  const bodies = meters.map((body) => body.taken());
  return new Map<number, Iterable<number>>([
    ...module.sections,
    [SECTION.global, withEntries(module.sections.get(SECTION.global), [
      variable(0), variable(0), variable(MOST_CALLS),
    ])],
    [SECTION.export, withEntries(module.sections.get(SECTION.export), [
      [name.length, ...name, 0x03, ...globals.fuel],
    ])],
    [SECTION.code, joined([leb(bodies.length), ...bodies.flatMap((body) => [leb(body.length), body])])],
  ]);
}

// The module with a budget.
export function meter(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections = meteredSections(readModule(module));
  const pieces: Iterable<number>[] = [MAGIC];
  for (const id of SECTION_ORDER) {
    const content = sections.get(id);
    if (content === undefined) continue;
    const bytes = [...content];
    pieces.push([id], leb(bytes.length), bytes);
  }
  return Uint8Array.from(joined(pieces));
}
