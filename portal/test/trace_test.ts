import assert from "node:assert/strict";
import { test } from "node:test";
import { Trace } from "../src/logic/trace.ts";
import { isBeyond, isHalfGain, traceScale, voltageRange } from "../src/logic/trace_scale.ts";

const PERIOD_US = 4000;

function block(firstSampleUs: number, samples: number[], quality = 0, periodUs = PERIOD_US) {
  return { firstSampleUs, periodUs, quality, samples };
}

function ramp(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (from + i) * 1000);
}

test("SamplesAreKeptByTheirTime", () => {
  const trace = new Trace();
  trace.add(block(100_000, ramp(0, 25)));
  trace.add(block(200_000, ramp(25, 25)));
  const window = trace.window(0, 1e6);
  assert.deepEqual(window.millivolts, Array.from({ length: 50 }, (_, i) => i));
  assert.equal(window.timesUs[0], 100_000);
  assert.equal(window.timesUs[49], 296_000);
  assert.equal(trace.endUs, 300_000);
  assert.deepEqual(window.stretches, []);
});

test("MissingBlockIsAGapAndNotInterpolated [REQ-PAGE-007]", () => {
  const trace = new Trace();
  trace.add(block(0, ramp(0, 25)));
  trace.add(block(200_000, ramp(50, 25)));
  const window = trace.window(0, 1e6);
  assert.deepEqual(window.millivolts.slice(25, 50), new Array(25).fill(null));
  assert.deepEqual(window.stretches, [{ mark: "missing", fromUs: 100_000, toUs: 200_000 }]);
});

test("BlockThatComesLateFillsItsOwnPlace", () => {
  const trace = new Trace();
  trace.add(block(0, ramp(0, 25)));
  trace.add(block(200_000, ramp(50, 25)));
  trace.add(block(100_000, ramp(25, 25)));
  trace.add(block(100_000, ramp(25, 25)));
  const window = trace.window(0, 1e6);
  assert.deepEqual(window.millivolts, Array.from({ length: 75 }, (_, i) => i));
  assert.deepEqual(window.stretches, []);
});

for (const [quality, mark, shown] of [
  [1, "lead-off", false],
  [2, "saturated", true],
  [8, "stuck", true],
  [16, "damaged", false],
  [17, "damaged", false],
] as const) {
  test(`Quality${quality}IsMarkedAs_${mark}`, () => {
    const trace = new Trace();
    trace.add(block(0, ramp(1, 25), quality));
    const window = trace.window(0, 1e6);
    assert.equal(window.millivolts.every((value) => (value !== null) === shown), true);
    assert.deepEqual(window.stretches, [{ mark, fromUs: 0, toUs: 100_000 }]);
  });
}

test("RingKeepsOnlyWhatItHasRoomFor", () => {
  const trace = new Trace();
  const blocks = 400; // 10,000 samples
  for (let i = 0; i < blocks; i++) trace.add(block(i * 100_000, ramp(i, 25)));
  const window = trace.window(0, 1e9);
  assert.equal(window.millivolts.length, 8192);
  assert.ok(window.millivolts.every((value) => value !== null));
  assert.equal(window.timesUs.at(-1), 400 * 100_000 - PERIOD_US);
  trace.add(block(0, ramp(7, 25))); // older than the ring: no trace of it
  assert.deepEqual(trace.window(0, 1e9), window);
});

test("LongSilenceIsOneGapWithoutOldSamplesInIt [REQ-PAGE-007]", () => {
  const trace = new Trace();
  trace.add(block(0, ramp(0, 25)));
  trace.add(block(60e6, ramp(0, 25)));
  const window = trace.window(60e6 - 8e6, 60e6 + 50_000);
  assert.equal(window.millivolts.filter((value) => value !== null).length, 13);
  assert.equal(window.stretches.length, 1);
});

test("BlockWithoutAPeriodIsNotDrawn", () => {
  const trace = new Trace();
  trace.add(block(0, ramp(0, 25), 0, 0));
  assert.equal(trace.endUs, undefined);
});

test("TraceKeepsTheShapeOfEcgPaper", () => {
  for (const width of [300, 700, 1300, 2400]) {
    const scale = traceScale(width);
    const second = width / scale.seconds;
    const millivolt = scale.height / 4;
    assert.ok(Math.abs(second / millivolt - 2.5) < 0.05, `width ${width}`);
    assert.ok(scale.seconds >= 3 && scale.seconds <= 6);
  }
});

test("PaperFollowsAnOffsetButDoesNotJumpAbout", () => {
  const first = voltageRange([0, 0.1, -0.1, 1.5], undefined);
  assert.deepEqual(first, { low: -1.5, high: 2.5 });
  assert.equal(voltageRange([0.3, 0.3, 2.4], first), first);
  const moved = voltageRange([2, 2.1, 1.9, 3], first);
  assert.deepEqual(moved, { low: 0.5, high: 4.5 });
  assert.equal(voltageRange([null, null], moved), moved);
});

test("PaperHoldsEverySignalThatFitsIt", () => {
  for (let lowest = -5; lowest <= 5; lowest += 0.13) {
    for (let span = 0; span <= 7.5; span += 0.17) {
      for (const at of [0, 0.5, 1]) {
        const median = lowest + at * span;
        const signal = [lowest, median, median, median, lowest + span];
        const range = voltageRange(signal, undefined);
        assert.ok(!isBeyond(signal, range), `${lowest} ${span} ${at}`);
        assert.equal(isHalfGain(range), span > 3.5, `${lowest} ${span} ${at}`);
      }
    }
  }
});

test("HalfGainEndsOnlyWhenTheSignalIsClearlySmall", () => {
  const half = voltageRange([-1.5, 0, 0, 3], undefined);
  assert.ok(isHalfGain(half));
  assert.equal(voltageRange([-1, 0, 0, 2.2], half), half);
  assert.equal(isHalfGain(voltageRange([-0.5, 0, 0, 2.2], half)), false);
});

test("WhatLiesBeyondThePaperIsKnown", () => {
  const range = { low: -1.5, high: 2.5 };
  assert.equal(isBeyond([0, null, 2.5], range), false);
  assert.equal(isBeyond([0, 2.6], range), true);
  assert.equal(isBeyond([-1.6], range), true);
});
