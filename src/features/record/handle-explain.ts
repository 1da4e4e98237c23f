import type { Locale, Words } from '../../core/locale.ts';
import { press, typed } from '../../view/build.ts';
import type { FindingLine, Notice } from '../../view/view.ts';
import { roleNames } from '../people/index.ts';
import type { RecordRefusal } from './entry-record.ts';
import { knownType, typeOf } from './handle-registry.ts';
import { citedLine, fieldNames, fieldOf, problemLines } from './problem-text.ts';
import { stateName } from './states.ts';
import { text } from './text.ts';
import { refusal as refusalNotice } from './views.ts';

/** A refusal in words, and the field of a form it is about. */
export interface Explained {
  readonly title: Words;
  readonly lines: readonly FindingLine[];
  readonly field: string | null;
}

const roles = (codes: readonly string[]): Words => ({ zh: roleNames(codes, 'zh'), en: roleNames(codes, 'en') });
const plain = (words: Words, locale: Locale): FindingLine => ({ level: 'error', text: words[locale] });

/** Why an entry was not taken or did not go on, with the regulation. */
export function explain(refusal: RecordRefusal, locale: Locale): Explained {
  switch (refusal.code) {
    case 'record.unknown-type':
      return { title: text.unknownType(refusal.type), lines: [], field: null };
    case 'record.ledger': {
      const source = typeOf(refusal.of)?.name ?? { zh: refusal.of, en: refusal.of };
      const words = { zh: text.ledgerOf(source.zh, 'zh'), en: text.ledgerOf(source.en, 'en') };
      return { title: text.ledger, lines: [citedLine('info', words, refusal.cites, locale)], field: null };
    }
    case 'record.against-rules': {
      const type = knownType(refusal.type);
      const [first] = refusal.problems.filter(({ reaction }) => reaction === 'refuse');
      return {
        title: text.notWritten(type.name),
        lines: problemLines(refusal.problems, type, locale),
        field: first === undefined ? null : fieldOf(first),
      };
    }
    case 'record.duplicate': {
      const type = knownType(refusal.type);
      const names = { zh: fieldNames(type, refusal.fields, 'zh'), en: fieldNames(type, refusal.fields, 'en') };
      return {
        title: text.notWritten(type.name),
        lines: [citedLine('error', text.duplicate(names), refusal.cites, locale)],
        field: refusal.fields[0] ?? null,
      };
    }
    case 'record.noted-already':
      return { title: text.notedAlready, lines: [], field: null };
    case 'record.gone':
      return { title: text.gone, lines: [], field: null };
    case 'record.state':
      return {
        title: text.notNow,
        lines: [plain(text.nowIn(stateName(knownType(refusal.entry.type), refusal.entry.state)), locale)],
        field: null,
      };
    case 'record.unsigned':
      return {
        title: text.notMoved(knownType(refusal.type).name),
        lines: [citedLine('error', text.unsigned(roles(refusal.roles)), refusal.cites, locale)],
        field: null,
      };
    case 'record.not-signer':
      return {
        title: text.notSigner,
        lines: refusal.roles.length === 0 ? [] : [plain(text.unsigned(roles(refusal.roles)), locale)],
        field: null,
      };
    case 'record.signed-already':
      return { title: text.signedAlready, lines: [], field: null };
    case 'record.stock':
      return { title: text.tooMuch(String(refusal.has)), lines: [plain(text.tooMuchHow, locale)], field: 'amount' };
  }
}

/** The same as a message of its own. */
export function explainRecord(refusal: RecordRefusal, locale: Locale): Notice {
  const { title, lines } = explain(refusal, locale);
  const other = refusal.code === 'record.duplicate' ? refusal.other : 'entry' in refusal ? refusal.entry : null;
  return refusalNotice(title, lines, locale, [
    ...(other === null ? [] : [press('record.show', text.buttons.show, { id: other.id }, locale, 'primary')]),
    ...(lines.some((line) => line.source !== undefined) ? [typed(text.buttons.rules, 'policy', locale)] : []),
  ]);
}
