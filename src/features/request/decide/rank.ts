/** Ranks from the lowest, as regulations name them; several words stand for one rank. */
const ladder: readonly (readonly string[])[] = [
  ['staff', 'employee'],
  ['team-lead', 'foreman', 'shift-lead'],
  ['supervisor', 'department-supervisor'],
  ['deputy-manager'],
  ['manager', 'department-manager'],
  ['deputy-director'],
  ['director', 'department-director', 'engineering-director', 'centre-director'],
  ['deputy-general-manager'],
  ['general-manager'],
];

const stepOf = (rank: string): number => ladder.findIndex((words) => words.includes(rank));

/** Whether somebody has at least a rank: by their attribute `rank`, else by the roles they hold. A rank that is not on the ladder is met only by itself. */
export function meetsRank(
  person: { readonly roles: readonly string[]; readonly attributes: Readonly<Record<string, string>> },
  least: string,
): boolean {
  const { rank } = person.attributes;
  const own = rank === undefined || rank === '' ? person.roles : [rank];
  const wanted = stepOf(least);
  return own.some((word) => word === least || (wanted >= 0 && stepOf(word) >= wanted));
}

/** Ranks that are on one step of the ladder; a rank that is not on it is only like itself. */
export function sameRank(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const step = stepOf(one);
  return one === other || (step >= 0 && step === stepOf(other));
}
