/** What a model of a family is given of a text, and what it must say of it. */
export interface Objective {
  model: string;
  "is given": string;
  "must say": string;
}

/**
 * One text, made into a task by each family: BERT fills gaps, T5 writes the missing span, a GPT says the next word at each place; its last place is shown. Here every sixth word is a
 * gap, where BERT hides 15 of 100 by chance.
 *
 * Sources: J. Devlin et al., arXiv 1810.04805, 2018, section 3.1; C. Raffel et al., arXiv 1910.10683, 2019, section 3.1.4; T. Brown et al., arXiv 2005.14165, 2020.
 * @param words At least one.
 */
export function objectives(words: readonly string[]): Objective[] {
  const gap = (i: number) => i % 6 === Math.min(2, words.length - 1);
  const [from, to] = [Math.min(1, words.length - 1), Math.min(3, words.length)];
  return [
    {
      model: "BERT",
      "is given": words.map((word, i) => (gap(i) ? "[MASK]" : word)).join(" "),
      "must say": words.filter((_, i) => gap(i)).join(", "),
    },
    {
      model: "T5",
      "is given": [...words.slice(0, from), "<X>", ...words.slice(to)].join(" "),
      "must say": ["<X>", ...words.slice(from, to), "<Y>"].join(" "),
    },
    { model: "GPT-3, BLOOM", "is given": words.slice(0, -1).join(" "), "must say": words.slice(-1).join("") },
  ];
}
