import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import { BackgroundRuns } from "./src/build/background.ts";
import { contentSecurityPolicy } from "./src/build/content-security-policy.ts";
import { notebooks } from "./src/build/integration.ts";
import { livePages } from "./src/build/live-pages.ts";
import { quickContents } from "./src/build/quick-contents.ts";

// The site works under any path: BASE_PATH=/some/path npm run build.
const base = process.env.BASE_PATH || "/";

const background = new BackgroundRuns();

export default defineConfig({
  ...(process.env.SITE_URL ? { site: process.env.SITE_URL } : {}),
  base,
  outDir: process.env.OUT_DIR || "./dist",
  trailingSlash: "always",
  // Addresses that pages once had.
  redirects: Object.fromEntries(
    Object.entries({
      "language-models/next-token": "language-models/counting",
      "machine-learning/decision-trees": "machine-learning/one-question",
      "reference/models/moby-dick-gpt": "reference/models",
      "reference/models/moby-dick-nanogpt": "reference/models",
    }).map(([old, now]) => [`/${old}`, `${base.replace(/\/?$/, "/")}${now}/`]),
  ),
  integrations: [
    notebooks({ background }),
    livePages({ background }),
    quickContents(),
    starlight({
      title: "ML vs LLM",
      description: "What is the difference between machine learning and large language models? Run both and see.",
      customCss: ["./src/components/site.css", "./src/components/notebook.css", "./src/components/inputs.css"],
      components: { MarkdownContent: "./src/components/MarkdownContent.astro", PageTitle: "./src/components/lesson/LessonTitle.astro" },
      routeMiddleware: "./src/build/imports-contents.ts",
      sidebar: [
        { label: "Start here", items: [{ label: "The question", link: "/" }, "two-machines", "map", "claims"] },
        {
          label: "Machine learning",
          items: [
            "machine-learning",
            { label: "One question to a tree", link: "/machine-learning/one-question/" },
            { label: "Overfitting", link: "/machine-learning/overfitting/" },
            { label: "Where trees fail, and forests", link: "/machine-learning/forests/" },
            { label: "The widest street", link: "/machine-learning/support-vector-machines/" },
            { label: "Feature engineering", link: "/machine-learning/feature-engineering/" },
            { label: "Backpropagation", link: "/machine-learning/backpropagation/" },
            { label: "Neural networks", link: "/machine-learning/neural-networks/" },
            "machine-learning/image-classification",
            "machine-learning/convolution",
            "machine-learning/forecasting",
            "machine-learning/anomalies",
            { label: "Groups without names", link: "/machine-learning/clustering/" },
            { label: "Recommendation", link: "/machine-learning/recommendation/" },
            { label: "Rewards and penalties", link: "/machine-learning/reinforcement-learning/" },
          ],
        },
        {
          label: "Language models",
          items: [
            "language-models",
            "language-models/counting",
            "language-models/where-counts-end",
            "language-models/tokens",
            "language-models/embeddings",
            "language-models/pretraining",
            "language-models/inside-a-transformer",
            "language-models/sampling",
            "language-models/families",
            "language-models/bert",
            "language-models/translation",
            "language-models/question-answering",
            "language-models/summaries",
            "language-models/fine-tuning",
            "language-models/instructions",
            "language-models/alignment",
            "language-models/prompting",
            "language-models/scale",
          ],
        },
        {
          label: "Head to head",
          items: [
            "head-to-head/spam",
            "head-to-head/spam-labels",
            "head-to-head/language",
            "head-to-head/next-character",
            "head-to-head/table",
            "head-to-head/series",
            "head-to-head/picture",
            "head-to-head/cost",
            "which-should-i-use",
          ],
        },
        {
          label: "Reference",
          items: [
            "playground",
            "reference/notebooks",
            {
              label: "What cells can import",
              collapsed: true,
              items: [
                { label: "All names", link: "/reference/imports/" },
                "reference/imports/notebook",
                "reference/imports/tensor",
                "reference/imports/base",
                "reference/imports/score",
                "reference/imports/prep",
                "reference/imports/ml",
                "reference/imports/words",
                "reference/imports/lm",
                "reference/imports/sizes",
                "reference/imports/tune",
                "reference/imports/versus",
                "reference/imports/contests",
                "reference/imports/datasets",
                "reference/imports/checkpoints",
                "reference/imports/recorded",
              ],
            },
            "reference/glossary",
            "reference/bibliography",
            "reference/write-a-chapter",
            "reference/models",
            {
              label: "Data",
              collapsed: true,
              items: [
                "reference/data/penguins",
                "reference/data/iris",
                "reference/data/cps-wages",
                "reference/data/digits",
                "reference/data/co2",
                "reference/data/sensors",
                "reference/data/card-payments",
                "reference/data/ratings",
                "reference/data/two-moons",
                "reference/data/names",
                "reference/data/moby-dick",
                "reference/data/sotu",
                "reference/data/spam",
                "reference/data/language-names",
                "reference/data/number-words",
                "reference/data/babi",
                "reference/data/weather-reports",
                "reference/data/sotu-embeddings",
                "reference/data/speech-pieces",
              ],
            },
          ],
        },
      ],
      pagination: true,
      credits: false,
    }),
    contentSecurityPolicy(),
  ],
});
