// What may be said about a value at a moment. The rules: a value past its validity is
// history and is never given as current; a value that the device could not determine is
// explained; nothing that cannot be such a value (another unit, out of its range, an
// unknown validity) is given as one.

import {
  REASON_NO_EVENT,
  VALIDITY_QUESTIONABLE,
  VALIDITY_UNDETERMINABLE,
  VALIDITY_VALID,
  reasonText,
} from "./terms.ts";
import type { ValueTerms } from "./values.ts";

// An observation as far as it concerns a reading; times are device times.
export interface ValueObservation {
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
      readonly value: number;
      readonly timeUs: number;
      readonly validUntilUs: number;
      readonly reason: string; // empty when there is nothing to tell
    }
  | {
      // The device watches for it, and it has not happened.
      readonly state: "quiet";
      readonly timeUs: number;
    }
  | {
      // The device says that it cannot tell.
      readonly state: "undeterminable";
      readonly sinceUs: number;
      readonly reason: string;
    }
  | {
      // Nothing was heard since the last answer ran out.
      readonly state: "expired";
      readonly sinceUs: number;
    };

// A device that cannot tell a value, or has no event to tell, says so again when that ends:
// most once a second, each time for that second. On its way here the next answer may be so
// late; without this, the page would change between two texts each second. No value is shown
// by it; that an event is watched for is told for so much longer than the device said.
const WAY_OF_AN_ANSWER_US = 2e6;

// Sequence numbers wrap at 2^32: the difference tells which one is later.
function isLater(a: number, b: number): boolean {
  return ((a - b) | 0) > 0;
}

// The latest answers of one plugin about one value.
export class ValueOfDevice {
  readonly terms: ValueTerms;
  #latest: ValueObservation | undefined;
  #absentSinceUs: number | undefined; // of the run of answers without a value

  constructor(terms: ValueTerms) {
    this.terms = terms;
  }

  // Observations that come again or late change nothing.
  add(observation: ValueObservation): void {
    const before = this.#latest;
    if (before !== undefined && !isLater(observation.sequence, before.sequence)) {
      return;
    }
    if (this.#carriesValue(observation) || this.#isQuiet(observation)) {
      this.#absentSinceUs = undefined;
    } else {
      this.#absentSinceUs ??= absenceStart(before, observation);
    }
    this.#latest = observation;
  }

  at(nowUs: number): Reading {
    const latest = this.#latest;
    if (latest === undefined) return { state: "none" };
    const carriesValue = this.#carriesValue(latest);
    if (nowUs > latest.validUntilUs) {
      if (!carriesValue && nowUs <= latest.validUntilUs + WAY_OF_AN_ANSWER_US) {
        return this.#withoutValue(latest);
      }
      return {
        state: "expired",
        sinceUs: this.#absentSinceUs ?? latest.validUntilUs,
      };
    }
    if (!carriesValue) return this.#withoutValue(latest);
    return {
      state: latest.validity === VALIDITY_VALID ? "current" : "questionable",
      value: latest.value,
      timeUs: latest.timeUs,
      validUntilUs: latest.validUntilUs,
      reason: reasonText(latest.reason),
    };
  }

  #withoutValue(latest: ValueObservation): Reading {
    if (this.#isQuiet(latest)) return { state: "quiet", timeUs: latest.timeUs };
    return {
      state: "undeterminable",
      sinceUs: this.#absentSinceUs ?? latest.timeUs,
      reason: this.#whyNoValue(latest),
    };
  }

  #isPossible(o: ValueObservation): boolean {
    const { unit, least, greatest } = this.terms;
    return o.unit === unit && o.value >= least && o.value <= greatest;
  }

  #carriesValue(o: ValueObservation): boolean {
    return (
      (o.validity === VALIDITY_VALID || o.validity === VALIDITY_QUESTIONABLE) &&
      o.intact &&
      this.#isPossible(o)
    );
  }

  #isQuiet(o: ValueObservation): boolean {
    return (
      this.terms.isEvent &&
      o.intact &&
      o.validity === VALIDITY_UNDETERMINABLE &&
      o.reason === REASON_NO_EVENT
    );
  }

  #whyNoValue(o: ValueObservation): string {
    if (!o.intact) return reasonText(6);
    if (o.validity === VALIDITY_UNDETERMINABLE) {
      return reasonText(o.reason) || "the device gave no reason";
    }
    if (!this.#isPossible(o)) return "the device sent something that cannot be this value";
    return `validity ${o.validity}, unknown to this page`;
  }
}

function absenceStart(
  before: ValueObservation | undefined,
  observation: ValueObservation,
): number {
  if (before === undefined) return observation.timeUs;
  return Math.min(before.validUntilUs, observation.timeUs);
}
