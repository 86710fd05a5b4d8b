/**
 * What code and markup of a cell could try against the page and the network. Each attack has a name; where one gets
 * through, the test names it. Attacks share a page where they can: hits are told apart by their addresses.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page } from "playwright/test";
import sirv from "sirv";
import { Chapter } from "./chapter.ts";
import { test as base } from "./fixtures.ts";

interface Site {
  /** The site, served by itself, and another host: both note who asks for `/attack/NAME`. */
  url: string;
  other: string;
  /** What was asked of the other host, and of the site beyond its own files. */
  hits: string[];
}

const test = base.extend<{ site: Site }>({
  site: async ({ page, allow }, use) => {
    // Policies say on the console what they have refused.
    allow.console(/Unsafe attempt to load|Content Security Policy|Refused to|violates the following|ERR_BLOCKED_BY_CSP|net::ERR_/);
    const hits: string[] = [];
    const files = sirv("dist", { dev: true });
    const site = createServer((request, response) =>
      files(request, response, () => {
        hits.push(`the site: ${request.url}`);
        response.writeHead(404).end();
      }),
    );
    const other = createServer((request, response) => {
      hits.push(`the other host: ${request.url}`);
      response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/javascript" }).end("export default 1;");
    });
    other.on("connect", (request) => void hits.push(`the other host: ${request.url}`));
    const urlOf = async (server: typeof site) => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    };
    const urls = { url: await urlOf(site), other: await urlOf(other) };
    page.on("request", (request) => {
      if (/\/attack\//.test(request.url()) || request.url().startsWith(urls.other)) hits.push(`a request: ${request.url()}`);
    });
    await use({ ...urls, hits });
    for (const server of [site, other]) {
      server.closeAllConnections();
      server.close();
    }
  },
});

/** The Playground with one cell. */
async function playground(page: Page, { url }: Site): Promise<Chapter> {
  const chapter = await Chapter.open(page, `${url}playground/`);
  await expect(page.locator("ml-cell")).toHaveCount(1);
  return chapter;
}

const WELL = { state: "done", problem: "", output: "all is well" };

async function nextRunWorks(chapter: Chapter): Promise<void> {
  await chapter.write(chapter.scratch, '"all is " + "well"');
  expect(await pressRun(chapter.page), "the next run").toEqual(WELL);
}

/** Code that asks for `url`. */
const NETWORK: Record<string, string> = {
  fetch: "await fetch(url)",
  "fetch of a Request": "await fetch(new Request(url, { method: 'POST', body: 'x', keepalive: true }))",
  "fetch of the global's prototype": "await Object.getPrototypeOf(Object.getPrototypeOf(globalThis)).fetch.call(globalThis, url)",
  XMLHttpRequest: "const request = new XMLHttpRequest(); request.open('GET', url, false); request.send()",
  WebSocket: "new WebSocket(url.replace('http', 'ws'))",
  WebSocketStream: "await new WebSocketStream(url.replace('http', 'ws')).opened",
  EventSource: "new EventSource(url)",
  WebTransport: "await new WebTransport(url.replace('http:', 'https:')).ready",
  RTCPeerConnection:
    "const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1' }] }); peer.createDataChannel('x'); await peer.createOffer()",
  sendBeacon: "navigator.sendBeacon(url, 'x')",
  fetchLater: "fetchLater(url)",
  importScripts: "importScripts(url)",
  "importScripts of the prototype": "Object.getPrototypeOf(Object.getPrototypeOf(globalThis)).importScripts.call(globalThis, url)",
  "import of an address": "await import(url)",
  "import of data that imports": "await import('data:text/javascript,' + encodeURIComponent(`import ${JSON.stringify(url)}`))",
  "import of a blob that imports": "await import(URL.createObjectURL(new Blob([`import ${JSON.stringify(url)}`], { type: 'text/javascript' })))",
  "Function by a constructor": "await (() => {}).constructor('u', 'return import(u)')(url)",
  "an asynchronous Function": "await (async () => {}).constructor('u', 'await import(u)')(url)",
  "eval within a timer":
    "await new Promise((resolve, reject) => setTimeout(() => { try { resolve((0, eval)(`import(${JSON.stringify(url)})`)) } catch (e) { reject(e) } }))",
  "a worker of a blob": "new Worker(URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(url)})`])))",
  "a shared worker": "new SharedWorker(url)",
  "a service worker": "await navigator.serviceWorker.register(url)",
  "a cache": "await (await caches.open('x')).add(url)",
  "a font": "await new FontFace('x', `url(${url})`).load()",
  "a filter of a canvas":
    "const context = new OffscreenCanvas(9, 9).getContext('2d'); context.filter = `url(${url}#f)`; context.font = '9px x'; context.fillRect(0, 0, 9, 9); await new Promise((resolve) => setTimeout(resolve, 50))",
};

