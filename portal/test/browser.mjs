// Starts the machine's Chromium for a test, with an empty profile and without
// anything that would reach the network by itself.
//
//   const browser = await launchBrowser();
//   const page = await openPage(browser, { url, size: SIZES.desk });
//   await screenshot(page, "portal_live");
//   await browser.close();
//
// Needs playwright-core in node_modules. CHROMIUM names another program than
// /usr/bin/chromium. Screenshots go to TEST_UNDECLARED_OUTPUTS_DIR; without it,
// nothing is written.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--font-render-hinting=none",
];

export const SIZES = {
  phone: { width: 390, height: 844 },
  desk: { width: 1366, height: 900 },
  wall: { width: 2560, height: 1440 },
};

/** @returns {Promise<import("playwright-core").Browser>} */
export async function launchBrowser() {
  const scratch = process.env["TEST_TMPDIR"] ?? tmpdir();
  const home = mkdtempSync(join(scratch, "chromium-"));
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: FLAGS,
    // It makes a socket in TMPDIR, whose path has to be short. It removes it.
    env: { PATH: "/usr/bin:/bin", HOME: home, TMPDIR: "/tmp", LANG: "C.UTF-8" },
  });
  browser.on("disconnected", () => rmSync(home, { recursive: true, force: true }));
  return browser;
}

/**
 * A page of its own, without cookies or storage of another one.
 * startMs: install a clock that stands at this time until the test moves it.
 * before: called with the page before it goes to the address.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {{
 *   url: string,
 *   size: {width: number, height: number},
 *   colorScheme?: "light" | "dark",
 *   timezoneId?: string,
 *   startMs?: number,
 *   before?: (page: import("playwright-core").Page) => Promise<void>,
 * }} options
 * @returns {Promise<import("playwright-core").Page>}
 */
export async function openPage(browser, options) {
  const context = await browser.newContext({
    viewport: options.size,
    colorScheme: options.colorScheme ?? "dark",
    timezoneId: options.timezoneId ?? "Europe/Berlin",
    locale: "en-GB",
  });
  const page = await context.newPage();
  if (options.startMs !== undefined) {
    // The installed clock runs until it is paused, and is paused in its future.
    await page.clock.install({ time: options.startMs - 3_600_000 });
    await page.clock.pauseAt(options.startMs);
  }
  await options.before?.(page);
  await page.goto(options.url);
  return page;
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} name without extension
 */
export async function screenshot(page, name) {
  const folder = process.env["TEST_UNDECLARED_OUTPUTS_DIR"];
  if (folder === undefined) return;
  await page.screenshot({
    path: join(folder, `${name}.png`),
    animations: "disabled",
    fullPage: true,
  });
}
