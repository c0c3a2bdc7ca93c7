import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { LiveUpdateSchema } from "../../platform/wire/cloud_pb.ts";
import { ObservationSchema, SampleBlockSchema } from "../../platform/wire/device_pb.ts";
import {
  Crc32,
  isIntactBlock,
  isIntactObservation,
  observationCheck,
  sampleBlockCheck,
} from "../src/logic/integrity.ts";
import { noticeOf } from "../src/logic/notice.ts";
import { Store } from "../src/logic/store.ts";
import { TimeText } from "../src/logic/time_text.ts";
import { OBSERVATION } from "../src/logic/value_table.ts";
import { LINK_DELAY_US, ScriptedDevice, liveUpdate, snapshotOf } from "./scripted_device.ts";

const START_UNIX_US = Date.UTC(2026, 0, 15, 12, 0, 0) * 1000;

class Bench {
  steadyUs = 1e6;
  readonly store = new Store({ nowUs: () => this.steadyUs }, () => START_UNIX_US);
  readonly device = new ScriptedDevice("vigil-01", 7, START_UNIX_US);

  constructor() {
    this.store.setConnection("open");
  }

  // Device time now; the scripted device started when the steady clock was 0.
  get deviceUs(): number {
    return this.steadyUs;
  }

  get cloudUnixUs(): number {
    return START_UNIX_US + this.steadyUs;
  }

  pass(us: number): void {
    this.steadyUs += us;
  }

  live(...messages: Parameters<typeof liveUpdate>[1] & object): void {
    this.store.apply(liveUpdate(this.cloudUnixUs, messages));
  }

  get reading() {
    return this.store.page().shown?.heartRate.reading;
  }

  get flow() {
    return this.store.page().flow.state;
  }
}

test("CrcIsThatOfIeee8023", () => {
  const crc = new Crc32();
  crc.add(Buffer.from("123456789"));
  assert.equal(crc.value, 0xcbf43926);
});

test("SealOfTheKernelIsUnderstood", () => {
  // The values come from the kernel's own Seal.
  const block = create(SampleBlockSchema, {
    channel: 2,
    unit: 2,
    quality: 4,
    sequence: 0xffffffff,
    periodUs: 4000,
    firstSampleUs: 1234567890123n,
    samples: [-1250, 0, 1, 2147483647],
  });
  assert.equal(sampleBlockCheck(block), 0x88fdc2ab);
  const observation = create(ObservationSchema, {
    code: 147842,
    value: 72,
    unit: 3,
    validity: 2,
    reason: 3,
    sequence: 17,
    timeUs: 9876543210n,
    validUntilUs: 9881543210n,
  });
  assert.equal(observationCheck(observation), 0x6fe0effb);
  observation.value = -3;
  assert.equal(observationCheck(observation), 0x73d4327f);
});

test("FieldThatTheDeviceCannotHoldIsNotIntact [REQ-PAGE-004]", () => {
  const block = create(SampleBlockSchema, { channel: 65538, unit: 2, periodUs: 4000 });
  block.integrity = sampleBlockCheck(block);
  assert.equal(isIntactBlock(block), false);
  const observation = create(ObservationSchema, { validity: 257 });
  observation.integrity = observationCheck(observation);
  assert.equal(isIntactObservation(observation), false);
});

test("RateIsCurrentUntilItsValidityEnds [REQ-PAGE-001]", () => {
  const bench = new Bench();
  bench.pass(LINK_DELAY_US);
  bench.live(bench.device.rate(1e6, 72, { validForUs: 5e6 }));
  assert.equal(bench.reading?.state, "current");
  bench.pass(5e6 - LINK_DELAY_US);
  assert.equal(bench.reading?.state, "current");
  bench.pass(LINK_DELAY_US + 1);
  assert.equal(bench.reading?.state, "expired");
});

test("RateOfASnapshotThatIsOldIsNotCurrent", () => {
  const bench = new Bench();
  bench.pass(600e6);
  bench.store.apply(snapshotOf(bench.cloudUnixUs, [bench.device.rate(1e6, 72)]));
  assert.equal(bench.reading?.state, "expired");
  assert.equal(bench.flow, "device-silent");
});

