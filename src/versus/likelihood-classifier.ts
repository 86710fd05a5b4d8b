import { checkClasses, fitted } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { encodeLabels } from "../base/labels.ts";
import type { Effort, ModelSize } from "./head-to-head.ts";
import { predictText, type TextClassifier } from "./text-classifier.ts";

/** A language model that says how likely whole texts are. */
export interface TextLikelihood {
  /** Learn from texts, without any labels. */
  fit(texts: readonly string[]): unknown;
  /** ln P of each text: [texts]. */
  logLikelihoods(texts: readonly string[]): number[];
  size(): ModelSize;
  /** What its training took. */
  effort(): Effort;
}

/**
 * Makes a classifier of language models: one learns to write each class. A new text belongs to the class whose model is less surprised by it, with Bayes'
 * rule: ln P(class | text) = ln P(class) + ln P(text | class) + constant. Naive Bayes is the special case whose language model knows single words only.
 *
 * Source: A. Bratko and others, Spam Filtering Using Statistical Data Compression Models, JMLR 7, 2006, section 3.
 */
export class LikelihoodClassifier<L extends Label = Label> implements TextClassifier<L> {
  classes: readonly L[] = [];
  /** One for each class. */
  models: readonly TextLikelihood[] = [];
  /** ln P(class): `[classes]`. */
  classLogPrior: readonly number[] = [];
  readonly #create: (texts: number) => TextLikelihood;

  /** `create`: a language model that has read nothing, and will read so many texts. */
  constructor(create: (texts: number) => TextLikelihood) {
    this.#create = create;
  }

  /** @throws RangeError when there is not one label for each text, or one class only. */
  fit(texts: readonly string[], labels: readonly L[]): this {
    const { classes, index } = encodeLabels<L>(texts, labels);
    checkClasses(classes);
    const groups = classes.map((_, k) => texts.filter((_, i) => index[i] === k));
    this.models = groups.map((group) => {
      const model = this.#create(group.length);
      model.fit(group);
      return model;
    });
    this.classLogPrior = groups.map((group) => Math.log(group.length / texts.length));
    this.classes = classes;
    return this;
  }

  predict(texts: readonly string[]): L[] {
    return predictText(this, texts);
  }

  scores(texts: readonly string[]): number[][] {
    fitted(this.models[0], "classifier", "fit(texts, labels)");
    const byClass = this.models.map((model) => model.logLikelihoods(texts));
    return texts.map((_, i) => byClass.map((likelihoods, k) => likelihoods[i]! + this.classLogPrior[k]!));
  }

  size(): ModelSize {
    const sizes = this.models.map((model) => model.size());
    const total = (of: keyof ModelSize) => sizes.reduce((sum, size) => sum + size[of], this.classLogPrior.length * (of === "bytes" ? 4 : 1));
    return { parameters: total("parameters"), bytes: total("bytes") };
  }

  /** Steps of all models; flat where all are. */
  effort(): Effort {
    fitted(this.models[0], "classifier", "fit(texts, labels)");
    const efforts = this.models.map((model) => model.effort());
    const records = efforts.flatMap((effort) => effort.records ?? []);
    return {
      steps: efforts.reduce((sum, { steps }) => sum + steps, 0),
      flat: efforts.every(({ flat }) => flat),
      setting: efforts
        .map(({ setting }, k) => setting && `${this.classes[k]}: ${setting}`)
        .filter(Boolean)
        .join(", "),
      ...(records.length > 0 && { records }),
    };
  }
}
