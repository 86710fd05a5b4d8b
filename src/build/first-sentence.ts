/** To a full stop before a capital, so that neither "e.g." nor "A. Turing" ends it. */
export const firstSentence = (text: string) => /^.*?(?:(?<![A-Z]|\be\.g|\bi\.e|\bal)\.(?=\s+[^a-z\s]|\s*\n\s*\n|\s*$)|$)/s.exec(text.trim())![0];
