// Relates a device's time (microseconds since its start) to UTC and to now.
//
// UTC is device time plus the smallest offset that was seen lately between a
// message's reception by the gateway and the device time in it. "Now" on the
// device is estimated twice, and the later estimate counts, so that a value is
// taken for older rather than for younger than it is:
//   - from the cloud's clock, through the offset: sees delays between gateway
//     and page;
//   - from the latest device time seen plus the time that has passed here since
//     it arrived: needs no clock to be right.

import { WindowedMinimum } from "./windowed_minimum.ts";

const OFFSET_WINDOW_US = 30e6;

export class DeviceClock {
  readonly #offset = new WindowedMinimum(OFFSET_WINDOW_US);
  #latestLead = Number.NEGATIVE_INFINITY; // device time minus steady time

  // A message that was true at deviceUs, reached the gateway at receivedUnixUs
  // (UTC) and this page at arrivedUs (steady clock).
  observe(deviceUs: number, receivedUnixUs: number, arrivedUs: number): void {
    this.#offset.add(receivedUnixUs, receivedUnixUs - deviceUs);
    this.#latestLead = Math.max(this.#latestLead, deviceUs - arrivedUs);
  }

  // undefined before the first message.
  toUnixUs(deviceUs: number): number | undefined {
    const offset = this.#offset.value;
    return offset === undefined ? undefined : deviceUs + offset;
  }

  // The device's time now; cloudNowUs undefined: not known.
  nowUs(cloudNowUs: number | undefined, steadyUs: number): number | undefined {
    const offset = this.#offset.value;
    if (offset === undefined) return undefined;
    const byArrival = this.#latestLead + steadyUs;
    if (cloudNowUs === undefined) return byArrival;
    return Math.max(byArrival, cloudNowUs - offset);
  }
}