test("25 ways to the network from code of a cell reach nothing", async ({ page, site }) => {
  expect(Object.keys(NETWORK)).toHaveLength(25);
  const chapter = await playground(page, site);
  const attempts = Object.entries(NETWORK).flatMap(([name, code]) =>
    ["/", site.other].map(
      (host) => `[${JSON.stringify(name)}, async () => { const url = ${JSON.stringify(`${host}attack/${encodeURIComponent(name)}`)}; ${code} }]`,
    ),
  );
  await chapter.try(
    chapter.scratch,
    `let timer;
const late = () => new Promise((resolve) => { timer = setTimeout(resolve, 10_000, "nothing came"); });
for (const [name, attempt] of [\n${attempts.join(",\n")}\n])
  try { console.log(name + ": " + await Promise.race([attempt().then(() => "no error"), late()])); } catch (error) { console.log(name + ": " + error); } finally { clearTimeout(timer); }
"tried"`,
  );
  await chapter.state(chapter.scratch, "done");
  await expect(chapter.output(chapter.scratch)).toContainText("tried");
  const said = await chapter.output(chapter.scratch).innerText();
  for (const name of Object.keys(NETWORK)) expect(said).toContain(`${name}: `);
  // The browser's own way to ask is gone, not just refused.
  expect(said).not.toContain("Failed to execute 'fetch'");
  // Only these end without an error: they did nothing.
  const silent = said.split("\n").filter((line) => /: (?:no error|nothing came)$/.test(line));
  expect([...new Set(silent)].filter((line) => !line.startsWith("a filter of a canvas"))).toEqual([]);
  await nextRunWorks(chapter);
  expect(site.hits).toEqual([]);
});

