/** What a comparison has to say of itself before it may say that one side is better. */
export interface FairContestCard {
  /** The items that all were asked about: the same for all, how many, in how many draws. */
  items: string;
  /** What each side could read or see of an item: characters, columns. */
  input: string;
  /** What stood before each prediction: how far back each side could look. */
  context: string;
  /** Temperature and number of samples, of everything that was drawn at random. */
  sampling: string;
  /** Steps, seconds, and whether the loss had become flat. */
  effort: string;
  /** What was tuned, and on which rows. */
  tuned: string;
  /** What one gets without any model. */
  baseLine: string;
  /** The interval around each figure. */
  interval: string;
  /** The paired test (McNemar, or a bootstrap over items) that "better" rests on. */
  paired: string;
}

const LABELS: Record<keyof FairContestCard, string> = {
  items: "Same items",
  input: "Same input",
  context: "Same context",
  sampling: "Temperature, samples",
  effort: "Effort",
  tuned: "Tuned on",
  baseLine: "Base line",
  interval: "Interval",
  paired: "Paired test",
};

/**
 * The rows of the card: label and words.
 * @throws when a field is missing, empty or unknown. One that does not apply says why not.
 */
export function fairContestRows(card: Partial<FairContestCard>): [label: string, words: string][] {
  const fields = Object.keys(LABELS) as (keyof FairContestCard)[];
  const missing = fields.filter((field) => typeof card[field] !== "string" || card[field].trim() === "");
  if (missing.length > 0)
    throw new Error(
      `"Was it fair?" does not say ${missing.map((field) => `${field} (${LABELS[field]})`).join(", ")}. Where one does not apply, say why not.`,
    );
  const unknown = Object.keys(card).filter((field) => !(field in LABELS));
  if (unknown.length > 0) throw new Error(`"Was it fair?" has no place for ${unknown.join(", ")}. It has ${fields.join(", ")}.`);
  return fields.map((field) => [LABELS[field], card[field]!]);
}
