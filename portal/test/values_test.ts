import assert from "node:assert/strict";
import { test } from "node:test";
import { readingText } from "../src/logic/reading_text.ts";
import type { Reading } from "../src/logic/reading.ts";
import { alarmKind, alarmText } from "../src/logic/terms.ts";
import { TimeText } from "../src/logic/time_text.ts";
import { ALARM, ALARM_VALIDATION, NO_RECORD, OBSERVATION, VALUE_VALIDATION } from "../src/logic/value_table.ts";
import { VALUES, termsOf } from "../src/logic/values.ts";

const NOW_US = Date.UTC(2026, 0, 15, 13, 3, 10) * 1000;

function words(code: number, reading: Reading, options: { flowing?: boolean; brief?: boolean } = {}) {
  return readingText(
    { terms: termsOf(code)!, reading, validation: NO_RECORD, alarm: undefined },
    {
      toUnixUs: (us) => NOW_US - 10e6 + us,
      flowing: options.flowing ?? true,
      nowUnixUs: NOW_US,
      times: new TimeText("UTC"),
      brief: options.brief ?? false,
    },
  );
}

function shown(code: number, value: number): string {
  const { number, unit } = words(code, {
    state: "current",
    value,
    timeUs: 8e6,
    validUntilUs: 13e6,
    reason: "",
  });
  return `${number} ${unit}`.trim();
}

test("EachValueIsShownInTheUnitOfItsReader [REQ-PAGE-008]", () => {
  assert.equal(shown(OBSERVATION.kSpo2, 97), "97 %");
  assert.equal(shown(OBSERVATION.kPerfusionIndex, 12_300), "1.23 %");
  assert.equal(shown(OBSERVATION.kSkinTemperature, 33_160), "33.2 °C");
  assert.equal(shown(OBSERVATION.kSkinTemperature, -500), "-0.5 °C");
  assert.equal(shown(OBSERVATION.kStepRate, 0), "0 /min");
  assert.equal(shown(OBSERVATION.kFallDetected, 3120), "yes, 3.1 g");
  assert.equal(shown(OBSERVATION.kSleepMinute, 1), "asleep");
  assert.equal(shown(OBSERVATION.kSleepMinute, 0), "awake");
  assert.equal(shown(OBSERVATION.kAsystole, 1), "yes");
  assert.equal(shown(OBSERVATION.kApneaMinute, 0), "no");
});

test("EachReadingSaysWhenAndWhy [REQ-PAGE-008]", () => {
  const code = OBSERVATION.kSpo2;
  assert.deepEqual(words(code, { state: "none" }).lines, ["No value yet"]);
  assert.deepEqual(
    words(code, { state: "questionable", value: 90, timeUs: 8e6, validUntilUs: 13e6, reason: "noise" }),
    {
      number: "90",
      unit: "%",
      mark: "Questionable: noise",
      lines: ["at 13:03:08 UTC", "2 s ago, valid until 13:03:13"],
    },
  );
  const untold = words(code, { state: "undeterminable", sinceUs: 5e6, reason: "the device is not worn" });
  assert.equal(untold.number, "—");
  assert.equal(untold.mark, "Cannot be determined: the device is not worn");
  assert.deepEqual(untold.lines, ["No current value since 13:03:05 UTC"]);
  assert.match(words(code, { state: "expired", sinceUs: 5e6 }).mark, /not this value/);
  assert.equal(words(code, { state: "expired", sinceUs: 5e6 }, { flowing: false }).mark, "Data have stopped");
  const quiet = words(OBSERVATION.kFallDetected, { state: "quiet", timeUs: 9e6 });
  assert.deepEqual([quiet.number, quiet.lines], ["none", ["watched for, 13:03:09 UTC"]]);
});

test("ABriefReadingHasItsTimeInOneLine [REQ-PAGE-008]", () => {
  const brief = (reading: Reading) => words(OBSERVATION.kSpo2, reading, { brief: true }).lines;
  const current = { value: 90, timeUs: 8e6, validUntilUs: 13e6, reason: "" };
  assert.deepEqual(brief({ state: "current", ...current }), ["13:03:08, 2 s ago"]);
  assert.deepEqual(brief({ state: "expired", sinceUs: 5e6 }), ["No current value since 13:03:05"]);
});

// Beats mark the trace; the last one is of tests.
const NO_TILE = new Set<number>([
  OBSERVATION.kQrsDetected,
  OBSERVATION.kVentricularBeat,
  OBSERVATION.kForTest,
]);

test("EachValueOfTheKernelIsShown [REQ-PAGE-008]", () => {
  for (const [name, code] of Object.entries(OBSERVATION)) {
    assert.equal(termsOf(code) === undefined, NO_TILE.has(code), name);
  }
});

test("EachValueAndEachAlarmOfAPatientSaysOnWhatItIsShown [REQ-PAGE-009]", () => {
  for (const { code, name } of VALUES) {
    const validation = VALUE_VALIDATION[code];
    assert.ok(validation !== undefined && validation.text.length > 20, name);
  }
  assert.equal(VALUE_VALIDATION[OBSERVATION.kSpo2]?.label, "not clinically validated");
  assert.equal(VALUE_VALIDATION[OBSERVATION.kSpo2]?.isMeasured, false);
  assert.equal(ALARM_VALIDATION[ALARM.kAsystole]?.label, "not clinically validated");
  assert.equal(NO_RECORD.label, "not clinically validated");
});

test("EachAlarmOfTheKernelHasItsWords", () => {
  for (const [name, id] of Object.entries(ALARM)) {
    assert.doesNotMatch(alarmText(id), /unknown/, name);
    assert.equal(alarmKind(id, 0), id < 1000 ? "physiological" : "technical");
  }
});
