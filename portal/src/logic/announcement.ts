// What a screen reader says when the active alarms change.

import type { Alarm } from "./alarms.ts";
import { alarmText } from "./terms.ts";

// New ones and risen ones first, in the order of `after`; empty: nothing changed.
export function announcementOf(
  before: readonly Alarm[],
  after: readonly Alarm[],
): string {
  const known = new Map(before.map((alarm) => [alarm.key, alarm.priority]));
  const raised = after
    .filter((alarm) => known.get(alarm.key) !== alarm.priority)
    .map((alarm) => `${alarm.priority} priority alarm: ${alarmText(alarm.id)}.`);
  const still = new Set(after.map((alarm) => alarm.key));
  const ended = before
    .filter((alarm) => !still.has(alarm.key))
    .map((alarm) => `Alarm ended: ${alarmText(alarm.id)}.`);
  return [...raised, ...ended].join(" ");
}
