import { inBrackets } from '../../../core/format.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import type { Block, Choice, Form, Notice } from '../../../view/view.ts';
import type { Member } from '../../people/index.ts';
import { dayWords, dutyLine } from '../duty-line.ts';
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
  readonly reason: string;
}

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
  const duty = (
    slot: {
      dutyOn: string;
      shift: string;
      startsAt: Parameters<typeof dutyLine>[0]['startsAt'];
      endsAt: Parameters<typeof dutyLine>[0]['endsAt'];
    },
    label: Words | null,
  ): Words => ({
    zh: dutyLine({ ...slot, shiftName: label ?? names.shift(slot.shift) }, desk.zone, 'zh'),
    en: dutyLine({ ...slot, shiftName: label ?? names.shift(slot.shift) }, desk.zone, 'en'),
  });
  switch (refusal.code) {
    case 'roster.nobodyNamed':
      return { in: text.nobodyNamed[locale] };
    case 'roster.samePerson':
      return { in: text.samePerson[locale] };
    case 'roster.monthNotPublished':
      return { on: text.monthNotPublished(monthWords(refusal.month))[locale] };
    case 'roster.noSuchShift':
      return { shift: text.noSuchShift(dayWords(refusal.on), names.shift(refusal.shift))[locale] };
    case 'roster.shiftOver':
      return { on: text.shiftOver(duty(refusal.slot, null))[locale] };
    case 'roster.notInShift':
      return { out: text.notInShift(names.person(refusal.person))[locale] };
    case 'roster.alreadyInShift':
      return { in: text.alreadyInShift(names.person(refusal.person))[locale] };
    case 'roster.notMember':
      return { in: text.notMember[locale] };
    case 'roster.changeTwoPlaces': {
      const [clash] = refusal.clashes;
      if (clash === undefined) return { in: text.againstRules[locale] };
      // The other place is the one that is not this shift.
      const other = clash.first.desk !== null ? clash.first : clash.second;
      return { in: text.twoPlaces(names.person(clash.person), duty({ dutyOn: '', ...other }, other.desk))[locale] };
    }
    case 'roster.changeNotPlanner':
      return { in: [text.notPlanner[locale], ...plain(refusal.findings, names, locale)].join('\n') };
    case 'roster.changeAgainstRules':
      return { in: [text.againstRules[locale], ...plain(refusal.findings, names, locale)].join('\n') };
    case 'roster.changeNeedsReason':
      return { reason: [text.needsReason[locale], ...plain(refusal.findings, names, locale)].join('\n') };
  }
}

function plain(findings: readonly RosterFinding[], names: Names, locale: Locale): string[] {
  return findingLines(findings, names, locale).map(({ text: line, source }) => {
    const said =
      typeof line === 'string'
        ? line
        : line.map((part) => (typeof part === 'string' ? part : part.kind === 'mention' ? part.name : part.text)).join('');
    return source === undefined ? said : inBrackets(said, source, locale);
  });
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