/** Markup; URL stands for an address, and HIT for a script that says it ran. */
const MARKUP: Record<string, string> = {
  "a script": "<script>HIT</script><script src='URL'></script><svg><script>HIT</script><script href='URL'/></svg>",
  "a picture": "<img src='URL' onerror='HIT' onload='HIT'>",
  "a picture with a set": "<img srcset='URL 1x, URL 2x'><picture><source srcset='URL'><img></picture>",
  "handlers of events":
    "<p onclick='HIT' onpointerover='HIT' onanimationstart='HIT' style='animation: x 1s'>x</p><svg onload='HIT'></svg><details open ontoggle='HIT'>x</details>",
  "a frame": "<iframe src='URL' srcdoc='&lt;script&gt;parent.hit&lt;/script&gt;'></iframe><iframe src='javascript:HIT'></iframe><frame src='URL'>",
  "an object": "<object data='URL' type='text/html'></object><object><param name='movie' value='URL'></object>",
  "an embed": "<embed src='URL'><applet code='URL'></applet>",
  "a link":
    "<link rel='stylesheet' href='URL'><link rel='prefetch' href='URL'><link rel='dns-prefetch' href='URL'><link rel='modulepreload' href='URL'>",
  "an import of styles": "<style>@import 'URL'; @import url(URL); p { color: red }</style><svg><style>@import 'URL';</style></svg>",
  "a picture of a style": "<p style=\"background: url('URL'); list-style-image: url(URL); border-image: url(URL)\">x</p>",
  "a picture of a sheet":
    "<p class='q'>x</p><style>.q { background-image: url('URL') } .q::before { content: url('URL') } @media all { .q { cursor: url(URL), auto } }</style>",
  "a font of a sheet": "<style>@font-face { font-family: q; src: url('URL') } * { font-family: q }</style><p style='font-family: q'>x</p>",
  "a set of pictures":
    "<p style=\"background-image: image-set('URL' 1x, 'URL' 2x)\">x</p><p style=\"background-image: -webkit-image-set(url('URL') 1x)\">x</p>",
  "a style in disguise":
    "<p style=\"background: \\75 rl('URL'); --u: \\75rl('URL')\">x</p><style>p { --v: \\75rl('URL'); background: var(--v); mask-image: var(--u) }</style>",
  "a cursor": "<p style='cursor: url(URL), auto; -moz-binding: url(URL); behavior: url(URL)'>x</p>",
  "a use": "<svg viewBox='0 0 9 9'><use href='URL#x'/><use xlink:href='URL#x'/></svg>",
  "a picture in a chart":
    "<svg viewBox='0 0 9 9'><image href='URL' width='9' height='9'/><image xlink:href='URL' width='9' height='9'/><filter id='f1'><feImage href='URL'/></filter><rect width='9' height='9' filter='url(#f1)'/></svg>",
  "a fill and a filter":
    "<svg viewBox='0 0 9 9'><rect width='9' height='9' fill='url(URL#x)' stroke='url(URL#x)' filter='url(URL#x)' mask='url(URL#x)' clip-path='url(URL#x)' cursor='url(URL), auto'/><path d='M0 0L9 9' marker-end='url(URL#x)'/></svg>",
  "a fill in disguise":
    "<svg viewBox='0 0 9 9'><rect width='9' height='9' fill='\\75rl(URL#x)' filter='\\000075rl(URL#x)' mask='image-set(\"URL\" 1x)'/></svg>",
  "a link that is code":
    "<a href='javascript:HIT'>x</a><a href=' java&#10;script:HIT'>x</a><a href='data:text/html,<script>HIT</script>'>x</a><svg><a href='javascript:HIT'><text>x</text></a></svg><math href='javascript:HIT'>x</math>",
  "a form":
    "<form action='URL'><button>x</button></form><input type='image' src='URL' formaction='javascript:HIT'><button form='f' formaction='URL'>x</button><isindex action='URL'>",
  "a refresh": "<meta http-equiv='refresh' content='0;url=URL'><meta http-equiv='set-cookie' content='x=1'>",
  "a base": "<base href='URL/'><base target='_blank'>",
  "sound and film":
    "<video poster='URL' src='URL' autoplay><source src='URL'><track src='URL' default></video><audio src='URL' autoplay></audio><bgsound src='URL'>",
  "an animation of an address":
    "<svg><a id='an'><animate attributeName='href' values='javascript:HIT'/><set attributeName='href' to='javascript:HIT'/><text>x</text></a><image><animate attributeName='href' values='URL'/></image></svg>",
  "foreign objects and templates":
    "<svg><foreignObject><img src='URL' onerror='HIT'><iframe src='URL'></iframe></foreignObject></svg><template><img src='URL' onerror='HIT'></template><div><template shadowrootmode='open'><img src='URL' onerror='HIT'></template></div>",
  "a dialog and other places":
    "<dialog open><img src='URL'></dialog><portal src='URL'></portal><fencedframe src='URL'></fencedframe><table background='URL'><td background='URL'>x</td></table><body background='URL'>",
  "names that the page uses":
    "<a id='defaultView'></a><a id='currentScript'></a><img name='querySelector'><p id='createElement'></p><form id='body'><input name='firstChild'></form><a id='customElements'></a><a id='location' href='URL'></a><p id='cell-added-1' class='output problem note code kernel-state'></p><div class='out-input' data-kind='button' data-input='x'><p data-do='press' data-action='run'>x</p><p data-do='undo' class='pad'>x</p></div>",
  "a ping": "<a href='#x' ping='URL' attributionsrc='URL'>x</a><img attributionsrc='URL'>",
  "markup that changes when read twice":
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=URL onerror=HIT&gt;'></table></mtext></math><svg></p><style><a id='</style><img src=URL onerror=HIT>'></svg><noscript><p title='</noscript><img src=URL onerror=HIT>'></noscript><svg><title><![CDATA[</title><img src=URL onerror=HIT>]]></title></svg>",
};

