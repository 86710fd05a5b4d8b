import type { CharacterGPT } from "./gpt-file.ts";
import { distribution } from "./sampling.ts";

/**
 * P(character | prompt, characters of the answer before it), for each character of an answer. Their product is P(answer | prompt), by the chain rule of probability.
 * @throws RangeError when prompt or answer is empty, or holds a character that the model does not know.
 */
export function answerSteps({ model, tokenizer }: CharacterGPT, prompt: string, answer: string): number[] {
  if (prompt === "" || answer === "") throw new RangeError("a probability needs a prompt and an answer: give each at least one character");
  const read = tokenizer.encode(prompt);
  return tokenizer.encode(answer).map((token) => {
    const logits = model.nextLogits([read.slice(-model.options.blockSize)]).toFloat32Array();
    read.push(token);
    return distribution(logits)[token]!;
  });
}