test("DamagedRateIsExplainedInsteadOfShown [REQ-PAGE-004]", () => {
  const bench = new Bench();
  bench.live(bench.device.rate(1e6, 72), bench.device.rate(1.1e6, 73, { damaged: true }));
  const reading = bench.reading;
  assert.equal(reading?.state, "undeterminable");
  assert.ok(reading?.state === "undeterminable" && /integrity/.test(reading.reason));
  assert.equal(bench.store.page().shown?.device.damagedItems, 1);
});

test("DetectorThatCannotTellMarksNoBeat", () => {
  const bench = new Bench();
  bench.live(bench.device.beat(1e6, { validity: 0, reason: 1 }), bench.device.beat(2e6));
  assert.deepEqual(bench.store.page().shown?.device.beatsUs, [2e6]);
});

test("DamagedSamplesAreNotDrawn [REQ-PAGE-004]", () => {
  const bench = new Bench();
  const [message] = bench.device.ecg(0, 100_000);
  const body = message!.message!.body;
  assert.ok(body.case === "samples");
  body.value.samples[3]! ^= 1;
  bench.live(message!);
  const window = bench.store.page().shown!.device.trace.window(0, 1e6);
  assert.ok(window.millivolts.every((value) => value === null));
  assert.equal(window.stretches[0]?.mark, "damaged");
});

test("SilenceOfTheCloudIsToldAfterThreeSeconds [REQ-PAGE-003]", () => {
  const bench = new Bench();
  assert.equal(bench.flow, "connecting");
  bench.live(bench.device.status(1e6));
  bench.pass(3e6);
  assert.notEqual(bench.flow, "cloud-lost");
  bench.pass(1);
  assert.equal(bench.flow, "cloud-lost");
});

test("ClosedConnectionIsToldAtOnce", () => {
  const bench = new Bench();
  bench.live(bench.device.status(1e6));
  bench.store.setConnection("closed");
  assert.equal(bench.flow, "cloud-lost");
});

test("SilenceOfTheDeviceIsToldAfterThreeSeconds [REQ-PAGE-003]", () => {
  const bench = new Bench();
  bench.pass(LINK_DELAY_US);
  bench.live(bench.device.status(1e6));
  for (let i = 0; i < 3; i++) {
    bench.pass(1e6);
    bench.live();
    assert.equal(bench.flow, "live");
  }
  bench.pass(1);
  assert.equal(bench.flow, "device-silent");
});

test("SilentDeviceIsToldEvenWhenTheGatewaysClockIsAhead", () => {
  const bench = new Bench();
  const ahead = new ScriptedDevice("vigil-01", 7, START_UNIX_US + 3600e6);
  bench.live(ahead.status(1e6));
  assert.equal(bench.flow, "live");
  for (let i = 0; i < 4; i++) {
    bench.pass(1e6);
    bench.live();
  }
  assert.equal(bench.flow, "device-silent");
});

test("DataThatComeLateAreToldToBeLateAndAreNotCurrent", () => {
  const bench = new Bench();
  bench.pass(60e6);
  bench.live(bench.device.rate(1e6, 72), bench.device.status(1.5e6));
  assert.equal(bench.flow, "late");
  assert.equal(bench.reading?.state, "expired");
});

test("DeviceThatSaidGoodbyeIsSwitchedOffAndNotSilent", () => {
  const bench = new Bench();
  bench.live(bench.device.status(1e6), bench.device.goodbye(1e6));
  for (let i = 0; i < 5; i++) {
    bench.pass(1e6);
    bench.live();
  }
  assert.equal(bench.flow, "switched-off");
});

test("CloudWithoutADeviceIsWaiting", () => {
  const bench = new Bench();
  bench.live();
  assert.equal(bench.flow, "no-device");
});

