/** What the kernel and the page agree on about runs of a training that the reader keeps: which are the same, and what each is called. Pure. */

/** One point of a curve, or more that belong together: column → value. */
export type RunPoint = Record<string, number | string | boolean | null>;

/** The curve of one run, as far as it has come. */
export interface Run {
  /** What it was made with, in words: "rate 0.01, seed 1". */
  settings: string;
  points: RunPoint[];
}

/** A run that the reader keeps. `name`: its settings, with a number where another of the same settings is kept. */
export interface KeptRun extends Run {
  name: string;
}

/** More curves in one chart cannot be told apart. */
export const MAX_KEPT_RUNS = 5;
export const MAX_RUN_POINTS = 1000;
/** Characters: they are written at the end of a curve. */
export const MAX_SETTINGS = 120;

/** True when one of them is the other, further along. */
export function isSameRun(a: Run, b: Run): boolean {
  const length = Math.min(a.points.length, b.points.length);
  return a.settings === b.settings && length > 0 && a.points.slice(0, length).every((point, i) => isSamePoint(point, b.points[i]!));
}

const isSamePoint = (a: RunPoint, b: RunPoint) => {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.is(a[name], b[name]));
};

/** What a run is called beside those that are kept. */
export function nameOfRun({ settings }: Run, kept: readonly KeptRun[]): string {
  const taken = new Set(kept.map(({ name }) => name));
  let name = settings;
  for (let number = 2; taken.has(name); number++) name = `${settings} (${number})`;
  return name;
}

/** Those that are kept, and this one. One that is kept already is there once, as far as it ever came; undefined where there is no room. */
export function withRun(kept: readonly KeptRun[], run: Run): KeptRun[] | undefined {
  const known = kept.find((one) => isSameRun(one, run));
  if (known) return kept.map((one) => (one === known && run.points.length > one.points.length ? { ...one, points: run.points } : one));
  return kept.length < MAX_KEPT_RUNS ? [...kept, { ...run, name: nameOfRun(run, kept) }] : undefined;
}

/** What was kept, as far as it is such runs: an edited cell may have had another control by that label. */
export function keptRuns(value: unknown): KeptRun[] {
  return Array.isArray(value) ? value.filter(isKeptRun).slice(0, MAX_KEPT_RUNS) : [];
}

function isKeptRun(value: unknown): value is KeptRun {
  if (typeof value !== "object" || value === null) return false;
  const { name, settings, points } = value as Partial<KeptRun>;
  return typeof name === "string" && typeof settings === "string" && isRunPoints(points);
}

export const isRunPoints = (value: unknown): value is RunPoint[] =>
  Array.isArray(value) && value.length <= MAX_RUN_POINTS && Array.from(value).every(isRunPoint);

export const isRunPoint = (point: unknown): point is RunPoint =>
  typeof point === "object" &&
  point !== null &&
  !Array.isArray(point) &&
  Object.values(point).every((value) => value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value));
