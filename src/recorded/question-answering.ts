import { max } from "../base/max.ts";
import type { CurvePoint } from "../checkpoints/model-card.ts";
import { wilsonInterval } from "../score/intervals.ts";
import { type PairedTest, pairedTest } from "../score/mcnemar.ts";
import { pText } from "../versus/paired.ts";
import found from "./question-answering.json" with { type: "json" };
import type { Recording } from "./recording.ts";

/** What a model, a rule or a count made of the same questions. */
export interface StoryExam {
  name: string;
  /** How many of the questions it answered rightly. */
  right: number;
  /** Which ones it did not. */
  wrong: number[];
}

/** A model that was trained for it. */
export interface StoryTraining extends StoryExam {
  seed: number;
  steps: number;
  seconds: number;
  parameters: number;
  /** Loss on 500 stories that watched the training, in nats a question. */
  curve: CurvePoint[];
}

/** What was asked after the training, beyond what it learnt from. */
export interface HarderStories {
  name: string;
  asked: number;
  /** Right answers, one for each of the models asked. */
  right: number[];
}

export interface StoryFindings {
  /** How many stories examined them all. */
  asked: number;
  /** The encoder that points, from three seeds. */
  pointers: StoryTraining[];
  /** The decoder that writes its answer. */
  writer: StoryTraining;
  rule: StoryExam;
  count: StoryExam;
  /** The three that point, on stories of 12 to 20 sentences. */
  longer: HarderStories;
  /** Where the answer is a person and a place that the second of two models never saw together; the first did. */
  neverTogether: HarderStories;
}

/** The trainings of the lesson on question answering: `npm run record -- question-answering`. */
export const questionAnswering: Recording<StoryFindings> = found;

/** McNemar's test between the first seed and each of the others that answered the same questions. */
export function storyTests({ pointers, writer, rule, count }: StoryFindings = found.found): Record<"rule" | "count" | "writer", PairedTest> {
  const against = ({ wrong }: StoryExam) => pairedTest(pointers[0]!.wrong, wrong);
  return { rule: against(rule), count: against(count), writer: against(writer) };
}

/** What `<FairContest>` asks for, from the recording. */
export function storyContestCard(
  findings: StoryFindings = found.found,
): Record<"items" | "input" | "context" | "sampling" | "effort" | "tuned" | "baseLine" | "interval" | "paired", string> {
  const { asked, pointers, writer, count } = findings;
  const [first] = pointers as [StoryTraining];
  const tests = storyTests(findings);
  const share = ({ right }: StoryExam) => (right / asked).toFixed(3);
  const span = (one: StoryExam) => {
    const { low, high } = wilsonInterval(one.right, asked);
    return `${low.toFixed(3)} to ${high.toFixed(3)}`;
  };
  const last = ({ curve }: StoryTraining) => curve.at(-1)!.validation.toFixed(3);
  return {
    items: `the same ${asked.toLocaleString("en")} stories that nobody learnt from, one question each; person and place are drawn by the same rules as in those for learning`,
    input:
      "the same words in the same order, question first and newest sentence first; rule and count go by sentences. The one that points is also told in training where the answer stands; the one that writes, which word it is",
    context: "question and whole story, for all",
    sampling: "none: the likeliest answer counts",
    effort: `both networks ${first.steps.toLocaleString("en")} steps of 32 stories on the same schedule, ${first.parameters.toLocaleString("en")} and ${writer.parameters.toLocaleString("en")} numbers; loss on stories that watched it at the end ${last(first)} and ${last(writer)}`,
    tuned: "the schedule, for the one that points, on stories that watched it and from two seeds; nothing for the one that writes",
    baseLine: `1 in 6, a guess among the places; ${share(count)}, the count`,
    interval: `95 %, Wilson: ${span(first)} against ${span(writer)}; three seeds of the one that points from ${(max(pointers.map(({ right }) => -right)) / -asked).toFixed(3)} to ${(max(pointers.map(({ right }) => right)) / asked).toFixed(3)}`,
    paired: `McNemar: against the one that writes, ${tests.writer.onlySecond} stories that it alone has right, ${tests.writer.onlyFirst} the other way, ${pText(tests.writer.p)}; against the count ${tests.count.onlySecond} and ${tests.count.onlyFirst}, ${pText(tests.count.p)}; against the rule ${tests.rule.onlySecond} and ${tests.rule.onlyFirst}, ${pText(tests.rule.p)}`,
  };
}
