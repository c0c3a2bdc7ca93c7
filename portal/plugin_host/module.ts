// Reads a plugin's WebAssembly module, and refuses all that a plugin has no need of.
// What is read here is allowed by name; whatever an engine may learn later is not.
//
//   const module = readModule(bytes);            // throws MalformedModule
//   readInstruction(new Reader(module.bodies[0].code), module.globals);
//
// Allowed is the core specification 1.0 without floating point, imports and start
// function, with sign extension and with copying and filling of memory. With that the
// same module gives the same bits on every machine: what the specification leaves to
// the engine (the bits of a NaN, whether memory grows, how deep calls go) is absent
// here or decided by fuel.ts. Whether the module is valid is the engine's to say, and
// has to be asked before (plugin_instance.ts).

export class MalformedModule extends Error {}

// Four times the largest plugin. With it, compiling is bounded too.
const MOST_BYTES = 64 * 1024;
// 128 KiB: twice what the largest plugin needs.
const MOST_PAGES = 2;
// A plugin has a handful of functions that it calls by address.
const MOST_TABLE_ENTRIES = 256;

export const SECTION = {
  custom: 0, type: 1, function: 3, table: 4, memory: 5, global: 6, export: 7,
  element: 9, code: 10, data: 11, dataCount: 12,
} as const;

// As they follow one another in a module.
export const SECTION_ORDER: readonly number[] = [
  SECTION.type, SECTION.function, SECTION.table, SECTION.memory, SECTION.global,
  SECTION.export, SECTION.element, SECTION.dataCount, SECTION.code, SECTION.data,
];

const REFUSED_SECTIONS: Readonly<Record<number, string>> = {
  2: "the module has imports",
  8: "the module has a start function",
};

export const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

const I32 = 0x7f;
const I64 = 0x7e;

function check(condition: boolean, refusal: string): void {
  if (!condition) throw new MalformedModule(refusal);
}

export class Reader {
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
  // LEB128, 32 bits.
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) {
        check(value < 2 ** 32, "a number is longer than 32 bits");
        return value;
      }
    }
    throw new MalformedModule("a number is longer than 32 bits");
  }
  // Signed LEB128 of at most `length` bytes, passed over.
  skipSigned(length: number): void {
    for (let n = 0; n < length; n += 1) {
      if ((this.byte() & 0x80) === 0) return;
    }
    throw new MalformedModule("a number is too long");
  }
  take(length: number): Uint8Array {
    const end = this.at + length;
    check(end <= this.bytes.length, "the module ends early");
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }
  expect(byte: number, refusal: string): void {
    check(this.byte() === byte, refusal);
  }
}

function readValueType(reader: Reader): void {
  const type = reader.byte();
  check(type === I32 || type === I64, `values of type 0x${type.toString(16)} are not allowed`);
}

function readOffset(reader: Reader): void {
  reader.expect(0x41, "an initial value is no plain constant");
  reader.skipSigned(5);
  reader.expect(0x0b, "an initial value is no plain constant");
}

// What follows an opcode. Ranges are from the specification's table of opcodes.
type Immediates = "none" | "block" | "index" | "global" | "memory access" | "memory" | "table of labels" |
  "indirect call" | "i32" | "i64" | "extended";

