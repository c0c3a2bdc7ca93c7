// The page in Chromium, fed by a scripted device over a real WebSocket, with a
// clock that only the test moves. PORTAL_BUNDLE names the folder of the bundle.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { toBinary } from "@bufbuild/protobuf";
import type { Browser, Page } from "playwright-core";
import { type LiveUpdate, LiveUpdateSchema } from "../../platform/wire/cloud_pb.ts";
import { SIZES, launchBrowser, openPage, screenshot } from "./browser.mjs";
import { OBSERVATION } from "../src/logic/value_table.ts";
import { LiveServer } from "./live_server.ts";
import { ScriptedDevice, liveUpdate, snapshotOf } from "./scripted_device.ts";

const START_MS = Date.UTC(2026, 0, 15, 13, 3, 0); // 14:03:00 in Berlin
const BEAT_US = 800_000;
const SNAPSHOT_US = 10e6;

let browser: Browser;

before(async () => {
  browser = await launchBrowser();
});

after(async () => {
  await browser.close();
});

// The page, the cloud and a device, with one clock. The device started
// SNAPSHOT_US before the page.
class Scene {
  readonly server = new LiveServer(process.env["PORTAL_BUNDLE"]!);
  readonly device: ScriptedDevice;
  readonly errors: string[] = [];
  declare page: Page;
  nowUs = SNAPSHOT_US; // device time
  #sent = 0;
  #ecgUs = 0; // up to here ECG was sent

  constructor() {
    this.device = new ScriptedDevice("vigil-01", 7, START_MS * 1000 - SNAPSHOT_US);
  }

  async open(
    size: { width: number; height: number },
    colorScheme: "light" | "dark",
  ): Promise<void> {
    const url = await this.server.start();
    this.page = await openPage(browser, {
      url,
      size,
      colorScheme,
      startMs: START_MS,
      before: (page) => this.#prepare(page),
    });
    await this.server.connected(1);
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.page?.context().close();
    assert.deepEqual(this.errors, [], "the page reported no error");
  }

  get cloudUnixUs(): number {
    return this.device.unixUs(this.nowUs);
  }

  // Sends, and waits until the page has taken it.
  async send(update: LiveUpdate): Promise<void> {
    this.server.send(toBinary(LiveUpdateSchema, update));
    await this.#taken(++this.#sent);
  }

  async sendBytes(bytes: Uint8Array): Promise<void> {
    this.server.send(bytes);
    await this.#taken(++this.#sent);
  }

  // Time passes on the page; nothing arrives.
  async pass(ms: number): Promise<void> {
    this.nowUs += ms * 1000;
    await this.page.clock.runFor(ms);
  }

  // Ten seconds of ECG with beats and rates, as the cloud sends them at first.
  async snapshot(...extra: ReturnType<ScriptedDevice["rate"]>[]): Promise<void> {
    const { device } = this;
    this.#ecgUs = SNAPSHOT_US;
    await this.send(
      snapshotOf(
        this.cloudUnixUs,
        [
          device.hello(),
          ...device.ecg(0, SNAPSHOT_US, BEAT_US),
          ...this.#beats(0, SNAPSHOT_US),
          device.status(SNAPSHOT_US - 100_000),
          ...extra,
        ],
        [device.link(240)],
      ),
    );
    await this.pass(300);
  }

  // A second in which everything goes well.
  async second(...extra: ReturnType<ScriptedDevice["rate"]>[]): Promise<void> {
    await this.pass(1000);
    const from = this.#ecgUs;
    const to = Math.floor(this.nowUs / 1e5) * 1e5;
    this.#ecgUs = to;
    await this.send(
      liveUpdate(this.cloudUnixUs, [
        ...this.device.ecg(from, to, BEAT_US),
        ...this.#beats(from, to),
        this.device.status(to),
        ...extra,
      ]),
    );
    await this.pass(200);
  }

