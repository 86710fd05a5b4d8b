import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Options, Parser, type Program } from "acorn";
import { syntaxError } from "./syntax-error.ts";

/** A node of the TypeScript tree: the fields that carry types, and those that say where they stand. */
export interface TypeScriptNode {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

const options: Options = { ecmaVersion: "latest", sourceType: "module", locations: true, allowHashBang: false };

const TypeScriptParser = Parser.extend(tsPlugin(), exportsOfOtherCells, constInSignatures, truePositions);
const JavaScriptParser = Parser.extend(exportsOfOtherCells);

/** The tree of TypeScript source, types included. Throws a `CellError`. */
export function parseTypeScript(text: string): TypeScriptNode {
  return parse(TypeScriptParser, text) as unknown as TypeScriptNode;
}

/** The tree of plain JavaScript source. Throws a `CellError`. */
export function parseJavaScript(text: string): Program {
  return parse(JavaScriptParser, text);
}

/** Whether source is plain JavaScript. */
export function isJavaScript(text: string): boolean {
  try {
    parseJavaScript(text);
    return true;
  } catch {
    return false;
  }
}

function parse(parser: typeof Parser, text: string): Program {
  try {
    return parser.parse(text, { ...options });
  } catch (error) {
    throw syntaxError(error, text);
  }
}

/** Cells share their names, so `export { x }` may name what another cell declares. */
function exportsOfOtherCells(Base: typeof Parser): typeof Parser {
  return class extends Base {
    checkLocalExport(): void {}
  };
}

/** The plugin knows `<const T>` on functions, but not yet in the signatures of an interface. */
function constInSignatures(Base: typeof Parser): typeof Parser {
  const parseTypeParameters: (parseModifiers: unknown) => unknown = Reflect.get(Base.prototype, "tsTryParseTypeParameters");
  return class extends Base {
    tsTryParseTypeParameters(parseModifiers?: unknown): unknown {
      const { tsParseConstModifier } = this as unknown as { tsParseConstModifier: unknown };
      return parseTypeParameters.call(this, parseModifiers ?? tsParseConstModifier);
    }
  };
}

/** The plugin reports some modifiers with a column, or a message template, in place of a position and a message. */
function truePositions(Base: typeof Parser): typeof Parser {
  const raise: (position: number, message: string) => never = Reflect.get(Base.prototype, "raise");
  return class extends Base {
    raise(position: number, message: unknown): never {
      const { lastTokStart } = this as unknown as { lastTokStart: number };
      const modifier = this.input.slice(lastTokStart).match(/^\w+/)?.[0] ?? "";
      if (typeof message === "function") return raise.call(this, lastTokStart, message({ modifier }));
      const misplaced = /modifier|parameter property/i.test(String(message)) && position < lastTokStart;
      return raise.call(this, misplaced ? lastTokStart : position, String(message));
    }
  };
}
