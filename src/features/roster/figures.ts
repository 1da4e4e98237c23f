/** Zhiban's own figures about publishing a roster, for what no regulation gives a figure of. */
export const ownFigures = {
  /** Whoever makes the roster is reminded at this hour, wall time of the desk. */
  remindHour: 10,
  /** Days before the last rostered day on which the leads hear that nothing follows; on a day off they hear on the working day before. */
  endsDays: 3,
  /** And once more so many days before it, whatever day that is. */
  endsAgainDays: 1,
} as const;
