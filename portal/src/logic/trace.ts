// The last seconds of one ECG channel, by the time of each sample. A place for
// which no usable sample came stays empty: it is drawn as a gap, nothing is
// interpolated or moved together.

import {
  QUALITY_DAMAGED,
  QUALITY_LEAD_OFF,
  QUALITY_SATURATED,
  QUALITY_STUCK,
} from "./terms.ts";

const CAPACITY = 8192; // 32 s at 250 Hz

export type Mark = "missing" | "lead-off" | "damaged" | "saturated" | "stuck";

export interface Block {
  readonly firstSampleUs: number;
  readonly periodUs: number;
  readonly quality: number;
  readonly samples: readonly number[]; // microvolt
}

// A stretch of the trace with something to tell about it.
export interface Stretch {
  readonly mark: Mark;
  readonly fromUs: number;
  readonly toUs: number;
}

export interface Window {
  readonly timesUs: number[];
  readonly millivolts: (number | null)[]; // null: nothing usable here
  readonly stretches: Stretch[];
}

function markOf(quality: number): Mark | undefined {
  if (quality & QUALITY_DAMAGED) return "damaged";
  if (quality & QUALITY_LEAD_OFF) return "lead-off";
  if (quality & QUALITY_SATURATED) return "saturated";
  if (quality & QUALITY_STUCK) return "stuck";
  return undefined;
}

// Whether samples with this mark are a signal at all.
function isUsable(mark: Mark | undefined): boolean {
  return mark !== "damaged" && mark !== "lead-off";
}

export class Trace {
  readonly #slot = new Float64Array(CAPACITY).fill(-1); // number of the sample
  readonly #microvolt = new Float64Array(CAPACITY);
  readonly #mark = new Array<Mark | undefined>(CAPACITY);
  #periodUs = 0;
  #phaseUs = 0; // device time of slot 0, below one period
  #firstSlot = Number.POSITIVE_INFINITY;
  #lastSlot = -1;

  // A block with another period or no period at all starts the trace anew.
  add(block: Block): void {
    if (block.periodUs <= 0 || block.firstSampleUs < 0) return;
    if (block.periodUs !== this.#periodUs) this.#restart(block);
    const first = Math.round(
      (block.firstSampleUs - this.#phaseUs) / this.#periodUs,
    );
    const mark = markOf(block.quality);
    block.samples.forEach((value, i) => this.#put(first + i, value, mark));
  }

  // Device time just after the latest sample; undefined when there is none.
  get endUs(): number | undefined {
    return this.#lastSlot < 0 ? undefined : this.#timeUs(this.#lastSlot + 1);
  }

  // The samples in [fromUs, toUs]. Empty places between the first and the
  // latest sample that ever came are "missing"; beyond them nothing is known.
  window(fromUs: number, toUs: number): Window {
    const timesUs: number[] = [];
    const millivolts: (number | null)[] = [];
    const stretches: Stretch[] = [];
    if (this.#lastSlot < 0) return { timesUs, millivolts, stretches };
    const begin = Math.max(
      Math.ceil((fromUs - this.#phaseUs) / this.#periodUs),
      this.#firstSlot,
      this.#lastSlot - CAPACITY + 1,
    );
    const end = Math.min(
      Math.floor((toUs - this.#phaseUs) / this.#periodUs),
      this.#lastSlot,
    );
    for (let slot = begin; slot <= end; slot++) {
      const place = slot % CAPACITY;
      const present = this.#slot[place] === slot;
      const mark = present ? this.#mark[place] : "missing";
      const usable = present && isUsable(mark);
      timesUs.push(this.#timeUs(slot));
      millivolts.push(usable ? this.#microvolt[place]! / 1000 : null);
      if (mark !== undefined) this.#extend(stretches, mark, slot);
    }
    return { timesUs, millivolts, stretches };
  }

  #restart(block: Block): void {
    this.#periodUs = block.periodUs;
    this.#phaseUs = block.firstSampleUs % block.periodUs;
    this.#slot.fill(-1);
    this.#firstSlot = Number.POSITIVE_INFINITY;
    this.#lastSlot = -1;
  }

  #put(slot: number, value: number, mark: Mark | undefined): void {
    if (slot < 0 || slot <= this.#lastSlot - CAPACITY) return; // too old
    const place = slot % CAPACITY;
    this.#slot[place] = slot;
    this.#microvolt[place] = value;
    this.#mark[place] = mark;
    this.#firstSlot = Math.min(this.#firstSlot, slot);
    this.#lastSlot = Math.max(this.#lastSlot, slot);
  }

  #timeUs(slot: number): number {
    return this.#phaseUs + slot * this.#periodUs;
  }

  #extend(stretches: Stretch[], mark: Mark, slot: number): void {
    const fromUs = this.#timeUs(slot);
    const toUs = this.#timeUs(slot + 1);
    const last = stretches.at(-1);
    if (last !== undefined && last.mark === mark && last.toUs === fromUs) {
      stretches[stretches.length - 1] = { mark, fromUs: last.fromUs, toUs };
    } else {
      stretches.push({ mark, fromUs, toUs });
    }
  }
}
