// The audit package as an auditor opens it: in Chromium, from file://, without a server.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, openPage, screenshot } from "../../portal/test/browser.mjs";
import { makePackage } from "./clean_package.ts";

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 400, height: 800 };
const HOSTILE = "Overdose <script>window.hostile = 1</script><img src=x onerror='window.hostile = 2'>";

const folder = makePackage((risk) => risk.replace('title: "Overdose"', `title: "${HOSTILE}"`));
const pages = readdirSync(folder).filter((name) => name.endsWith(".html"));

let browser: Browser;
const troubles: string[] = [];

before(async () => {
  browser = await launchBrowser();
});

after(async () => {
  await browser.close();
});

function watch(page: Page): void {
  page.on("pageerror", (error) => troubles.push(`error: ${error}`));
  page.on("console", (message) => message.type() === "error" && troubles.push(`console: ${message.text()}`));
  page.on("dialog", (dialog) => troubles.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(pathToFileURL(folder).href)) troubles.push(`fetched: ${request.url()}`);
  });
}

async function open(name: string, size: { width: number; height: number } = DESK): Promise<Page> {
  return await openPage(browser, {
    url: pathToFileURL(join(folder, name)).href,
    size,
    colorScheme: "light",
    before: async (page: Page) => watch(page),
  });
}

test("each page opens without errors and fetches nothing from outside", async () => {
  for (const name of pages) {
    const page = await open(name);
    assert.equal(await page.locator("h1").count(), 1, name);
    assert.equal(await page.locator("main").count(), 1, name);
    assert.equal(await page.locator("nav[aria-label] [aria-current=page]").count(), 1, name);
    await page.context().close();
  }
  assert.equal(pages.length, 15);
  assert.deepEqual(troubles, []);
});

test("each link leads to a page and a place that are there", async () => {
  const links: { from: string; to: string }[] = [];
  const places = new Set<string>();
  for (const name of pages) {
    const page = await open(name);
    const found = await page.evaluate(() => ({
      links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map((link) => link.getAttribute("href")!),
      ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
    }));
    places.add(name);
    for (const id of found.ids) places.add(`${name}#${id}`);
    for (const to of found.links) links.push({ from: name, to: to.startsWith("#") ? name + to : to });
    await page.context().close();
  }
  for (const file of readdirSync(join(folder, "data"))) places.add(`data/${file}`);
  assert.ok(links.length > 300, `${links.length} links`);
  assert.deepEqual(links.filter(({ to }) => !places.has(decodeURIComponent(to))), []);
});

test("search from the keyboard finds a record by words of its text and goes there", async () => {
  const page = await open("index.html");
  await page.keyboard.press("/");
  await page.keyboard.type("dashes 200 ms");
  const options = page.locator("#found [role=option]");
  await options.first().waitFor();
  const labels = await options.locator("b").allTextContents();
  assert.ok(labels.includes("REQ-DISPLAY-001"), labels.join(" "));
  assert.match((await page.locator("#found-count").textContent())!, /^\d+ found$/);
  await page.locator("#search").fill("req-display-001");
  await page.keyboard.press("Enter");
  await page.waitForURL(/requirements\.html#REQ-DISPLAY-001$/);
  assert.ok(await page.locator("article#REQ-DISPLAY-001").isVisible());
  await page.context().close();
});

test("from a hazard links lead over control and requirement to the result", async () => {
  const page = await open("trace.html");
  const thread = page.locator("tbody#HAZ-MISREAD");
  assert.match((await thread.textContent())!, /RC-STALE-RATE.*REQ-DISPLAY-001.*UNIT-DISPLAY.*display\.cc.*passed/s);
  await thread.getByRole("link", { name: "UNIT-DISPLAY" }).click();
  await page.waitForURL(/design\.html#UNIT-DISPLAY$/);
  const article = page.locator("article#UNIT-DISPLAY");
  assert.match((await article.textContent())!, /Draws the rate ten times a second/);
  await article.getByRole("link", { name: "REQ-DISPLAY-001" }).first().click();
  await page.waitForURL(/requirements\.html#REQ-DISPLAY-001$/);
  await page.context().close();
});

test("markup in a record is shown, not run", async () => {
  for (const name of ["risk.html", "trace.html", "index.html"]) {
    const page = await open(name);
    assert.equal(await page.evaluate(() => (window as unknown as { hostile?: number }).hostile), undefined);
    await page.locator("#search").fill("HAZ-OVERDOSE");
    assert.match((await page.locator("#found").textContent())!, /<script>window\.hostile/);
    await page.context().close();
  }
  assert.deepEqual(troubles, []);
});

test("filters show the rows that have what is chosen, and say how many", async () => {
  const page = await open("requirements.html");
  const rows = page.locator("#requirement-table > tr");
  const all = await rows.count();
  const chip = page.locator('.filters [data-tag="class=B"]').first();
  await chip.press("Enter");
  assert.equal(await chip.getAttribute("aria-pressed"), "true");
  const shown = await page.locator("#requirement-table > tr:visible").count();
  assert.ok(shown > 0 && shown < all, `${shown} of ${all}`);
  assert.equal(await page.locator(".filters [role=status]").first().textContent(), `${shown} of ${all} shown`);
  await chip.press("Enter");
  assert.equal(await page.locator("#requirement-table > tr:visible").count(), all);
  await page.context().close();
});

test("no page is wider than a telephone or a desk", async () => {
  for (const size of [PHONE, DESK]) {
    for (const name of pages) {
      const page = await open(name, size);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= size.width, `${name}: ${width} at ${size.width}`);
      await page.context().close();
    }
  }
});

// WCAG 2.1, 1.4.3: 4.5 to 1, relative luminance as it defines it.
test("marks, classes and text can be read by their contrast", async () => {
  const page = await open("index.html");
  const ratios = await page.evaluate(() => {
    const light = (rgb: number[]) => {
      const [r, g, b] = rgb.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const parse = (text: string) => text.match(/[\d.]+/g)!.map(Number);
    const ground = (element: Element): number[] => {
      const [r, g, b, a] = parse(getComputedStyle(element).backgroundColor);
      if (a !== 0) return [r!, g!, b!];
      return element.parentElement ? ground(element.parentElement) : [255, 255, 255];
    };
    return [...document.querySelectorAll(".mark, .clause, .class, small, caption, .intro, .figures a, nav a, main a")].map((element) => {
      const one = light(parse(getComputedStyle(element).color).slice(0, 3));
      const two = light(ground(element));
      return { what: element.className || element.tagName, ratio: (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05) };
    });
  });
  assert.ok(ratios.length > 50);
  assert.deepEqual(ratios.filter(({ ratio }) => ratio < 4.5), []);
  await page.context().close();
});

test("the overview, for docs/images/audit.png", async () => {
  const page = await open("index.html");
  assert.match((await page.locator("main").textContent())!, /Open points/);
  await screenshot(page, "audit");
  await page.context().close();
});
