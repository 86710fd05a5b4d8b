/**
 * Places as a reader writes them: "1, 2; 3, 4" is [[1, 2], [3, 4]].
 * @throws RangeError, in words for whoever wrote them, when there are more or fewer than `count`, or one is not two numbers.
 */
export function places(text: string, count: number): [number, number][] {
  const parts = text.split(";").map((part) => part.trim());
  if (parts.length !== count)
    throw new RangeError(`${parts.length} places are written, but ${count} are needed: write them as "1, 2", with semicolons between them`);
  return parts.map((part, i) => {
    const numbers = part.split(",").map((number) => (number.trim() === "" ? Number.NaN : Number(number)));
    if (numbers.length !== 2 || !numbers.every(Number.isFinite))
      throw new RangeError(`place ${i + 1} is ${JSON.stringify(part)}: write two numbers with a comma between them, such as "40, 200"`);
    return numbers as [number, number];
  });
}
