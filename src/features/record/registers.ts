import { factsIn } from '../../policy/condition.ts';
import { type Policy, type RecordType, recordTypes } from '../../policy/index.ts';

/** What is written where nothing else is said. */
export const logType = 'duty-log';

/** Types whose entries other parts of the bot write. */
const elsewhere: ReadonlySet<string> = new Set(['handover', 'incident']);

/** What can be written on a desk: what its regulations name, and always the duty log. Ledgers are not among them. */
export function writableTypes(policy: Pick<Policy, 'records'>): readonly RecordType[] {
  const rules = policy.records.filter(({ reaction }) => reaction !== 'off');
  const ledgers = new Set([...ledgersOf(policy).keys()].map(({ code }) => code));
  const named = new Set([logType, ...rules.flatMap(({ records }) => records)]);
  return recordTypes().filter(({ code }) => named.has(code) && !ledgers.has(code) && !elsewhere.has(code));
}

/**
 * The type a line begins with, and the words after it; null: it begins with none. The word stands for itself: a blank, colon or nothing follows it.
 * `numbers`: an English word may stand in the plural or the singular, where a register is asked for and nothing else can be meant.
 */
export function typeAtStart(
  line: string,
  types: readonly RecordType[],
  { numbers = false }: { readonly numbers?: boolean } = {},
): { readonly type: RecordType; readonly rest: string } | null {
  const said = line.normalize('NFKC').trim();
  const lower = said.toLowerCase();
  let best: { readonly type: RecordType; readonly length: number } | null = null;
  for (const type of types) {
    const words = [...type.words.zh, ...type.words.en, type.name.zh, type.name.en, type.code, ...type.forms];
    for (const spelling of words.flatMap((word) => (numbers ? numbersOf(word) : plain(word)))) {
      if (!lower.startsWith(spelling) || spelling.length <= (best?.length ?? 0)) continue;
      if (lower.length > spelling.length && !/^[\s:,.、]/u.test(lower.slice(spelling.length))) continue;
      best = { type, length: spelling.length };
    }
  }
  return best === null ? null : { type: best.type, rest: said.slice(best.length).replace(/^[\s:,.、]+/u, '') };
}

/** A word in small letters, in English also in the plural and the singular, whichever of its words has it: `visitor register`, `visitors register`. */
function numbersOf(word: string): readonly string[] {
  const spelling = plain(word);
  if (!/^[a-z][a-z '-]*$/.test(spelling)) return [spelling];
  const parts = spelling.split(' ');
  const others = parts.flatMap((part, at) => otherNumbers(part).map((other) => parts.with(at, other).join(' ')));
  return [spelling, ...others];
}

const plain = (word: string): string => word.normalize('NFKC').toLowerCase();

const otherNumbers = (word: string): readonly string[] => {
  if (/[^aeiou]y$/.test(word)) return [`${word.slice(0, -1)}ies`];
  if (/ies$/.test(word)) return [`${word.slice(0, -3)}y`];
  if (/(?:ss|x|ch|sh)$/.test(word)) return [`${word}es`];
  return /s$/.test(word) ? [word.slice(0, -1)] : [`${word}s`];
};

/** The type under a code or under the name of its form in a regulation. */
const byName = (name: string): RecordType | undefined =>
  recordTypes().find((type) => type.code === name) ?? recordTypes().find((type) => type.forms.includes(name));

/**
 * Ledgers of a desk with the types they are computed from: what a rule calls a view of others, else what a rule has entries listed in. A violation
 * that is listed in the ledger of its notices stands there with the notice, once.
 */
export function ledgersOf(policy: Pick<Policy, 'records'>): ReadonlyMap<RecordType, readonly string[]> {
  const views = new Map<RecordType, string[]>();
  const lists = new Map<RecordType, string[]>();
  const add = (to: Map<RecordType, string[]>, ledger: RecordType | undefined, sources: readonly string[]): void => {
    if (ledger !== undefined) to.set(ledger, [...new Set([...(to.get(ledger) ?? []), ...sources])]);
  };
  for (const { value, records, reaction } of policy.records) {
    if (reaction === 'off') continue;
    if (value.key === 'view_of') for (const record of records) add(views, byName(record), [byName(value.value)?.code ?? value.value]);
    if (value.key === 'ledger' && !records.includes(value.value)) add(lists, byName(value.value), records);
  }
  return new Map([...lists, ...views]);
}

/** Categories the rules of a desk know of a type. */
export const categoriesOf = (policy: Pick<Policy, 'records'>, type: string): readonly string[] => [
  ...new Set(
    policy.records.flatMap(({ category, records, reaction }) =>
      category !== null && reaction !== 'off' && records.includes(type) ? [category] : [],
    ),
  ),
];

/** Fields of a type that nobody types: rules of the desk work them out of the others. */
export const derivedFields = (policy: Pick<Policy, 'records'>, type: string): readonly string[] =>
  policy.records.flatMap(({ value, records, reaction }) =>
    value.key === 'derive' && reaction !== 'off' && records.includes(type) ? Object.keys(value.value) : [],
  );

/**
 * Fields the rules of a desk speak of for a type beside those they want filled: values they allow or refuse, one of several, what is unique, what
 * a rule hangs on and what it wants then.
 */
export function mentionedFields(policy: Pick<Policy, 'records'>, type: string): readonly string[] {
  const known = new Set(byName(type)?.fields.map(({ name }) => name));
  const fields = policy.records.flatMap(({ value, records, reaction, if: holding, ifAny, unless }): readonly string[] => {
    if (reaction === 'off' || !records.includes(type)) return [];
    const conditions = [holding, ...(ifAny ?? []), unless].filter((condition) => condition !== null);
    const asked = conditions.flatMap(factsIn).filter((fact) => known.has(fact));
    switch (value.key) {
      case 'enum':
      case 'default':
        return [...asked, ...Object.keys(value.value)];
      case 'validate':
        return [...asked, ...(value.value.require_any ?? []), ...Object.keys(value.value.deny ?? {})];
      case 'unique':
        return [...asked, ...value.value];
      case 'fields':
      case 'required':
        return conditions.length === 0 || value.value === 'configurable' ? asked : [...asked, ...value.value];
      default:
        return asked;
    }
  });
  return [...new Set(fields)];
}
