import found from "./data/question-answering.json" with { type: "json" };
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
  /** The share of right answers on 500 stories that watched the training, and how long the longest stories were that it learnt from then. */
  curve: { step: number; right: number; longest: number }[];
}

/** `quick`: a learning rate of 0.002, old answers as often as new ones from the beginning. `slow`: half of that rate, and old answers once ten sentences are nearly learnt. */
export type StorySchedule = "quick" | "slow";

/** What was asked after the training, beyond what it learnt from. */
export interface HarderStories {
  asked: number;
  /** Right answers, one for each of the models asked. */
  right: number[];
}

/** What reads stories, and how many of the same new questions each answers. */
export interface StoryFindings {
  /** How many stories examined them all. */
  asked: number;
  /** Which schedule those that point were trained by: the better one on the stories that watched. */
  schedule: StorySchedule;
  /** The encoder that points, from three seeds. */
  pointers: StoryTraining[];
  /** The same by the other schedule. */
  otherPointers: StoryTraining[];
  /** The decoder that writes its answer, by the schedule that is better for it. */
  writer: StoryTraining & { schedule: StorySchedule };
  otherWriter: StoryTraining & { schedule: StorySchedule };
  rule: StoryExam;
  count: StoryExam;
  /** The three that point, on stories of 12 to 20 sentences. */
  longer: HarderStories;
  /** Where the answer is a person and a place that the second of two models never saw together; the first did. */
  neverTogether: HarderStories;
}

/** The trainings of the lesson on question answering: `npm run record -- question-answering`. */
export const questionAnswering: Recording<StoryFindings> = found as Recording<StoryFindings>;
