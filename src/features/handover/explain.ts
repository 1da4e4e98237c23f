import { formatMoment, formatTime } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant, Zone } from '../../core/time.ts';
import type { Citation } from '../../policy/index.ts';
import { notice, press } from '../../view/build.ts';
import type { FindingLine, Notice } from '../../view/view.ts';
import { codeWords } from '../people/index.ts';
import { sourceOf } from '../roster/index.ts';
import type { Lack } from './agenda.ts';
import type { Item } from './handover.ts';
import { text } from './text.ts';
import { claimText } from './text-claims.ts';

/** Why something is not done. */
export type HandoverRefusal =
  | { readonly code: 'gone' }
  | { readonly code: 'not-yours'; readonly outgoing: Words; readonly incoming: Words }
  | { readonly code: 'for-outgoing'; readonly outgoing: Words; readonly incoming: Words }
  | { readonly code: 'for-incoming'; readonly outgoing: Words; readonly incoming: Words }
  | { readonly code: 'ended'; readonly at: Instant }
  | { readonly code: 'released'; readonly at: Instant }
  | { readonly code: 'cancelled' }
  | { readonly code: 'stopped'; readonly incident: Words }
  | { readonly code: 'refused' }
  | { readonly code: 'frozen'; readonly number: string; readonly processes: readonly string[]; readonly cites: readonly Citation[] }
  | { readonly code: 'lacking'; readonly lacks: readonly Lack[] }
  /** `writes`: whoever reads it writes the report meanwhile. */
  | { readonly code: 'early'; readonly from: Instant; readonly writes: boolean }
  | { readonly code: 'taken'; readonly name: Words; readonly byCode: boolean }
  | { readonly code: 'second'; readonly of: Words; readonly free: Words }
  | { readonly code: 'signed'; readonly at: Instant }
  | { readonly code: 'signed-change' }
  | { readonly code: 'unsigned' }
  | { readonly code: 'no-signature' }
  | { readonly code: 'no-refusal' }
  | { readonly code: 'not-lead' }
  | { readonly code: 'own-release' }
  | { readonly code: 'code-none' }
  | { readonly code: 'code-late'; readonly at: Instant }
  | { readonly code: 'code-wrong'; readonly left: number }
  | { readonly code: 'code-worn' }
  | { readonly code: 'code-other'; readonly name: Words }
  | { readonly code: 'code-own' }
  | { readonly code: 'code-not-asked' }
  | { readonly code: 'met-already'; readonly at: Instant }
  | { readonly code: 'item-done' }
  | { readonly code: 'confirm-by'; readonly roles: Words };

const list = (codes: readonly string[], locale: Locale): string =>
  codes.map((code) => codeWords(code, locale)).join(locale === 'zh' ? '、' : ', ');
/** Heads of the report that read oddly as words of a rule. */
const sections: ReadonlyMap<string, Words> = new Map([
  ['duty', { zh: '值班情况', en: 'course of the shift' }],
  ['machines', { zh: '设备运行', en: 'machines' }],
]);

/** The name of a section of the report. */
const sectionWords = (code: string): Words => sections.get(code) ?? { zh: codeWords(code, 'zh'), en: codeWords(code, 'en') };

/** The same where it stands by itself, above its text or a field. */
export function headWords(code: string): Words {
  const { zh, en } = sectionWords(code);
  return { zh, en: `${en.slice(0, 1).toUpperCase()}${en.slice(1)}` };
}

/** Several of them, in one line. */
export const sectionNames = (codes: readonly string[]): Words => {
  const named = codes.map(sectionWords);
  return { zh: named.map(({ zh }) => zh).join('、'), en: named.map(({ en }) => en).join(', ') };
};

export const listWords = (codes: readonly string[]): Words => ({ zh: list(codes, 'zh'), en: list(codes, 'en') });

const source = (cites: readonly Citation[], locale: Locale): { source?: string } => {
  const said = sourceOf(cites, locale);
  return said === null ? {} : { source: said };
};

/** The words of the rules behind a line, so that a refusal says what they ask. */
const ruleWords = (cites: readonly Citation[], locale: Locale): string =>
  inRow([...new Set(cites.map(({ words }) => words[locale]))], locale);

/** Sentences, or parts of one, in a row: whatever ends with its own stop needs no other. */
export const inRow = (parts: readonly string[], locale: Locale): string =>
  parts.reduce((said, part) => {
    const stopped = /[.。!?!?;;…]$/u.test(said);
    if (said === '') return part;
    return locale === 'zh' ? `${said}${stopped ? '' : ';'}${part}` : `${said}${stopped ? ' ' : '; '}${part}`;
  }, '');

/** A line about a rule: what was found, what the rule says in our words, and where it stands. */
export function ruleLine(level: FindingLine['level'], said: string, cites: readonly Citation[], locale: Locale): FindingLine {
  const rule = ruleWords(cites, locale);
  return { level, text: rule === '' ? said : `${said}\n${rule}`, ...source(cites, locale) };
}

/** What is wanted before a signature, a line each. */
export function lackLines(lacks: readonly Lack[], locale: Locale): FindingLine[] {
  return lacks.map((lack) => {
    const about =
      lack.what === 'open' || lack.what === 'reasons'
        ? inRow(
            lack.matters.map((matter) => matter[locale]),
            locale,
          )
        : lack.what === 'sections'
          ? sectionNames(lack.about)[locale]
          : list(lack.about, locale);
    const colon = locale === 'zh' ? ':' : ': ';
    const said = text.lacks[lack.what][locale];
    return ruleLine(lack.reaction === 'refuse' ? 'error' : 'warn', about === '' ? said : `${said}${colon}${about}`, lack.cites, locale);
  });
}

