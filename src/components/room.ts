import { escapeHtml } from "../kernel/protocol/mime.ts";

/**
 * An attribute for what changes its words in the reader's sight: all that it may say. The page lays the widest of it out,
 * unseen, in the place of the words (`notebook.css`), so that nothing beside or below them moves, in any font.
 */
export const roomFor = (...words: string[]): string => ` data-room="${escapeHtml(words.join("\n"))}"`;
