/** As many items are told one by one in a text alternative; of more, the ends are. */
export const TOLD = 12;

/** A number as people say it: three digits, or all those before the point. The same in every language. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return "nothing";
  if (Math.abs(value) < 999.5) return String(Number(value.toPrecision(3)));
  const rounded = String(Math.round(value));
  return Math.abs(value) < 9999.5 ? rounded : rounded.replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A date as its day, or a number. `values` are dates as milliseconds where `isDate`. */
export const valueText = (value: number, isDate = false): string =>
  isDate && Number.isFinite(value) ? new Date(value).toISOString().slice(0, 10) : numberText(value);

/** "1 curve", "3 curves". */
export const counted = (count: number, noun: string): string =>
  `${numberText(count)} ${count === 1 ? noun : noun.endsWith("x") ? `${noun}es` : `${noun}s`}`;

/** "a", "a and b", "a, b and c". */
export const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

/** The lowest and the highest of some numbers; gaps are passed over. */
export function rangeOf(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

/** "a 3, b 2 and c 1; highest a, lowest c", or of many items the three highest and lowest. */
export function ranked(items: readonly { name: string; value: number; text?: string }[]): string {
  const known = items.filter(({ value }) => Number.isFinite(value));
  const told = (some: typeof items) => list(some.map(({ name, value, text }) => `${name} ${text ?? numberText(value)}`));
  const order = known.toSorted((a, b) => b.value - a.value);
  if (known.length > TOLD) return `highest ${told(order.slice(0, 3))}; lowest ${told(order.slice(-3).reverse())}`;
  if (known.length < 2 || order[0]!.value === order.at(-1)!.value) return told(known);
  const tied = (value: number) => list(known.filter((item) => item.value === value).map(({ name }) => name));
  return `${told(known)}; highest ${tied(order[0]!.value)}, lowest ${tied(order.at(-1)!.value)}`;
}

/** Items by what they have in common, in the order in which each kind comes first. */
export function grouped<T>(items: readonly T[], kindOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const kind = kindOf(item);
    const group = groups.get(kind);
    if (group) group.push(item);
    else groups.set(kind, [item]);
  }
  return [...groups];
}
