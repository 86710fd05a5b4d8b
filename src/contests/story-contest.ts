/** What the recording of the lesson on question answering says of its contest: tests, and the card. */
import { max } from "../base/max.ts";
import { wilsonInterval } from "../score/intervals.ts";
import { type PairedTest, pairedTest } from "../score/mcnemar.ts";
import { pText } from "./paired.ts";

interface StoryExam {
  right: number;
  wrong: number[];
}
interface StoryTraining extends StoryExam {
  steps: number;
  parameters: number;
  curve: { right: number }[];
}
interface StoryFindings {
  asked: number;
  pointers: StoryTraining[];
  writer: StoryTraining;
  rule: StoryExam;
  count: StoryExam;
}

/** McNemar's test between the first seed and each of the others that answered the same questions. */
export function storyTests({ pointers, writer, rule, count }: StoryFindings): Record<"rule" | "count" | "writer", PairedTest> {
  const against = ({ wrong }: StoryExam) => pairedTest(pointers[0]!.wrong, wrong);
  return { rule: against(rule), count: against(count), writer: against(writer) };
}

/** What `<FairContest>` asks for, from the recording. */
export function storyContestCard(
  findings: StoryFindings,
): Record<"items" | "input" | "context" | "sampling" | "effort" | "tuned" | "baseLine" | "interval" | "paired", string> {
  const { asked, pointers, writer, count } = findings;
  const [first] = pointers as [StoryTraining];
  const tests = storyTests(findings);
  const share = ({ right }: StoryExam) => (right / asked).toFixed(3);
  const span = (one: StoryExam) => {
    const { low, high } = wilsonInterval(one.right, asked);
    return `${low.toFixed(3)} to ${high.toFixed(3)}`;
  };
  const steps = (all: readonly StoryTraining[]) => all.map(({ steps }) => steps.toLocaleString("en")).join(", ");
  const flat = ({ curve }: StoryTraining) =>
    curve
      .slice(-3)
      .map(({ right }) => right.toFixed(2))
      .join(", ");
  return {
    items: `the same ${asked.toLocaleString("en")} stories that nobody learnt from, one question each; person and place are drawn by the same rules as in those for learning`,
    input:
      "the same words in the same order, question first and newest sentence first; rule and count go by sentences. The one that points is also told in training where the answer stands; the one that writes, which word it is",
    context: "question and whole story, for all",
    sampling: "none: the likeliest answer counts",
    effort: `${steps(pointers)} steps of 32 stories for the one that points, ${steps([writer])} for the one that writes, ${first.parameters.toLocaleString("en")} and ${writer.parameters.toLocaleString("en")} numbers; stories grow when the loss is below −ln 0.97, or after 2,400 steps at the latest, then the rate falls for 500; right answers at its last three looks: ${flat(first)} and ${flat(writer)}`,
    tuned:
      "when stories grow and how old the deciding sentence is, for the one that points, on stories that watched it; the same for the one that writes, untried",
    baseLine: `1 in 6, a guess among the places; ${share(count)}, the count`,
    interval: `95 %, Wilson: ${span(first)} against ${span(writer)}; three seeds of the one that points from ${(max(pointers.map(({ right }) => -right)) / -asked).toFixed(3)} to ${(max(pointers.map(({ right }) => right)) / asked).toFixed(3)}`,
    paired: `McNemar: against the one that writes, ${tests.writer.onlySecond} stories that it alone has right, ${tests.writer.onlyFirst} the other way, ${pText(tests.writer.p)}; against the count ${tests.count.onlySecond} and ${tests.count.onlyFirst}, ${pText(tests.count.p)}; against the rule ${tests.rule.onlySecond} and ${tests.rule.onlyFirst}, ${pText(tests.rule.p)}`,
  };
}
