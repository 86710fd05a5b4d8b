import { expect } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

/**
 * What a reader of the version of November 2026 had, when all models were in `#models/`, written by that version's own code (commit a087ff6):
 * cell `train-tree` grows its tree to a depth of 1 only, and an added cell imports by names of then, two of them of modules that no cell is offered now.
 */
const LINK =
  "#edits=1.eJzlVE2P0zAQ_Ssjc3FYJyji1iWc9ggSB25JDq4zbQeccWS77VZV_jty0qYtC38ATvGbmTcfbxyfBbuIa-d-ipWIR5f32uyIMQglDugDORarUgnsKAaxqmsRvSbOo0cUSlA_OB_hDC9oKAV_94gwwsa7Hhrxrncd2vChu3gnWiOeG27YOA4R4tF9RR32HnvkGKCCAXm7Jw6Fd8dQ9HqQDQPIM6zJ2i_I27hTsLE0DOhnCGMG1Weo_xrQqoaz-6KpyQosHVBu9mwiOX4PMoNzKrVxHqTFCL1-fcEh7qCC8vmGPj3Ap6cLDWBOvvXuyFAB4_FBFXm-pRizYkNRzjT4XQR1tS9SWL1Ge7WnSdK3ozBYfZJTwSLia5R1I5IIYKexG6GgERclFlubXROcCG039ztZxobH7Pn_3erHf3mrbauE7jrspp94OuXl_a63xPR2x8ZTRE-Op_0uwUnrb2Ti3v_hXiRnPszeR1pA7EAHWOOW-C3Ra-5cP1Fm1c-gjdl7bU4wQgX6qCnCnE3eaD1GTyY0IklQpzlkXSoo20zdNyrTOSvYdRgKe7lRUyeyzAriKMtMLQWT6roRrYLLIWuLH45YZkKJQZOfFHW-Qy9WtbguNY96bdPLyLrHG1rcg3Vx8V7Aw4s6gzVtve4niJj3ehBKzLbc7P0Br55gnMeb7wqN1SHQ5pT2ywfkeAvZoY7LBOMviY8KSA";
const KEPT =
  '{"version":1,"edits":[["train-tree","import { DecisionTree } from \\"#models/decision-tree\\";\\n\\nconst twoMeasurements = penguins.rows.map(\\n  ({ billLength, flipperLength }) => [billLength, flipperLength],\\n);\\n\\nconst tree = live(function* () {\\n  for (let maxDepth = 1; maxDepth <= 1; maxDepth++) {\\n    const grown = new DecisionTree({ maxDepth }).fit(\\n      twoMeasurements,\\n      penguins.labels,\\n    );\\n    display(grown.text([\\"bill length\\", \\"flipper length\\"]));\\n    yield grown;\\n  }\\n});","import { DecisionTree } from \\"#models/decision-tree\\";\\n\\nconst twoMeasurements = penguins.rows.map(\\n  ({ billLength, flipperLength }) => [billLength, flipperLength],\\n);\\n\\nconst tree = live(function* () {\\n  for (let maxDepth = 1; maxDepth <= 3; maxDepth++) {\\n    const grown = new DecisionTree({ maxDepth }).fit(\\n      twoMeasurements,\\n      penguins.labels,\\n    );\\n    display(grown.text([\\"bill length\\", \\"flipper length\\"]));\\n    yield grown;\\n  }\\n});"]],"added":[["added-1","import { gini } from \\"#models/criterion\\";\\nimport { treePicture } from \\"#models/tree-picture\\";\\nimport { seed as begin } from \\"#models/random\\";\\nconst { accuracy } = await import(\\"#models/metrics\\");\\n[gini([1, 1]), treePicture(tree).nodes.length, begin(1).int(1), accuracy([\\"a\\"], [\\"a\\"])].join()","pair"]],"order":["penguins-table","names-table","penguins-plot","names-plot","train-tree","train-bigram","tree-map","bigram-curve","tree-score","bigram-score","classify","invent","bigram-heat","pair"]}';

async function runs(chapter: Chapter): Promise<void> {
  await chapter.run(chapter.cell("added-1"));
  await expect(chapter.output(chapter.cell("added-1"))).toHaveText("0.5,3,0,1");
  await expect(chapter.output(chapter.cell("train-tree"))).toContainText("flipper length <= 206.50");
  await chapter.state(chapter.cell("train-tree"), "done");
}

test.describe("what a reader has from the version with all models in one folder", () => {
  test("a shared link opens and runs", async ({ page }) => {
    await page.goto(`two-machines/${LINK}`);
    const chapter = new Chapter(page);
    await expect(page.locator(".notebook-notice")).toContainText("This link changes 2 cells: cell train-tree, cell added-1.");
    await expect(chapter.cell("train-tree").locator(".code pre")).toContainText('from "#models/decision-tree"');
    await runs(chapter);
  });

  test("kept edits are there and run", async ({ page, baseURL }) => {
    await page.goto("reference/glossary/");
    const base = new URL(baseURL!).pathname;
    await page.evaluate(([key, text]) => localStorage.setItem(key!, text!), [`ml-vs-llm:edits:${base}:two-machines`, KEPT]);
    const chapter = await Chapter.open(page);
    await expect(chapter.cell("train-tree").locator(".code pre")).toContainText("maxDepth <= 1");
    await runs(chapter);
  });
});
