// Starts the page: connects, feeds the store, draws several times a second so
// that ages count up and values expire even when nothing arrives.

import { fromBinary } from "@bufbuild/protobuf";
import { render } from "preact";
import { type LiveUpdate, LiveUpdateSchema } from "../../platform/wire/cloud_pb.ts";
import { LiveConnection } from "./live/connection.ts";
import type { Alarm } from "./logic/alarms.ts";
import { announcementOf } from "./logic/announcement.ts";
import { SteadyClock } from "./logic/steady_clock.ts";
import { type Page, Store } from "./logic/store.ts";
import { alarmText } from "./logic/terms.ts";
import { TimeText } from "./logic/time_text.ts";
import { App } from "./view/app.tsx";
import { prioritySymbol } from "./view/priority_badge.tsx";

const REDRAW_MS = 200;

const store = new Store(new SteadyClock());
const times = new TimeText();
const root = document.getElementById("app")!;
let announced: readonly Alarm[] = [];
let announcement = "";

function titleOf(page: Page): string {
  const worst = page.shown?.activeAlarms[0];
  if (page.flow.state === "cloud-lost") return "!!! No connection · Vigil";
  if (page.flow.state === "device-silent") return "!!! Device silent · Vigil";
  if (page.flow.state === "device-gone") return "!!! No data · Vigil";
  if (worst === undefined) return "Vigil";
  return `${prioritySymbol(worst.priority)} ${alarmText(worst.id)} · Vigil`;
}

function draw(): void {
  const page = store.page();
  const active = page.shown?.activeAlarms ?? [];
  announcement = announcementOf(announced, active) || announcement;
  announced = active;
  document.title = titleOf(page);
  render(
    <App
      page={page}
      livePage={() => store.page()}
      times={times}
      announcement={announcement}
      onSelect={(deviceId) => {
        store.select(deviceId);
        draw();
      }}
    />,
    root,
  );
}

function read(bytes: Uint8Array): LiveUpdate | undefined {
  try {
    return fromBinary(LiveUpdateSchema, bytes);
  } catch {
    return undefined; // counted and shown; the silence that follows alarms
  }
}

function liveAddress(): string {
  const address = new URL("/v1/live", window.location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

const connection = new LiveConnection(() => new WebSocket(liveAddress()), {
  onState(state) {
    store.setConnection(state);
    draw();
  },
  onBytes(bytes) {
    const update = read(bytes);
    if (update === undefined) store.noteUnreadable();
    else store.apply(update);
    draw();
  },
});

window.setInterval(draw, REDRAW_MS);
window.addEventListener("online", () => connection.retryNow());
document.addEventListener("visibilitychange", draw);
connection.start();
