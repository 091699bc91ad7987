// Opens reports in Chromium: node look.mjs <folder with hostile.html, corpus.html and large.html> [folder for pictures].
// Prints one JSON object of what was seen; CHROMIUM names the program.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [folder, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const address = (name, hash = "") => pathToFileURL(join(folder, name)).href + hash;
const seen = { console: [], requests: [], dialogs: 0, violations: {}, wide: [] };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const open = async options => {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], ...options });
  context.setDefaultTimeout(120000);
  const page = await context.newPage();
  page.on("console", message => { if (["error", "warning"].includes(message.type())) seen.console.push(message.text()); });
  page.on("pageerror", error => seen.console.push(String(error)));
  page.on("dialog", dialog => { seen.dialogs++; dialog.dismiss(); });
  page.on("request", request => { if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) seen.requests.push(request.url()); });
  return page;
};
const picture = async (page, name) => { if (pictures) await page.screenshot({ path: join(pictures, name + ".png"), fullPage: true }); };
const judge = async (page, name) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  seen.violations[name] = violations.map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | ")}`);
};
const fits = async (page, name) => { if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) seen.wide.push(name); };
const rows = page => page.locator("#rows tr.main:has(button)").count();

// On a desk, in light.
const page = await open({ viewport: { width: 1280, height: 900 } });
await page.goto(address("hostile.html"));
seen.title = await page.title();
await picture(page, "desk");
await judge(page, "desk");
await fits(page, "desk");

// With the keyboard alone: past the navigation, then open the first finding.
await page.keyboard.press("Tab");
seen.skip = await page.evaluate(() => document.activeElement.textContent);
const first = page.locator("#rows button").first();
await first.focus();
await page.keyboard.press("Enter");
seen.opened = await first.getAttribute("aria-expanded");
seen.detail = await page.locator("#rows tr.detail dt").allTextContents();
seen.command = await page.locator("#rows tr.detail dd code").first().textContent();
await picture(page, "detail");
await judge(page, "detail");
await page.locator("#rows tr.detail button", { hasText: "Copy link" }).first().click();
const link = await page.evaluate(() => navigator.clipboard.readText());
await page.locator("#rows tr.detail button", { hasText: "Copy as a ticket" }).first().click();
seen.ticket = await page.evaluate(() => navigator.clipboard.readText());

// What is asked for is the address, and the address asks.
seen.all = await page.locator("#count").textContent();
await page.locator("input[type=search]").fill("script");
await page.waitForFunction(() => location.hash.includes("q=script"));
seen.found = await rows(page);
const asked = page.url();
await page.getByRole("button", { name: "Severity", exact: true }).click();
seen.sorted = await page.locator("th[aria-sort]").getAttribute("aria-sort");
seen.hash = new URL(page.url()).hash;
const again = await open({ viewport: { width: 1280, height: 900 } });
await again.goto(asked);
seen.foundAgain = await rows(again);
await again.goto(link);
await again.reload();
seen.linked = await rows(again);
seen.linkedOpen = await again.locator("#rows [aria-expanded=true]").count();

// In the dark, on a phone, on paper, without script.
const dark = await open({ viewport: { width: 1280, height: 900 }, colorScheme: "dark" });
await dark.goto(address("hostile.html"));
await picture(dark, "dark");
await judge(dark, "dark");
const phone = await open({ viewport: { width: 375, height: 800 }, isMobile: true, deviceScaleFactor: 1 });
await phone.goto(address("hostile.html"));
await picture(phone, "phone");
await judge(phone, "phone");
await fits(phone, "phone");
await page.emulateMedia({ media: "print" });
seen.printedFilters = await page.locator("#filters").isVisible();
if (pictures) await page.pdf({ path: join(pictures, "print.pdf") });
const plain = await open({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
await plain.goto(address("hostile.html"));
seen.withoutScript = await plain.locator("#rows tr").count();
await picture(plain, "plain");

// Every hostile string there is: all are drawn, and none runs, asks or complains.
const corpus = await open({ viewport: { width: 1280, height: 900 } });
await corpus.goto(address("corpus.html", "#status=all"));
while (await corpus.locator("#more").isVisible()) await corpus.locator("#more").click();
seen.corpus = await rows(corpus);

// Many findings: processor time of the page, from the request until the findings are there.
const large = await open({ viewport: { width: 1280, height: 900 } });
const meter = await large.context().newCDPSession(large);
await meter.send("Performance.enable", { timeDomain: "threadTicks" });
await large.goto(address("large.html"));
await large.waitForFunction(() => document.querySelectorAll("#rows button").length > 0);
const { metrics } = await meter.send("Performance.getMetrics");
seen.largeSeconds = metrics.find(metric => metric.name === "TaskDuration").value;
seen.largeCount = await large.locator("#count").textContent();
await browser.close();
console.log(JSON.stringify(seen));
