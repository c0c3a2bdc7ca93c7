// Gives a WebAssembly module a budget that it cannot get around: at the begin of
// each function and of each turn of a loop one unit of fuel is used, and without
// fuel the module traps. The same input uses the same fuel on every machine, so
// that what is cut off is cut off at the same place.
//
//   const metered = meter(bytes);            // throws MalformedModule
//   instance.exports.vigil_fuel.value = 8000;
//
// The module is read after the WebAssembly core specification 2.0, without vector
// instructions; what this does not know it refuses. Validity is the engine's to
// check, when it compiles the result.

export class MalformedModule extends Error {}

export const FUEL_EXPORT = "vigil_fuel";

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

const SECTION = { import: 2, memory: 5, global: 6, export: 7, code: 10 } as const;

class Reader {
  at = 0;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }
  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new MalformedModule("the module ends early");
    this.at += 1;
    return value;
  }
  // LEB128, at most 32 bits.
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) return value;
    }
    throw new MalformedModule("a number is longer than 32 bits");
  }
  // A signed LEB128, passed over.
  skipLeb(): void {
    for (let length = 0; length < 10; length += 1) {
      if ((this.byte() & 0x80) === 0) return;
    }
    throw new MalformedModule("a number is longer than 64 bits");
  }
  skip(length: number): void {
    this.take(length);
  }
  take(length: number): Uint8Array {
    const end = this.at + length;
    if (end > this.bytes.length) throw new MalformedModule("the module ends early");
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }
}

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

// if fuel = 0 then trap; fuel = fuel - 1
function charge(fuel: number): number[] {
  const global = leb(fuel);
  return [
    0x23, ...global, 0x45, 0x04, 0x40, 0x00, 0x0b, // global.get eqz if trap end
    0x23, ...global, 0x41, 0x01, 0x6b, 0x24, ...global, // get 1 sub global.set
  ];
}

function skipExtended(reader: Reader): void {
  const operation = reader.u32();
  if (operation <= 7) return; // truncation without trap
  switch (operation) {
    case 8: case 10: case 12: case 14: // memory.init, memory.copy, table.init, .copy
      reader.u32();
      reader.u32();
      return;
    case 9: case 11: case 13: case 15: case 16: case 17:
      reader.u32();
      return;
    default:
      throw new MalformedModule(`unknown instruction 0xFC ${operation}`);
  }
}

// Passes over what follows an opcode.
function skipImmediates(opcode: number, reader: Reader): void {
  if (opcode >= 0x45 && opcode <= 0xc4) return; // arithmetic
  if (opcode >= 0x28 && opcode <= 0x3e) { // loads and stores
    reader.u32();
    reader.u32();
    return;
  }
  if (opcode >= 0x20 && opcode <= 0x26) { // variables, tables
    reader.u32();
    return;
  }
  switch (opcode) {
    case 0x00: case 0x01: case 0x05: case 0x0b: case 0x0f: case 0x1a: case 0x1b:
    case 0xd1:
      return;
    case 0x02: case 0x03: case 0x04: // block, loop, if: their type
    case 0x41: case 0x42: // constants
      reader.skipLeb();
      return;
    case 0x0c: case 0x0d: case 0x10: case 0x3f: case 0x40: case 0xd0: case 0xd2:
      reader.u32();
      return;
    case 0x0e: { // br_table
      for (let n = reader.u32(); n > 0; n -= 1) reader.u32();
      reader.u32();
      return;
    }
    case 0x11: // call_indirect
      reader.u32();
      reader.u32();
      return;
    case 0x1c: { // select with types
      for (let n = reader.u32(); n > 0; n -= 1) reader.byte();
      return;
    }
    case 0x43:
      reader.skip(4);
      return;
    case 0x44:
      reader.skip(8);
      return;
    case 0xfc:
      skipExtended(reader);
      return;
    default:
      throw new MalformedModule(`unknown instruction 0x${opcode.toString(16)}`);
  }
}

