// Walks through the console of an empty host as an operator does:
//   node walk.mjs URL TOKEN EXAMPLES PICTURES
// Ends with 1 at the first thing that is not as it should be. EXAMPLES has the folders of the
// examples; pictures of pages go into PICTURES.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [url, token, examples, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
});

const complaints = [];
let checked = 0;

async function open(options) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
  return page;
}

/** No rule of axe is broken, and nothing is wider than the window. */
async function check(page) {
  // As a debugger does it, since the page's policy lets nobody else.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", {
    expression: "axe.run().then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))",
    awaitPromise: true,
    returnByValue: true,
  });
  assert.equal(result.value, "[]", `${page.url()}: ${result.value}`);
  const tooWide = await session.send("Runtime.evaluate", {
    expression: "document.documentElement.scrollWidth - window.innerWidth",
    returnByValue: true,
  });
  assert.ok(tooWide.result.value <= 0, `${page.url()} is ${tooWide.result.value} px too wide`);
  await session.detach();
  checked++;
}

async function picture(page, name) {
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function signIn(page) {
  await page.goto(`${url}/console/`);
  await page.getByLabel("Token").fill(token);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${url}/console/`);
}

async function sees(page, text) {
  await page.getByText(text).first().waitFor();
}

/** Presses Tab until the element that has the focus is this one. */
async function tabTo(page, locator) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    if (await locator.evaluate((element) => element === document.activeElement)) {
      return;
    }
  }
  assert.fail("an element is not reached by keyboard");
}

async function drop(page, files) {
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of all) {
      transfer.items.add(new File([Uint8Array.from(bytes)], name));
    }
    return transfer;
  }, files.map((path) => ({ name: path.replace(/.*\//, ""), bytes: [...readFileSync(path)] })));
  await page.dispatchEvent("form.drop", "dragover", { dataTransfer: data });
  await page.dispatchEvent("form.drop", "drop", { dataTransfer: data });
}

const script = await open({});
await script.goto(`${url}/console/sign-in`);
await check(script);
await signIn(script);
await sees(script, "No tool yet");
for (const each of ["", "tools", "approvals", "grants", "deployments", "callers", "log", "deploy"]) {
  await script.goto(`${url}/console/${each}`);
  await check(script);
}

// Dropped in, it waits, and says for what.
const index = ["word-index.wasm", "word-index.tool.json"].map((name) =>
  join(examples, "word-index", name),
);
await drop(script, index);
await script.waitForURL(`${url}/console/tools/word-index`);
await sees(script, "BLOCKED");
await sees(script, "/data:ro");
await check(script);
await picture(script, "blocked");

// Granted and tried.
await script.getByRole("button", { name: "Grant fileSystem" }).click();
await sees(script, "fileSystem is granted to word-index.");
await script.locator(".state-active").waitFor();
await script.getByLabel("query").fill("<b>nothing</b>");
await script.getByRole("button", { name: "Call word-index" }).click();
await sees(script, "The call succeeded.");
assert.equal(await script.getByLabel("query").inputValue(), "<b>nothing</b>");
await check(script);
await script.goto(`${url}/console/tools/word-index`);
assert.match(await script.locator("#calls").innerText(), /client alice/);
await check(script);
await picture(script, "tool");

// The overview follows calls without being loaded again.
const other = await open({});
await signIn(other);
await other.goto(`${url}/console/tools/word-index`);
await script.goto(`${url}/console/`);
const calls = script.locator("#live tbody").first();
const before = await calls.locator("tr").count();
await other.getByRole("button", { name: "Call word-index" }).click();
await sees(other, "The call succeeded.");
await script.waitForFunction(
  (count) => document.querySelector("#live tbody").rows.length > count,
  before,
);
await check(script);
await picture(script, "overview");

// An update waits; its difference is read, and it is approved.
const folder = mkdtempSync(join(tmpdir(), "vexhost-browser-"));
const next = JSON.parse(readFileSync(index[1], "utf8"));
next.version = "1.1.0";
next.description = "<script>alert(1)</script> is shown as it is.";
const update = join(folder, "word-index.tool.json");
writeFileSync(update, JSON.stringify(next));
await script.goto(`${url}/console/deploy`);
await script.getByLabel("Files").setInputFiles([index[0], update]);
await script.getByRole("button", { name: "Deploy" }).click();
await script.waitForURL(`${url}/console/tools/word-index`);
await sees(script, "Version 1.1.0 waits.");
await script.getByRole("link", { name: "Compare and approve" }).click();
await sees(script, "1.0.0 → 1.1.0");
await check(script);
await picture(script, "approval");
await script.getByRole("button", { name: "Approve word-index 1.1.0" }).click();
await sees(script, "Version 1.1.0 of word-index is approved.");
await sees(script, "<script>alert(1)</script> is shown as it is.");

// By keyboard alone: sign out, sign in, disable, enable.
await tabTo(script, script.getByRole("button", { name: "Sign out" }));
await script.keyboard.press("Enter");
await script.getByLabel("Token").waitFor();
await script.keyboard.type(token);
await script.keyboard.press("Enter");
await script.waitForURL(`${url}/console/`);
await tabTo(script, script.getByRole("link", { name: "Tools", exact: true }));
await script.keyboard.press("Enter");
await script.waitForURL(`${url}/console/tools`);
await tabTo(script, script.getByRole("link", { name: "word-index" }));
await script.keyboard.press("Enter");
await script.waitForURL(`${url}/console/tools/word-index`);
await tabTo(script, script.getByRole("button", { name: "Disable" }));
await script.keyboard.press("Enter");
await sees(script, "word-index is disabled.");
await script.locator(".state-disabled").waitFor();
await tabTo(script, script.getByRole("button", { name: "Enable" }));
await script.keyboard.press("Enter");
await sees(script, "word-index is enabled.");

// Without script, on a narrow and dark screen.
const plain = await open({
  javaScriptEnabled: false,
  colorScheme: "dark",
  viewport: { width: 320, height: 640 },
});
await signIn(plain);
await plain.goto(`${url}/console/deploy`);
await plain
  .getByLabel("Files")
  .setInputFiles(["echo.wasm", "echo.tool.json"].map((name) => join(examples, "echo", name)));
await plain.getByRole("button", { name: "Deploy" }).click();
await plain.waitForURL(`${url}/console/tools/echo`);
await sees(plain, "ACTIVE");
await plain.getByLabel("JSON").fill('{"a": "<i>1</i>"}');
await plain.getByRole("button", { name: "Call echo" }).click();
await sees(plain, '"<i>1</i>"');
await plain.goto(`${url}/console/tools/word-index`);
await plain.getByRole("button", { name: "Revoke" }).click();
await sees(plain, "is revoked from word-index.");
await plain.getByRole("button", { name: "Disable" }).click();
await sees(plain, "word-index is disabled.");

// The same screen with script, so that axe can look.
const narrow = await open({ colorScheme: "dark", viewport: { width: 320, height: 640 } });
await signIn(narrow);
for (const each of ["", "tools", "tools/word-index", "grants", "deployments", "callers", "log", "deploy"]) {
  await narrow.goto(`${url}/console/${each}`);
  await check(narrow);
}
await narrow.goto(`${url}/console/tools`);
await picture(narrow, "narrow");

// What a form may not do that another site sends.
const foreign = await plain.context().request.post(`${url}/console/tools/echo/disable`, {
  form: { csrf: "guess" },
});
assert.equal(foreign.status(), 403);

await browser.close();
assert.deepEqual(complaints, []);
assert.ok(checked >= 20, `${checked} pages were checked`);
console.log(`walked; ${checked} pages are clean`);
