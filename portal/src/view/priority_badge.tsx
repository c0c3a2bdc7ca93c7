// The sign of an alarm's priority: shape, number of marks, colour and text each
// tell it alone.

import type { AlarmPriority } from "../logic/terms.ts";

const MARKS: Readonly<Record<AlarmPriority, string>> = {
  high: "!!!",
  medium: "!!",
  low: "!",
};

export function prioritySymbol(priority: AlarmPriority): string {
  return MARKS[priority];
}

export function PriorityBadge(props: { readonly priority: AlarmPriority }) {
  return (
    <span class={`badge badge-${props.priority}`}>
      <span class="badge-sign" aria-hidden="true">
        {MARKS[props.priority]}
      </span>
      <span class="badge-text">{props.priority}</span>
    </span>
  );
}