/** What charts and pictures need of the same. */
const OWN =
  "<svg id='own' viewBox='0 0 9 9'><clipPath id='c'><rect width='9' height='9'/></clipPath><rect width='9' height='9' fill='url(#g) red' clip-path='url(#c)' style='filter: url(\"#f\"); color: red'/></svg><p id='own-style' style='background-image: url(\"data:image/png;base64,iVBORw0KGgo=\"); width: calc(1px + 1em)'>x</p>";

test("30 ways out of markup that a cell shows ask for nothing, and run nothing", async ({ page, site }) => {
  expect(Object.keys(MARKUP)).toHaveLength(30);
  const chapter = await playground(page, site);
  const shown = Object.entries(MARKUP).flatMap(([name, markup]) =>
    ["/", site.other].map((host) =>
      markup.replaceAll("URL", `${host}attack/${encodeURIComponent(name)}`).replaceAll("HIT", `(window.ran = window.ran || []).push("${name}")`),
    ),
  );
  await chapter.try(
    chapter.scratch,
    `import { display, html } from "#notebook";\nfor (const markup of ${JSON.stringify(shown)}) display(html([markup]));\ndisplay(html(["<p id='last'>shown</p>"]));\ndisplay(html([${JSON.stringify(OWN)}]));`,
  );
  await chapter.state(chapter.scratch, "done");
  await expect(chapter.scratch.locator("> .output #last")).toBeVisible();
  await expect(chapter.scratch.locator("#own > rect")).toHaveAttribute("fill", "url(#g) red");
  await expect(chapter.scratch.locator("#own > rect")).toHaveAttribute("clip-path", "url(#c)");
  await expect(chapter.scratch.locator("#own > rect")).toHaveAttribute("style", /url\("#f"\).*color: red/);
  await expect(chapter.scratch.locator("#own-style")).toHaveAttribute("style", /url\("data:image\/png.*calc/);
  // What waits for a hand gets one, and what waits for a while gets that.
  const left = await chapter.scratch.locator("> .output").evaluate(async (output) => {
    for (const element of output.querySelectorAll("*"))
      for (const type of ["pointerover", "click", "focusin"]) element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const forbidden =
      "script, iframe, frame, object, embed, link, meta, base, form, template, dialog, portal, fencedframe, video, audio, source, track, animate, set, use, [ping], [srcset], [attributionsrc], [formaction]";
    const found = [...output.querySelectorAll(forbidden)].map(({ outerHTML }) => outerHTML);
    for (const element of output.querySelectorAll("*"))
      for (const { name, value } of element.attributes)
        if (/^on|background$/i.test(name) || /^\s*(?:javascript|data:text)/i.test(value)) found.push(`${name}="${value}"`);
    return { found, ran: (window as unknown as { ran?: string[] }).ran };
  });
  expect(left.ran).toBeUndefined();
  expect(left.found).toEqual([]);
  await nextRunWorks(chapter);
  expect([...new Set(site.hits)]).toEqual([]);
  expect(page.url()).toBe(`${site.url}playground/?code`);
});

/** Presses Run of the page's only cell, and waits for what comes of it. */
function pressRun(page: Page): Promise<{ state: string; problem: string; output: string }> {
  return page.evaluate(async () => {
    const cell = document.querySelector<HTMLElement>("ml-cell")!;
    const settled = new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (["queued", "running"].includes(cell.dataset["state"]!)) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(cell, { attributes: true, attributeFilter: ["data-state"] });
    });
    cell.querySelector<HTMLButtonElement>('button[data-action="run"]')!.click();
    await settled;
    const text = (part: string) => cell.querySelector<HTMLElement>(part)!.innerText.trim();
    return { state: cell.dataset["state"]!, problem: text(".problem"), output: text(".output") };
  });
}

const output = (form: string) => `({ type: "outputs", id, from: 0, bundles: [{ "text/plain": "forged", ${form} }] })`;
const own = (name: string) => `"application/vnd.ml-vs-llm.${name}"`;

