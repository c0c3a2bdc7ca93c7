// Everything else that the device tells: a tile for each value, with its time, its
// validity, and how far it is shown to be true of people.

import { alarmCause } from "./alarm_panel.tsx";
import { prioritySymbol } from "./priority_badge.tsx";
import { ValidationLabel } from "./validation_label.tsx";
import { readingText } from "../logic/reading_text.ts";
import type { DevicePage, ShownValue } from "../logic/store.ts";
import { alarmText } from "../logic/terms.ts";
import type { TimeText } from "../logic/time_text.ts";

interface Props {
  readonly shown: DevicePage;
  readonly flowing: boolean; // data come from device and cloud
  readonly nowUnixUs: number;
  readonly times: TimeText;
}

function Tile(props: Props & { readonly value: ShownValue }) {
  const { value, shown } = props;
  const { terms, reading, alarm } = value;
  const toUnixUs = (us: number) => shown.device.clock.toUnixUs(us);
  const words = readingText(value, { ...props, toUnixUs, brief: true });
  const cause = alarm && alarmCause(alarm);
  return (
    <li
      class={`tile vital-${reading.state}${terms.isVital ? " tile-vital" : ""}`}
      data-testid={`value-${terms.code}`}
    >
      <h3>{terms.name}</h3>
      <p class="tile-value">
        <span class={terms.unitText ? "tile-number" : "tile-number tile-word"}>
          {words.number}
        </span>
        {words.unit && <span class="tile-unit">{words.unit}</span>}
      </p>
      {alarm && (
        <p class={`tile-alarm tab-${alarm.priority}`}>
          {prioritySymbol(alarm.priority)} {alarmText(alarm.id)}
          {cause && `: ${cause}`}
          {!props.flowing && " (last known)"}
        </p>
      )}
      {words.mark && <p class="vital-mark">{words.mark}</p>}
      <p class="vital-line">{words.lines.join(" ")}</p>
      <ValidationLabel validation={value.validation} />
    </li>
  );
}

// What the labels mean; a phone has no pointer that could rest on them.
function Evidence(props: { readonly values: readonly ShownValue[] }) {
  return (
    <details class="evidence">
      <summary>Evidence behind each value</summary>
      <dl>
        {props.values.map(({ terms, validation }) => (
          <div class="evidence-row" key={terms.code}>
            <dt>{terms.name}</dt>
            <dd>{validation.text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

export function ValuesPanel(props: Props) {
  const { shown } = props;
  const told = shown.device.hasEcg ? [shown.heartRate, ...shown.values] : shown.values;
  return (
    <section class="panel values" aria-labelledby="values-title">
      <div class="panel-head">
        <h2 id="values-title">
          {shown.device.hasEcg ? "Other values" : "Values"}{" "}
          {shown.isSimulated && <span class="simulated">Simulated: no patient</span>}
        </h2>
        <span class="caption">times in {props.times.zone(props.nowUnixUs)}</span>
      </div>
      <ul class="tiles">
        {shown.values.map((value) => (
          <Tile {...props} key={value.terms.code} value={value} />
        ))}
      </ul>
      <Evidence values={told} />
    </section>
  );
}
