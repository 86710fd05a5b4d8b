import { chromium } from "playwright";
const base = "http://localhost:4707/language-models/";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.on("pageerror", (e) => console.log("pageerror", e.message));
await page.goto(base + "instructions/");
const cell = (name) => page.locator(`ml-cell[data-cell="${name}"]`);
const text = async (name) => (await cell(name).locator(".output").innerText()).replace(/\s+/g, " ").slice(0, 400);
const wait = async (name, re, ms = 200000) => { const t = Date.now(); while (Date.now() - t < ms) { if (re.test(await text(name))) return Date.now() - t; await page.waitForTimeout(20); } console.log("TIMEOUT", name, await text(name)); return -1; };
const ask = async (value, shown) => { const box = cell("ask").getByRole("textbox"); await box.fill(value); const t = Date.now(); await box.press("Enter"); await wait("ask", shown, 20000); console.log("ask", value, Date.now() - t, "ms", await text("ask")); };
await ask("a name that begins with K", /begins k\.\./);
await ask("like anna", /like anna/);
await ask("begins with th", /begins th/);
await ask("sing a song", /not understood/);
await ask("like karla", /like karla/);
console.log("stale?", await page.locator("ml-cell").filter({ hasText: /out of date/ }).count());
let t = Date.now();
await page.getByRole("button", { name: "Run all" }).click();
await page.waitForTimeout(1500);
await wait("styled", /LoRA \d|LoRA\s/, 1);
for (;;) { const s = await cell("keep").getByRole("button", { name: "Keep in this browser" }).count(); if (s >= 2 || Date.now() - t > 200000) break; await page.waitForTimeout(200); }
console.log("run all", (Date.now() - t) / 1000, "s");
await page.waitForTimeout(1500);
for (const c of ["obeyed", "lora", "styled", "talk"]) console.log(c, await text(c));
const box = cell("talk").getByRole("textbox");
await box.fill("a name like peter"); t = Date.now(); await box.press("Enter"); await wait("talk", /like peter/); console.log("talk", Date.now() - t, "ms", await text("talk"));
await box.fill("Hello you"); await box.press("Enter"); await page.waitForTimeout(800); console.log("talk free", await text("talk"));
const keep = async (i, name) => { const b = cell("keep").getByRole("button", { name: "Keep in this browser" }).nth(i); await b.click(); const f = cell("keep").locator("form:visible"); await f.getByRole("textbox").fill(name); await f.getByRole("button", { name: "Keep" , exact: true}).click(); await page.waitForTimeout(500); };
await keep(0, "my taught"); await keep(1, "my stylish");
console.log(await text("keep"));
await page.screenshot({ path: "/tmp/i-run.png", fullPage: true });
// own style by names
await cell("lora").getByRole("textbox").fill("thorin balin dwalin gloin bifurin bombin norin");
await cell("lora").getByRole("button", { name: "Run" }).first().click();
await page.waitForTimeout(12000);
console.log("own style", await text("lora"), "|", await text("styled"));
// the kept model as the base
const kept = cell("own").getByRole("combobox");
console.log("kept options", await kept.locator("option").allInnerTexts());
await kept.selectOption("my taught");
await page.waitForTimeout(1500);
console.log("own", await text("own"));
await cell("obeyed").getByRole("button", { name: "Run" }).first().click();
await page.waitForTimeout(25000);
console.log("base kept:", await text("pretrain"), "|", await text("obeyed"));
// a page of fine-tuning, and inside
for (const [p, c, run] of [["fine-tuning", "start", "tune"], ["inside-a-transformer", "own-text", null]]) {
  await page.goto(base + p + "/");
  const box = cell(c).getByRole("combobox", { name: /keep/ });
  console.log(p, await box.locator("option").allInnerTexts());
  await box.selectOption("my stylish");
  await page.waitForTimeout(4000);
  console.log(await text(c));
  if (run) { await cell("beside").getByRole("button", { name: "Run" }).first().click(); await page.waitForTimeout(30000); console.log(await text("tune"), "|", await text("beside")); }
  else { for (const d of ["own-stage", "mask", "heads"]) { console.log(d, await text(d)); } await page.screenshot({ path: "/tmp/inside.png", fullPage: true }); }
}
await browser.close();
