import assert from "node:assert/strict";
import { test } from "node:test";
import { AlarmBook, type AlarmChange } from "../src/logic/alarms.ts";
import { announcementOf } from "../src/logic/announcement.ts";

let sequence = 0;

function change(id: number, priority: number, fields: Partial<AlarmChange> = {}): AlarmChange {
  sequence++;
  return {
    id,
    kind: id < 1000 ? 1 : 2,
    priority,
    transition: 1,
    unit: 3,
    value: 150,
    limit: 120,
    sinceUnixUs: sequence * 1e6,
    timeUnixUs: sequence * 1e6 + 3e6,
    sequence,
    ...fields,
  };
}

function bookOf(...changes: AlarmChange[]): AlarmBook {
  const book = new AlarmBook();
  for (const c of changes) book.apply(c);
  return book;
}

test("HighComesFirstThenThePatientThenTheNewest [REQ-PAGE-005]", () => {
  const book = bookOf(
    change(1000, 1),
    change(1002, 2),
    change(1, 2),
    change(7, 2),
    change(1001, 3),
  );
  assert.deepEqual(
    book.active().map((alarm) => alarm.id),
    [1001, 7, 1, 1002, 1000],
  );
});

test("LowerAlarmNeitherHidesNorReplacesAHigherOne [REQ-PAGE-005]", () => {
  const book = bookOf(change(2, 3), change(1000, 1), change(1000, 1));
  assert.deepEqual(
    book.active().map((alarm) => [alarm.id, alarm.priority]),
    [[2, "high"], [1000, "low"]],
  );
});

test("AlarmThatEndedIsNoLongerActive", () => {
  const book = bookOf(change(2, 2), change(2, 2, { transition: 2, timeUnixUs: 99e6 }));
  assert.deepEqual(book.active(), []);
  assert.equal(book.ended()[0]?.endedUnixUs, 99e6);
  assert.equal(book.ended()[0]?.endedBy, "condition");
});

test("AnAlarmThatSomebodyHasSeenIsStillActive", () => {
  const book = bookOf(change(2, 3), change(2, 3, { transition: 3 }));
  assert.equal(book.active()[0]?.acknowledged, true);
  book.apply(change(2, 3, { transition: 4 }));
  assert.deepEqual(
    book.active().map((alarm) => [alarm.acknowledged, alarm.latched]),
    [[true, true]],
  );
  book.apply(change(2, 3, { transition: 1 }));
  assert.equal(book.active()[0]?.acknowledged, false);
});

test("WhatWasRaisedBeforeThePageOpenedIsShownByWhatFollows", () => {
  for (const transition of [3, 4, 5]) {
    assert.equal(bookOf(change(2, 3, { transition })).active().length, 1);
  }
});

test("AKernelThatBeganAnewVoidsWhatItHadRaised", () => {
  const book = bookOf(change(2, 3), change(1000, 2), change(1007, 3), change(2, 3));
  assert.deepEqual(
    book.active().map((alarm) => alarm.id),
    [2, 1007],
  );
  assert.deepEqual(
    book.ended().map((alarm) => [alarm.id, alarm.endedBy]),
    [[1000, "restart"], [2, "restart"]],
  );
});

test("RepeatedAndLateEventsChangeNothing", () => {
  const raised = change(2, 2);
  const ended = change(2, 2, { transition: 2 });
  const book = bookOf(raised, ended);
  assert.equal(book.apply(raised), false);
  assert.equal(book.apply(ended), false);
  assert.deepEqual(book.active(), []);
  assert.equal(book.ended().length, 1);
});

test("RisenPriorityKeepsTheStartOfTheAlarm", () => {
  const book = bookOf(change(2, 2, { sinceUnixUs: 5e6 }), change(2, 3, { sinceUnixUs: 8e6 }));
  assert.equal(book.active().length, 1);
  assert.equal(book.active()[0]?.priority, "high");
  assert.equal(book.active()[0]?.sinceUnixUs, 5e6);
});

test("UnknownPriorityCountsAsHigh [REQ-PAGE-005]", () => {
  assert.equal(bookOf(change(2, 9)).active()[0]?.priority, "high");
});

test("UnknownKindFollowsFromTheId", () => {
  const book = bookOf(change(1005, 2, { kind: 0 }), change(12, 2, { kind: 0 }));
  assert.deepEqual(
    book.active().map((alarm) => alarm.kind),
    ["physiological", "technical"],
  );
});

test("TwoFailedPluginsAreTwoAlarms", () => {
  const book = bookOf(change(1003, 3, { value: 1 }), change(1003, 3, { value: 2 }));
  assert.equal(book.active().length, 2);
});

test("RestartOfTheDeviceEndsItsAlarms [REQ-PAGE-006]", () => {
  const book = bookOf(change(2, 2));
  book.endAllByRestart(77e6);
  assert.deepEqual(book.active(), []);
  assert.equal(book.ended()[0]?.endedBy, "restart");
  // and the new session counts from its own start
  assert.equal(book.apply(change(2, 2, { sequence: 0 })), true);
});

test("EndWithoutABeginningIsListed", () => {
  const book = bookOf(change(2, 2, { transition: 2 }));
  assert.equal(book.ended().length, 1);
  assert.equal(book.ended()[0]?.raisedUnixUs, undefined);
});

test("EndedAlarmsAreBoundedAndNewestFirst", () => {
  const book = new AlarmBook();
  for (let i = 0; i < 80; i++) {
    book.apply(change(2, 2));
    book.apply(change(2, 2, { transition: 2, timeUnixUs: i * 1e6 }));
  }
  assert.equal(book.ended().length, 50);
  assert.equal(book.ended()[0]?.endedUnixUs, 79e6);
});

test("NewRisenAndEndedAlarmsAreAnnounced", () => {
  const before = bookOf(change(2, 2), change(1000, 1)).active();
  const after = bookOf(change(2, 3), change(1, 2)).active();
  assert.equal(
    announcementOf(before, after),
    "high priority alarm: Heart rate high. medium priority alarm: Heart rate low. " +
      "Alarm ended: ECG electrode off.",
  );
  assert.equal(announcementOf(after, after), "");
});
