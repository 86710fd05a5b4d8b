import ts from "typescript";
import type { TextChange } from "./messages.ts";

/**
 * The change that awaits the promise whose member, or whose own text, stands from `from` to `to`. None inside of a function that
 * cannot wait. TypeScript's own fix does not know that a cell's top level can.
 */
export function awaitEdit(file: ts.SourceFile, from: number, to: number): TextChange[] {
  const node = nodeAt(file, from, to);
  if (!node || !canAwait(node)) return [];
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const { expression } = parent;
    return [insertion(expression.getStart(file), "(await "), insertion(expression.end, ")")];
  }
  return ts.isExpression(node) ? [insertion(from, "await ")] : [];
}

function nodeAt(node: ts.Node, from: number, to: number): ts.Node | undefined {
  for (const child of node.getChildren()) {
    if (child.getStart() === from && child.end === to && child.kind !== ts.SyntaxKind.SyntaxList) return child;
    if (child.pos <= from && child.end >= to) return nodeAt(child, from, to);
  }
  return undefined;
}

function canAwait(node: ts.Node): boolean {
  for (let up = node.parent; !ts.isSourceFile(up); up = up.parent)
    if (ts.isFunctionLike(up))
      return ts.canHaveModifiers(up) && (ts.getModifiers(up)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false);
  return true;
}

const insertion = (at: number, insert: string): TextChange => ({ from: at, to: at, insert });
