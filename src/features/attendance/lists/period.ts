/** A stretch of days by its everyday words. */
export type Period = 'this-cycle' | 'last-cycle' | 'this-week' | 'last-week';

const words: Readonly<Record<Period, readonly string[]>> = {
  'this-cycle': ['', '本期', '本周期', '这期', '当期', 'this', 'this cycle', 'current', 'now'],
  'last-cycle': ['上期', '上周期', '上一期', 'last', 'last cycle', 'previous'],
  'this-week': ['本周', '这周', '这个星期', 'week', 'this week'],
  'last-week': ['上周', '上星期', '上个星期', 'last week'],
};

/** The period the words mean; without words the present cycle. Null: they are none of them. */
export function periodOf(said: string): Period | null {
  const text = said.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
  const found = (Object.entries(words) as [Period, readonly string[]][]).find(([, all]) => all.includes(text));
  return found?.[0] ?? null;
}
