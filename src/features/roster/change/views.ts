import type { Locale } from '../../../core/locale.ts';
import type { Block, Choice, Form, Notice } from '../../../view/view.ts';
import type { Member } from '../../people/index.ts';
import { dayWords } from '../duty-line.ts';
import { clashWords, dutyWords, plainFindings } from '../edit/explain.ts';
import { findingLines, type Names } from '../findings.ts';
import { monthWords, typed } from '../publish/views.ts';
import type { DeskName, RosterFinding, ShiftName } from '../roster.ts';
import { text as words } from '../text.ts';
import type { ChangeRefusal } from './change.ts';
import { text } from './text.ts';

/** What was chosen so far; strings as the form holds them, empty where nothing was. */
export interface ChangeDraft {
  readonly on: string;
  readonly shift: string;
  readonly out: string;
  readonly in: string;
  readonly position: string;
  readonly reason: string;
}

const longestPosition = 40;

/** A select of either messenger holds at most this many. */
const mostChoices = 100;

/** One shift: who goes out, who comes in. `findings` are shown above the fields when a reason is asked for. */
export function changeForm(
  desk: DeskName,
  shifts: readonly ShiftName[],
  members: readonly Member[],
  draft: ChangeDraft,
  findings: readonly RosterFinding[],
  names: Names,
  locale: Locale,
): Form {
  const people: Choice[] = members.slice(0, mostChoices).map((member) => ({ value: member.person, label: member.name[locale] }));
  const initial = (value: string, options: readonly Choice[]) =>
    options.some((option) => option.value === value) ? { initial: value } : {};
  const shiftChoices = shifts.map((shift) => ({ value: shift.code, label: shift.name[locale] }));
  const intro: Block[] = [
    { kind: 'text', text: desk.name[locale] },
    ...(findings.length === 0 ? [] : [{ kind: 'findings' as const, findings: findingLines(findings, names, locale) }]),
    ...(members.length > mostChoices ? [{ kind: 'note' as const, text: text.manyMembers(members.length)[locale] }] : []),
  ];
  return {
    kind: 'form',
    route: 'roster.change',
    args: { desk: desk.id },
    title: text.title[locale],
    intro,
    fields: [
      { kind: 'date', name: 'on', label: text.day[locale], required: true, initial: draft.on },
      {
        kind: 'choice',
        name: 'shift',
        label: text.shift[locale],
        required: true,
        options: shiftChoices,
        ...initial(draft.shift, shiftChoices),
      },
      {
        kind: 'choice',
        name: 'out',
        label: text.out[locale],
        hint: text.outHint[locale],
        required: false,
        options: people,
        ...initial(draft.out, people),
      },
      {
        kind: 'choice',
        name: 'in',
        label: text.in[locale],
        hint: text.inHint[locale],
        required: false,
        options: people,
        ...initial(draft.in, people),
      },
      {
        kind: 'text',
        name: 'position',
        label: text.position[locale],
        hint: text.positionHint[locale],
        required: false,
        maxLength: longestPosition,
        ...(draft.position === '' ? {} : { initial: draft.position }),
      },
      {
        kind: 'text',
        name: 'reason',
        label: text.reason[locale],
        hint: text.reasonHint[locale],
        required: false,
        maxLength: 200,
        ...(draft.reason === '' ? {} : { initial: draft.reason }),
      },
    ],
    submit: text.submit[locale],
    cancel: words.cancel[locale],
  };
}

/** A refusal as errors of the form's fields, so that what was chosen stays. */
export function changeErrors(refusal: ChangeRefusal, desk: DeskName, names: Names, locale: Locale): Record<string, string> {
  switch (refusal.code) {
    case 'roster.nobodyNamed':
      return { in: text.nobodyNamed[locale] };
    case 'roster.samePerson':
      return { in: text.samePerson[locale] };
    case 'roster.positionOfNobody':
      return { position: text.positionOfNobody[locale] };
    case 'roster.roleAsPosition':
      return { position: text.roleAsPosition(refusal.said)[locale] };
    case 'roster.monthNotPublished':
      return { on: text.monthNotPublished(monthWords(refusal.month))[locale] };
    case 'roster.noSuchShift':
      return { shift: text.noSuchShift(dayWords(refusal.on), names.shift(refusal.shift))[locale] };
    case 'roster.shiftOver':
      return { on: text.shiftOver(dutyWords(refusal.slot, null, desk, names))[locale] };
    case 'roster.notInShift':
      return { out: text.notInShift(names.person(refusal.person))[locale] };
    case 'roster.alreadyInShift':
      return { in: text.alreadyInShift(names.person(refusal.person))[locale] };
    case 'roster.notMember':
      return { in: text.notMember[locale] };
    case 'roster.changeTwoPlaces': {
      const [clash] = refusal.clashes;
      return { in: (clash === undefined ? text.againstRules : clashWords(clash, desk, names))[locale] };
    }
    case 'roster.changeNotPlanner':
      return { in: [text.notPlanner[locale], ...plainFindings(refusal.findings, names, locale)].join('\n') };
    case 'roster.changeAgainstRules':
      return { in: [text.againstRules[locale], ...plainFindings(refusal.findings, names, locale)].join('\n') };
    case 'roster.changeNeedsReason':
      return { reason: [text.needsReason[locale], ...plainFindings(refusal.findings, names, locale)].join('\n') };
  }
}

export function changedNotice(lines: readonly string[], unreached: readonly string[], month: string, locale: Locale): Notice {
  const note = unreached.length === 0 ? text.told[locale] : text.unreached(unreached.join(locale === 'zh' ? '、' : ', '))[locale];
  return {
    kind: 'notice',
    tone: 'ok',
    title: text.done[locale],
    blocks: [
      { kind: 'list', items: lines },
      { kind: 'note', text: note },
    ],
    actions: [typed(words.roster[locale], `roster ${month}`)],
  };
}
