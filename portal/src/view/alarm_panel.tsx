// Alarms: the active ones by priority, those of the patient and those of the
// system apart, and below them the ones that have ended.

import type { Alarm } from "../logic/alarms.ts";
import type { DevicePage } from "../logic/store.ts";
import { type AlarmKind, alarmText, unitText } from "../logic/terms.ts";
import { type TimeText, spanText } from "../logic/time_text.ts";
import { ALARM_VALIDATION, NO_RECORD } from "../logic/value_table.ts";
import { PriorityBadge } from "./priority_badge.tsx";
import { ValidationLabel } from "./validation_label.tsx";

const ENDED_SHOWN = 12;

interface Props {
  readonly shown: DevicePage | undefined;
  readonly current: boolean; // data flow: what is active is known to be
  readonly nowUnixUs: number;
  readonly times: TimeText;
}

// What led to the alarm; empty when there is nothing to tell. What is alarmed as it is, a
// fall, was compared with no limit: it has 0.
export function alarmCause(alarm: Alarm): string {
  if (alarm.kind === "technical" || alarm.unit === 0) return "";
  const amount = (value: number) => `${value} ${unitText(alarm.unit)}`.trim();
  if (alarm.limit === 0) return amount(alarm.value);
  return `${amount(alarm.value)}, limit ${amount(alarm.limit)}`;
}

function ActiveAlarm(props: Props & { readonly alarm: Alarm }) {
  const { alarm, nowUnixUs, times } = props;
  return (
    <li
      class={`alarm alarm-${alarm.priority}${props.current ? "" : " alarm-old"}`}
      data-testid="active-alarm"
    >
      <PriorityBadge priority={alarm.priority} />
      <div class="alarm-body">
        <p class="alarm-name">{alarmText(alarm.id)}</p>
        <p class="alarm-detail">{alarmCause(alarm)}</p>
        <p class="alarm-detail">
          since {times.moment(alarm.sinceUnixUs, nowUnixUs)}
          {props.current
            ? `, ${spanText(nowUnixUs - alarm.sinceUnixUs)}`
            : " · last known, may have changed"}
          {alarm.acknowledged && " · acknowledged"}
          {alarm.latched && " · condition gone, waits for a reset"}
        </p>
        {alarm.kind === "physiological" && (
          <ValidationLabel validation={ALARM_VALIDATION[alarm.id] ?? NO_RECORD} />
        )}
      </div>
    </li>
  );
}

function ActiveGroup(
  props: Props & { readonly kind: AlarmKind; readonly title: string },
) {
  const alarms =
    props.shown?.activeAlarms.filter((alarm) => alarm.kind === props.kind) ?? [];
  return (
    <div class="alarm-group">
      <h3>{props.title}</h3>
      {alarms.length === 0 ? (
        <p class="alarm-none">
          {props.current ? "No active alarm" : "Not known: data have stopped"}
        </p>
      ) : (
        <ul>
          {alarms.map((alarm) => (
            <ActiveAlarm {...props} key={alarm.key} alarm={alarm} />
          ))}
        </ul>
      )}
    </div>
  );
}

function EndedAlarm(props: Props & { readonly alarm: Alarm }) {
  const { alarm, nowUnixUs, times } = props;
  const ended = times.moment(alarm.endedUnixUs ?? nowUnixUs, nowUnixUs);
  return (
    <li class="ended" data-testid="ended-alarm">
      <PriorityBadge priority={alarm.priority} />
      <span class="ended-name">
        {alarmText(alarm.id)}
        <span class="ended-kind"> · {alarm.kind}</span>
      </span>
      <span class="ended-time">
        {times.moment(alarm.sinceUnixUs, nowUnixUs)} – {ended}
        {alarm.endedBy === "restart" && " (device restarted)"}
      </span>
    </li>
  );
}

export function AlarmPanel(props: Props) {
  const ended = props.shown?.endedAlarms.slice(0, ENDED_SHOWN) ?? [];
  return (
    <section class="panel alarms" aria-labelledby="alarms-title">
      <div class="panel-head">
        <h2 id="alarms-title">Alarms</h2>
        <span class="caption">times in {props.times.zone(props.nowUnixUs)}</span>
      </div>
      <div class="alarm-groups">
        <ActiveGroup {...props} kind="physiological" title="Patient" />
        <ActiveGroup {...props} kind="technical" title="System" />
      </div>
      <h3>Ended</h3>
      {ended.length === 0 ? (
        <p class="alarm-none">None</p>
      ) : (
        <ul class="ended-list" tabIndex={0} aria-label="Ended alarms">
          {ended.map((alarm) => (
            <EndedAlarm {...props} key={`${alarm.key}/${alarm.sequence}`} alarm={alarm} />
          ))}
        </ul>
      )}
    </section>
  );
}
