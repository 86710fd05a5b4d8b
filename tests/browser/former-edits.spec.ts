import { expect } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

/**
 * What a reader of the version of November 2026 had, when all models were in `#models/`, written by that version's own code (commit a087ff6):
 * cell `train-tree` grows its tree to a depth of 1 only, and an added cell imports by names of then, two of them of modules that no cell is offered now.
 */
const LINK =
  "#edits=1.eJzlVE2P0zAQ_Ssjc3FYJyji1iWc9ggSB25JDq4zbQeccWS77VZV_jty0qYtC38ATvGbmTcfbxyfBbuIa-d-ipWIR5f32uyIMQglDugDORarUgnsKAaxqmsRvSbOo0cUSlA_OB_hDC9oKAV_94gwwsa7Hhrxrncd2vChu3gnWiOeG27YOA4R4tF9RR32HnvkGKCCAXm7Jw6Fd8dQ9HqQDQPIM6zJ2i_I27hTsLE0DOhnCGMG1Weo_xrQqoaz-6KpyQosHVBu9mwiOX4PMoNzKrVxHqTFCL1-fcEh7qCC8vmGPj3Ap6cLDWBOvvXuyFAB4_FBFXm-pRizYkNRzjT4XQR1tS9SWL1Ge7WnSdK3ozBYfZJTwSLia5R1I5IIYKexG6GgERclFlubXROcCG039ztZxobH7Pn_3erHf3mrbauE7jrspp94OuXl_a63xPR2x8ZTRE-Op_0uwUnrb2Ti3v_hXiRnPszeR1pA7EAHWOOW-C3Ra-5cP1Fm1c-gjdl7bU4wQgX6qCnCnE3eaD1GTyY0IklQpzlkXSoo20zdNyrTOSvYdRgKe7lRUyeyzAriKMtMLQWT6roRrYLLIWuLH45YZkKJQZOfFHW-Qy9WtbguNY96bdPLyLrHG1rcg3Vx8V7Aw4s6gzVtve4niJj3ehBKzLbc7P0Br55gnMeb7wqN1SHQ5pT2ywfkeAvZoY7LBOMviY8KSA";
const CELL =
  'import { gini } from "#models/criterion";\nimport { treePicture } from "#models/tree-picture";\nimport { DecisionTree } from "#models/decision-tree";\nimport { seed as begin } from "#models/random";\nconst { accuracy } = await import("#models/metrics");\nconst tree = new DecisionTree().fit([[1], [2]], ["a", "b"]);\n[gini([1, 1]), treePicture(tree).nodes.length, begin(1).int(1), accuracy(["a"], ["a"])].join()';
const KEPT = JSON.stringify({ version: 1, edits: [], added: [["added-1", CELL, ""]], order: [] });

test.describe("what a reader has from the version with all models in one folder", () => {
  test("a shared link opens", async ({ page }) => {
    await page.goto(`two-machines/${LINK}`);
    const chapter = new Chapter(page);
    await expect(page.locator(".notebook-notice")).toContainText("This link changes 2 cells: cell train-tree, cell added-1.");
    await expect(chapter.cell("train-tree").locator(".code pre")).toContainText('from "#models/decision-tree"');
    await expect(chapter.cell("added-1").locator(".code pre")).toContainText('from "#models/criterion"');
    // The chapter has other cells now: it says what is in the way, and takes nothing away.
    await chapter.run(chapter.cell("train-tree"));
    await expect(chapter.problem(chapter.cell("train-tree"))).toContainText("`DecisionTree` is declared in cells `tree-map` and `train-tree`");
  });

  test("kept cells run", async ({ page, baseURL }) => {
    await page.goto("reference/glossary/");
    const base = new URL(baseURL!).pathname;
    await page.evaluate(([key, text]) => localStorage.setItem(key!, text!), [`ml-vs-llm:edits:${base}:playground`, KEPT]);
    const chapter = await Chapter.open(page, "playground/");
    await expect(chapter.cell("added-1").locator(".code pre")).toContainText("#models/criterion");
    await chapter.run(chapter.cell("added-1"));
    await expect(chapter.output(chapter.cell("added-1"))).toHaveText("0.5,3,0,1");
  });
});
