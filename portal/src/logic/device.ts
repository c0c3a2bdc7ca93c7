// Everything that this page knows about one device in one session (from one
// start of the device to its end), made from the messages that arrive.

import type { LinkReport, ReceivedMessage } from "../../../platform/wire/cloud_pb.ts";
import type {
  AlarmEvent,
  DeviceHello,
  DeviceMessage,
  DeviceStatus,
  Observation,
  SampleBlock,
} from "../../../platform/wire/device_pb.ts";
import { AlarmBook } from "./alarms.ts";
import { DeviceClock } from "./device_clock.ts";
import { isIntactBlock, isIntactObservation } from "./integrity.ts";
import { Link } from "./link.ts";
import { ValueOfDevice } from "./reading.ts";
import {
  CHANNEL_ECG,
  QUALITY_DAMAGED,
  UNIT_MICROVOLT,
  VALIDITY_UNDETERMINABLE,
} from "./terms.ts";
import { Trace } from "./trace.ts";
import { OBSERVATION } from "./value_table.ts";
import { HEART_RATE, termsOf } from "./values.ts";

const MAX_BEATS = 128;

export class Device {
  readonly id: string;
  readonly session: number;
  readonly clock = new DeviceClock();
  readonly trace = new Trace();
  readonly heartRate = new ValueOfDevice(HEART_RATE);
  // By code: the heart rate, and each that the device has told of in this session.
  readonly values = new Map([[HEART_RATE.code, this.heartRate]]);
  readonly link = new Link();
  alarms = new AlarmBook();
  beatsUs: number[] = []; // device times of the latest beats, in order of arrival
  lastBeatArrivedUs = Number.NEGATIVE_INFINITY; // steady clock
  hello: DeviceHello | undefined;
  status: DeviceStatus | undefined;
  goodbyeUnixUs: number | undefined;
  hasEcg = false; // it told of samples, beats or a heart rate
  damagedItems = 0; // failed the integrity check here
  lastReceivedUnixUs = Number.NEGATIVE_INFINITY; // by the gateway
  lastArrivedUs = Number.NEGATIVE_INFINITY; // here, steady clock
  arrivedLive = false; // something came after the snapshot

  constructor(id: string, session: number) {
    this.id = id;
    this.session = session;
  }

  // arrivedUs: steady clock. live: not from a snapshot.
  apply(received: ReceivedMessage, arrivedUs: number, live: boolean): void {
    const message = received.message;
    if (message === undefined) return;
    const receivedUnixUs = Number(received.receivedUnixUs);
    this.lastReceivedUnixUs = Math.max(this.lastReceivedUnixUs, receivedUnixUs);
    this.lastArrivedUs = Math.max(this.lastArrivedUs, arrivedUs);
    this.arrivedLive ||= live;
    const deviceUs = deviceTimeOf(message);
    if (deviceUs !== undefined) {
      this.clock.observe(deviceUs, receivedUnixUs, arrivedUs);
    }
    this.#applyBody(message, receivedUnixUs, arrivedUs);
  }

  applyLink(report: LinkReport, atUnixUs: number | undefined): void {
    this.link.add(report, atUnixUs);
  }

  #applyBody(
    message: DeviceMessage,
    receivedUnixUs: number,
    arrivedUs: number,
  ): void {
    const body = message.body;
    switch (body.case) {
      case "hello":
        this.hello = body.value;
        return;
      case "samples":
        this.#applySamples(body.value);
        return;
      case "observation":
        this.#applyObservation(body.value, arrivedUs);
        return;
      case "alarm":
        this.#applyAlarm(body.value, receivedUnixUs);
        return;
      case "status":
        this.status = body.value;
        return;
      case "goodbye":
        this.goodbyeUnixUs = receivedUnixUs;
        return;
      case undefined:
        return;
    }
  }

  #applySamples(block: SampleBlock): void {
    if (block.channel !== CHANNEL_ECG) return;
    this.hasEcg = true;
    const intact = isIntactBlock(block) && block.unit === UNIT_MICROVOLT;
    if (!intact) this.damagedItems++;
    this.trace.add({
      firstSampleUs: Number(block.firstSampleUs),
      periodUs: block.periodUs,
      quality: intact ? block.quality : block.quality | QUALITY_DAMAGED,
      samples: block.samples,
    });
  }

  #applyObservation(observation: Observation, arrivedUs: number): void {
    const intact = isIntactObservation(observation);
    if (!intact) this.damagedItems++;
    const isOfBeat = observation.code === OBSERVATION.kQrsDetected;
    this.hasEcg ||= isOfBeat || observation.code === HEART_RATE.code;
    // A detector that cannot tell says so at a time at which there is no beat.
    if (isOfBeat && intact && observation.validity !== VALIDITY_UNDETERMINABLE) {
      this.#addBeat(Number(observation.timeUs));
      this.lastBeatArrivedUs = arrivedUs;
    }
    this.#valueOf(observation.code, intact)?.add({
      value: observation.value,
      unit: observation.unit,
      validity: observation.validity,
      reason: observation.reason,
      sequence: observation.sequence,
      timeUs: Number(observation.timeUs),
      validUntilUs: Number(observation.validUntilUs),
      intact,
    });
  }

  // undefined: the page does not show it. What is damaged adds no value that the device
  // has not told of.
  #valueOf(code: number, intact: boolean): ValueOfDevice | undefined {
    const known = this.values.get(code);
    const terms = termsOf(code);
    if (known !== undefined || terms === undefined || !intact) return known;
    const value = new ValueOfDevice(terms);
    this.values.set(code, value);
    return value;
  }

  #applyAlarm(event: AlarmEvent, receivedUnixUs: number): void {
    const unixUs = (deviceUs: bigint) =>
      this.clock.toUnixUs(Number(deviceUs)) ?? receivedUnixUs;
    this.alarms.apply({
      id: event.id,
      kind: event.kind,
      priority: event.priority,
      transition: event.transition,
      unit: event.unit,
      value: event.value,
      limit: event.limit,
      sinceUnixUs: unixUs(event.sinceUs),
      timeUnixUs: unixUs(event.timeUs),
      sequence: event.sequence,
    });
  }

  #addBeat(timeUs: number): void {
    if (this.beatsUs.includes(timeUs)) return;
    this.beatsUs.push(timeUs);
    if (this.beatsUs.length > MAX_BEATS) this.beatsUs.shift();
  }
}

// The device time just before the message was sent, as far as it tells;
// undefined: it carries no time.
function deviceTimeOf(message: DeviceMessage): number | undefined {
  const body = message.body;
  switch (body.case) {
    case "samples":
      return (
        Number(body.value.firstSampleUs) +
        body.value.periodUs * body.value.samples.length
      );
    case "observation":
    case "alarm":
    case "status":
    case "goodbye":
      return Number(body.value.timeUs);
    default:
      return undefined;
  }
}
