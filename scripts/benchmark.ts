import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright";
import { findBrowser } from "./browser.ts";
import { type Served, serve } from "./serve.ts";

/** What a file in `benchmarks/` exports as its default. */
export interface Benchmark {
  /** One sentence: what is measured, and how. */
  describe: string;
  run(context: Context): Promise<Result>;
}

export interface Context {
  /** Tell whoever waits how far it is. */
  say(message: string): void;
  /** A headless Chromium, the same for the whole run, closed after it. */
  browser(): Promise<Browser>;
  /** The address of the site as built in `dist/`, with a slash at its end. Served until the run is over. */
  site(): Promise<string>;
}

export interface Result {
  /** What the samples are counted in, for example "ms". */
  unit: string;
  rows: Row[];
  /** What a reader of the numbers should know. */
  notes?: string[];
}

export interface Row {
  name: string;
  samples: number[];
  /** Rows are compared within their group. Default: all are one. */
  group?: string;
  /** The row that the others of its group are divided by. */
  base?: true;
}

export interface Report extends Result {
  benchmark: string;
  describe: string;
  date: string;
  machine: Machine;
  rows: (Row & Summary)[];
}

export interface Summary {
  median: number;
  p95: number;
  /** Median over that of the base row; undefined where no row is the base. */
  ratio: number | undefined;
}

export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  node: string;
  browser?: string;
}

/** Run a benchmark and describe what came of it. */
export async function measure(name: string, benchmark: Benchmark): Promise<Report> {
  let browser: Promise<Browser> | undefined;
  let site: Promise<Served> | undefined;
  try {
    const { unit, rows, notes } = await benchmark.run({
      say: (message) => console.error(`[${name}] ${message}`),
      browser: () => {
        browser ??= findBrowser().then((found) => chromium.launch(found));
        return browser;
      },
      site: async () => {
        site ??= serve(fileURLToPath(new URL("../dist", import.meta.url)));
        return (await site).url;
      },
    });
    const over = (group: string | undefined) => {
      const base = rows.find((row) => row.base && row.group === group);
      return base && quantile(base.samples, 0.5);
    };
    return {
      benchmark: name,
      describe: benchmark.describe,
      date: new Date().toISOString(),
      machine: { ...machine(), ...(browser && { browser: `Chromium ${(await browser).version()}` }) },
      unit,
      rows: rows.map((row) => ({ ...row, ...summary(row.samples, over(row.group)) })),
      notes,
    };
  } finally {
    await (await browser?.catch(() => undefined))?.close();
    await (await site?.catch(() => undefined))?.close();
  }
}

function summary(samples: number[], base: number | undefined): Summary {
  const median = quantile(samples, 0.5);
  return { median, p95: quantile(samples, 0.95), ratio: base === undefined ? undefined : median / base };
}

/** The value below which that share of the samples lies, with a straight line between neighbours. */
export function quantile(samples: number[], share: number): number {
  if (samples.length === 0) throw new Error("a row of a benchmark has no samples");
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at % 1);
}

function machine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() || process.arch,
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
