// The heart rate, large, with its time and validity; or a dash and the reason.

import { readingText } from "../logic/reading_text.ts";
import type { DevicePage } from "../logic/store.ts";
import type { TimeText } from "../logic/time_text.ts";
import { ValidationLabel } from "./validation_label.tsx";

interface Props {
  readonly shown: DevicePage | undefined;
  readonly flowing: boolean; // data come from device and cloud
  readonly nowUnixUs: number;
  readonly times: TimeText;
}

const BEAT_SHOWN_US = 200e3;

function Rate(props: Props & { readonly shown: DevicePage }) {
  const { heartRate, device } = props.shown;
  const toUnixUs = (us: number) => device.clock.toUnixUs(us);
  const words = readingText(heartRate, { ...props, toUnixUs });
  return (
    <>
      <p class="vital-value">
        <span class="vital-number" data-testid="heart-rate">
          {words.number}
        </span>
        {words.unit && <span class="vital-unit">{words.unit}</span>}
      </p>
      {words.mark && <p class="vital-mark">{words.mark}</p>}
      {words.lines.map((line) => (
        <p class="vital-line" key={line.slice(0, 2)}>
          {line}
        </p>
      ))}
      <ValidationLabel validation={heartRate.validation} />
    </>
  );
}

export function HeartRatePanel(props: Props) {
  const { shown } = props;
  const beat = (shown?.sinceBeatUs ?? Infinity) < BEAT_SHOWN_US;
  return (
    <section
      class={`panel vital vital-${shown?.heartRate.reading.state ?? "none"}`}
      aria-labelledby="heart-rate-title"
    >
      <div class="panel-head">
        <h2 id="heart-rate-title">Heart rate</h2>
        <span class={beat ? "heart heart-beat" : "heart"} aria-hidden="true">
          ♥
        </span>
      </div>
      {shown ? (
        <Rate {...props} shown={shown} />
      ) : (
        <>
          <p class="vital-value">
            <span class="vital-number" data-testid="heart-rate">
              —
            </span>
          </p>
          <p class="vital-line">No value yet</p>
        </>
      )}
    </section>
  );
}