/** Messages from a worker that is not ours, as it would write them; `id` is the run that goes on. */
const FORGED: Record<string, string> = {
  null: "null",
  "a text": '"done"',
  "a list": "[{ type: 'ready' }]",
  "an unknown type": "({ type: 'eval', code: 'alert(1)', id })",
  "a type of all objects": "({ type: '__proto__', id })",
  "a field too many": "({ type: 'ready', then: 1 })",
  "a cycle": "(() => { const all = { type: 'outputs', id, from: 0, bundles: [] }; all.bundles.push(all); return all; })()",
  "a depth without an end":
    "(() => { let deep = {}; for (let i = 0; i < 500; i++) deep = { 'text/plain': deep }; return { type: 'outputs', id, from: 0, bundles: [deep] }; })()",
  "outputs that are no list": "({ type: 'outputs', id, from: 0, bundles: 7 })",
  "an output that is null": "({ type: 'outputs', id, from: 0, bundles: [null] })",
  "a picture that is no base64": output(`"image/png": "%%%"`),
  "a picture that breaks out": output(`"image/png": '"><img src=x onerror="window.ran = 1">'`),
  "progress that is a text": output(`${own("progress+json")}: "half"`),
  "a level that breaks out": output(`${own("console+json")}: { level: '"><img src=x onerror="window.ran = 1">' }`),
  "an input that breaks out": output(
    `${own("input+json")}: { kind: "slider", id: "a", label: "a", min: '"><img src=x onerror="window.ran = 1">', max: 1, step: 1, value: 0 }`,
  ),
  "notes that are no list": output(
    `${own("input+json")}: { kind: "file", id: "a", label: "a", accept: "csv", value: { name: "n", size: 1, detail: "", notes: 5 } }`,
  ),
  "a file that is a program": output(`${own("download+json")}: { name: "run.html", size: 1, base64: "PA==" }`),
  "a table that is none": output(`"application/json": [1, null, [2]]`),
  "a count of NaN": "({ type: 'done', id: NaN, how: 'done', ms: NaN })",
  "a problem that is a number": "({ type: 'failed', id, problem: 5, ms: 1 })",
  "a line that breaks out": `({ type: 'failed', id, problem: { name: 'E', message: 'm', line: '<img src=x onerror="window.ran = 1">', column: 1 }, ms: 1 })`,
  "a message that cannot be read": "WebAssembly.compile ? new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) : 1",
  "keys of prototypes": `JSON.parse('{ "type": "outputs", "id": 1, "from": 0, "bundles": [{ "text/plain": "x", "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }], "__proto__": { "polluted": 1 } }')`,
  // These have the right shape, and are about nothing: they are dropped.
  "an end of another run": "({ type: 'failed', id: 999999, problem: { name: 'E', message: 'forged' }, ms: 1 })",
  "a patch that nobody asked for":
    "({ type: 'patch', id, output: 77, view: 'wide', parts: [{ path: [9, 9], markup: '<script>window.ran = 1</script>' }], said: 'forged' })",
};

const DROPPED = 2;

const TO_A_WINDOW = [
  null,
  5,
  "pong",
  { type: "kernel-error", message: { text: 1 } },
  { type: "kernel-error", message: "forged" },
  { type: "terminate" },
  { type: "start", source: "postMessage(1)" },
];

/** Messages to the page's window, and to the frame of its kernel, from where they could come. */
const TO_THE_WINDOW: Record<string, (page: Page) => Promise<void>> = {
  "from another frame": async (page) => {
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement("iframe"), { name: "other" }));
    });
    await page.frame("other")!.evaluate((messages) => {
      const windows = [parent, ...Array.from({ length: parent.length }, (_, i) => parent[i]!)];
      for (const window of windows) for (const message of messages) window.postMessage(message, "*");
    }, TO_A_WINDOW);
  },
  "from the page's own window": (page) =>
    page.evaluate((messages) => {
      for (const message of messages) window.postMessage(message, "*");
    }, TO_A_WINDOW),
};

