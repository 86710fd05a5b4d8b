import { contestCard } from "./contest-card.ts";
import { headToHead } from "./measured.ts";

/** A linear SVM and two kinds of models of text, each of which read the same 192 characters of an email. */
const [SVM, ...OTHERS] = ["linear SVM, 192", "n-gram per class, 192", "GPT, fine-tuned, 192"] as const;

const entries = headToHead.spam.entries.filter(({ id }) => id === SVM || OTHERS.some((other) => other === id));

/** The card of their contest, as `<FairContest>` takes it. */
export const svmCard = contestCard({ ...headToHead.spam, entries }, { rows: "emails", pairs: OTHERS.map((other) => [SVM, other] as const) });
