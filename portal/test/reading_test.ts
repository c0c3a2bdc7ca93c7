import assert from "node:assert/strict";
import { test } from "node:test";
import { type ValueObservation, ValueOfDevice } from "../src/logic/reading.ts";
import { OBSERVATION } from "../src/logic/value_table.ts";
import { HEART_RATE, termsOf } from "../src/logic/values.ts";

function observation(change: Partial<ValueObservation> = {}): ValueObservation {
  return {
    value: 72,
    unit: 3,
    validity: 1,
    reason: 0,
    sequence: 1,
    timeUs: 10e6,
    validUntilUs: 15e6,
    intact: true,
    ...change,
  };
}

function readingAt(nowUs: number, ...observations: ValueObservation[]) {
  const rate = new ValueOfDevice(HEART_RATE);
  for (const o of observations) rate.add(o);
  return rate.at(nowUs);
}

test("NothingIsShownBeforeTheFirstValue", () => {
  assert.deepEqual(readingAt(1e6), { state: "none" });
});

test("ValidRateIsCurrentUpToItsLastMoment [REQ-PAGE-001]", () => {
  assert.deepEqual(readingAt(15e6, observation()), {
    state: "current",
    value: 72,
    timeUs: 10e6,
    validUntilUs: 15e6,
    reason: "",
  });
});

test("StaleRateIsNotShownAsCurrent [REQ-PAGE-001]", () => {
  const reading = readingAt(15e6 + 1, observation());
  assert.deepEqual(reading, { state: "expired", sinceUs: 15e6 });
  assert.ok(!JSON.stringify(reading).includes("72"));
});

test("UndeterminableRateIsExplainedAndNotShownAsZero [REQ-PAGE-002]", () => {
  const reading = readingAt(
    12e6,
    observation(),
    observation({ sequence: 2, value: 0, validity: 0, reason: 2, timeUs: 12e6, validUntilUs: 17e6 }),
  );
  assert.deepEqual(reading, {
    state: "undeterminable",
    sinceUs: 12e6,
    reason: "an electrode has no contact",
  });
});

test("AbsenceIsCountedFromItsStart", () => {
  // given a rate that ran out at 15 s, and answers without a value at 18 and 19 s
  const absent = { value: 0, validity: 0, reason: 4 };
  const reading = readingAt(
    19.5e6,
    observation(),
    observation({ ...absent, sequence: 2, timeUs: 18e6, validUntilUs: 23e6 }),
    observation({ ...absent, sequence: 3, timeUs: 19e6, validUntilUs: 24e6 }),
  );
  // then there has been no current value since 15 s
  assert.equal(reading.state === "undeterminable" && reading.sinceUs, 15e6);
});

// It is told again each second, for a second, and the next one is on its way.
test("AnAnswerWithoutAValueStandsUntilTheNextOneIsOverdue [REQ-PAGE-002]", () => {
  const absent = observation({ value: 0, validity: 0, reason: 4, timeUs: 14e6 });
  assert.equal(readingAt(17e6, absent).state, "undeterminable");
  assert.equal(readingAt(17e6 + 1, absent).state, "expired");
});

test("UndeterminableAnswerThatRanOutIsHistoryToo", () => {
  const reading = readingAt(
    20e6,
    observation(),
    observation({ sequence: 2, validity: 0, reason: 2, timeUs: 12e6, validUntilUs: 17e6 }),
  );
  assert.deepEqual(reading, { state: "expired", sinceUs: 12e6 });
});

test("QuestionableRateCarriesItsMark", () => {
  const reading = readingAt(11e6, observation({ validity: 2, reason: 3 }));
  assert.equal(reading.state, "questionable");
  assert.equal(reading.state === "questionable" && reading.reason, "the signal is too disturbed");
});

for (const [name, change] of [
  ["Zero", { value: 0 }],
  ["NegativeRate", { value: -72 }],
  ["RateInAnotherUnit", { unit: 4 }],
  ["RateOfUnknownValidity", { validity: 9 }],
  ["DamagedRate", { intact: false }],
] as const) {
  test(`${name}IsNeverShownAsAValue`, () => {
    const reading = readingAt(11e6, observation(change));
    assert.equal(reading.state, "undeterminable");
    assert.ok(reading.state === "undeterminable" && reading.reason.length > 10);
  });
}

test("UnknownReasonIsSaidToBeUnknown", () => {
  const reading = readingAt(11e6, observation({ validity: 0, reason: 77 }));
  assert.ok(reading.state === "undeterminable" && /77, unknown/.test(reading.reason));
});

test("DamagedRateReplacesTheValueBefore [REQ-PAGE-004]", () => {
  const reading = readingAt(11e6, observation(), observation({ sequence: 2, value: 73, intact: false }));
  assert.equal(reading.state, "undeterminable");
});

test("OldAndRepeatedObservationsChangeNothing", () => {
  const reading = readingAt(
    11e6,
    observation({ sequence: 5, value: 80 }),
    observation({ sequence: 4, value: 60 }),
    observation({ sequence: 5, value: 61 }),
  );
  assert.equal(reading.state === "current" && reading.value, 80);
});

test("SequenceThatWrapsIsStillLater", () => {
  const reading = readingAt(
    11e6,
    observation({ sequence: 0xffffffff, value: 60 }),
    observation({ sequence: 0, value: 90 }),
  );
  assert.equal(reading.state === "current" && reading.value, 90);
});

const FALL = termsOf(OBSERVATION.kFallDetected)!;

function fallReading(change: Partial<ValueObservation>) {
  const fall = new ValueOfDevice(FALL);
  fall.add(observation({ unit: 5, value: 0, validity: 0, reason: 10, ...change }));
  return fall.at(11e6);
}

test("WhatIsWatchedForAndDidNotHappenIsNoMissingValue [REQ-PAGE-008]", () => {
  assert.deepEqual(fallReading({}), { state: "quiet", timeUs: 10e6 });
});

test("WhatIsNotWatchedForNowIsNoQuiet [REQ-PAGE-008]", () => {
  assert.equal(fallReading({ reason: 12 }).state, "undeterminable");
  assert.equal(fallReading({ intact: false }).state, "undeterminable");
});

test("ARateThatSaysThatNothingHappenedIsAMissingValue", () => {
  const reading = readingAt(11e6, observation({ validity: 0, reason: 10 }));
  assert.equal(reading.state, "undeterminable");
});

test("QuietEndsWhenTheWayOfTheNextAnswerIsOver", () => {
  const fall = new ValueOfDevice(FALL);
  fall.add(observation({ unit: 5, value: 0, validity: 0, reason: 10 }));
  assert.deepEqual(fall.at(17e6), { state: "quiet", timeUs: 10e6 });
  assert.deepEqual(fall.at(17e6 + 1), { state: "expired", sinceUs: 15e6 });
});
