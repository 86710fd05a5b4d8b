import type { CommandName } from "../commands.ts";
import { count } from "../sentences.ts";
import type { Aside } from "./kept-edits.ts";

const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** For each set of edits that was put aside, the command that shows it again. Of several, each says which it is. */
export function bringBackCommands({ id: command, title: shown }: CommandName, asides: readonly Aside[]): CommandName[] {
  return asides.map(({ id, at, changes, for: reason }) => {
    const title = reason === "link" ? (shown ?? "") : "Bring back what the page showed before";
    const cells = count(Object.keys(changes.edits).length + changes.added.length, "cell");
    return { id: `${command} ${id}`, title: asides.length === 1 ? title : `${title} (${cells}, put aside on ${when.format(at)})` };
  });
}
