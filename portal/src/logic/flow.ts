// Whether data flow, and if not, where they stopped. Silence is an event: each
// stop is told within the bounds below, whatever the reason.

export const CLOUD_SILENCE_US = 3e6; // it sends at least once a second
export const DEVICE_SILENCE_US = 3e6; // it reports its status once a second

export type ConnectionState = "connecting" | "open" | "closed";

export type Flow =
  | { readonly state: "live" }
  | { readonly state: "connecting" } // never had anything from the cloud
  | { readonly state: "cloud-lost"; readonly sinceUnixUs: number }
  | { readonly state: "no-device" }
  | { readonly state: "device-gone" } // was shown, and the cloud has nothing of it
  | { readonly state: "switched-off"; readonly sinceUnixUs: number }
  | { readonly state: "device-silent"; readonly sinceUnixUs: number }
  | {
      // Messages come, but old ones: they waited on their way, or the clocks of
      // gateway and cloud differ.
      readonly state: "late";
      readonly sinceUnixUs: number;
      readonly delayUs: number;
    };

export interface FlowInput {
  readonly connection: ConnectionState;
  // Since the latest LiveUpdate; undefined: none ever came.
  readonly cloudSilenceUs: number | undefined;
  readonly lastUpdateUnixUs: number;
  readonly wasShown: boolean; // a device that is not there now
  // undefined: there is none to show.
  readonly device:
    | {
        readonly sinceArrivalUs: number; // of its latest message, here
        readonly arrivedLive: boolean; // false: all of it came in a snapshot
        readonly sinceReceptionUs: number; // by the gateway, both clocks as they are
        readonly lastReceivedUnixUs: number;
        readonly goodbyeUnixUs: number | undefined;
      }
    | undefined;
}

export function flowOf(input: FlowInput): Flow {
  if (input.cloudSilenceUs === undefined) return { state: "connecting" };
  if (input.connection !== "open" || input.cloudSilenceUs > CLOUD_SILENCE_US) {
    return { state: "cloud-lost", sinceUnixUs: input.lastUpdateUnixUs };
  }
  const device = input.device;
  if (device === undefined) {
    return { state: input.wasShown ? "device-gone" : "no-device" };
  }
  if (device.goodbyeUnixUs !== undefined) {
    return { state: "switched-off", sinceUnixUs: device.goodbyeUnixUs };
  }
  const sinceUnixUs = device.lastReceivedUnixUs;
  if (device.sinceArrivalUs > DEVICE_SILENCE_US) {
    return { state: "device-silent", sinceUnixUs };
  }
  if (device.sinceReceptionUs <= DEVICE_SILENCE_US) return { state: "live" };
  return device.arrivedLive
    ? { state: "late", sinceUnixUs, delayUs: device.sinceReceptionUs }
    : { state: "device-silent", sinceUnixUs };
}
