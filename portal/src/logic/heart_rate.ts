// What may be said about the heart rate at a moment. The rules: a value past its
// validity is history and is never given as current; a value that the device
// could not determine is explained; nothing that cannot be a heart rate (zero,
// another unit, an unknown validity) is given as one.

import {
  UNIT_PER_MINUTE,
  VALIDITY_QUESTIONABLE,
  VALIDITY_UNDETERMINABLE,
  VALIDITY_VALID,
  reasonText,
} from "./terms.ts";

// An observation as far as it concerns a reading; times are device times.
export interface RateObservation {
  readonly value: number;
  readonly unit: number;
  readonly validity: number;
  readonly reason: number;
  readonly sequence: number;
  readonly timeUs: number;
  readonly validUntilUs: number;
  readonly intact: boolean; // passed its integrity check
}

export type Reading =
  | { readonly state: "none" }
  | {
      readonly state: "current" | "questionable";
      readonly perMinute: number;
      readonly timeUs: number;
      readonly validUntilUs: number;
      readonly reason: string; // empty when there is nothing to tell
    }
  | {
      // The device says, now, that it cannot tell.
      readonly state: "undeterminable";
      readonly sinceUs: number;
      readonly reason: string;
    }
  | {
      // Nothing was heard since the last answer ran out.
      readonly state: "expired";
      readonly sinceUs: number;
    };

// Sequence numbers wrap at 2^32: the difference tells which one is later.
function isLater(a: number, b: number): boolean {
  return ((a - b) | 0) > 0;
}

function carriesValue(o: RateObservation): boolean {
  return (
    (o.validity === VALIDITY_VALID || o.validity === VALIDITY_QUESTIONABLE) &&
    o.intact &&
    o.unit === UNIT_PER_MINUTE &&
    o.value > 0
  );
}

function whyNoValue(o: RateObservation): string {
  if (!o.intact) return reasonText(6);
  if (o.validity === VALIDITY_UNDETERMINABLE) {
    return reasonText(o.reason) || "the device gave no reason";
  }
  if (o.unit !== UNIT_PER_MINUTE || o.value <= 0) {
    return "the device sent something that is no heart rate";
  }
  return `validity ${o.validity}, unknown to this page`;
}

export class HeartRate {
  #latest: RateObservation | undefined;
  #absentSinceUs: number | undefined; // of the run of answers without a value

  // Observations that come again or late change nothing.
  add(observation: RateObservation): void {
    const before = this.#latest;
    if (before !== undefined && !isLater(observation.sequence, before.sequence)) {
      return;
    }
    if (carriesValue(observation)) {
      this.#absentSinceUs = undefined;
    } else {
      this.#absentSinceUs ??= this.#absenceStart(before, observation);
    }
    this.#latest = observation;
  }

  at(nowUs: number): Reading {
    const latest = this.#latest;
    if (latest === undefined) return { state: "none" };
    if (nowUs > latest.validUntilUs) {
      return {
        state: "expired",
        sinceUs: this.#absentSinceUs ?? latest.validUntilUs,
      };
    }
    if (!carriesValue(latest)) {
      return {
        state: "undeterminable",
        sinceUs: this.#absentSinceUs ?? latest.timeUs,
        reason: whyNoValue(latest),
      };
    }
    return {
      state: latest.validity === VALIDITY_VALID ? "current" : "questionable",
      perMinute: latest.value,
      timeUs: latest.timeUs,
      validUntilUs: latest.validUntilUs,
      reason: reasonText(latest.reason),
    };
  }

  #absenceStart(
    before: RateObservation | undefined,
    observation: RateObservation,
  ): number {
    if (before === undefined) return observation.timeUs;
    return Math.min(before.validUntilUs, observation.timeUs);
  }
}