function meterBody(body: Uint8Array, fuel: number): number[] {
  const reader = new Reader(body);
  for (let groups = reader.u32(); groups > 0; groups -= 1) {
    reader.u32();
    reader.byte();
  }
  const out = [...body.subarray(0, reader.at), ...charge(fuel)];
  while (!reader.done) {
    const begin = reader.at;
    const opcode = reader.byte();
    skipImmediates(opcode, reader);
    for (const byte of body.subarray(begin, reader.at)) out.push(byte);
    if (opcode === 0x03) out.push(...charge(fuel));
  }
  return out;
}

function meterCode(section: Uint8Array, fuel: number): number[] {
  const reader = new Reader(section);
  const count = reader.u32();
  const out = leb(count);
  for (let n = 0; n < count; n += 1) {
    const body = meterBody(reader.take(reader.u32()), fuel);
    out.push(...leb(body.length));
    for (const byte of body) out.push(byte);
  }
  return out;
}

// One entry more in a section that is a list.
function withEntry(section: Uint8Array | undefined, entry: number[]): number[] {
  if (section === undefined) return [1, ...entry];
  const reader = new Reader(section);
  const count = reader.u32();
  return [...leb(count + 1), ...section.subarray(reader.at), ...entry];
}

function countOf(section: Uint8Array | undefined): number {
  return section === undefined ? 0 : new Reader(section).u32();
}

function sectionsOf(module: Uint8Array): [number, Uint8Array][] {
  const reader = new Reader(module);
  for (const byte of MAGIC) {
    if (reader.byte() !== byte) throw new MalformedModule("no WebAssembly module");
  }
  const sections: [number, Uint8Array][] = [];
  while (!reader.done) sections.push([reader.byte(), reader.take(reader.u32())]);
  return sections;
}

// Pages of 64 KiB that the module's memory can ever have; undefined: no bound.
export function memoryPages(module: Uint8Array): number | undefined {
  const section = sectionsOf(module).find(([id]) => id === SECTION.memory)?.[1];
  if (section === undefined) return 0;
  const reader = new Reader(section);
  if (reader.u32() === 0) return 0;
  const hasMaximum = (reader.byte() & 1) !== 0;
  reader.u32();
  return hasMaximum ? reader.u32() : undefined;
}

// The module with a budget. It must have no imports: what it called there would
// use no fuel.
export function meter(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections = sectionsOf(module);
  const find = (id: number) => sections.find(([known]) => known === id)?.[1];
  if (countOf(find(SECTION.import)) > 0) {
    throw new MalformedModule("the module has imports");
  }
  const fuel = countOf(find(SECTION.global));
  const name = [...FUEL_EXPORT].map((letter) => letter.charCodeAt(0));
  const changed = new Map<number, number[]>([
    // i32, mutable, 0
    [SECTION.global, withEntry(find(SECTION.global), [0x7f, 0x01, 0x41, 0x00, 0x0b])],
    [SECTION.export, withEntry(find(SECTION.export), [name.length, ...name, 0x03, ...leb(fuel)])],
    [SECTION.code, meterCode(find(SECTION.code) ?? Uint8Array.of(0), fuel)],
  ]);
  const out: number[] = [...MAGIC];
  const put = (id: number, content: Iterable<number>) => {
    const bytes = [...content];
    out.push(id, ...leb(bytes.length));
    for (const byte of bytes) out.push(byte);
  };
  for (const [id, content] of sections) {
    // A section that was not there has its place before the next higher one.
    for (const [missing, fresh] of changed) {
      if (id !== 0 && missing < id) {
        put(missing, fresh);
        changed.delete(missing);
      }
    }
    put(id, changed.get(id) ?? content);
    if (id !== 0) changed.delete(id);
  }
  for (const [missing, fresh] of changed) put(missing, fresh);
  return Uint8Array.from(out);
}
