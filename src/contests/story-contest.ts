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
  schedule: string;
  pointers: StoryTraining[];
  otherPointers: StoryTraining[];
  writer: StoryTraining & { schedule: string };
  otherWriter: StoryTraining & { schedule: string };
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
  const { asked, schedule, pointers, otherPointers, writer, otherWriter, count } = findings;
  const [first] = pointers as [StoryTraining];
  const tests = storyTests(findings);
  const share = (right: number) => (right / asked).toFixed(3);
  const span = (one: StoryExam) => {
    const { low, high } = wilsonInterval(one.right, asked);
    return `${low.toFixed(3)} to ${high.toFixed(3)}`;
  };
  const rights = pointers.map(({ right }) => right);
  const least = -max(rights.map((right) => -right));
  const ends = ({ curve }: StoryTraining) =>
    curve
      .slice(-3)
      .map(({ right }) => right.toFixed(2))
      .join(", ");
  const against = (rival: "writer" | "count" | "rule") =>
    `the ${{ writer: "one that writes", count: "count", rule: "rule" }[rival]} ${tests[rival].onlySecond} and ${tests[rival].onlyFirst}, ${pText(tests[rival].p)}`;
  return {
    items: `the same ${asked.toLocaleString("en")} new stories, one question each`,
    input: "the same words in the same order; rule and count go by sentences. In training one is told where the answer stands, one which word it is",
    context: "question and whole story, for all",
    sampling: "none: the likeliest answer counts",
    effort: `${pointers.map(({ steps }) => steps.toLocaleString("en")).join(", ")} steps of 32 stories, and ${writer.steps.toLocaleString("en")} for the one that writes; right at the last looks: ${ends(first)} and ${ends(writer)}`,
    tuned: `the schedule, out of two, on 500 stories that watched: ${schedule} for those that point (the other: ${otherPointers.map(({ right }) => share(right)).join(", ")} on the exam), ${writer.schedule} for the one that writes (the other: ${share(otherWriter.right)})`,
    baseLine: `1 in 6, a guess among the places; ${share(count.right)}, the count`,
    interval: `95 %, Wilson: seed 1 ${span(first)}, the one that writes ${span(writer)}; three seeds from ${share(least)} to ${share(max(rights))}`,
    paired: `McNemar; only seed 1 right, only the other: ${against("writer")}; ${against("count")}; ${against("rule")}`,
  };
}
