import { expect, it } from "vitest";
import { hiddenCharacters } from "../../../src/notebook/hidden-characters.ts";

it("finds overrides, invisible letters and hidden line ends, with their place", () => {
  // The first is the example of "Trojan Source", figure 3; the second hides a parameter named U+3164.
  expect(hiddenCharacters('if (level !== "user\u202e \u2066// admin\u2069 \u2066") {\nconst { a, \u3164 } = b;')).toEqual([
    { code: "U+202E", line: 1, column: 20 },
    { code: "U+2066", line: 1, column: 22 },
    { code: "U+2069", line: 1, column: 31 },
    { code: "U+2066", line: 1, column: 33 },
    { code: "U+3164", line: 2, column: 12 },
  ]);
  expect(hiddenCharacters("// ends here:\u2028attack()").map(({ code }) => code)).toEqual(["U+2028"]);
  expect(hiddenCharacters("a\u0000b\u007f\u{e0041}user\u200d").map(({ code }) => code)).toEqual(["U+0000", "U+007F", "U+E0041", "U+200D"]);
});

it("finds nothing in code as people write it, with tabs, other scripts and emoji", () => {
  expect(hiddenCharacters("if (a) {\n\tb(); // größe, 大きさ, שלום, “quotes”, a b\n}")).toEqual([]);
  expect(hiddenCharacters('const all = ["👩‍👧", "👩🏽‍💻", "🏳️‍🌈", "❤️"];')).toEqual([]);
});