const OPCODES: readonly (readonly [number, number, Immediates])[] = [
  [0x00, 0x01, "none"], // unreachable, nop
  [0x02, 0x04, "block"], // block, loop, if
  [0x05, 0x05, "none"], // else
  [0x0b, 0x0b, "none"], // end
  [0x0c, 0x0d, "index"], // br, br_if
  [0x0e, 0x0e, "table of labels"],
  [0x0f, 0x0f, "none"], // return
  [0x10, 0x10, "index"], // call
  [0x11, 0x11, "indirect call"],
  [0x1a, 0x1b, "none"], // drop, select
  [0x20, 0x22, "index"], // locals
  [0x23, 0x24, "global"],
  [0x28, 0x29, "memory access"], // load: i32, i64
  [0x2c, 0x37, "memory access"], // narrow loads; store: i32, i64
  [0x3a, 0x3e, "memory access"], // narrow stores
  [0x3f, 0x40, "memory"], // size, grow
  [0x41, 0x41, "i32"],
  [0x42, 0x42, "i64"],
  [0x45, 0x5a, "none"], // tests and comparisons
  [0x67, 0x8a, "none"], // arithmetic
  [0xa7, 0xa7, "none"], // i32.wrap_i64
  [0xac, 0xad, "none"], // i64.extend_i32
  [0xc0, 0xc4, "none"], // sign extension
  [0xfc, 0xfc, "extended"],
];

const IMMEDIATES = new Map<number, Immediates>(
  OPCODES.flatMap(([first, last, what]) =>
    Array.from({ length: last - first + 1 }, (_, n) => [first + n, what] as const)),
);

export const MEMORY_COPY = 0xfc0a;
export const MEMORY_FILL = 0xfc0b;

function readImmediates(what: Immediates, reader: Reader, globals: number): void {
  switch (what) {
    case "none":
      return;
    case "index":
      reader.u32();
      return;
    case "block": {
      const type = reader.byte();
      check(type === 0x40 || type === I32 || type === I64, `blocks of type 0x${type.toString(16)} are not allowed`);
      return;
    }
    case "global":
      // One that is not there could be one that the host adds.
      check(reader.u32() < globals, "a global does not exist");
      return;
    case "memory access":
      check(reader.byte() <= 3, "an alignment is not allowed");
      reader.u32();
      return;
    case "memory":
      reader.expect(0, "there is one memory");
      return;
    case "table of labels":
      for (let n = reader.u32(); n > 0; n -= 1) reader.u32();
      reader.u32();
      return;
    case "indirect call":
      reader.u32();
      check(reader.u32() === 0, "there is one table");
      return;
    case "i32":
      reader.skipSigned(5);
      return;
    case "i64":
      reader.skipSigned(10);
      return;
    case "extended":
      throw new Error("readInstruction reads them");
  }
}

// Reads one instruction; gives its opcode, or MEMORY_COPY or MEMORY_FILL.
export function readInstruction(reader: Reader, globals: number): number {
  const opcode = reader.byte();
  const what = IMMEDIATES.get(opcode);
  if (what === undefined) {
    throw new MalformedModule(`instruction 0x${opcode.toString(16)} is not allowed`);
  }
  if (what !== "extended") {
    readImmediates(what, reader, globals);
    return opcode;
  }
  const operation = 0xfc00 + reader.u32();
  check(operation === MEMORY_COPY || operation === MEMORY_FILL, `instruction 0xfc ${operation - 0xfc00} is not allowed`);
  reader.expect(0, "there is one memory");
  if (operation === MEMORY_COPY) reader.expect(0, "there is one memory");
  return operation;
}

export interface Body {
  readonly locals: number; // with its parameters
  readonly header: Uint8Array; // its declaration of locals
  readonly code: Uint8Array;
}

export interface PluginCode {
  readonly sections: ReadonlyMap<number, Uint8Array>; // all but the custom ones
  readonly globals: number;
  readonly bodies: readonly Body[];
}

function sectionsOf(module: Uint8Array): Map<number, Uint8Array> {
  const reader = new Reader(module);
  for (const byte of MAGIC) reader.expect(byte, "no WebAssembly module");
  const sections = new Map<number, Uint8Array>();
  while (!reader.done) {
    const id = reader.byte();
    const content = reader.take(reader.u32());
    if (id === SECTION.custom) continue;
    check(SECTION_ORDER.includes(id), REFUSED_SECTIONS[id] ?? `a section ${id} is not allowed`);
    check(!sections.has(id), `there are two sections ${id}`);
    sections.set(id, content);
  }
  return sections;
}

