import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceClock } from "../src/logic/device_clock.ts";
import { SteadyClock } from "../src/logic/steady_clock.ts";
import { TimeText, spanText } from "../src/logic/time_text.ts";
import { WindowedMinimum } from "../src/logic/windowed_minimum.ts";

const WINDOW_US = 30e6;
const UNIX_US = Date.UTC(2026, 0, 15, 12, 0, 0) * 1000;

test("SteadyClockRunsOnWhenTheComputerSleeps", () => {
  // given a monotonic clock that stands still for an hour while the wall clock runs
  let monotonic = 5000;
  let wall = 1_000_000;
  const clock = new SteadyClock({
    monotonicMs: () => monotonic,
    wallMs: () => wall,
  });
  const before = clock.nowUs();
  // when the computer wakes up
  wall += 3_600_000;
  // then the hour has passed
  assert.equal(clock.nowUs() - before, 3_600_000_000);
  // and it has passed once
  monotonic += 10;
  wall += 10;
  assert.equal(clock.nowUs() - before, 3_600_010_000);
});

test("SteadyClockIgnoresRoundingAndAWallClockThatIsSetBack", () => {
  let monotonic = 0;
  let wall = 1_000_000;
  const clock = new SteadyClock({
    monotonicMs: () => monotonic,
    wallMs: () => wall,
  });
  const before = clock.nowUs();
  for (let i = 0; i < 1000; i++) {
    monotonic += 0.4;
    wall = 1_000_000 + Math.round(monotonic + (i % 3));
    clock.nowUs();
  }
  wall -= 3_600_000;
  assert.ok(Math.abs(clock.nowUs() - before - 400_000) < 1);
});

test("WindowedMinimumForgetsWhatIsTooOld", () => {
  const minimum = new WindowedMinimum(WINDOW_US);
  assert.equal(minimum.value, undefined);
  minimum.add(0, 10);
  minimum.add(1e6, 50);
  assert.equal(minimum.value, 10);
  minimum.add(WINDOW_US, 40);
  assert.equal(minimum.value, 10); // still of the window before
  minimum.add(2 * WINDOW_US, 45);
  assert.equal(minimum.value, 40);
});

test("SmallestOffsetRelatesDeviceTimeToUtc", () => {
  // given messages that took 300, 40 and 120 ms to the gateway
  const clock = new DeviceClock();
  for (const [deviceUs, delayUs] of [
    [1e6, 300e3],
    [2e6, 40e3],
    [3e6, 120e3],
  ] as const) {
    clock.observe(deviceUs, UNIX_US + deviceUs + delayUs, 0);
  }
  assert.equal(clock.toUnixUs(2e6), UNIX_US + 2e6 + 40e3);
});

test("DeviceClockKnowsNoTimeBeforeTheFirstMessage", () => {
  const clock = new DeviceClock();
  assert.equal(clock.toUnixUs(1e6), undefined);
  assert.equal(clock.nowUs(UNIX_US, 1e6), undefined);
  clock.observe(1e6, UNIX_US, 5e6);
  assert.equal(clock.toUnixUs(1e6), UNIX_US);
});

test("DeviceClockThatDriftsForADayStaysRelatedToUtc", () => {
  // given a device that loses 100 us in each second
  const clock = new DeviceClock();
  let deviceUs = 0;
  let unixUs = UNIX_US;
  for (let second = 0; second < 86_400; second++) {
    unixUs += 1e6;
    deviceUs += 1e6 - 100;
    clock.observe(deviceUs, unixUs, unixUs);
  }
  // then what it says now is now, within the drift of two windows
  assert.ok(Math.abs(clock.toUnixUs(deviceUs)! - unixUs) <= 6000);
});

test("DataThatWaitedOnTheirWayAreOld", () => {
  // given a message that the gateway received ten minutes ago, arriving now
  const clock = new DeviceClock();
  clock.observe(5e6, UNIX_US, 1e6);
  // then the device is ten minutes further
  assert.equal(clock.nowUs(UNIX_US + 600e6, 1e6), 605e6);
});

test("DeviceTimeRunsOnWithoutAnyOtherClock", () => {
  const clock = new DeviceClock();
  clock.observe(5e6, UNIX_US, 1e6);
  assert.equal(clock.nowUs(undefined, 4e6), 8e6);
  // a cloud whose clock is behind makes nothing younger
  assert.equal(clock.nowUs(UNIX_US - 3600e6, 4e6), 8e6);
});

test("TimesAreShownInTheZoneOfTheReaderAndNameIt", () => {
  const berlin = new TimeText("Europe/Berlin");
  assert.equal(berlin.clock(UNIX_US), "13:00:00");
  assert.match(berlin.zone(UNIX_US), /CET|UTC\+1/);
  const kolkata = new TimeText("Asia/Kolkata");
  assert.equal(kolkata.clock(UNIX_US), "17:30:00");
  assert.match(kolkata.zone(UNIX_US), /UTC\+5:30/);
  assert.equal(new TimeText("UTC").zone(UNIX_US), "UTC");
});

test("SummerTimeIsThatOfTheMomentShown", () => {
  const berlin = new TimeText("Europe/Berlin");
  const july = Date.UTC(2026, 6, 15, 12, 0, 0) * 1000;
  assert.equal(berlin.clock(july), "14:00:00");
  assert.match(berlin.zone(july), /UTC\+2/);
});

test("AnotherDayIsNamed", () => {
  const utc = new TimeText("UTC");
  assert.equal(utc.moment(UNIX_US, UNIX_US + 60e6), "12:00:00");
  assert.equal(utc.moment(UNIX_US, UNIX_US + 86_400e6), "15 Jan 12:00:00");
  assert.equal(utc.moment(UNIX_US, UNIX_US + 365 * 86_400e6), "15 Jan 12:00:00");
});

test("SpansAreToldInAUnitThatTells", () => {
  assert.equal(spanText(-5e6), "0 s");
  assert.equal(spanText(2.9e6), "2 s");
  assert.equal(spanText(119e6), "119 s");
  assert.equal(spanText(600e6), "10 min");
  assert.equal(spanText(3 * 3600e6), "3 h");
  assert.equal(spanText(3 * 86_400e6), "3 d");
});
