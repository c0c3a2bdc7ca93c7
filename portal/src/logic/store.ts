// The state of the page: takes what the cloud sends, and says at any moment what
// may be shown. The view draws what page() returns and decides nothing itself.
//
//   const store = new Store(new SteadyClock());
//   store.apply(fromBinary(LiveUpdateSchema, bytes));
//   const page = store.page();

import type { LiveUpdate, ReceivedMessage } from "../../../platform/wire/cloud_pb.ts";
import type { Alarm, AlarmBook } from "./alarms.ts";
import { Device } from "./device.ts";
import { type ConnectionState, type Flow, flowOf } from "./flow.ts";
import type { Reading } from "./reading.ts";
import { type Validation, NO_RECORD, VALUE_VALIDATION } from "./value_table.ts";
import { type ValueTerms, HEART_RATE, VALUES } from "./values.ts";
import { WindowedMinimum } from "./windowed_minimum.ts";

const OFFSET_WINDOW_US = 30e6;
const MAX_RETIRED_SESSIONS = 64;

// A value as it may be shown now.
export interface ShownValue {
  readonly terms: ValueTerms;
  readonly reading: Reading;
  readonly validation: Validation;
  readonly alarm: Alarm | undefined; // the worst one that is active on it
}

export interface DeviceTab {
  readonly id: string;
  readonly selected: boolean;
  readonly isSimulated: boolean;
  readonly flow: Flow;
  readonly worstAlarm: Alarm | undefined;
  readonly vitals: readonly ShownValue[];
}

export interface DevicePage {
  readonly device: Device;
  readonly isSimulated: boolean; // what it measures comes from no patient
  readonly nowDeviceUs: number | undefined;
  readonly heartRate: ShownValue;
  readonly values: readonly ShownValue[]; // the others, in the order of VALUES
  readonly sinceBeatUs: number; // since the latest beat was heard of
  readonly activeAlarms: readonly Alarm[];
  readonly endedAlarms: readonly Alarm[];
}

export interface Page {
  readonly connection: ConnectionState;
  readonly flow: Flow;
  readonly nowUnixUs: number;
  readonly unreadable: number; // messages of the cloud that could not be read
  readonly tabs: readonly DeviceTab[];
  readonly selectedId: string | undefined; // also when there is nothing of it to show
  readonly shown: DevicePage | undefined;
}

export class Store {
  readonly #steady: { nowUs(): number };
  readonly #wallUnixUs: () => number;
  readonly #devices = new Map<string, Device>();
  #retired = new Set<string>(); // sessions that a later one has replaced
  #cloudOffset = new WindowedMinimum(OFFSET_WINDOW_US);
  #lastUpdateUs: number | undefined; // steady
  #lastUpdateUnixUs = 0; // cloud
  #selected: string | undefined;
  #connection: ConnectionState = "connecting";
  #unreadable = 0;

  // wallUnixUs: this computer's idea of UTC, used only until the cloud tells.
  constructor(
    steady: { nowUs(): number },
    wallUnixUs: () => number = () => Date.now() * 1000,
  ) {
    this.#steady = steady;
    this.#wallUnixUs = wallUnixUs;
  }

  setConnection(state: ConnectionState): void {
    this.#connection = state;
  }

  noteUnreadable(): void {
    this.#unreadable++;
  }

  select(deviceId: string): void {
    this.#selected = deviceId;
  }

  apply(update: LiveUpdate): void {
    const arrivedUs = this.#steady.nowUs();
    const cloudUnixUs = Number(update.cloudUnixUs);
    this.#cloudOffset.add(arrivedUs, arrivedUs - cloudUnixUs);
    this.#lastUpdateUs = arrivedUs;
    this.#lastUpdateUnixUs = cloudUnixUs;
    if (update.snapshot) {
      this.#devices.clear();
      this.#retired.clear();
    }
    const live = !update.snapshot;
    for (const received of inOrder(update)) {
      this.#deviceFor(received, cloudUnixUs)?.apply(received, arrivedUs, live);
    }
    for (const report of update.links) {
      const device = this.#devices.get(report.deviceId);
      if (device?.session !== report.session) continue;
      device.applyLink(report, live ? cloudUnixUs : undefined);
    }
    this.#selected ??= this.#shownDevice()?.id;
  }

  page(): Page {
    const steadyUs = this.#steady.nowUs();
    const nowUnixUs = this.#cloudNowUs(steadyUs) ?? this.#wallUnixUs();
    const device = this.#shownDevice();
    return {
      connection: this.#connection,
      flow: this.#flow(device, steadyUs, nowUnixUs),
      nowUnixUs,
      unreadable: this.#unreadable,
      tabs: this.#tabs(device, steadyUs, nowUnixUs),
      selectedId: this.#selected,
      shown: device && this.#devicePage(device, steadyUs),
    };
  }

