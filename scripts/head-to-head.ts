/**
 * `npm run head-to-head -- TASK [--seed 0] [--only NAME]… [--missing] [--no-curves] [--json] [--save]`: the same task, solved by classical models and by language models,
 * on the same splits. Prints the table, or everything as JSON. `--save` writes what the pages show, `src/versus/measured-TASK.json`, after each
 * training, and leaves there whom it did not run; `--missing` measures only what is not in that file yet, so a run that was broken off goes on. `--no-curves` leaves out
 * what few labels are enough for.
 * Times are processor time, so that other work on the machine does not count.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Label } from "../src/base/estimator.ts";
import { mean } from "../src/base/mean.ts";
import { seed } from "../src/base/random.ts";
import { alignedLines } from "../src/kernel/worker/aligned-lines.ts";
import { nearDuplicates } from "../src/prep/near-duplicates.ts";
import { type Fold, stratifiedKFold } from "../src/score/cross-validation.ts";
import { fewLabels, idOf, judge } from "../src/versus/head-to-head.ts";
import type { HeadToHead, NearCopies } from "../src/versus/measured.ts";
import { spamTask } from "./head-to-head/spam.ts";
import type { Task } from "./head-to-head/task.ts";

const TASKS = { spam: spamTask };
const USAGE = `usage: npm run head-to-head -- ${Object.keys(TASKS).join("|")} [--seed 0] [--only NAME]… [--missing] [--no-curves] [--json] [--save]`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string", default: "0" },
      only: { type: "string", multiple: true },
      missing: { type: "boolean", default: false },
      "no-curves": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      save: { type: "boolean", default: false },
    },
  });
  const [name] = positionals;
  if (positionals.length !== 1 || !isTask(name)) throw new Error(USAGE);
  const task = await TASKS[name]();
  const kept = values.missing || values.save ? await saved(task.name) : undefined;
  const options = { seed: Number(values.seed), only: values.only, curves: !values["no-curves"], kept, missing: values.missing };
  let report: HeadToHead | undefined;
  for (report of run(task, options)) if (values.save) await save(report);
  if (report) console.log(values.json ? JSON.stringify(report, null, 2) : asText(report));
}

const isTask = (name: string | undefined): name is keyof typeof TASKS => name !== undefined && Object.hasOwn(TASKS, name);

interface RunOptions {
  seed: number;
  /** Those who take part. Default: all. */
  only?: readonly string[] | undefined;
  /** Whether to measure from how few labels, too. */
  curves: boolean;
  /** What an earlier run found. */
  kept?: HeadToHead | undefined;
  /** Whether to measure only what it has not. */
  missing: boolean;
}

