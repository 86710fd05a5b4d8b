import { expect, it } from "vitest";
import { withPlace } from "../../../src/components/notebook/drag-handles.ts";

it("a list of places has another place in the middle, rounded to three digits", () => {
  expect(withPlace("1, 2; 3, 4; 5, 6", 1, [38.123, 181.96])).toBe("1, 2; 38.1, 182; 5, 6");
  expect(withPlace("1, 2; 3, 4", 0, [-0.5, 0])).toBe("-0.5, 0; 3, 4");
});