// Reads a section that is a list; one that is missing is an empty list.
function readList<T>(content: Uint8Array | undefined, entry: (reader: Reader, n: number) => T): T[] {
  if (content === undefined) return [];
  const reader = new Reader(content);
  const count = reader.u32();
  const entries: T[] = [];
  while (entries.length < count) entries.push(entry(reader, entries.length));
  check(reader.done, "a section is longer than its list");
  return entries;
}

// The number of its parameters.
function readType(reader: Reader): number {
  reader.expect(0x60, "a type is none of a function");
  const parameters = reader.u32();
  for (let n = 0; n < parameters; n += 1) readValueType(reader);
  const results = reader.u32();
  check(results <= 1, "a function has more than one result");
  for (let n = 0; n < results; n += 1) readValueType(reader);
  return parameters;
}

function readTable(reader: Reader, n: number): void {
  check(n === 0, "there is more than one table");
  reader.expect(0x70, "the table is none of functions");
  reader.expect(0x01, "the table has no bound");
  reader.u32();
  const most = reader.u32();
  check(most <= MOST_TABLE_ENTRIES, `the table has ${most} entries, at most ${MOST_TABLE_ENTRIES} are allowed`);
}

function readMemory(reader: Reader, n: number): void {
  check(n === 0, "there is more than one memory");
  reader.expect(0x01, "the memory has no bound, or is of a kind that is not allowed");
  const initial = reader.u32();
  const most = reader.u32();
  check(most <= MOST_PAGES, `the memory has ${most} pages, at most ${MOST_PAGES} are allowed`);
  check(initial === most, "the memory begins smaller than it may become");
}

function readGlobal(reader: Reader): void {
  readValueType(reader);
  check(reader.byte() <= 1, "a global is of a kind that is not allowed");
  const opcode = reader.byte();
  check(opcode === 0x41 || opcode === 0x42, "an initial value is no plain constant");
  reader.skipSigned(opcode === 0x41 ? 5 : 10);
  reader.expect(0x0b, "an initial value is no plain constant");
}

function readExport(reader: Reader): void {
  reader.take(reader.u32());
  const kind = reader.byte();
  check(kind === 0 || kind === 2, "only functions and the memory may be exported");
  reader.u32();
}

function readElements(reader: Reader): void {
  reader.expect(0, "elements of a kind that is not allowed");
  readOffset(reader);
  for (let n = reader.u32(); n > 0; n -= 1) reader.u32();
}

function readData(reader: Reader): void {
  reader.expect(0, "data of a kind that are not allowed");
  readOffset(reader);
  reader.take(reader.u32());
}

function readBody(reader: Reader, parameters: number): Body {
  const body = new Reader(reader.take(reader.u32()));
  let locals = parameters;
  for (let groups = body.u32(); groups > 0; groups -= 1) {
    locals += body.u32();
    readValueType(body);
  }
  const header = body.bytes.subarray(0, body.at);
  return { locals, header, code: body.bytes.subarray(body.at) };
}

export function readModule(module: Uint8Array): PluginCode {
  check(module.length <= MOST_BYTES, `the module has ${module.length} bytes, at most ${MOST_BYTES} are allowed`);
  const sections = sectionsOf(module);
  const parameters = readList(sections.get(SECTION.type), readType);
  const functions = readList(sections.get(SECTION.function), (reader) => {
    const count = parameters[reader.u32()];
    if (count === undefined) throw new MalformedModule("a type does not exist");
    return count;
  });
  readList(sections.get(SECTION.table), readTable);
  readList(sections.get(SECTION.memory), readMemory);
  const globals = readList(sections.get(SECTION.global), readGlobal).length;
  readList(sections.get(SECTION.export), readExport);
  readList(sections.get(SECTION.element), readElements);
  readList(sections.get(SECTION.data), readData);
  const bodies = readList(sections.get(SECTION.code), (reader, n) => readBody(reader, functions[n] ?? 0));
  return { sections, globals, bodies };
}
