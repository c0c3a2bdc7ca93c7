// The demo in real time, seen by a clinician: the ECG runs, the heart rate is there, a
// second device is beside it and marked as simulated, and each part that is killed shows
// as what it is. DEMO names the program.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { SIZES, launchBrowser, openPage, screenshot } from "../../portal/test/browser.mjs";

const DEMO = process.env["DEMO"]!;
const PATIENCE_MS = 45_000; // for a loaded machine; the product needs seconds

let browser: Browser;
let page: Page;
let demo: ChildProcess;
// Short, because the path of a Unix socket has to be.
const scratch = mkdtempSync("/tmp/vigil-product-");

interface Child {
  readonly pid: number;
  readonly command: string;
}

// Processes that the demo started.
function childrenOf(pid: number): Child[] {
  const children: Child[] = [];
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${entry}/status`, "utf8");
      if (!status.includes(`\nPPid:\t${pid}\n`)) continue;
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ");
      children.push({ pid: Number(entry), command });
    } catch {
      // It ended meanwhile.
    }
  }
  return children;
}

// The one whose command has all of `words` in it.
function kill(...words: string[]): void {
  const found = childrenOf(demo.pid!).filter(({ command }) =>
    words.every((word) => command.includes(word)),
  );
  assert.equal(found.length, 1, `${words.join(" ")} is running once`);
  process.kill(found[0]!.pid, "SIGKILL");
}

const heartRate = () => page.getByTestId("heart-rate");
const notice = (title: string) => page.getByTestId("notice").getByText(title);
const tab = (device: string) => page.getByRole("button", { name: new RegExp(device) });

async function heartRateIsShown(): Promise<void> {
  await page.waitForFunction(
    () => /^\d+$/.test(document.querySelector('[data-testid="heart-rate"]')?.textContent?.trim() ?? ""),
    undefined,
    { timeout: PATIENCE_MS },
  );
}

before(async () => {
  demo = spawn(DEMO, ["--port=0"], {
    cwd: DEMO.replace(/\/tools\/demo\/demo$/, ""),
    env: { ...process.env, TMPDIR: scratch },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let address = "";
  for await (const line of createInterface(demo.stdout!)) {
    address = /^Portal: (http:\S+)$/.exec(line)?.[1] ?? "";
    if (address) break;
  }
  assert.ok(address, "the demo prints the portal's address");
  browser = await launchBrowser();
  page = await openPage(browser, { url: address, size: SIZES.desk });
});

after(async () => {
  await browser?.close();
  demo?.kill("SIGKILL");
  rmSync(scratch, { recursive: true, force: true });
});

test("the ECG runs and the heart rate is shown", async () => {
  await tab("demo-chest").click({ timeout: PATIENCE_MS });
  await heartRateIsShown();
  const rate = Number(await heartRate().textContent());
  // Record 208, the built-in ECG, has 80 to 130 beats a minute.
  assert.ok(rate >= 60 && rate <= 160, `heart rate ${rate}`);
  await page.waitForFunction(
    () => {
      const canvas = document.querySelector("canvas");
      const context = canvas?.getContext("2d");
      if (!canvas || !context || canvas.width === 0) return false;
      const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
      let drawn = 0;
      for (let i = 3; i < pixels.length; i += 4) if (pixels[i]! > 128) drawn += 1;
      return drawn > canvas.width;
    },
    undefined,
    { timeout: PATIENCE_MS },
  );
  // The wrist needs 15 s for its first values.
  await tab("demo-wrist").getByText(/^\d+ %$/).waitFor({ timeout: PATIENCE_MS });
  await screenshot(page, "product");
});

test("a cloud that is killed shows, and comes back with what it had", async () => {
  kill("vigil_cloud");
  await notice("Connection to the cloud lost").waitFor({ timeout: PATIENCE_MS });
  await notice("Connection to the cloud lost").waitFor({ state: "hidden", timeout: PATIENCE_MS });
  await heartRateIsShown();
});

test("the wrist has values of its own, and all of them are marked as simulated", async () => {
  assert.doesNotMatch(await tab("demo-chest").innerText(), /Simulated/);
  await tab("demo-wrist").click();
  // He is short of oxygen from half a minute on: it is alarmed, or was.
  await page.getByText("SpO2 low").first().waitFor({ timeout: PATIENCE_MS });
  assert.match(await tab("demo-wrist").innerText(), /Simulated[^]*Pulse rate[^]*SpO2/);
  assert.match(await page.locator(".values .panel-head").innerText(), /Simulated: no patient/);
  assert.equal(await page.locator(".trace").count(), 0);
  await screenshot(page, "product_wrist");
  // What the wrist says is no matter of the chest.
  await tab("demo-chest").click();
  await page.locator(".trace").waitFor({ timeout: PATIENCE_MS });
  assert.equal(await page.getByText("Simulated: no patient").count(), 0);
});

test("a device that stops is told, and no old heart rate stays", async () => {
  kill("qemu-system-arm", "demo-chest");
  await page.getByTestId("notice").getByText("Device silent").waitFor({ timeout: PATIENCE_MS });
  await page.waitForFunction(
    () => !/\d/.test(document.querySelector('[data-testid="heart-rate"]')?.textContent ?? "0"),
    undefined,
    { timeout: PATIENCE_MS },
  );
  await screenshot(page, "product_silent");
  assert.doesNotMatch(await tab("demo-wrist").innerText(), /Device silent/);
});

test("Ctrl-C leaves no process and no file behind", async () => {
  const children = childrenOf(demo.pid!);
  assert.equal(children.length, 4, "two gateways, the cloud and the wrist are running");
  demo.kill("SIGINT");
  const [code] = await once(demo, "exit");
  assert.equal(code, 0);
  for (const { pid } of children) assert.ok(!existsSync(`/proc/${pid}`), `process ${pid} is gone`);
  assert.deepEqual(
    readdirSync(scratch).filter((name) => name.startsWith("vigil-demo")),
    [],
  );
});