test("SnapshotReplacesEverythingShownBefore", () => {
  const bench = new Bench();
  bench.live(bench.device.alarm(1e6, 2, 2, 1, 150, 120), bench.device.rate(1e6, 150));
  bench.store.apply(snapshotOf(bench.cloudUnixUs, [bench.device.status(1e6)]));
  const shown = bench.store.page().shown;
  assert.deepEqual(shown?.activeAlarms, []);
  assert.equal(shown?.heartRate.reading.state, "none");
});

test("SnapshotShowsTheLatestSessionWhateverItsOrder", () => {
  const bench = new Bench();
  const later = new ScriptedDevice("vigil-01", 3, START_UNIX_US + 10e6);
  bench.pass(11e6);
  bench.store.apply(
    snapshotOf(bench.cloudUnixUs, [later.rate(1e6, 99), bench.device.rate(5e6, 55)]),
  );
  assert.equal(bench.store.page().shown?.device.session, 3);
  assert.ok(bench.reading?.state === "current" && bench.reading.value === 99);
});

test("RestartedDeviceStartsAnewAndItsPastStaysPast [REQ-PAGE-006]", () => {
  const bench = new Bench();
  bench.live(bench.device.alarm(1e6, 2, 3, 1, 150, 120), bench.device.rate(1e6, 150));
  const again = new ScriptedDevice("vigil-01", 8, bench.cloudUnixUs);
  bench.live(again.hello(), again.status(0));
  assert.equal(bench.reading?.state, "none");
  assert.deepEqual(bench.store.page().shown?.activeAlarms, []);
  assert.equal(bench.store.page().shown?.endedAlarms[0]?.endedBy, "restart");
  // what still comes of the session before is history
  bench.live(bench.device.rate(1.2e6, 151));
  assert.equal(bench.store.page().shown?.device.session, 8);
  assert.equal(bench.reading?.state, "none");
});

test("AlarmsOfADeviceThatIsNotShownAreSeen [REQ-PAGE-006]", () => {
  const bench = new Bench();
  const other = new ScriptedDevice("vigil-02", 1, START_UNIX_US);
  bench.live(bench.device.status(1e6), other.status(1e6), other.alarm(1e6, 1, 3, 1, 20, 50));
  const { tabs } = bench.store.page();
  assert.deepEqual(
    tabs.map((tab) => [tab.id, tab.worstAlarm?.priority]),
    [["vigil-01", undefined], ["vigil-02", "high"]],
  );
  bench.store.select("vigil-02");
  assert.equal(bench.store.page().shown?.activeAlarms.length, 1);
});

test("ADeviceThatFallsSilentKeepsItsPlaceOnThePage [REQ-PAGE-006]", () => {
  const bench = new Bench();
  const other = new ScriptedDevice("vigil-02", 1, START_UNIX_US);
  bench.live(bench.device.status(1e6), other.status(1e6));
  assert.equal(bench.store.page().shown?.device.id, "vigil-01");
  bench.pass(10e6);
  bench.live(other.status(11e6));
  assert.equal(bench.store.page().shown?.device.id, "vigil-01");
  assert.equal(bench.store.page().flow.state, "device-silent");
});

test("OfADeviceThatTheCloudHasNoLongerNothingOfAnotherIsShown [REQ-PAGE-006]", () => {
  const bench = new Bench();
  const other = new ScriptedDevice("vigil-02", 1, START_UNIX_US);
  bench.live(bench.device.rate(1e6, 72), other.rate(1e6, 150));
  bench.store.apply(
    snapshotOf(bench.cloudUnixUs, [other.rate(1e6, 150), other.alarm(1e6, 1, 3, 1, 150, 120)]),
  );
  const page = bench.store.page();
  assert.equal(page.shown, undefined);
  assert.equal(page.selectedId, "vigil-01");
  assert.equal(page.flow.state, "device-gone");
  assert.deepEqual(
    page.tabs.map((tab) => [tab.id, tab.selected, tab.worstAlarm?.priority]),
    [["vigil-02", false, "high"]],
  );
  // chosen by the reader it is shown, and so is the first when it comes back
  bench.store.select("vigil-02");
  assert.equal(bench.store.page().shown?.device.id, "vigil-02");
  bench.store.select("vigil-01");
  bench.live(bench.device.rate(1e6, 73));
  assert.equal(bench.store.page().shown?.device.id, "vigil-01");
  assert.ok(bench.reading?.state === "current" && bench.reading.value === 73);
});

