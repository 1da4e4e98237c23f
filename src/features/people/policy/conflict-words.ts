import type { Locale, Words } from '../../../core/locale.ts';
import { conflictWords, type PolicyConflict } from '../../../policy/conflict.ts';
import type { Citation } from '../../../policy/policy.ts';
import { keyWords } from './key-words.ts';
import { codeWords, valueWords } from './value-words.ts';

/** One of two regulations that disagree, with everything it asks for in the matter. */
export interface DisputeSide {
  readonly preset: string;
  /** As the policy compares them: JSON, or several side by side. */
  readonly values: readonly string[];
  readonly cites: readonly Citation[];
}

/** What two regulations settle differently, once for each matter: a person keeps one side. */
export interface Dispute {
  readonly what: string;
  readonly sides: readonly [DisputeSide, DisputeSide];
}

type Differ = Extract<PolicyConflict, { code: 'policy.valuesDiffer' }>;

/** Brings together what concerns the same matter and the same two regulations, such as each shift of two rosters. */
export function disputesOf(conflicts: readonly PolicyConflict[]): readonly Dispute[] {
  const disputes = new Map<string, Dispute>();
  for (const conflict of conflicts) {
    if (conflict.code !== 'policy.valuesDiffer') continue;
    const [left, right] = sorted(conflict);
    const key = [conflict.what, left.preset, right.preset].join(' ');
    const known = disputes.get(key);
    const side = (one: Differ['sides'][number], before: DisputeSide | undefined): DisputeSide => ({
      preset: one.preset,
      values: [...new Set([...(before?.values ?? []), one.value])],
      cites: [
        ...new Map([...(before?.cites ?? []), ...one.cites].map((cite) => [`${cite.preset} ${cite.rule} ${cite.words.en}`, cite])).values(),
      ],
    });
    disputes.set(key, { what: conflict.what, sides: [side(left, known?.sides[0]), side(right, known?.sides[1])] });
  }
  return [...disputes.values()];
}

function sorted({ sides: [left, right] }: Differ): Differ['sides'] {
  return left.preset < right.preset ? [left, right] : [right, left];
}

/** The rules of the regulation a side stands on; what the desk set itself is none of them. */
export const rulesOfSide = (side: DisputeSide): readonly string[] => [
  ...new Set(side.cites.filter((cite) => cite.preset === side.preset).map((cite) => cite.rule)),
];

/** Whether a side can give way by switching its rules off. */
export const canGiveWay = (side: DisputeSide): boolean => rulesOfSide(side).length > 0;

/** What two regulations settle differently: `request.leave.min_notice` → `请假 · 提前`. */
export function subjectWords({ what }: Pick<Dispute, 'what'>, locale: Locale): string {
  return what
    .split('.')
    .filter((key) => key !== 'request' && key !== 'entitlement')
    .map((key) => keyWords.get(key)?.[locale] ?? codeWords(key, locale))
    .join(' · ');
}

/** The values a side asks for, as far as they can be read without their preset. */
function sideValues(side: DisputeSide, locale: Locale): string {
  return side.values.map((value) => readable(value, locale)).join(locale === 'zh' ? ';' : '; ');
}

function readable(value: string, locale: Locale): string {
  if (value === 'always') return locale === 'zh' ? '没有例外' : 'always';
  const exception = /^unless (.+)$/s.exec(value)?.[1];
  if (exception !== undefined) return `${locale === 'zh' ? '除非' : 'unless'} ${readable(exception, locale)}`;
  try {
    return plain(JSON.parse(value), locale);
  } catch (error) {
    // Several values of one regulation stand side by side and are no JSON together.
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}

const firstKeys: readonly string[] = ['name', 'season', 'start'];
/** Keys whose value speaks for itself. */
const silentKeys: readonly string[] = ['name', 'season', 'anchor', 'day'];

/** A shift is called by its name; what holds at all hours needs no word. */
function plain(value: unknown, locale: Locale): string {
  const between = locale === 'zh' ? '、' : ', ';
  if (Array.isArray(value)) return value.flatMap((one) => (one === null || one === 'all' ? [] : [plain(one, locale)])).join(between);
  if (typeof value !== 'object' || value === null) return valueWords(value, locale);
  if ('zh' in value && 'en' in value) return String(Reflect.get(value, locale));
  const place = (key: string): number => (firstKeys.includes(key) ? firstKeys.indexOf(key) : firstKeys.length);
  return Object.entries(value)
    .filter(([key, one]) => one !== null && key !== 'aliases' && !(key === 'code' && 'name' in value))
    .toSorted(([left], [right]) => place(left) - place(right))
    .map(([key, one]) =>
      silentKeys.includes(key) ? plain(one, locale) : `${keyWords.get(key)?.[locale] ?? codeWords(key, locale)} ${plain(one, locale)}`,
    )
    .join(between);
}

/** `客服部换班制度(第三条 · telecom-swap-03):每人每月最多换班 2 次`, and below what it asks for. */
export function sideWords(side: DisputeSide, locale: Locale): string {
  const cites = side.cites.map((cite) =>
    locale === 'zh'
      ? `${cite.title.zh}(${cite.section.zh} · ${cite.rule}):${cite.words.zh}`
      : `${cite.title.en} (${cite.section.en} · ${cite.rule}): ${cite.words.en}`,
  );
  const values = sideValues(side, locale);
  return [...cites, locale === 'zh' ? `要求:${values}` : `asks for: ${values}`].join('\n');
}

/** Conflicts in words, for whoever reads them on a card: both sides with what they cite. */
export function conflictTexts(conflicts: readonly PolicyConflict[], locale: Locale): readonly string[] {
  return [
    ...conflicts.flatMap((conflict) => (conflict.code === 'policy.valuesDiffer' ? [] : [conflictWords(conflict)[locale]])),
    ...disputesOf(conflicts).map((dispute) =>
      [subjectWords(dispute, locale), ...dispute.sides.map((side) => sideWords(side, locale))].join('\n'),
    ),
  ];
}

/** A dispute for whoever writes a desk file: both sides with their rules, and the lines that settle it. */
export function disputeAdvice(dispute: Dispute): Words {
  const { what, sides } = dispute;
  const off = (side: DisputeSide): string =>
    rulesOfSide(side)
      .map((rule) => `{ rule: ${rule}, reaction: off, reason: …, by: …, from: … }`)
      .join(', ');
  const ways = sides.filter(canGiveWay).map((side) => `\n      ${side.preset}: overrides: [${off(side)}]`);
  const both = (locale: Locale): string => sides.map((side) => `\n    ${sideWords(side, locale).replace(/\n/g, '\n      ')}`).join('');
  return {
    zh: `两项规定对“${subjectWords(dispute, 'zh')}”(${what})的要求不同:${both('zh')}\n    由人来选:停用其中一项,改其中一个值,或让一边不再适用:${ways.join('')}`,
    en: `two regulations disagree on “${subjectWords(dispute, 'en')}” (${what}):${both('en')}\n    a person decides: drop one of them, change one value, or switch one side off:${ways.join('')}`,
  };
}
