// The alarms of one device: which are active, which have ended, and the order in
// which they are shown. Made from events that may come again or out of order.

import {
  type AlarmKind,
  type AlarmPriority,
  ALARM_KERNEL_STATE_DAMAGED,
  PRIORITY_RANK,
  TRANSITION_ACKNOWLEDGED,
  TRANSITION_ENDED,
  TRANSITION_LATCHED,
  TRANSITION_RAISED,
  TRANSITION_REMINDED,
  alarmKind,
  alarmPriority,
} from "./terms.ts";

const MAX_ENDED = 50;
// Several at a time: `value` tells which plugin.
const OF_A_PLUGIN: ReadonlySet<number> = new Set([1003, 1004]);

const STILL_ACTIVE: ReadonlySet<number> = new Set([
  TRANSITION_ACKNOWLEDGED,
  TRANSITION_LATCHED,
  TRANSITION_REMINDED,
]);

// An AlarmEvent of the wire; times are UTC.
export interface AlarmChange {
  readonly id: number;
  readonly kind: number;
  readonly priority: number;
  readonly transition: number;
  readonly unit: number;
  readonly value: number;
  readonly limit: number;
  readonly sinceUnixUs: number;
  readonly timeUnixUs: number;
  readonly sequence: number;
}

export interface Alarm {
  readonly key: string;
  readonly id: number;
  readonly kind: AlarmKind;
  readonly priority: AlarmPriority;
  readonly unit: number;
  readonly value: number;
  readonly limit: number;
  readonly sinceUnixUs: number;
  readonly raisedUnixUs: number | undefined; // undefined: not seen by this page
  readonly endedUnixUs: number | undefined; // undefined: active
  readonly endedBy: "condition" | "restart" | undefined;
  readonly acknowledged: boolean; // somebody has seen it, on the device
  readonly latched: boolean; // its condition is gone; it waits for a reset
  readonly sequence: number;
}

// High before low, then the patient before the system, then the newest.
export function compareAlarms(a: Alarm, b: Alarm): number {
  const byPriority = PRIORITY_RANK[b.priority] - PRIORITY_RANK[a.priority];
  if (byPriority !== 0) return byPriority;
  if (a.kind !== b.kind) return a.kind === "physiological" ? -1 : 1;
  if (a.sinceUnixUs !== b.sinceUnixUs) return b.sinceUnixUs - a.sinceUnixUs;
  return a.key < b.key ? -1 : 1;
}

function keyOf(change: AlarmChange): string {
  return OF_A_PLUGIN.has(change.id)
    ? `${change.id}:${change.value}`
    : `${change.id}`;
}

export class AlarmBook {
  readonly #active = new Map<string, Alarm>();
  readonly #lastSequence = new Map<string, number>();
  #ended: Alarm[] = []; // newest first

  // True when it changed something.
  apply(change: AlarmChange): boolean {
    const key = keyOf(change);
    const last = this.#lastSequence.get(key);
    if (last !== undefined && ((change.sequence - last) | 0) <= 0) return false;
    this.#lastSequence.set(key, change.sequence);
    if (change.transition === TRANSITION_RAISED) {
      if (change.id === ALARM_KERNEL_STATE_DAMAGED) this.#endVoided(change);
      this.#active.set(key, this.#raised(key, change));
      return true;
    }
    if (STILL_ACTIVE.has(change.transition)) {
      this.#active.set(key, this.#goneOn(key, change));
      return true;
    }
    if (change.transition === TRANSITION_ENDED) {
      this.#end(key, change);
      return true;
    }
    return false;
  }

  // The device started anew: what it had raised is over, by that alone.
  endAllByRestart(atUnixUs: number): void {
    for (const alarm of this.#active.values()) {
      this.#keepEnded({ ...alarm, endedUnixUs: atUnixUs, endedBy: "restart" });
    }
    this.#active.clear();
    this.#lastSequence.clear(); // the new session counts from its own start
  }

  // The kernel began anew and knows nothing of what it had raised; what still holds
  // it raises again.
  #endVoided(change: AlarmChange): void {
    for (const [key, alarm] of this.#active) {
      if (((alarm.sequence - change.sequence) | 0) >= 0) continue;
      this.#active.delete(key);
      this.#keepEnded({ ...alarm, endedUnixUs: change.timeUnixUs, endedBy: "restart" });
    }
  }

  active(): Alarm[] {
    return [...this.#active.values()].sort(compareAlarms);
  }

  // Newest first, at most MAX_ENDED.
  ended(): readonly Alarm[] {
    return this.#ended;
  }

  // A rise of priority raises an active alarm again: it goes on since its start.
  #raised(key: string, change: AlarmChange): Alarm {
    const before = this.#active.get(key);
    return {
      key,
      id: change.id,
      kind: alarmKind(change.id, change.kind),
      priority: alarmPriority(change.priority),
      unit: change.unit,
      value: change.value,
      limit: change.limit,
      sinceUnixUs: Math.min(
        change.sinceUnixUs,
        before?.sinceUnixUs ?? change.sinceUnixUs,
      ),
      raisedUnixUs: change.timeUnixUs,
      endedUnixUs: undefined,
      endedBy: undefined,
      acknowledged: false,
      latched: false,
      sequence: change.sequence,
    };
  }

  // Acknowledged, latched or reminded of; also when its begin was not seen here.
  #goneOn(key: string, change: AlarmChange): Alarm {
    const before = this.#active.get(key);
    return {
      ...(before ?? { ...this.#raised(key, change), raisedUnixUs: undefined }),
      acknowledged:
        change.transition !== TRANSITION_LATCHED || (before?.acknowledged ?? false),
      latched: change.transition === TRANSITION_LATCHED || (before?.latched ?? false),
      sequence: change.sequence,
    };
  }

  #end(key: string, change: AlarmChange): void {
    const before = this.#active.get(key);
    this.#active.delete(key);
    this.#keepEnded({
      ...(before ?? { ...this.#raised(key, change), raisedUnixUs: undefined }),
      endedUnixUs: change.timeUnixUs,
      endedBy: "condition",
      sequence: change.sequence,
    });
  }

  #keepEnded(alarm: Alarm): void {
    this.#ended = [alarm, ...this.#ended]
      .sort((a, b) => (b.endedUnixUs ?? 0) - (a.endedUnixUs ?? 0))
      .slice(0, MAX_ENDED);
  }
}