/** First who wins with all labels, then what few labels are enough for. Yields what there is after each training. */
function* run<Row, L extends Label>(task: Task<Row, L>, { seed: start, only, curves, kept, missing }: RunOptions): Generator<HeadToHead> {
  const { data, key } = task;
  const ids = task.entries.map(({ contestant }) => idOf(contestant));
  const unknown = only?.find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new Error(`no contestant is called "${unknown}": there are ${ids.map((id) => `"${id}"`).join(", ")}`);
  const folds = stratifiedKFold(data.y, { folds: task.folds, random: seed(start) });
  const report: HeadToHead = {
    task: task.name,
    seed: start,
    rows: data.y.length,
    firstTest: folds[0]!.test,
    nearCopies: nearCopies(data.X.map(task.text), folds),
    entries: [],
    timings: { machine: machine(), entries: {} },
  };
  if (kept?.seed === report.seed && kept.rows === report.rows) {
    report.entries = kept.entries;
    report.timings.entries = kept.timings.entries;
  }
  const entries = task.entries.filter(({ contestant }) => !only || only.includes(idOf(contestant)));
  for (const { contestant } of entries) {
    const id = idOf(contestant);
    const others = report.entries.filter((entry) => entry.id !== id);
    if (missing && others.length < report.entries.length) continue;
    console.error(`${new Date().toISOString()} ${id} …`);
    const { result, timing } = judge(contestant, data, folds, { seed: start, key, clock: processorTime });
    // With all labels of the first fold, the curve ends where it was just judged.
    const entry = { id, result, curve: [{ labels: result.labels, accuracies: [result.foldAccuracies[0]!] }] };
    report.entries = [...others, entry].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    report.timings.entries[id] = timing;
    console.error(`${new Date().toISOString()} ${id}: ${result.accuracy.toFixed(4)}, ${timing.trainSeconds.toFixed(0)} s`);
    yield report;
  }
  if (!curves) return;
  const most = Math.max(0, ...entries.flatMap(({ draws }) => draws.map(({ times }) => times)));
  for (let draw = 0; draw < most; draw++)
    for (const { contestant, draws } of entries)
      for (const { labels, times } of draws) {
        const { curve } = report.entries.find(({ id }) => id === idOf(contestant))!;
        let point = curve.find((some) => some.labels === labels);
        if (draw >= times || (point && point.accuracies.length > draw)) continue;
        if (!point) curve.push((point = { labels, accuracies: [] }));
        curve.sort((a, b) => a.labels - b.labels);
        point.accuracies.push(fewLabels(contestant, data, folds[0]!, { seed: start, labels, draw, key }));
        console.error(`${new Date().toISOString()} ${idOf(contestant)} from ${labels} labels: ${point.accuracies.at(-1)!.toFixed(4)}`);
        yield report;
      }
}

function nearCopies(texts: readonly string[], folds: readonly Fold[]): NearCopies {
  const options = { size: 8, similarity: 0.8 };
  const pairs = nearDuplicates(texts, options);
  const foldOf = new Map(folds.flatMap(({ test }, fold) => test.map((row) => [row, fold])));
  const tested = new Set(pairs.filter(([a, b]) => foldOf.get(a) !== foldOf.get(b)).flat());
  return { ...options, pairs: pairs.length, tested: [...tested].sort((a, b) => a - b) };
}

const place = (task: string) => fileURLToPath(new URL(`../src/versus/measured-${task}.json`, import.meta.url));

async function saved(task: string): Promise<HeadToHead | undefined> {
  return existsSync(place(task)) ? JSON.parse(await readFile(place(task), "utf8")) : undefined;
}

async function save(report: HeadToHead): Promise<void> {
  await writeFile(place(report.task), `${JSON.stringify(report, null, 2)}\n`);
  execFileSync("biome", ["format", "--write", place(report.task)], { stdio: "ignore" });
}

function asText({ entries, timings }: HeadToHead): string {
  const rows = entries.map(({ id, result, curve }) => {
    const { trainSeconds, latency } = timings.entries[id]!;
    const spam = result.classes.at(-1)!;
    return {
      name: result.name,
      reads: String(result.characters),
      accuracy: result.accuracy.toFixed(4),
      "95 %": `${result.interval.low.toFixed(4)}–${result.interval.high.toFixed(4)}`,
      [`precision (${spam.label})`]: spam.precision.toFixed(3),
      [`recall (${spam.label})`]: spam.recall.toFixed(3),
      tested: String(result.tested),
      labels: String(result.labels),
      steps: String(result.effort.steps),
      flat: { true: "yes", false: "no" }[String(result.effort.flat)] ?? "",
      parameters: result.size.parameters.toLocaleString("en"),
      bytes: result.size.bytes.toLocaleString("en"),
      "train s": trainSeconds.toFixed(1),
      "p50 ms": latency.p50.toFixed(2),
      "p95 ms": latency.p95.toFixed(2),
      "from few labels": curve.map(({ labels, accuracies }) => `${labels}: ${mean(accuracies).toFixed(3)}`).join("  "),
    };
  });
  const columns = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[0])[];
  const lines = [columns.map(String), ...rows.map((row) => columns.map((column) => row[column]!))];
  return alignedLines(lines, () => false).join("\n");
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const machine = () => `${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.version}`;

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