  // Lets time pass until the page opens its connection once more, and no longer:
  // it would give up on a connection that says nothing.
  async reconnected(): Promise<void> {
    const { server, page } = this;
    const wanted = server.connections + 1;
    const attempts = () =>
      page.evaluate(() => (window as unknown as { attempts: number }).attempts);
    const before = await attempts();
    while (server.connections < wanted && (await attempts()) === before) {
      await this.pass(100);
    }
    await server.connected(wanted);
  }

  async text(testId: string): Promise<string> {
    return (await this.page.getByTestId(testId).first().textContent()) ?? "";
  }

  #beats(fromUs: number, toUs: number) {
    const beats = [];
    for (let us = 300_000; us < toUs; us += BEAT_US) {
      if (us >= fromUs) beats.push(this.device.beat(us));
    }
    return beats;
  }

  async #prepare(page: Page): Promise<void> {
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      const text = message.text();
      if (message.type() !== "error" || /WebSocket connection/.test(text)) return;
      this.errors.push(text);
    });
    await page.addInitScript(() => {
      const counted = window as unknown as { taken: number; attempts: number };
      counted.taken = 0;
      counted.attempts = 0;
      window.WebSocket = class extends WebSocket {
        constructor(address: string | URL) {
          super(address);
          counted.attempts++;
          this.addEventListener("message", () => counted.taken++);
        }
      };
    });
  }

  async #taken(count: number): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => (window as unknown as { taken: number }).taken >= wanted,
      count,
    );
  }
}

async function withScene(
  size: { width: number; height: number },
  colorScheme: "light" | "dark",
  body: (scene: Scene) => Promise<void>,
): Promise<void> {
  const scene = new Scene();
  try {
    await scene.open(size, colorScheme);
    await body(scene);
  } finally {
    await scene.close();
  }
}

// Pixels of the plot that have the colour of the trace, by third of its width.
async function tracePixels(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".trace-host canvas")!;
    const name = getComputedStyle(canvas).getPropertyValue("--trace").trim();
    const wanted = [1, 3, 5].map((at) => parseInt(name.slice(at, at + 2), 16));
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, width, height);
    const thirds = [0, 0, 0];
    for (let i = 0; i < width * height; i++) {
      const hit = wanted.every((value, c) => Math.abs(data[4 * i + c]! - value) < 24);
      if (hit) thirds[Math.floor((3 * (i % width)) / width)]!++;
    }
    return thirds;
  });
}

// Texts whose contrast with what lies behind them is below 4.5 : 1 (WCAG 2, AA).
async function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: number[]) => {
      const [r, g, b] = colour.slice(0, 3).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const behind = (element: Element | null): number[] => {
      for (let at = element; at !== null; at = at.parentElement) {
        const colour = channels(getComputedStyle(at).backgroundColor);
        if (colour.length === 3 || colour[3] === 1) return colour;
      }
      return [255, 255, 255];
    };
    const faint: string[] = [];
    for (const element of document.querySelectorAll("#app *:not([aria-hidden=true])")) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== "",
      );
      if (!own) continue;
      const text = luminance(channels(getComputedStyle(element).color));
      const ground = luminance(behind(element));
      const contrast =
        (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
      if (contrast < 4.5) faint.push(`${element.textContent} ${contrast.toFixed(1)}`);
    }
    return faint;
  });
}

async function alarmNames(page: Page): Promise<string[]> {
  return page.locator("[data-testid=active-alarm] .alarm-name").allTextContents();
}

// What a device at the wrist tells at that time.
function atWrist(device: ScriptedDevice, timeUs: number) {
  const { kApneaMinute, kFallDetected, kPerfusionIndex, kPulseRate } = OBSERVATION;
  const { kSkinTemperature, kSleepMinute, kSpo2, kStepRate } = OBSERVATION;
  return [
    device.observation(kPulseRate, timeUs, 71),
    device.observation(kSpo2, timeUs, 97, { unit: 7 }),
    device.observation(kPerfusionIndex, timeUs, 12_300, { unit: 8, validity: 2, reason: 3 }),
    device.observation(kSkinTemperature, timeUs, 33_160, { unit: 9 }),
    device.observation(kFallDetected, timeUs, 0, { unit: 5, validity: 0, reason: 10 }),
    device.observation(kSleepMinute, timeUs, 0, { unit: 6, validForUs: 250e6 }),
    device.observation(kStepRate, timeUs, 0, { validity: 0, reason: 12 }),
    device.observation(kApneaMinute, timeUs, 1, { unit: 6, validForUs: 90e6 }),
  ];
}

