// The integrity check that the kernel seals blocks and observations with,
// verified once more at the end of their way: what was damaged in the gateway,
// in the cloud or in between is not shown. CRC-32 of IEEE 802.3 over the fields
// in the order of safety_kernel/acquisition/sample_block.cc and
// safety_kernel/algorithm/observation.cc, little-endian.

import type { Observation, SampleBlock } from "../../../platform/wire/device_pb.ts";

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

export class Crc32 {
  #state = 0xffffffff;

  add(bytes: Iterable<number>): void {
    for (const byte of bytes) {
      this.#state = (this.#state >>> 8) ^ TABLE[(this.#state ^ byte) & 0xff]!;
    }
  }

  // `size` bytes of `value`, lowest first.
  addInteger(value: bigint | number, size: 1 | 2 | 4 | 8): void {
    let rest = BigInt.asUintN(size * 8, BigInt(value));
    for (let i = 0; i < size; i++) {
      this.add([Number(rest & 0xffn)]);
      rest >>= 8n;
    }
  }

  get value(): number {
    return ~this.#state >>> 0;
  }
}

const MAX_SAMPLES_PER_BLOCK = 32;

// The device has narrower fields than the wire: what does not fit was not sealed.
function fits(value: number, bits: 8 | 16): boolean {
  return value >= 0 && value < 2 ** bits;
}

export function sampleBlockCheck(block: SampleBlock): number {
  const crc = new Crc32();
  crc.addInteger(block.channel, 2);
  crc.addInteger(block.unit, 2);
  crc.addInteger(block.quality, 2);
  crc.addInteger(block.samples.length, 2);
  crc.addInteger(block.sequence, 4);
  crc.addInteger(block.periodUs, 4);
  crc.addInteger(block.firstSampleUs, 8);
  for (const sample of block.samples) crc.addInteger(sample, 4);
  return crc.value;
}

export function isIntactBlock(block: SampleBlock): boolean {
  return (
    block.samples.length <= MAX_SAMPLES_PER_BLOCK &&
    fits(block.channel, 16) &&
    fits(block.unit, 16) &&
    fits(block.quality, 16) &&
    block.integrity === sampleBlockCheck(block)
  );
}

export function observationCheck(observation: Observation): number {
  const crc = new Crc32();
  crc.addInteger(observation.code, 4);
  crc.addInteger(observation.value, 4);
  crc.addInteger(observation.unit, 2);
  crc.addInteger(observation.validity, 1);
  crc.addInteger(observation.reason, 1);
  crc.addInteger(observation.sequence, 4);
  crc.addInteger(observation.timeUs, 8);
  crc.addInteger(observation.validUntilUs, 8);
  return crc.value;
}

export function isIntactObservation(observation: Observation): boolean {
  return (
    fits(observation.unit, 16) &&
    fits(observation.validity, 8) &&
    fits(observation.reason, 8) &&
    observation.integrity === observationCheck(observation)
  );
}
