// Drives Firefox over WebDriver BiDi for tests/journeys/test_firefox.py: one command a line comes in, one answer a line goes out.

import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [firefox, axe, script] = process.argv.slice(2);
const PATIENCE = 20_000;

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: firefox,
  headless: true,
  extraPrefsFirefox: {
    "javascript.enabled": script !== "no-script",
    "dom.serviceWorkers.testing.enabled": true,
    "datareporting.policy.dataSubmissionEnabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "ui.prefersReducedMotion": 1,
  },
});

let context, page;

const verbs = {
  async phone({ languages = "en-US" }) {
    await context?.close();
    context = await browser.createBrowserContext();
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.setViewport({ width: 360, height: 740 });
    await page.setExtraHTTPHeaders({ "Accept-Language": languages }).catch(() => null);
  },
  goto: async ({ url }) => (await page.goto(url, { waitUntil: "load" }))?.status() ?? 0,
  fill: async ({ at, text }) => void (await page.type(at, text)),
  click: async ({ at }) => void (await page.click(at)),
  // A form or a link that leads to another page.
  async follow({ at }) {
    await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.click(at)]);
    return page.url();
  },
  // By keyboard: where no script runs, nothing can say where on the screen a button is.
  async press({ at, key, leads }) {
    const before = await page.evaluate("performance.timeOrigin");
    await page.focus(at);
    await page.keyboard.press(key);
    if (!leads) return;
    for (const until = Date.now() + PATIENCE; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 200))) {
      const now = await page.evaluate("[performance.timeOrigin, document.readyState].join()").catch(() => "");
      if (now.endsWith("complete") && !now.startsWith(`${before},`)) return;
    }
    throw new Error(`nothing happened at ${page.url()}`);
  },
  keys: async ({ key, times = 1 }) => {
    for (let n = 0; n < times; n++) await page.keyboard.press(key);
  },
  files: async ({ at, paths }) => void (await (await page.$(at)).uploadFile(...paths)),
  // What lies behind an address, as this browser gets it.
  async taken({ path }) {
    return page.evaluate(async (where) => {
      const answer = await fetch(where);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return { status: answer.status, type: answer.headers.get("Content-Type"), body: btoa(text) };
    }, path);
  },
  back: async () => void (await page.goBack({ waitUntil: "load" })),
  value: async ({ at }) => page.$eval(at, (one) => one.value),
  attribute: async ({ at, name }) => page.$eval(at, (one, of) => one.getAttribute(of), name),
  wait: async ({ at }) => void (await page.waitForSelector(at, { visible: true })),
  async waitPath({ part }) {
    for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
      if (new URL(page.url()).pathname.includes(part)) return page.url();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`still at ${page.url()}`);
  },
  url: async () => page.url(),
  text: async ({ at }) => page.$eval(at, (one) => one.innerText),
  seen: async ({ at }) => page.evaluate((where) => [...document.querySelectorAll(where)].some((one) => one.checkVisibility()), at),
  run: async ({ code }) => page.evaluate(code),
  picture: async ({ path }) => void (await page.screenshot({ path, fullPage: true })),
  async accessible({ standards }) {
    await page.evaluate(readFileSync(axe, "utf8"));
    const found = await page.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags } }), standards);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    return [...found.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]), ...(wide ? ["too wide"] : [])];
  },
};

process.stdout.write(`${JSON.stringify({ ready: await browser.version() })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { verb, ...how } = JSON.parse(line);
  if (verb === "end") break;
  const answer = await verbs[verb](how).then((value) => ({ value: value ?? null }), (problem) => ({ problem: String(problem) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
