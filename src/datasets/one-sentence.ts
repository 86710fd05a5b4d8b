/**
 * The first sentence of the Universal Declaration of Human Rights in three languages, and a line of code that says the like.
 * Source: United Nations, Universal Declaration of Human Rights, 1948, article 1.
 */
export const oneSentence: { readonly [language in "English" | "German" | "Hindi" | "TypeScript"]: string } = {
  English: "All human beings are born free and equal in dignity and rights.",
  German: "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
  Hindi: "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है ।",
  TypeScript: "for (const right of rights) share(right, { equally: true });",
};
