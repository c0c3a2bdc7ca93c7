// A device whose messages a test writes: numbered, timed and sealed as the real
// one does, received by a gateway 40 ms after they were true.

import { create } from "@bufbuild/protobuf";
import {
  type LinkReport,
  LinkReportSchema,
  type LiveUpdate,
  LiveUpdateSchema,
  type ReceivedMessage,
  ReceivedMessageSchema,
} from "../../platform/wire/cloud_pb.ts";
import {
  AlarmEventSchema,
  DeviceGoodbyeSchema,
  DeviceHelloSchema,
  type DeviceMessage,
  DeviceMessageSchema,
  DeviceStatusSchema,
  ObservationSchema,
  SampleBlockSchema,
} from "../../platform/wire/device_pb.ts";
import { observationCheck, sampleBlockCheck } from "../src/logic/integrity.ts";
import { ALARM, OBSERVATION } from "../src/logic/value_table.ts";

export const LINK_DELAY_US = 40_000;
export const PERIOD_US = 4000;
export const BLOCK_US = 100_000;
const SAMPLES_PER_BLOCK = BLOCK_US / PERIOD_US;

// A plain ECG in microvolts: P, QRS and T as bells around the R peak at
// `beatUs` times, and a slow breath.
export function ecgMicrovolt(timeUs: number, beatUs: number): number {
  const phase = (timeUs % beatUs) / 1e6 - 0.3; // seconds from the R peak
  const bell = (centre: number, width: number, height: number) =>
    height * Math.exp(-(((phase - centre) / width) ** 2));
  return Math.round(
    bell(-0.17, 0.025, 130) +
      bell(-0.026, 0.009, -130) +
      bell(0, 0.011, 1250) +
      bell(0.028, 0.01, -280) +
      bell(0.26, 0.05, 320) +
      25 * Math.sin(timeUs / 6.4e5),
  );
}

const UNIT_OF_ALARM: Readonly<Record<number, number>> = {
  [ALARM.kSpo2Low]: 7,
  [ALARM.kFall]: 5,
};

export interface RateOptions {
  readonly validity?: number;
  readonly reason?: number;
  readonly validForUs?: number;
  readonly unit?: number;
  readonly damaged?: boolean;
}

export class ScriptedDevice {
  readonly id: string;
  readonly session: number;
  readonly #startUnixUs: number; // UTC of device time 0
  #sequence = 0;
  #observations = 0;
  #alarms = 0;

  constructor(id: string, session: number, startUnixUs: number) {
    this.id = id;
    this.session = session;
    this.#startUnixUs = startUnixUs;
  }

  unixUs(deviceUs: number): number {
    return this.#startUnixUs + deviceUs;
  }

  received(timeUs: number, body: DeviceMessage["body"]): ReceivedMessage {
    return create(ReceivedMessageSchema, {
      deviceId: this.id,
      session: this.session,
      sequence: this.#sequence++,
      receivedUnixUs: BigInt(this.unixUs(timeUs) + LINK_DELAY_US),
      message: create(DeviceMessageSchema, { body }),
    });
  }

  hello(simulatedInput = false): ReceivedMessage {
    const value = create(DeviceHelloSchema, {
      simulatedInput,
      deviceId: this.id,
      firmwareVersion: "0.1.0",
      kernelInterfaceMajor: 1,
      framePeriodUs: BLOCK_US,
    });
    return this.received(0, { case: "hello", value });
  }

  // The blocks from fromUs up to toUs, both multiples of BLOCK_US.
  ecg(fromUs: number, toUs: number, beatUs = 800_000, quality = 0): ReceivedMessage[] {
    const messages: ReceivedMessage[] = [];
    for (let first = fromUs; first < toUs; first += BLOCK_US) {
      const value = create(SampleBlockSchema, {
        channel: 2,
        unit: 2,
        quality,
        sequence: first / BLOCK_US,
        periodUs: PERIOD_US,
        firstSampleUs: BigInt(first),
        samples: Array.from({ length: SAMPLES_PER_BLOCK }, (_, i) =>
          ecgMicrovolt(first + i * PERIOD_US, beatUs),
        ),
      });
      value.integrity = sampleBlockCheck(value);
      messages.push(this.received(first + BLOCK_US, { case: "samples", value }));
    }
    return messages;
  }

  rate(timeUs: number, perMinute: number, options: RateOptions = {}): ReceivedMessage {
    return this.observation(OBSERVATION.kHeartRate, timeUs, perMinute, options);
  }

  beat(timeUs: number, options: RateOptions = {}): ReceivedMessage {
    return this.observation(OBSERVATION.kQrsDetected, timeUs, 1250, { unit: 2, ...options });
  }

  observation(
    code: number,
    timeUs: number,
    value: number,
    options: RateOptions = {},
  ): ReceivedMessage {
    const observation = create(ObservationSchema, {
      code,
      value,
      unit: options.unit ?? 3,
      validity: options.validity ?? 1,
      reason: options.reason ?? 0,
      sequence: this.#observations++,
      timeUs: BigInt(timeUs),
      validUntilUs: BigInt(timeUs + (options.validForUs ?? 5e6)),
    });
    observation.integrity = observationCheck(observation);
    if (options.damaged) observation.value ^= 1 << 6;
    return this.received(timeUs, { case: "observation", value: observation });
  }

  alarm(
    timeUs: number,
    id: number,
    priority: number,
    transition: 1 | 2,
    value = 0,
    limit = 0,
  ): ReceivedMessage {
    const event = create(AlarmEventSchema, {
      id,
      kind: id < 1000 ? 1 : 2,
      priority,
      transition,
      unit: UNIT_OF_ALARM[id] ?? (id < 1000 ? 3 : 0),
      value,
      limit,
      sinceUs: BigInt(timeUs),
      timeUs: BigInt(timeUs),
      sequence: this.#alarms++,
    });
    return this.received(timeUs, { case: "alarm", value: event });
  }

  status(timeUs: number): ReceivedMessage {
    const value = create(DeviceStatusSchema, { timeUs: BigInt(timeUs) });
    return this.received(timeUs, { case: "status", value });
  }

  goodbye(timeUs: number): ReceivedMessage {
    const value = create(DeviceGoodbyeSchema, { timeUs: BigInt(timeUs) });
    return this.received(timeUs, { case: "goodbye", value });
  }

  link(received: number, lost = 0, damaged = 0, duplicated = 0): LinkReport {
    return create(LinkReportSchema, {
      deviceId: this.id,
      session: this.session,
      framesReceived: BigInt(received),
      framesLost: BigInt(lost),
      framesDamaged: BigInt(damaged),
      framesDuplicated: BigInt(duplicated),
    });
  }
}

export function liveUpdate(
  cloudUnixUs: number,
  messages: ReceivedMessage[] = [],
  links: LinkReport[] = [],
): LiveUpdate {
  return create(LiveUpdateSchema, {
    cloudUnixUs: BigInt(Math.round(cloudUnixUs)),
    messages,
    links,
  });
}

export function snapshotOf(
  cloudUnixUs: number,
  messages: ReceivedMessage[] = [],
  links: LinkReport[] = [],
): LiveUpdate {
  return { ...liveUpdate(cloudUnixUs, messages, links), snapshot: true };
}