// What a device with an ECG tells of the rhythm.
function rhythms(device: ScriptedDevice, timeUs: number) {
  const { kAsystole, kAtrialFibrillation, kEcgQuality } = OBSERVATION;
  const { kVentricularFibrillation, kVentricularTachycardia } = OBSERVATION;
  return [
    device.observation(kVentricularFibrillation, timeUs, 0, { unit: 6 }),
    device.observation(kVentricularTachycardia, timeUs, 0, { unit: 6, validity: 0, reason: 3 }),
    device.observation(kAsystole, timeUs, 0, { unit: 6 }),
    device.observation(kAtrialFibrillation, timeUs, 1, { unit: 6 }),
    device.observation(kEcgQuality, timeUs, 1, { unit: 6 }),
  ];
}

test("ADeviceWithoutAnEcgShowsItsValuesAndWhatIsNotValidated [REQ-PAGE-008] [REQ-PAGE-009] [REQ-PAGE-010]", async () => {
  for (const name of ["desk", "phone"] as const) {
    await withScene(SIZES[name], "light", async (scene) => {
      const { device, page } = scene;
      const value = (code: number) => page.getByTestId(`value-${code}`);
      // given a wrist monitor that a program feeds
      await scene.send(
        snapshotOf(scene.cloudUnixUs, [
          device.hello(true),
          ...atWrist(device, 9.5e6),
          device.alarm(9e6, 7, 2, 1, 84, 90),
          device.alarm(9e6, 11, 2, 1, 3500),
          device.status(9.9e6),
        ]),
      );
      await scene.pass(300);
      // then there is no place for an ECG, and each value has unit, time and label
      assert.equal(await page.locator(".trace").count(), 0);
      const saturation = await value(OBSERVATION.kSpo2).innerText();
      assert.match(saturation, /97\s*%/);
      assert.match(saturation, /14:02:59, 0 s ago/);
      assert.match(saturation, /SpO2 low: 84 %, limit 90 %/);
      assert.match(saturation, /not clinically validated/);
      const pulse = await value(OBSERVATION.kPulseRate).innerText();
      assert.match(pulse, /71\s*\/min/);
      assert.match(pulse, /open recordings only, no clinical study/);
      assert.match(await value(OBSERVATION.kSkinTemperature).innerText(), /33\.2\s*°C/);
      assert.match(await value(OBSERVATION.kStepRate).innerText(), /—[^]*Cannot be determined: the device is not worn/);
      assert.match(await value(OBSERVATION.kFallDetected).innerText(), /none[^]*Fall: 3500 mg\n/);
      assert.match(await value(OBSERVATION.kPerfusionIndex).innerText(), /Questionable/);
      assert.match(await page.locator(".values .panel-head").innerText(), /Simulated: no patient/);
      assert.match(await page.locator(".top").innerText(), /Simulated/);
      assert.match(await page.getByTestId("active-alarm").first().innerText(), /not clinically validated/);
      // and the words behind the labels are there without a pointer
      await page.getByText("Evidence behind each value").click();
      assert.match(await page.locator(".evidence").innerText(), /calibration is that of a textbook/);
      await screenshot(page, `portal_wrist_${name}`);
      // when nothing new comes
      await scene.pass(2000);
      await scene.send(liveUpdate(scene.cloudUnixUs, [device.status(12e6)]));
      await scene.pass(2900);
      // then no old value stays
      assert.match(await value(OBSERVATION.kSpo2).innerText(), /—[^]*No current value since 14:03:04/);
    });
  }
});

