/** What the notebook says, in words. */
import type { KernelStatus } from "../../kernel/session/session.ts";

export function stoppedSentence(name: string, kept: boolean): string {
  if (kept) return `Cell ${name} was stopped. What it computed so far is kept.`;
  return `Cell ${name} did not give way: the kernel and its values are gone. Run starts anew.`;
}

export function kernelSentence(status: KernelStatus): string | undefined {
  switch (status.state) {
    case "starting":
      return "The kernel is starting.";
    case "running":
      return `Running cell ${status.cell}.`;
    case "stopping":
      return "Stopping.";
    case "idle":
      return "The kernel is ready.";
    default:
      return status.why || undefined;
  }
}

export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

export function linkToCell(name: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = `#cell-${name}`;
  link.textContent = `cell ${name}`;
  return link;
}

/** Links to cells, with commas between them. */
export function linksTo(cells: string[]): (string | Node)[] {
  return cells.flatMap((name, i) => [i === 0 ? "" : ", ", linkToCell(name)]);
}

export const bringUpToDate = (cells: number): string => `Bring up to date (${cells})`;
