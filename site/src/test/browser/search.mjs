// Searches the site for "fuel" in the system's Chromium, opened from disk and from a server:
//   node search.mjs SITE
// Ends with 1 if no page is found, if the console has an error, or if a page loads anything from
// another host.

import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const site = resolve(process.argv[2]);
const types = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml" };
const server = createServer((request, response) => {
  const file = join(site, normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)));
  if (!file.startsWith(site) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
});

/** Goes from the home page to a found page, and says what is wrong on the way. */
async function search(root, options) {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(30_000);
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(root) && !request.url().startsWith("data:")) {
      complaints.push(`${page.url()}: loads ${request.url()}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400) {
      complaints.push(`${response.url()}: ${response.status()}`);
    }
  });
  await page.goto(`${root}index.html`);
  const box = page.locator("input.sidebar-search");
  if (!(await box.isVisible())) {
    await page.locator(".mobile-header label[for=__navigation]").first().click();
  }
  await box.fill("fuel");
  await box.press("Enter");
  const found = page.locator("#search-results li a", { hasText: "Writing tools" }).first();
  await found.waitFor();
  await page.getByText("Search finished").waitFor();
  const count = await page.locator("#search-results ul.search > li").count();
  assert.ok(count > 5, `${count} pages are found`);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(tooWide <= 0, `${page.url()} is ${tooWide} px too wide`);
  await found.click();
  await page.locator("h1", { hasText: "Writing tools" }).waitFor();
  assert.ok(page.url().startsWith(`${root}docs/tools.html`), page.url());
  assert.deepEqual(complaints, []);
  await page.close();
}

try {
  await search(`${pathToFileURL(site).href}/`, {});
  const http = `http://127.0.0.1:${server.address().port}/`;
  await search(http, {});
  await search(http, { viewport: { width: 360, height: 640 } });
  console.log("the search finds pages, from disk and from a server");
} finally {
  await browser.close();
  server.close();
}