/** The answer to something that is not done. `id`: the hand-over it was about, where it is there. */
export function explain(refusal: HandoverRefusal, zone: Zone, id: string | null, locale: Locale): Notice {
  const said = text.refusals;
  const see = id === null ? [] : [press('handover.show', text.buttons.card, { id }, locale)];
  const sides = (of: { readonly outgoing: Words; readonly incoming: Words }): Words => said.between(of.outgoing, of.incoming);
  switch (refusal.code) {
    case 'gone':
      return notice('info', said.gone, [], locale);
    case 'not-yours':
      return notice('warn', said.notYours, [sides(refusal), said.samePost], locale);
    case 'for-outgoing':
      return notice('info', said.forOutgoing, [sides(refusal)], locale, see);
    case 'for-incoming':
      return notice('info', said.forIncoming, [sides(refusal), said.samePost], locale, see);
    case 'ended':
      return notice('info', said.ended(formatTime(refusal.at, zone)), [said.endedHelp], locale, see);
    case 'released': {
      const amend = id === null ? [] : [press('handover.amend-open', text.buttons.amend, { id }, locale)];
      return notice('info', claimText.released(formatTime(refusal.at, zone)), [claimText.releasedHelp], locale, [...see, ...amend]);
    }
    case 'cancelled':
      return notice('info', text.cancelled, [], locale, see);
    case 'stopped':
      return notice('warn', said.stopped(refusal.incident), [text.stoppedNote], locale, see);
    case 'refused':
      return notice('warn', said.refused, [], locale, see);
    case 'frozen':
      return {
        ...notice('warn', said.frozen, [], locale, see),
        blocks: [
          {
            kind: 'findings',
            findings: [ruleLine('error', text.frozenNote(refusal.number, listWords(refusal.processes))[locale], refusal.cites, locale)],
          },
          { kind: 'text', text: text.frozenHelp[locale] },
        ],
      };
    case 'lacking': {
      const steps = refusal.lacks.some(({ what }) => ['outgoing', 'incoming', 'verify', 'open', 'reasons'].includes(what));
      const fill = refusal.lacks.some(({ what }) => what === 'sections');
      const actions =
        id === null
          ? []
          : [
              ...(fill ? [press('handover.fill', text.buttons.fill, { id }, locale, 'primary')] : []),
              ...(steps ? [press('handover.step', text.buttons.step, { id }, locale, fill ? undefined : 'primary')] : []),
            ];
      return {
        ...notice('warn', said.lacking, [], locale, actions),
        blocks: [{ kind: 'findings', findings: lackLines(refusal.lacks, locale) }],
      };
    }
    case 'early': {
      const from = { zh: formatMoment(refusal.from, zone, 'zh'), en: formatMoment(refusal.from, zone, 'en') };
      if (!refusal.writes) return notice('info', claimText.earlyTake, [claimText.earlyFrom(from)], locale, see);
      const fill = id === null ? [] : [press('handover.fill', text.buttons.fill, { id }, locale)];
      return notice('info', claimText.early, [claimText.earlyFrom(from), claimText.earlyWrite], locale, [...fill, ...see]);
    }
    case 'taken':
      return notice('warn', claimText.taken(refusal.name), [refusal.byCode ? claimText.takenByCode : claimText.takenBySign], locale, see);
    case 'second':
      return notice('warn', claimText.second(refusal.of), [claimText.secondFree(refusal.free)], locale, see);
    case 'signed':
      return notice('info', said.signed(formatTime(refusal.at, zone)), [], locale, see);
    case 'signed-change':
      return notice('info', said.signedChange, [], locale, see);
    case 'unsigned':
      return notice('info', said.unsigned, [], locale, see);
    case 'no-signature':
      return notice('info', said.noSignature, [], locale, see);
    case 'no-refusal':
      return notice('info', said.noRefusal, [said.noRefusalHelp], locale, see);
    case 'not-lead':
      return notice('info', said.notLead, [], locale, see);
    case 'own-release':
      return notice('info', said.ownRelease, [], locale, see);
    case 'code-none':
      return notice('warn', said.codeNone, [said.codeNoneHelp], locale, see);
    case 'code-late':
      return notice('warn', said.codeLate(formatTime(refusal.at, zone)), [said.codeNoneHelp], locale, see);
    case 'code-wrong':
      return notice('warn', said.codeWrong, [said.codeLeft(refusal.left)], locale, see);
    case 'code-worn':
      return notice('warn', said.codeWorn, [said.codeWornHelp], locale, see);
    case 'code-other':
      return notice('warn', said.codeOther(refusal.name), [said.samePost], locale);
    case 'code-own':
      return notice('info', said.codeOwn, [], locale, see);
    case 'code-not-asked':
      return notice('info', said.codeNotAsked, [], locale, see);
    case 'met-already':
      return notice('info', said.metAlready(formatTime(refusal.at, zone)), [], locale, see);
    case 'item-done':
      return notice('info', said.itemDone, [], locale, see);
    case 'confirm-by':
      return notice('info', said.confirmBy(refusal.roles), [], locale, see);
  }
}

/** What an item is called: in the reader's language where the words are ours, as it stands where somebody wrote it. */
export function itemSaid({ kind, text: said, words }: Pick<Item, 'kind' | 'text' | 'words'>, locale: Locale): string {
  if (words !== null) return words[locale];
  return kind === 'open' || kind === 'amendment' ? said : codeWords(said, locale);
}

/** Names in a row. */
export function namesOf(people: readonly PersonId[], names: ReadonlyMap<PersonId, Words>): Words {
  const said = (locale: Locale): string => people.map((person) => names.get(person)?.[locale] ?? '?').join(locale === 'zh' ? '、' : ', ');
  return { zh: said('zh'), en: said('en') };
}