test("RunningTraceHeartRateTimeAndZoneAreShown", async () => {
  await withScene(SIZES.desk, "dark", async (scene) => {
    // given ten seconds of ECG and a heart rate of half a second ago
    await scene.snapshot(scene.device.rate(9.5e6, 75));
    // then the trace runs over the whole paper, and the rate has time and validity
    for (const pixels of await tracePixels(scene.page)) assert.ok(pixels > 300, `${pixels}`);
    assert.equal(await scene.text("heart-rate"), "75");
    const panel = await scene.page.locator(".vital").innerText();
    assert.match(panel, /at 14:02:59 (CET|UTC\+1)/);
    assert.match(panel, /valid until 14:03:04/);
    assert.match(await scene.text("flow"), /Live/);
    assert.equal(await scene.page.getByTestId("notice").count(), 0);
    await screenshot(scene.page, "portal_live_dark");
  });
});

test("HeartRatePastItsValidityDisappears [REQ-PAGE-001]", async () => {
  await withScene(SIZES.desk, "light", async (scene) => {
    await scene.snapshot(scene.device.rate(9e6, 75, { validForUs: 3e6 }));
    assert.equal(await scene.text("heart-rate"), "75");
    // when two more seconds pass with ECG but without a new heart rate
    await scene.second();
    await scene.second();
    // then the number is gone and the page says since when
    assert.equal(await scene.text("heart-rate"), "—");
    const panel = await scene.page.locator(".vital").innerText();
    assert.match(panel, /No current value since 14:03:02/);
    assert.doesNotMatch(panel, /75/);
    await screenshot(scene.page, "portal_rate_expired");
    // when a new one comes
    await scene.second(scene.device.rate(scene.nowUs + 0.9e6, 81));
    // then it is shown
    assert.equal(await scene.text("heart-rate"), "81");
  });
});

test("UndeterminableHeartRateIsExplainedAndLeadOffIsMarked [REQ-PAGE-002]", async () => {
  await withScene(SIZES.desk, "light", async (scene) => {
    const { device } = scene;
    await scene.snapshot(device.rate(9.5e6, 75));
    // when an electrode comes off
    await scene.pass(2000);
    await scene.send(
      liveUpdate(scene.cloudUnixUs, [
        ...device.ecg(10e6, 12.3e6, BEAT_US, 1),
        device.rate(11.5e6, 0, { validity: 0, reason: 2 }),
        device.alarm(12e6, 1000, 1, 1),
        device.status(12.3e6),
      ]),
    );
    await scene.pass(300);
    // then there is no number, but the reason
    assert.equal(await scene.text("heart-rate"), "—");
    const panel = await scene.page.locator(".vital").innerText();
    assert.match(panel, /Cannot be determined: an electrode has no contact/);
    assert.deepEqual(await alarmNames(scene.page), ["ECG electrode off"]);
    // and no trace is drawn where the lead was off
    await screenshot(scene.page, "portal_lead_off");
  });
});

test("AlarmsAreSortedAndTellTheirPriorityInFourWays [REQ-PAGE-005]", async () => {
  await withScene(SIZES.desk, "dark", async (scene) => {
    const { device, page } = scene;
    // given a low, a medium and a high alarm, raised in this order, and an ended one
    await scene.snapshot(
      device.rate(9.5e6, 148),
      device.alarm(2e6, 1, 2, 1, 44, 50),
      device.alarm(5e6, 1, 2, 2, 52, 50),
      device.alarm(6e6, 1000, 1, 1),
      device.alarm(7e6, 2, 2, 1, 148, 120),
      device.alarm(8e6, 1001, 3, 1),
    );
    // then the patient's and the system's are apart, each by priority
    assert.deepEqual(await alarmNames(page), [
      "Heart rate high",
      "ECG signal lost",
      "ECG electrode off",
    ]);
    assert.match(await scene.text("alarm-bar"), /ECG signal lost.*\+2 more/);
    assert.match(await scene.text("ended-alarm"), /Heart rate low.*physiological/);
    // and text, symbol, colour, shape and pattern are different for each
    const signs = await page.locator("[data-testid=active-alarm]").evaluateAll((alarms) =>
      alarms.map((alarm) => {
        const sign = alarm.querySelector(".badge-sign")!;
        const style = getComputedStyle(sign);
        return [
          alarm.querySelector(".badge-text")!.textContent,
          sign.textContent,
          style.backgroundColor,
          `${style.clipPath} ${style.borderRadius}`,
          getComputedStyle(alarm, "::before").backgroundImage,
        ];
      }),
    );
    assert.deepEqual(signs.map(([text]) => text), ["medium", "high", "low"]);
    assert.deepEqual(signs.map(([, symbol]) => symbol), ["!!", "!!!", "!"]);
    for (let way = 0; way < 5; way++) {
      assert.equal(new Set(signs.map((sign) => sign[way])).size, 3, `way ${way}`);
    }
    // and a screen reader is told
    assert.match(
      (await page.getByRole("status").textContent()) ?? "",
      /high priority alarm: ECG signal lost/,
    );
    assert.match(await page.title(), /!!! ECG signal lost/);
    await screenshot(page, "portal_alarms_dark");
  });
});

