import { inBrackets } from '../../../core/format.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { text } from '../change/text.ts';
import { dutyLine } from '../duty-line.ts';
import { findingLines, type Names } from '../findings.ts';
import type { Stay } from '../plan.ts';
import type { DeskName, PlannedSlot, RosterFinding } from '../roster.ts';
import type { EditRefusal } from './edit.ts';
import type { StoredSlot } from './rows.ts';

/** Findings as plain sentences, each with its regulation. */
export function plainFindings(findings: readonly RosterFinding[], names: Names, locale: Locale): string[] {
  return findingLines(findings, names, locale).map(({ text: line, source }) => {
    const said =
      typeof line === 'string'
        ? line
        : line.map((part) => (typeof part === 'string' ? part : part.kind === 'mention' ? part.name : part.text)).join('');
    return source === undefined ? said : inBrackets(said, source, locale);
  });
}

/** Both languages of something written in one at a time. */
export const both = (write: (locale: Locale) => string): Words => ({ zh: write('zh'), en: write('en') });

/** A duty in words. `label` names another desk in place of the shift. */
export const dutyWords = (
  duty: Pick<PlannedSlot, 'dutyOn' | 'shift' | 'startsAt' | 'endsAt'>,
  label: Words | null,
  desk: DeskName,
  names: Names,
): Words => both((locale) => dutyLine({ ...duty, shiftName: label ?? names.shift(duty.shift) }, desk.zone, locale));

/** Where the clashing person is besides. */
export function clashWords(clash: { readonly first: Stay; readonly second: Stay }, desk: DeskName, names: Names): Words {
  const other = clash.first.desk !== null ? clash.first : clash.second;
  return text.twoPlaces(names.person(other.person), dutyWords({ dutyOn: '', ...other }, other.desk, desk, names));
}

/** Why the roster cannot be edited so, for whoever pressed. */
export function refusalWords(refusal: EditRefusal, desk: DeskName, stored: readonly StoredSlot[], names: Names): Words {
  const duty = (id: string): Words => {
    const slot = stored.find((one) => one.id === id);
    return slot === undefined ? text.thisShift : dutyWords(slot, null, desk, names);
  };
  switch (refusal.code) {
    case 'roster.slotGone':
      return text.slotGone;
    case 'roster.shiftOver':
      return text.shiftOver(duty(refusal.slot));
    case 'roster.partOutside':
      return text.partOutside(duty(refusal.slot));
    case 'roster.notInShift':
      return text.notInShiftOf(names.person(refusal.person), duty(refusal.slot));
    case 'roster.alreadyInShift':
      return text.alreadyInShiftOf(names.person(refusal.person), duty(refusal.slot));
    case 'roster.notMember':
      return text.notMemberOf(names.person(refusal.person), desk.name);
    case 'roster.changeTwoPlaces': {
      const [clash] = refusal.clashes;
      return clash === undefined ? text.againstRules : clashWords(clash, desk, names);
    }
    case 'roster.changeAgainstRules':
      return both((locale) => [text.againstRules[locale], ...plainFindings(refusal.findings, names, locale)].join('\n'));
  }
}
