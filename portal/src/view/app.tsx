// The page. It draws what the store says and decides nothing about values.

import type { ComponentChildren } from "preact";
import type { Alarm } from "../logic/alarms.ts";
import type { Flow } from "../logic/flow.ts";
import { noticeOf } from "../logic/notice.ts";
import type { DevicePage, DeviceTab, Page, ShownValue } from "../logic/store.ts";
import { alarmText } from "../logic/terms.ts";
import type { TimeText } from "../logic/time_text.ts";
import { AlarmPanel, alarmCause } from "./alarm_panel.tsx";
import { HeartRatePanel } from "./heart_rate_panel.tsx";
import { LinkPanel } from "./link_panel.tsx";
import { PriorityBadge, prioritySymbol } from "./priority_badge.tsx";
import { TracePanel } from "./trace_panel.tsx";
import { ValuesPanel } from "./values_panel.tsx";

interface Props {
  readonly page: Page;
  readonly livePage: () => Page; // as it is at the moment of the call
  readonly times: TimeText;
  readonly announcement: string;
  readonly onSelect: (deviceId: string) => void;
}

const FLOW_CHIP: Readonly<Record<Flow["state"], string>> = {
  live: "Live",
  connecting: "Connecting",
  "cloud-lost": "No connection",
  "no-device": "Waiting",
  "device-gone": "No data",
  "switched-off": "Switched off",
  "device-silent": "Device silent",
  late: "Late",
};

const FLOW_SIGN: Readonly<Record<Flow["state"], string>> = {
  live: "●",
  connecting: "◌",
  "cloud-lost": "✕",
  "no-device": "◌",
  "device-gone": "✕",
  "switched-off": "■",
  "device-silent": "✕",
  late: "▲",
};

// In short: the number alone while it is current, else a dash.
function Vital(props: { readonly value: ShownValue }) {
  const { terms, reading } = props.value;
  return (
    <span class="tab-vital">
      {terms.name}{" "}
      <b>
        {reading.state === "current" ? `${terms.text(reading.value)} ${terms.unitText}` : "—"}
      </b>
    </span>
  );
}

function Simulated() {
  return <span class="simulated">Simulated</span>;
}

function Tab(props: {
  readonly tab: DeviceTab;
  readonly onSelect: (deviceId: string) => void;
}) {
  const { tab } = props;
  const alarm = tab.worstAlarm;
  const stopped = tab.flow.state !== "live";
  return (
    <button
      type="button"
      class="tab"
      aria-pressed={tab.selected}
      onClick={() => props.onSelect(tab.id)}
    >
      {tab.id}
      {tab.isSimulated && <Simulated />}
      {tab.vitals.map((value) => (
        <Vital key={value.terms.code} value={value} />
      ))}
      {alarm && (
        <span class={`tab-alarm tab-${alarm.priority}`}>
          {prioritySymbol(alarm.priority)} {alarmText(alarm.id)}
        </span>
      )}
      {stopped && (
        <span class="tab-stopped">
          {FLOW_SIGN[tab.flow.state]} {FLOW_CHIP[tab.flow.state]}
        </span>
      )}
    </button>
  );
}

function Header(props: Props) {
  const { page, times } = props;
  const { state } = page.flow;
  const [only] = page.tabs;
  const choice = page.tabs.length > 1 || state === "device-gone";
  return (
    <header class="top">
      <span class="brand">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <path d="M2 17h7l3-9 6 18 4-12 2 3h6" />
        </svg>
        <h1>Vigil</h1>
      </span>
      {choice ? (
        <nav class="tabs" aria-label="Devices">
          {page.tabs.map((tab) => (
            <Tab key={tab.id} tab={tab} onSelect={props.onSelect} />
          ))}
        </nav>
      ) : (
        <span class="device-name">
          {only?.id} {only?.isSimulated && <Simulated />}
        </span>
      )}
      <span class={`chip chip-${state}`} data-testid="flow">
        <span aria-hidden="true">{FLOW_SIGN[state]}</span> {FLOW_CHIP[state]}
      </span>
      <span class="now">
        <span class="now-clock">{times.clock(page.nowUnixUs)}</span>
        <span class="now-zone">
          {times.day(page.nowUnixUs)} · {times.zone(page.nowUnixUs)}
        </span>
      </span>
    </header>
  );
}

function NoticeBar(props: Props) {
  const { page, times } = props;
  const notice = noticeOf(page.flow, page.selectedId, page.nowUnixUs, times);
  let content: ComponentChildren = null;
  if (notice !== undefined) {
    const { priority } = notice;
    content = (
      <div class={`notice notice-${priority}`} data-testid="notice">
        {priority === "information" ? (
          <span class="notice-sign" aria-hidden="true">
            i
          </span>
        ) : (
          <PriorityBadge priority={priority} />
        )}
        <div>
          <p class="notice-title">{notice.title}</p>
          {/* The age in it counts up: read once with the title, not each second. */}
          <p class="notice-text" aria-live="off">
            {notice.text}
          </p>
        </div>
      </div>
    );
  }
  return (
    <div class="alert" role="alert">
      {content}
    </div>
  );
}

// The worst alarm, where it is seen from across the room.
function AlarmBar(props: { readonly alarms: readonly Alarm[]; readonly current: boolean }) {
  const [worst, ...others] = props.alarms;
  if (worst === undefined) return null;
  return (
    <div
      class={`alarm-bar alarm-${worst.priority}${props.current ? "" : " alarm-old"}`}
      data-testid="alarm-bar"
    >
      <PriorityBadge priority={worst.priority} />
      <span class="alarm-bar-name">{alarmText(worst.id)}</span>
      <span class="alarm-bar-cause">
        {props.current ? alarmCause(worst) : "last known, may have changed"}
      </span>
      {others.length > 0 && (
        <span class="alarm-bar-more">+{others.length} more</span>
      )}
    </div>
  );
}

// A device without an ECG has no place for one.
function gridOf(shown: DevicePage | undefined): string {
  if (shown === undefined || shown.values.length === 0) return "grid";
  return shown.device.hasEcg ? "grid grid-ecg-values" : "grid grid-values";
}

export function App(props: Props) {
  const { page, times } = props;
  const { shown, nowUnixUs } = page;
  const flowing = page.flow.state === "live";
  const grid = gridOf(shown);
  return (
    <>
      <Header {...props} />
      <NoticeBar {...props} />
      <AlarmBar alarms={shown?.activeAlarms ?? []} current={flowing} />
      <p class="unseen" role="status" aria-live="assertive">
        {props.announcement}
      </p>
      <main class={`${grid} flow-${page.flow.state}`}>
        {grid !== "grid grid-values" && (
          <>
            <TracePanel page={props.livePage} times={times} />
            <HeartRatePanel
              shown={shown}
              flowing={flowing}
              nowUnixUs={nowUnixUs}
              times={times}
            />
          </>
        )}
        {shown && shown.values.length > 0 && (
          <ValuesPanel
            shown={shown}
            flowing={flowing}
            nowUnixUs={nowUnixUs}
            times={times}
          />
        )}
        <AlarmPanel
          shown={shown}
          current={flowing}
          nowUnixUs={nowUnixUs}
          times={times}
        />
        <LinkPanel
          shown={shown}
          unreadable={page.unreadable}
          nowUnixUs={nowUnixUs}
          times={times}
        />
      </main>
      <footer>
        This page shows; it sounds no alarm. Engineering release, not for
        clinical use.
      </footer>
    </>
  );
}
