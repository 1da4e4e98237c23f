import { formatMoment } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Zone } from '../../core/time.ts';
import type { RecordType } from '../../policy/index.ts';
import { press } from '../../view/build.ts';
import type { Block, Card, Notice } from '../../view/view.ts';
import { fieldNamed, printValue, type ValueNames } from './fields.ts';
import type { Entry } from './record.ts';
import { stateName } from './states.ts';
import { text } from './text.ts';
import { fieldFacts, gist, hiddenFields, titleOf } from './views.ts';

/** What a report is asked for; a button and a file carry it. */
export interface ReportQuery {
  readonly desk: string;
  /** Codes; null: all. */
  readonly types: readonly string[] | null;
  /** The ledger it is drawn as. */
  readonly ledger: string | null;
  readonly open: boolean;
  /** `YYYY-MM-DD`, first and last day; null: from the beginning. */
  readonly from: string | null;
  readonly until: string;
  readonly words: readonly string[];
}

/** What a row of a report is made from. */
export interface ReportNames {
  readonly zone: Zone;
  readonly values: ValueNames;
  readonly typeOf: (code: string) => RecordType;
  /** The author of entries of the type is not shown. */
  readonly anonymous: (type: RecordType) => boolean;
}

const authorOf = (entry: Entry, type: RecordType, { values, anonymous }: ReportNames, locale: Locale): string =>
  anonymous(type) ? text.hidden[locale] : values.person(entry.author)[locale];

/** An entry in one line: when, what it is, what it says, who wrote it. */
function lineOf(entry: Entry, names: ReportNames, locale: Locale): string {
  const type = names.typeOf(entry.type);
  const state = type.states.length > 1 ? ` (${stateName(type, entry.state)[locale]})` : '';
  const parts = [`${titleOf(type, entry)[locale]}${state}`, gist(type, entry, names.values, locale), authorOf(entry, type, names, locale)];
  return [formatMoment(entry.at, names.zone, locale), ...parts].filter((part) => part !== '').join(' · ');
}

/** The columns of a ledger: a value is the entry's own of that name, its number or its state. */
export function ledgerRow(ledger: RecordType, entry: Entry, names: ReportNames, locale: Locale): string[] {
  const type = names.typeOf(entry.type);
  return ledger.fields.map((field) => {
    const own = printValue(fieldNamed(type, field.name), entry, names.values, locale);
    if (own !== '') return own;
    if (field.name === 'number') return entry.number === null ? '' : String(entry.number);
    if (field.name === 'state') return stateName(type, entry.state)[locale];
    return field.name === 'at' ? formatMoment(entry.at, names.zone, locale) : '';
  });
}

/** The whole report as a table, heading first: of one type with a column for each field, else with the fields in one column. */
export function tableOf(entries: readonly Entry[], query: ReportQuery, names: ReportNames, locale: Locale): string[][] {
  if (query.ledger !== null) {
    const ledger = names.typeOf(query.ledger);
    return [ledger.fields.map((field) => field.label[locale]), ...entries.map((entry) => ledgerRow(ledger, entry, names, locale))];
  }
  const { labels } = text;
  const [only, ...more] = new Set(entries.map((entry) => entry.type));
  const type = only !== undefined && more.length === 0 ? names.typeOf(only) : null;
  const fields = type === null ? [] : type.fields.filter((field) => field.kind !== 'photo');
  const head = [labels.number, labels.type, labels.at, labels.author, labels.state].map((label) => label[locale]);
  const heading = type === null ? [...head, text.written1[locale]] : [...head, ...fields.map((field) => field.label[locale])];
  const rows = entries.map((entry) => {
    const own = names.typeOf(entry.type);
    const hidden = hiddenFields(own, entry, names.anonymous(own));
    const first = [
      entry.number === null ? '' : String(entry.number),
      own.name[locale],
      formatMoment(entry.at, names.zone, locale),
      authorOf(entry, own, names, locale),
      stateName(own, entry.state)[locale],
    ];
    if (type !== null)
      return [...first, ...fields.map((field) => (hidden.includes(field.name) ? '' : printValue(field, entry, names.values, locale)))];
    const facts = fieldFacts(own, entry, names.values, locale, hidden).map(({ label, value }) => `${label}: ${String(value)}`);
    return [...first, facts.join('\n')];
  });
  return [heading, ...rows];
}

/** Entries on one page. */
export const pageSize = 10;

/** A page of a report. */
export function reportCard(
  given: {
    readonly query: ReportQuery;
    readonly title: Words;
    readonly range: Words;
    readonly entries: readonly Entry[];
    readonly count: number;
    readonly page: number;
    readonly mayExport: boolean;
  },
  names: ReportNames,
  locale: Locale,
): Card {
  const { query, entries, count, page } = given;
  const pages = Math.max(1, Math.ceil(count / pageSize));
  const args = { query: JSON.stringify(query) };
  const list: Block[] = query.ledger === null ? lines(entries, names, locale) : grid(entries, query.ledger, names, locale);
  const head = [given.range[locale], text.reportCount(count)[locale], ...(pages > 1 ? [text.page(page + 1, pages)[locale]] : [])].join(
    ' · ',
  );
  return {
    kind: 'card',
    symbol: '📋',
    title: given.title[locale],
    summary: `${given.title[locale]}: ${head}`,
    blocks: [{ kind: 'text', text: head }, ...list],
    actions: [
      ...(page + 1 < pages ? [press('record.report', text.buttons.next, { ...args, page: String(page + 1) }, locale, 'primary')] : []),
      ...(page > 0 ? [press('record.report', text.buttons.back, { ...args, page: String(page - 1) }, locale)] : []),
      ...(given.mayExport && count > 0 ? [press('record.csv', text.buttons.csv, args, locale)] : []),
    ],
  };
}

function lines(entries: readonly Entry[], names: ReportNames, locale: Locale): Block[] {
  if (entries.length === 0) return [];
  return [
    { kind: 'list', items: entries.map((entry, at) => `${at + 1} · ${lineOf(entry, names, locale)}`) },
    {
      kind: 'actions',
      actions: entries.map((entry, at) => press('record.show', { zh: `${at + 1}`, en: `${at + 1}` }, { id: entry.id }, locale)),
    },
  ];
}

const grid = (entries: readonly Entry[], ledger: string, names: ReportNames, locale: Locale): Block[] => {
  const type = names.typeOf(ledger);
  if (entries.length === 0) return [];
  return [
    {
      kind: 'grid',
      columns: type.fields.map((field) => field.label[locale]),
      rows: entries.map((entry) => ledgerRow(type, entry, names, locale)),
    },
  ];
};

/** There is nothing in the time asked for. */
export const nothingNotice = (title: Words, range: Words, locale: Locale): Notice => ({
  kind: 'notice',
  tone: 'info',
  title: text.reportNone[locale],
  blocks: [{ kind: 'text', text: `${title[locale]} · ${range[locale]}` }],
  actions: [],
});
