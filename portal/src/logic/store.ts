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
import type { Reading } from "./heart_rate.ts";
import { WindowedMinimum } from "./windowed_minimum.ts";

const OFFSET_WINDOW_US = 30e6;
const MAX_RETIRED_SESSIONS = 64;

export interface DeviceTab {
  readonly id: string;
  readonly selected: boolean;
  readonly flow: Flow;
  readonly worstAlarm: Alarm | undefined;
}

export interface DevicePage {
  readonly device: Device;
  readonly nowDeviceUs: number | undefined;
  readonly reading: Reading;
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
    if (update.snapshot) this.#forgetAll();
    const live = !update.snapshot;
    for (const received of inOrder(update)) {
      this.#deviceFor(received, cloudUnixUs)?.apply(received, arrivedUs, live);
    }
    for (const report of update.links) {
      const device = this.#devices.get(report.deviceId);
      if (device?.session !== report.session) continue;
      device.applyLink(report, live ? cloudUnixUs : undefined);
    }
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
      shown: device && this.#devicePage(device, steadyUs),
    };
  }

  #devicePage(device: Device, steadyUs: number): DevicePage {
    const nowDeviceUs = device.clock.nowUs(this.#cloudNowUs(steadyUs), steadyUs);
    return {
      device,
      nowDeviceUs,
      reading:
        nowDeviceUs === undefined
          ? { state: "none" }
          : device.heartRate.at(nowDeviceUs),
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
        flow: this.#flow(device, steadyUs, nowUnixUs),
        worstAlarm: device.alarms.active()[0],
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
      device: device && {
        sinceArrivalUs: steadyUs - device.lastArrivedUs,
        arrivedLive: device.arrivedLive,
        sinceReceptionUs: nowUnixUs - device.lastReceivedUnixUs,
        lastReceivedUnixUs: device.lastReceivedUnixUs,
        goodbyeUnixUs: device.goodbyeUnixUs,
      },
    });
  }

  #cloudNowUs(steadyUs: number): number | undefined {
    const offset = this.#cloudOffset.value;
    return offset === undefined ? undefined : steadyUs - offset;
  }

  // The chosen device, otherwise the one that was heard of last.
  #shownDevice(): Device | undefined {
    if (this.#selected !== undefined) {
      const selected = this.#devices.get(this.#selected);
      if (selected !== undefined) return selected;
    }
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

  // Keeps which device is shown, and what is known of the clocks.
  #forgetAll(): void {
    this.#selected ??= this.#shownDevice()?.id;
    this.#devices.clear();
    this.#retired.clear();
  }
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