test("SilentDeviceIsToldAndItsPastIsNotShownAsPresent [REQ-PAGE-003]", async () => {
  await withScene(SIZES.desk, "dark", async (scene) => {
    await scene.snapshot(
      scene.device.rate(9.5e6, 148, { validForUs: 3e6 }),
      scene.device.alarm(7e6, 2, 2, 1, 148, 120),
    );
    await scene.second(scene.device.rate(10.8e6, 148, { validForUs: 3e6 }));
    // when the cloud goes on but nothing comes of the device
    for (let i = 0; i < 4; i++) {
      await scene.pass(1000);
      await scene.send(liveUpdate(scene.cloudUnixUs));
    }
    await scene.pass(300);
    // then the page says so
    assert.match(await scene.text("notice"), /Device silent.*vigil-01.*14:03:01/);
    assert.match(await scene.text("flow"), /Device silent/);
    assert.equal(await scene.text("heart-rate"), "—");
    assert.match(await scene.text("active-alarm"), /last known, may have changed/);
    assert.match(await scene.page.title(), /!!! Device silent/);
    await screenshot(scene.page, "portal_device_silent");
  });
});

test("LostConnectionIsToldAndEndsByItself", async () => {
  await withScene(SIZES.desk, "light", async (scene) => {
    await scene.snapshot(scene.device.rate(9.5e6, 75));
    // when the cloud dies
    scene.server.accepting = false;
    scene.server.dropAll();
    await scene.page.getByText("Connection to the cloud lost").waitFor();
    await scene.pass(6500);
    assert.equal(await scene.text("heart-rate"), "—");
    assert.match(await scene.text("notice"), /No data since 14:03:00/);
    await screenshot(scene.page, "portal_connection_lost");
    // and is back
    scene.server.accepting = true;
    await scene.reconnected();
    await scene.send(
      snapshotOf(scene.cloudUnixUs, [
        scene.device.status(scene.nowUs - 100_000),
        scene.device.rate(scene.nowUs - 200_000, 77),
      ]),
    );
    await scene.pass(300);
    // then the page shows what is current
    assert.equal(await scene.text("heart-rate"), "77");
    assert.equal(await scene.page.getByTestId("notice").count(), 0);
  });
});

test("SilentConnectionIsToldAfterThreeSeconds [REQ-PAGE-003]", async () => {
  await withScene(SIZES.desk, "dark", async (scene) => {
    await scene.snapshot(scene.device.rate(9.5e6, 75));
    await scene.pass(2500);
    assert.equal(await scene.page.getByText("Connection to the cloud lost").count(), 0);
    await scene.pass(600);
    assert.match(await scene.text("notice"), /Connection to the cloud lost/);
    assert.equal(await scene.page.locator(".notice-high").count(), 1, "of high priority");
  });
});