  #devicePage(device: Device, steadyUs: number): DevicePage {
    const nowDeviceUs = this.#deviceNowUs(device, steadyUs);
    return {
      device,
      isSimulated: isSimulated(device),
      nowDeviceUs,
      heartRate: shownValue(device, HEART_RATE, nowDeviceUs),
      values: toldValues(device, nowDeviceUs).filter(({ terms }) => terms !== HEART_RATE),
      sinceBeatUs: steadyUs - device.lastBeatArrivedUs,
      activeAlarms: device.alarms.active(),
      endedAlarms: device.alarms.ended(),
    };
  }

  #tabs(
    shown: Device | undefined,
    steadyUs: number,
    nowUnixUs: number,
  ): DeviceTab[] {
    return [...this.#devices.values()]
      .map((device) => ({
        id: device.id,
        selected: device === shown,
        isSimulated: isSimulated(device),
        flow: this.#flow(device, steadyUs, nowUnixUs),
        worstAlarm: device.alarms.active()[0],
        vitals: toldValues(device, this.#deviceNowUs(device, steadyUs)).filter(
          ({ terms }) => terms.isVital,
        ),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #flow(device: Device | undefined, steadyUs: number, nowUnixUs: number): Flow {
    return flowOf({
      connection: this.#connection,
      cloudSilenceUs:
        this.#lastUpdateUs === undefined
          ? undefined
          : steadyUs - this.#lastUpdateUs,
      lastUpdateUnixUs: this.#lastUpdateUnixUs,
      wasShown: this.#selected !== undefined,
      device: device && {
        sinceArrivalUs: steadyUs - device.lastArrivedUs,
        arrivedLive: device.arrivedLive,
        sinceReceptionUs: nowUnixUs - device.lastReceivedUnixUs,
        lastReceivedUnixUs: device.lastReceivedUnixUs,
        goodbyeUnixUs: device.goodbyeUnixUs,
      },
    });
  }

  #deviceNowUs(device: Device, steadyUs: number): number | undefined {
    return device.clock.nowUs(this.#cloudNowUs(steadyUs), steadyUs);
  }

  #cloudNowUs(steadyUs: number): number | undefined {
    const offset = this.#cloudOffset.value;
    return offset === undefined ? undefined : steadyUs - offset;
  }

  // The chosen device; while none is, the one that was heard of last. What was shown once
  // stays chosen: a device that falls silent, or of which the cloud has nothing any more,
  // must not give its place to another patient's.
  #shownDevice(): Device | undefined {
    if (this.#selected !== undefined) return this.#devices.get(this.#selected);
    let newest: Device | undefined;
    for (const device of this.#devices.values()) {
      if (
        newest === undefined ||
        device.lastReceivedUnixUs > newest.lastReceivedUnixUs + 1e6
      ) {
        newest = device;
      }
    }
    return newest;
  }

  // A session that was not seen before is a new start of the device; what still
  // comes from a session that was replaced is history (undefined).
  #deviceFor(received: ReceivedMessage, nowUnixUs: number): Device | undefined {
    const known = this.#devices.get(received.deviceId);
    if (known?.session === received.session) return known;
    const name = `${received.deviceId}/${received.session}`;
    if (this.#retired.has(name)) return undefined;
    const device = new Device(received.deviceId, received.session);
    if (known !== undefined) {
      this.#retire(known);
      device.alarms = carriedOver(known.alarms, nowUnixUs);
    }
    this.#devices.set(device.id, device);
    return device;
  }

  #retire(device: Device): void {
    this.#retired.add(`${device.id}/${device.session}`);
    if (this.#retired.size <= MAX_RETIRED_SESSIONS) return;
    const [oldest] = this.#retired;
    if (oldest !== undefined) this.#retired.delete(oldest);
  }

}

function isSimulated(device: Device): boolean {
  return device.hello?.simulatedInput ?? false;
}

function shownValue(
  device: Device,
  terms: ValueTerms,
  nowDeviceUs: number | undefined,
): ShownValue {
  const value = device.values.get(terms.code);
  return {
    terms,
    reading:
      nowDeviceUs === undefined || value === undefined
        ? { state: "none" }
        : value.at(nowDeviceUs),
    validation: VALUE_VALIDATION[terms.code] ?? NO_RECORD,
    alarm: device.alarms.active().find((alarm) => terms.alarms.includes(alarm.id)),
  };
}

// Those that the device has told of; the heart rate of one that has no ECG is none.
function toldValues(device: Device, nowDeviceUs: number | undefined): ShownValue[] {
  return VALUES.filter((terms) =>
    terms === HEART_RATE ? device.hasEcg : device.values.has(terms.code),
  ).map((terms) => shownValue(device, terms, nowDeviceUs));
}

// A live update is in order as it came. A snapshot may hold several sessions:
// the latest must come last.
function inOrder(update: LiveUpdate): readonly ReceivedMessage[] {
  if (!update.snapshot) return update.messages;
  return [...update.messages].sort(
    (a, b) =>
      Number(a.receivedUnixUs - b.receivedUnixUs) ||
      (a.session === b.session ? a.sequence - b.sequence : 0),
  );
}

// The alarm list goes on over a restart of the device; nothing of it is active.
function carriedOver(alarms: AlarmBook, nowUnixUs: number): AlarmBook {
  alarms.endAllByRestart(nowUnixUs);
  return alarms;
}
