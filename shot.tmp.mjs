import { chromium } from "playwright";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const only = process.argv[2]?.split(",");
for (const [name, width, scheme] of [["w", 1280, "light"], ["p", 390, "light"], ["d", 1280, "dark"]]) {
  if (only && !only.includes(name)) continue;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  await page.goto("http://localhost:4707/language-models/instructions/");
  await page.waitForTimeout(1000);
  const h = await page.evaluate(() => document.documentElement.scrollHeight);
  console.log(name, h);
  const step = 1600;
  for (let i = 0; i * step < h; i++)
    await page.screenshot({ path: `/tmp/i-${name}${i}.png`, fullPage: true, clip: { x: width > 400 ? 230 : 0, y: i * step, width: width > 400 ? 830 : width, height: Math.min(step, h - i * step) } });
  await page.close();
}
await browser.close();