test("ADeviceThatIsNotThereAnyMoreIsToldByItsName [REQ-PAGE-003]", () => {
  const notice = noticeOf({ state: "device-gone" }, "vigil-01", START_UNIX_US, new TimeText("UTC"));
  assert.equal(notice?.title, "Device vigil-01: no data");
  assert.equal(notice?.priority, "high");
});

test("LinkCountsAreThoseOfTheSessionShown", () => {
  const bench = new Bench();
  const { device, store } = bench;
  const old = new ScriptedDevice("vigil-01", 6, START_UNIX_US);
  bench.live(device.status(1e6));
  store.apply(liveUpdate(bench.cloudUnixUs, [], [device.link(10), old.link(99, 9)]));
  assert.deepEqual(store.page().shown?.device.link.counts, {
    received: 10,
    lost: 0,
    damaged: 0,
    duplicated: 0,
  });
  assert.equal(store.page().shown?.device.link.lastLossUnixUs, undefined);
  store.apply(liveUpdate(bench.cloudUnixUs, [], [device.link(12, 1, 2, 3)]));
  assert.equal(store.page().shown?.device.link.lastLossUnixUs, bench.cloudUnixUs);
});

test("UpdateSurvivesTheWire", () => {
  const bench = new Bench();
  const update = liveUpdate(bench.cloudUnixUs, [
    ...bench.device.ecg(0, 1e6),
    bench.device.rate(1e6, 72),
  ]);
  const bytes = toBinary(LiveUpdateSchema, update);
  bench.store.apply(fromBinary(LiveUpdateSchema, bytes));
  assert.equal(bench.reading?.state, "current");
  assert.equal(bench.store.page().shown?.device.damagedItems, 0);
});

test("AlarmTimesAreUtc", () => {
  const bench = new Bench();
  bench.live(bench.device.status(0.9e6), bench.device.alarm(1e6, 2, 2, 1, 150, 120));
  assert.equal(
    bench.store.page().shown?.activeAlarms[0]?.sinceUnixUs,
    START_UNIX_US + 1e6 + LINK_DELAY_US,
  );
});

test("WaitingIsToldWithoutAlarmAndWhatFlowsIsNot [REQ-PAGE-003]", () => {
  const of = (state: "live" | "connecting" | "no-device") =>
    noticeOf({ state }, undefined, START_UNIX_US, new TimeText("UTC"));
  assert.equal(of("live"), undefined);
  assert.equal(of("connecting")?.title, "Connecting to the cloud");
  assert.equal(of("no-device")?.title, "No device has reported yet");
  for (const state of ["connecting", "no-device"] as const) {
    assert.equal(of(state)?.priority, "information");
  }
});

test("ADeviceWithoutANameIsToldAsSuch", () => {
  const notice = noticeOf(
    { state: "device-silent", sinceUnixUs: START_UNIX_US },
    undefined,
    START_UNIX_US + 65e6,
    new TimeText("UTC"),
  );
  assert.match(notice!.text, /^The device has sent nothing since/);
});

test("EachStopIsToldInWordsWithItsTimeAndZone [REQ-PAGE-003]", () => {
  const times = new TimeText("UTC");
  const now = START_UNIX_US + 65e6;
  for (const state of ["cloud-lost", "device-silent", "switched-off"] as const) {
    const notice = noticeOf({ state, sinceUnixUs: START_UNIX_US }, "vigil-01", now, times);
    assert.match(notice!.text, /12:00:00 UTC/);
    assert.equal(notice!.priority, state === "switched-off" ? "low" : "high");
  }
  const late = noticeOf(
    { state: "late", sinceUnixUs: START_UNIX_US, delayUs: 65e6 },
    "vigil-01",
    now,
    times,
  );
  assert.match(late!.title, /65 s late/);
  assert.equal(late!.priority, "high");
  assert.equal(noticeOf({ state: "live" }, "vigil-01", now, times), undefined);
});