test("GapIsSeenAsAGap [REQ-PAGE-007]", async () => {
  await withScene(SIZES.desk, "dark", async (scene) => {
    const { device } = scene;
    // given ECG of which the seconds from 5.5 to 7.9 are missing
    await scene.send(
      snapshotOf(
        scene.cloudUnixUs,
        [
          device.hello(),
          ...device.ecg(0, 5.5e6, BEAT_US),
          ...device.ecg(7.9e6, 10e6, BEAT_US),
          device.rate(9.5e6, 0, { validity: 0, reason: 5 }),
        ],
        [device.link(200, 30, 2, 1)],
      ),
    );
    await scene.pass(300);
    // then nothing is drawn in between
    const [left, middle, right] = await tracePixels(scene.page);
    assert.ok(left! > 300 && right! > 300 && middle === 0, `${left} ${middle} ${right}`);
    assert.match(await scene.page.locator(".link").innerText(), /Lost\s+▲ 30/);
    await screenshot(scene.page, "portal_gap");
  });
});

test("MessageThatCannotBeReadIsCountedAndNothingElseChanges", async () => {
  await withScene(SIZES.desk, "dark", async (scene) => {
    await scene.snapshot(scene.device.rate(9.5e6, 75));
    await scene.sendBytes(Uint8Array.of(0x0a, 0xff, 0xff, 0xff));
    await scene.pass(300);
    assert.equal(await scene.text("heart-rate"), "75");
    assert.match(await scene.page.locator(".link").innerText(), /Unreadable/);
  });
});

test("SecondDeviceIsReachedByKeyboard", async () => {
  await withScene(SIZES.desk, "dark", async (scene) => {
    const other = new ScriptedDevice("vigil-02", 1, START_MS * 1000 - SNAPSHOT_US);
    const wrist = new ScriptedDevice("vigil-03", 1, START_MS * 1000 - SNAPSHOT_US);
    await scene.snapshot(
      scene.device.rate(9.5e6, 75),
      ...rhythms(scene.device, 9.5e6),
      other.rate(9.5e6, 31),
      other.alarm(9e6, 1, 3, 1, 31, 50),
      other.status(9.9e6),
      wrist.hello(true),
      ...atWrist(wrist, 9.5e6),
    );
    assert.match(
      await scene.page.getByRole("button", { name: /vigil-03/ }).innerText(),
      /Simulated[^]*Pulse rate\s+71 \/min[^]*SpO2\s+97 %/,
    );
    await screenshot(scene.page, "portal_three_devices");
    const tab = scene.page.getByRole("button", { name: /vigil-02.*Heart rate low/ });
    await tab.focus();
    await scene.page.keyboard.press("Enter");
    assert.equal(await scene.text("heart-rate"), "31");
    assert.equal(await tab.getAttribute("aria-pressed"), "true");
    await screenshot(scene.page, "portal_two_devices");
  });
});

for (const [name, size] of Object.entries(SIZES)) {
  for (const scheme of ["light", "dark"] as const) {
    test(`NothingOverflowsOn_${name}_${scheme}`, async () => {
      await withScene(size, scheme, async (scene) => {
        const { device, page } = scene;
        await scene.snapshot(
          device.rate(9.5e6, 148),
          ...rhythms(device, 9.5e6),
          ...atWrist(device, 9.5e6),
          device.alarm(2e6, 1, 2, 1, 44, 50),
          device.alarm(4e6, 1, 2, 2, 52, 50),
          device.alarm(6e6, 2, 2, 1, 148, 120),
          device.alarm(6e6, 1003, 3, 1),
        );
        const overflowing = await page.evaluate(() => {
          const width = document.documentElement.clientWidth;
          return [...document.querySelectorAll("body *")]
            .filter((element) => {
              const box = element.getBoundingClientRect();
              if (box.width === 0 || element.closest(".unseen")) return false;
              return box.right > width + 0.5 || box.left < -0.5;
            })
            .map((element) => `${element.tagName}.${element.className}`);
        });
        assert.deepEqual(overflowing, []);
        const clipped = await page.evaluate(() =>
          [...document.querySelectorAll(".panel, .tile, .notice, .alarm-bar, .alarm, .top")]
            .filter((element) => element.scrollWidth > element.clientWidth + 1)
            .map((element) => element.className),
        );
        assert.deepEqual(clipped, []);
        assert.deepEqual(await faintTexts(page), []);
        await screenshot(page, `portal_${name}_${scheme}`);
      });
    });
  }
}
