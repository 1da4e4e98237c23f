/** Zhiban's own figures about handing over, for what no regulation gives a figure of. */
export const ownFigures = {
  /** Where the desk sets no reminder of its own, a hand-over is prepared, and may be signed, this many minutes before the change. */
  prepareMinutes: 30,
  /** A code read out is good for this many minutes. */
  codeMinutes: 5,
  /** Wrong tries of one code after which it is void for whoever tried. */
  codeTries: 5,
  codeDigits: 4,
  /** A hand-over of a post, or of somebody who leaves, is looked for so many days after it was opened. */
  openDays: 30,
} as const;