test("ADeviceShowsWhatItTellsOfAndNothingElse [REQ-PAGE-008]", () => {
  const bench = new Bench();
  bench.live(
    bench.device.observation(OBSERVATION.kSkinTemperature, bench.deviceUs, 33_120, { unit: 9 }),
    bench.device.observation(OBSERVATION.kSpo2, bench.deviceUs, 97, { unit: 7 }),
  );
  const shown = bench.store.page().shown;
  assert.equal(shown?.device.hasEcg, false);
  assert.deepEqual(
    shown?.values.map(({ terms }) => terms.name),
    ["SpO2", "Skin temperature"],
  );
  assert.equal(shown?.values[0]?.reading.state, "current");
});

test("AValueThatHasEndedIsHistory [REQ-PAGE-008]", () => {
  const bench = new Bench();
  bench.live(bench.device.observation(OBSERVATION.kSpo2, bench.deviceUs, 97, { unit: 7 }));
  bench.pass(5e6 + LINK_DELAY_US + 1);
  assert.equal(bench.store.page().shown?.values[0]?.reading.state, "expired");
});

test("ADamagedValueAddsNoneThatTheDeviceHasNotToldOf", () => {
  const bench = new Bench();
  const { device } = bench;
  bench.live(device.observation(OBSERVATION.kSpo2, bench.deviceUs, 97, { unit: 7, damaged: true }));
  assert.deepEqual(bench.store.page().shown?.values, []);
  bench.live(device.observation(OBSERVATION.kSpo2, bench.deviceUs, 97, { unit: 7 }));
  bench.live(device.observation(OBSERVATION.kSpo2, bench.deviceUs, 97, { unit: 7, damaged: true }));
  assert.equal(bench.store.page().shown?.values[0]?.reading.state, "undeterminable");
});

test("EachValueCarriesItsValidationAndItsAlarm [REQ-PAGE-009]", () => {
  const bench = new Bench();
  const { device } = bench;
  bench.live(
    device.rate(bench.deviceUs, 72),
    device.observation(OBSERVATION.kSpo2, bench.deviceUs, 84, { unit: 7 }),
    device.alarm(bench.deviceUs, 7, 2, 1, 84, 90),
  );
  const shown = bench.store.page().shown;
  assert.equal(shown?.heartRate.validation.isMeasured, true);
  assert.equal(shown?.values[0]?.validation.label, "not clinically validated");
  assert.equal(shown?.values[0]?.alarm?.limit, 90);
  assert.equal(shown?.heartRate.alarm, undefined);
});

test("ADeviceWithoutAPatientSaysSo [REQ-PAGE-010]", () => {
  const bench = new Bench();
  bench.live(bench.device.hello(true));
  assert.equal(bench.store.page().shown?.isSimulated, true);
  assert.equal(bench.store.page().tabs[0]?.isSimulated, true);
  const real = new Bench();
  real.live(real.device.hello());
  assert.equal(real.store.page().shown?.isSimulated, false);
});

test("TheTabOfEachDeviceHasItsVitals", () => {
  const bench = new Bench();
  const wrist = new ScriptedDevice("vigil-02", 9, START_UNIX_US);
  bench.live(
    bench.device.rate(bench.deviceUs, 72),
    wrist.observation(OBSERVATION.kPulseRate, bench.deviceUs, 71),
    wrist.observation(OBSERVATION.kStepRate, bench.deviceUs, 0),
  );
  assert.deepEqual(
    bench.store.page().tabs.map(({ id, vitals }) => [id, vitals.map(({ terms }) => terms.name)]),
    [
      ["vigil-01", ["Heart rate"]],
      ["vigil-02", ["Pulse rate"]],
    ],
  );
});
