import { formatDay, formatTime } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal, type Zone } from '../../core/time.ts';
import type { Citation } from '../../policy/index.ts';
import type { FindingLine } from '../../view/view.ts';
import { kindText } from '../calendar/index.ts';
import { roleName } from '../people/index.ts';
import { attributeWords } from './attribute-words.ts';
import { type FindingWords, findingText } from './findings-text.ts';
import type { RosterFinding } from './roster.ts';

/** What findings need to be readable: they hold codes and ids. */
export interface Names {
  readonly zone: Zone;
  readonly shift: (code: string) => Words;
  readonly person: (person: PersonId) => Words;
}

const awayText = {
  approved: { zh: '已批准请假', en: 'is on approved leave,' },
  asked: { zh: '已申请请假、待批', en: 'has asked for leave,' },
} as const;

const mostDays = 4;
const mostLines = 12;

/** The id of a rule; of one the desk made milder also who did, since when and why. */
const ruleOf = ({ rule, softened }: Citation, locale: Locale): string => {
  if (softened === undefined) return rule;
  return locale === 'zh' ? `${rule}(${softened.zh})` : `${rule} (${softened.en})`;
};

/** `物业安全管理制度 第三条 · property-security-duty-02`; rules of one section stand together. */
export function sourceOf(cites: readonly Citation[], locale: Locale): string | null {
  const rules = new Map<string, Set<string>>();
  for (const cite of cites) {
    const place = cite.preset === null ? cite.words[locale] : `${cite.title[locale]} ${cite.section[locale]}`;
    const known = rules.get(place) ?? new Set();
    rules.set(place, cite.preset === null ? known : known.add(ruleOf(cite, locale)));
  }
  const comma = locale === 'zh' ? '、' : ', ';
  const parts = [...rules].map(([place, ids]) => (ids.size === 0 ? place : `${place} · ${[...ids].join(comma)}`));
  return parts.length === 0 ? null : parts.join(locale === 'zh' ? ';' : '; ');
}

/** Findings that are about a part of a day; of the others the shift says the hours. */
const isTimed = (finding: RosterFinding): boolean => finding.code === 'coverage-gap' || finding.code === 'break-too-few';

/** The same finding on several days is one line. */
function grouped(findings: readonly RosterFinding[], zone: Zone): RosterFinding[][] {
  const groups = new Map<string, RosterFinding[]>();
  for (const finding of findings) {
    const { code, level, shift, role, person, measured, allowed } = finding;
    const hours = isTimed(finding) ? [formatTime(finding.from, zone), formatTime(finding.until, zone)] : [];
    const key = JSON.stringify([code, level, shift, role, person, measured, allowed, hours, finding.cites.map((cite) => cite.rule)]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()];
}

/** Findings as lines of a card, each with figures and regulation; at most twelve, then how many more. */
export function findingLines(findings: readonly RosterFinding[], names: Names, locale: Locale): FindingLine[] {
  const groups = grouped(findings, names.zone).sort((a, b) => Number(b[0]?.level === 'refuse') - Number(a[0]?.level === 'refuse'));
  const lines = groups.slice(0, mostLines).flatMap((group): FindingLine[] => {
    const [first] = group;
    if (first === undefined) return [];
    const words: FindingWords = {
      when: { zh: whenText(group, names.zone, 'zh'), en: whenText(group, names.zone, 'en') },
      shift: first.shift === undefined ? { zh: '', en: '' } : names.shift(first.shift),
      who: whoText(first, names),
      measured: valueText(first.measured, first),
      allowed: valueText(first.allowed, first),
      people: { zh: listed(first, 'zh'), en: listed(first, 'en') },
    };
    const source = sourceOf(first.cites, locale);
    return [
      {
        level: first.level === 'refuse' ? 'error' : 'warn',
        text: findingText[first.code](words)[locale].replaceAll('  ', ' '),
        ...(source === null ? {} : { source }),
      },
    ];
  });
  const more = groups.length - mostLines;
  return more > 0 ? [...lines, { level: 'info', text: locale === 'zh' ? `另有 ${more} 条` : `${more} more` }] : lines;
}

const listed = (finding: RosterFinding, locale: Locale): string =>
  (finding.people ?? []).map((name) => name[locale]).join(locale === 'zh' ? '、' : ' or ');

function whoText(finding: RosterFinding, names: Names): Words {
  if (finding.person !== undefined) return names.person(finding.person);
  const { role } = finding;
  return role === undefined ? { zh: '', en: '' } : { zh: roleName(role, 'zh'), en: roleName(role, 'en') };
}

/** Roles are named, kinds of days too; everything else is a figure or the regulation's own word. */
function valueText(value: number | string, finding: RosterFinding): Words {
  if (typeof value === 'number') return { zh: String(value), en: String(value) };
  if (finding.code === 'role-missing' || finding.code === 'planner-other' || finding.code === 'planner-unnamed') {
    const roles = value.split(', ').filter((role) => role !== '');
    return { zh: roles.map((role) => roleName(role, 'zh')).join('、'), en: roles.map((role) => roleName(role, 'en')).join(' or ') };
  }
  if (finding.code === 'on-leave' && value === finding.allowed) return awayText[value === 'approved' ? 'approved' : 'asked'];
  if (finding.code === 'attribute-missing' || finding.code === 'attribute-excluded') return attributeWords(value);
  const kind = finding.code === 'shift-not-on-day' && value in kindText ? kindText[value as keyof typeof kindText] : undefined;
  return kind ?? { zh: value, en: value };
}

function whenText(group: readonly RosterFinding[], zone: Zone, locale: Locale): string {
  const [first] = group;
  if (first === undefined) return '';
  const dayOf = (finding: RosterFinding): string => finding.on ?? finding.from.toZonedDateTimeISO(zone).toPlainDate().toString();
  const days = [...new Set(group.map(dayOf))];
  if (days.length > 1) {
    const shown = days.slice(0, mostDays).map((on) => formatDay(Temporal.PlainDate.from(on), locale));
    const list = shown.join(locale === 'zh' ? '、' : ', ');
    const dates =
      days.length <= mostDays ? list : locale === 'zh' ? `${list}等 ${days.length} 天` : `${list} and ${days.length - mostDays} more days`;
    return isTimed(first)
      ? `${dates} ${formatTime(first.from, zone)}–${formatTime(first.until, zone)}${locale === 'zh' ? ' ' : ''}`
      : dates;
  }
  const day = formatDay(Temporal.PlainDate.from(dayOf(first)), locale);
  if (!isTimed(first)) return day;
  const from = formatTime(first.from, zone);
  const until = first.until.toZonedDateTimeISO(zone);
  const sameDay = until.toPlainDate().toString() === first.from.toZonedDateTimeISO(zone).toPlainDate().toString();
  const end = sameDay
    ? formatTime(first.until, zone)
    : `${formatDay(until.toPlainDate(), locale)}${locale === 'zh' ? '' : ' '}${formatTime(first.until, zone)}`;
  return locale === 'zh' ? `${day}${from}–${end}` : `${day} ${from}–${end}`;
}
