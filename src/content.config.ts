import { defineCollection } from "astro:content";
import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";
import { z } from "astro/zod";

/** What the front matter of a lesson says beyond title (a question) and description (its answer in two sentences). */
const lesson = z.strictObject({
  /** Which side of the comparison it is about. */
  side: z.enum(["ml", "lm", "both"]),
  topic: z.string().min(1),
  /** How long it takes to read and try. */
  minutes: z.int().min(1).max(30),
  /** Ids of the pages that it builds on. */
  buildsOn: z.array(z.string()),
  /** The data, and whether it has labels: goes on after "Learns from". */
  learnsFrom: z.string().min(1),
  /** Which kind of learning it shows. */
  kind: z.enum(["supervised", "unsupervised", "self-supervised", "reinforcement", "none"]),
});

export const collections = {
  docs: defineCollection({ loader: docsLoader(), schema: docsSchema({ extend: z.object({ lesson: lesson.optional() }) }) }),
};
