// The heart rate, large, with its time and validity; or a dash and the reason.

import type { Reading } from "../logic/heart_rate.ts";
import type { DevicePage } from "../logic/store.ts";
import { type TimeText, spanText } from "../logic/time_text.ts";

interface Props {
  readonly shown: DevicePage | undefined;
  readonly flowing: boolean; // data come from device and cloud
  readonly nowUnixUs: number;
  readonly times: TimeText;
}

interface Words {
  readonly number: string;
  readonly lines: readonly string[];
  readonly mark: string; // empty: none
}

const DASH = "—";
const BEAT_SHOWN_US = 200e3;

function wordsOf(reading: Reading, props: Props): Words {
  const unix = (us: number) => props.shown?.device.clock.toUnixUs(us) ?? 0;
  const moment = (us: number) => props.times.moment(unix(us), props.nowUnixUs);
  const zone = props.times.zone(props.nowUnixUs);
  const since = (us: number) => `No current value since ${moment(us)} ${zone}`;
  switch (reading.state) {
    case "none":
      return { number: DASH, lines: ["No value yet"], mark: "" };
    case "current":
    case "questionable": {
      const age = spanText(props.nowUnixUs - unix(reading.timeUs));
      return {
        number: `${reading.perMinute}`,
        lines: [
          `at ${moment(reading.timeUs)} ${zone}`,
          `${age} ago, valid until ${moment(reading.validUntilUs)}`,
        ],
        mark:
          reading.state === "questionable"
            ? `Questionable${reading.reason && `: ${reading.reason}`}`
            : "",
      };
    }
    case "undeterminable":
      return {
        number: DASH,
        lines: [since(reading.sinceUs)],
        mark: `Cannot be determined: ${reading.reason}`,
      };
    case "expired":
      return {
        number: DASH,
        lines: [since(reading.sinceUs)],
        mark: props.flowing
          ? "The device sends data but no new heart rate"
          : "Data have stopped",
      };
  }
}

export function HeartRatePanel(props: Props) {
  const reading: Reading = props.shown?.reading ?? { state: "none" };
  const words = wordsOf(reading, props);
  const beat = (props.shown?.sinceBeatUs ?? Infinity) < BEAT_SHOWN_US;
  return (
    <section
      class={`panel vital vital-${reading.state}`}
      aria-labelledby="heart-rate-title"
    >
      <div class="panel-head">
        <h2 id="heart-rate-title">Heart rate</h2>
        <span
          class={beat ? "heart heart-beat" : "heart"}
          aria-hidden="true"
        >
          ♥
        </span>
      </div>
      <p class="vital-value">
        <span class="vital-number" data-testid="heart-rate">
          {words.number}
        </span>
        {words.number !== DASH && <span class="vital-unit">/min</span>}
      </p>
      {words.mark && <p class="vital-mark">{words.mark}</p>}
      {words.lines.map((line) => (
        <p class="vital-line" key={line.slice(0, 2)}>
          {line}
        </p>
      ))}
    </section>
  );
}