test("27 forged messages are dropped, or end the kernel with a sentence, and the next run works", async ({ page, site, allow }) => {
  const forged = Object.entries(FORGED);
  expect([...forged, ...Object.entries(TO_THE_WINDOW)]).toHaveLength(27);
  allow.console(/^console: Failed to load resource/);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  // A worker of another make: at every odd run it says something forged before it does as it should.
  await page.route(/\/kernel\/worker-[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    const doctored = `addEventListener("message", ({ ports: [port] }) => port.addEventListener("message", ({ data }) => {
      if (data.type !== "exec" || data.id % 2 === 0) return;
      const id = data.id;
      const forge = [${forged.map(([, message]) => `() => ${message}`).join(",\n")}][(id - 1) / 2];
      if (forge) port.postMessage(forge());
    }), { once: true });\n`;
    await route.fulfill({ response, body: doctored + (await response.text()) });
  });
  const chapter = await playground(page, site);
  await chapter.write(chapter.scratch, '"all is " + "well"');
  for (const [i, [name]] of forged.entries()) {
    const told = await pressRun(page);
    if (told.state === "done") expect(told, name).toEqual(WELL);
    else
      expect(told, name).toMatchObject({
        state: "failed",
        problem: expect.stringMatching(/^KernelError: A cell sent something that no notebook sends, .*Run starts a new kernel\.$/s),
      });
    expect(told.state === "done", name).toBe(i >= forged.length - DROPPED);
    expect(await pressRun(page), `the run after ${name}`).toEqual(WELL);
  }
  for (const [name, send] of Object.entries(TO_THE_WINDOW)) {
    await send(page);
    expect(await pressRun(page), name).toEqual(WELL);
  }
  expect(await page.evaluate("[window.ran, ({}).polluted]")).toEqual([undefined, undefined]);
  expect(errors).toEqual([]);
});

/** What a cell does to what the kernel works with, by the name that it is told. */
const BUILT_INS: Record<string, string> = {
  "Array.prototype.map": 'Array.prototype.map = () => "changed"; 1',
  "Array.prototype.push": "Array.prototype.push = function () { for (;;); }; console.log(1)",
  "Array.prototype[Symbol.iterator]": "Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1 }; ({ a: [1] })",
  "Map.prototype.get": "Map.prototype.get = () => undefined",
  "Promise.prototype.then": "Promise.prototype.then = () => {}; await fetch('/')",
  Promise: "globalThis.Promise = class {}; await new Promise(() => {})",
  "JSON.stringify": "JSON.stringify = () => { throw 1 }; console.log([1])",
  "Object.entries": "delete Object.entries",
  "String.prototype.replace": "String.prototype.replace = () => { for (;;); }; throw new Error('no')",
  "RegExp.prototype.exec": "RegExp.prototype.exec = () => null",
  "Reflect.getOwnPropertyDescriptor": "Reflect.getOwnPropertyDescriptor = Reflect.ownKeys = () => undefined",
  "Function.prototype.call": "Function.prototype.call = () => {}",
  "MessagePort.prototype.postMessage": "MessagePort.prototype.postMessage = () => {}",
  "MessageEvent.prototype.data": 'Object.defineProperty(MessageEvent.prototype, "data", { get: () => ({ type: "stop" }) })',
  setTimeout: "globalThis.setTimeout = () => {}; await new Promise((resolve) => setTimeout(resolve, 10))",
};

test("15 changed built-ins are named, nothing hangs, and the next run works", async ({ page, site }) => {
  expect(Object.keys(BUILT_INS)).toHaveLength(15);
  const chapter = await playground(page, site);
  for (const [name, code] of Object.entries(BUILT_INS)) {
    await chapter.write(chapter.scratch, code);
    const told = await pressRun(page);
    expect(told, name).toMatchObject({ state: "failed" });
    expect(told.problem, name).toMatch(
      /^KernelError: The cell changed \S+, which the kernel works with, so its kernel was ended\.\s.*Run starts a new kernel\.$/s,
    );
    expect(told.problem).toContain(name);
    await nextRunWorks(chapter);
  }
});
