// A reading in words: what stands large, and the lines below it.

import type { ShownValue } from "./store.ts";
import { type TimeText, spanText } from "./time_text.ts";

export interface ReadingText {
  readonly number: string; // a dash when there is no current value
  readonly unit: string; // empty: none
  readonly mark: string; // what is wrong with it; empty: nothing
  readonly lines: readonly string[];
}

export interface Moment {
  readonly toUnixUs: (deviceUs: number) => number | undefined;
  readonly flowing: boolean; // data come from device and cloud
  readonly nowUnixUs: number;
  readonly times: TimeText;
  readonly brief?: boolean; // one line; the zone stands elsewhere
}

export const DASH = "—";

export function readingText(value: ShownValue, at: Moment): ReadingText {
  const { reading, terms } = value;
  const unix = (us: number) => at.toUnixUs(us) ?? 0;
  const moment = (us: number) => at.times.moment(unix(us), at.nowUnixUs);
  const zone = at.brief ? "" : ` ${at.times.zone(at.nowUnixUs)}`;
  const age = (us: number) => spanText(at.nowUnixUs - unix(us));
  const absent = (mark: string, sinceUs: number) => ({
    number: DASH,
    unit: "",
    mark,
    lines: [`No current value since ${moment(sinceUs)}${zone}`],
  });
  switch (reading.state) {
    case "none":
      return { number: DASH, unit: "", mark: "", lines: ["No value yet"] };
    case "current":
    case "questionable":
      return {
        number: terms.text(reading.value),
        unit: terms.unitText,
        mark:
          reading.state === "questionable"
            ? `Questionable${reading.reason && `: ${reading.reason}`}`
            : "",
        lines: at.brief
          ? [`${moment(reading.timeUs)}, ${age(reading.timeUs)} ago`]
          : [
              `at ${moment(reading.timeUs)}${zone}`,
              `${age(reading.timeUs)} ago, valid until ${moment(reading.validUntilUs)}`,
            ],
      };
    case "quiet":
      return {
        number: "none",
        unit: "",
        mark: "",
        lines: [`watched for, ${moment(reading.timeUs)}${zone}`],
      };
    case "undeterminable":
      return absent(`Cannot be determined: ${reading.reason}`, reading.sinceUs);
    case "expired":
      return absent(
        at.flowing ? "The device sends data, but not this value" : "Data have stopped",
        reading.sinceUs,
      );
  }
}
