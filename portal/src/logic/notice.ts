// What the page says when data do not flow, in words for a clinician. A stop of
// the data is a technical alarm of this page itself: monitoring may miss a
// critical state.

import type { AlarmPriority } from "./terms.ts";
import type { Flow } from "./flow.ts";
import { type TimeText, spanText } from "./time_text.ts";

export interface Notice {
  readonly priority: AlarmPriority | "information";
  readonly title: string;
  readonly text: string;
}

// undefined: data flow, nothing to tell.
export function noticeOf(
  flow: Flow,
  deviceId: string | undefined,
  nowUnixUs: number,
  times: TimeText,
): Notice | undefined {
  const device = deviceId === undefined ? "The device" : `Device ${deviceId}`;
  const moment = (unixUs: number) =>
    `${times.moment(unixUs, nowUnixUs)} ${times.zone(unixUs)}`;
  const ago = (unixUs: number) => spanText(nowUnixUs - unixUs);
  switch (flow.state) {
    case "live":
      return undefined;
    case "connecting":
      return {
        priority: "information",
        title: "Connecting to the cloud",
        text: "No data have come yet.",
      };
    case "no-device":
      return {
        priority: "information",
        title: "No device has reported yet",
        text: "The page shows the first data as soon as they come.",
      };
    case "device-gone":
      return {
        priority: "high",
        title: `${device}: no data`,
        text:
          "The cloud has no data of it any more. Its patient is not monitored on this page. " +
          "Check the device and its gateway, or choose another device.",
      };
    case "cloud-lost":
      return {
        priority: "high",
        title: "Connection to the cloud lost",
        text:
          `No data since ${moment(flow.sinceUnixUs)}, ${ago(flow.sinceUnixUs)} ago. ` +
          "The patient is not monitored on this page. Trying to connect again.",
      };
    case "device-silent":
      return {
        priority: "high",
        title: "Device silent: data have stopped",
        text:
          `${device} has sent nothing since ${moment(flow.sinceUnixUs)}, ` +
          `${ago(flow.sinceUnixUs)} ago. Check the device and its gateway.`,
      };
    case "late":
      return {
        priority: "high",
        title: `Data arrive ${spanText(flow.delayUs)} late`,
        text:
          `The newest are from ${moment(flow.sinceUnixUs)}. They waited on their way, ` +
          "or the clocks of gateway and cloud differ.",
      };
    case "switched-off":
      return {
        priority: "low",
        title: "Device switched off",
        text: `${device} ended its session at ${moment(flow.sinceUnixUs)}. Monitoring has ended.`,
      };
  }
}
