import { formatDeadline, formatMoment, inBrackets } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Citation, RecordField, RecordType } from '../../policy/index.ts';
import { notice, press } from '../../view/build.ts';
import type { Action, Block, Card, Fact, FindingLine, Notice, StateBadge } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import type { EntryChange, WholeEntry } from './entry-record.ts';
import { fieldNamed, printValue, type ValueNames } from './fields.ts';
import { citedLine, flagLine } from './problem-text.ts';
import type { Entry } from './record.ts';
import { stateName } from './states.ts';
import { text } from './text.ts';

/** A refusal: its lines with their regulation. */
export const refusal = (title: Words, findings: readonly FindingLine[], locale: Locale, actions: readonly Action[] = []): Notice => ({
  kind: 'notice',
  tone: 'warn',
  title: title[locale],
  blocks: findings.length === 0 ? [] : [{ kind: 'findings', findings }],
  actions,
});

/** `违章通知书 #12` · `notice of violation #12` */
export const titleOf = (type: RecordType, entry: Pick<Entry, 'number'>): Words => {
  const number = entry.number === null ? '' : ` #${entry.number}`;
  return { zh: `${type.name.zh}${number}`, en: `${type.name.en}${number}` };
};

const moment = (at: Instant, desk: Pick<Desk, 'zone'>): Words => ({
  zh: formatMoment(at, desk.zone, 'zh'),
  en: formatMoment(at, desk.zone, 'en'),
});

const deadline = (at: Instant, desk: Pick<Desk, 'zone'>): Words => ({
  zh: formatDeadline(at, desk.zone, 'zh'),
  en: formatDeadline(at, desk.zone, 'en'),
});

/** What it takes to draw an entry for a reader. */
export interface EntryFacts {
  readonly whole: WholeEntry;
  readonly type: RecordType;
  readonly desk: Desk;
  readonly now: Instant;
  readonly names: ValueNames;
  /** The author is not shown. */
  readonly anonymous: boolean;
  /** The states it can go to, in order; the last closes it. */
  readonly next: readonly string[];
  /** Roles whose signature is still wanted. */
  readonly toSign: boolean;
  readonly least: number | null;
  readonly mayDelete: boolean;
  /** List fields of which a rule wants so many lines before it closes: one press adds the moment. */
  readonly tries: readonly string[];
  /** Moments the desk's rules ask for that one press notes. */
  readonly stamps: readonly RecordField[];
  /** Whether whoever sees it may change it; of the live card, which many see, this is asked when somebody presses. */
  readonly mayChange: boolean;
  readonly under: readonly Entry[];
  readonly parent: { readonly entry: Entry; readonly type: RecordType } | null;
  readonly typeOf: (code: string) => RecordType;
}

const isOverdue = (entry: Entry, now: Instant): boolean =>
  entry.closedAt === null && entry.dueAt !== null && Temporal.Instant.compare(entry.dueAt, now) <= 0;

function badge({ whole: { entry }, type, now, next }: EntryFacts, locale: Locale): StateBadge | null {
  if (type.states.length < 2 && next.length === 0) return null;
  if (isOverdue(entry, now)) return { word: text.overdue[locale], tone: 'red' };
  return { word: stateName(type, entry.state)[locale], tone: entry.closedAt === null ? 'orange' : 'green' };
}

/** The fields of an entry that hold something, as label and value. */
export const fieldFacts = (type: RecordType, entry: Entry, names: ValueNames, locale: Locale, hide: readonly string[] = []): Fact[] => {
  const known = new Set(type.fields.map(({ name }) => name));
  const extra = Object.keys(entry.fields)
    .filter((name) => !known.has(name))
    .map((name) => fieldNamed(type, name));
  return [...type.fields, ...extra].flatMap((field): Fact[] => {
    const value = hide.includes(field.name) ? '' : printValue(field, entry, names, locale);
    return value === '' ? [] : [{ label: field.label[locale], value }];
  });
};

/** Fields that would tell who wrote it; where that is no secret, those that only repeat it and the number. */
export const hiddenFields = (type: RecordType, entry: Entry, anonymous: boolean): readonly string[] =>
  type.fields
    .filter(
      (field) =>
        field.filled === 'number' ||
        (field.filled === 'author' && (anonymous || (entry.fields[field.name] === entry.author && !type.loan))),
    )
    .map(({ name }) => name);

/** A line of a list is no longer; what is cut ends with an ellipsis. */
const longestGist = 120;

/** The line an entry is recognised by: what one line typed fills, else its first value. Of a hand-over it is between whom, then what is open. */
export function gist(type: RecordType, entry: Entry, names: ValueNames, locale: Locale): string {
  const line = type.fields.find((field) => field.name === type.line);
  const own = line === undefined ? '' : printValue(line, entry, names, locale);
  const said = type.code === handedOver ? passedOn(type, entry, names, locale, own) : own;
  const first = said === '' ? (fieldFacts(type, entry, names, locale)[0]?.value ?? '') : said;
  return cut(String(first).replace(/\s+/gu, ' ').trim());
}

const handedOver = 'handover';

function passedOn(type: RecordType, entry: Entry, names: ValueNames, locale: Locale, open: string): string {
  const side = (name: string): string => printValue(fieldNamed(type, name), entry, names, locale);
  const sides = [side('from'), side('to')].filter((name) => name !== '').join(' → ');
  // Whoever sees to a matter stands after it as the language of the desk has them.
  const known = ['from', 'to'].flatMap((name) => {
    const id = entry.fields[name];
    return typeof id === 'string' ? [names.person(id)] : [];
  });
  const lines = open.split('\n').map((line) => {
    const owner = known.find((one) => line.endsWith(` · ${one.zh}`) || line.endsWith(` · ${one.en}`));
    return owner === undefined ? line : `${line.slice(0, line.lastIndexOf(' · '))} · ${owner[locale]}`;
  });
  const matters = lines.filter((one) => one !== '' && one !== '无' && one !== 'none');
  return [sides, matters.join(locale === 'zh' ? ';' : '; ')].filter((part) => part !== '').join(' · ');
}

/** Between words where it has blanks near the limit, else between characters. */
function cut(line: string): string {
  if (line.length <= longestGist) return line;
  const kept = line.slice(0, longestGist - 1);
  const blank = kept.lastIndexOf(' ');
  const whole = /[\w]$/u.test(kept) && /^\w/u.test(line.slice(longestGist - 1)) && blank > longestGist / 2 ? kept.slice(0, blank) : kept;
  return `${whole.replace(/[\s·,,;;]+$/u, '')}…`;
}

/** The live card of an entry. */
export function entryCard(facts: EntryFacts, locale: Locale): Card {
  const { whole, type, desk, names, next } = facts;
  const { entry } = whole;
  const state = badge(facts, locale);
  const title = titleOf(type, entry)[locale];
  const author = facts.anonymous ? text.hidden[locale] : names.person(entry.author)[locale];
  const due =
    entry.closedAt === null && entry.dueAt !== null ? [{ label: text.labels.due[locale], value: deadline(entry.dueAt, desk)[locale] }] : [];
  const signers = whole.changes.flatMap((change) =>
    change.kind === 'sign' && change.by !== null ? [signLine(change.by, change, facts, locale)] : [],
  );
  const own: Fact[] = [
    ...fieldFacts(type, entry, names, locale, hiddenFields(type, entry, facts.anonymous)),
    ...stockFacts(facts, locale),
    ...due,
    ...(signers.length === 0 ? [] : [{ label: text.labels.signed[locale], value: signers.join(locale === 'zh' ? '、' : ', ') }]),
    ...(whole.files.length === 0 ? [] : [{ label: text.labels.photos[locale], value: String(whole.files.length) }]),
  ];
  const blocks: Block[] = [
    { kind: 'facts', facts: own },
    ...(whole.flags.length === 0 ? [] : [{ kind: 'findings' as const, findings: whole.flags.map((flag) => flagLine(flag, locale)) }]),
    ...relatedBlocks(facts, locale),
    ...depositBlocks(facts, locale),
    { kind: 'note', text: noteLine(facts, author, locale) },
  ];
  return {
    kind: 'card',
    symbol: isOverdue(entry, facts.now) ? '⏰' : '📋',
    title: `${title} · ${desk.name[locale]}`,
    ...(state === null ? {} : { state }),
    summary: `${title}: ${gist(type, entry, names, locale)}`,
    blocks,
    actions: entryActions(facts, next, locale),
  };
}

/** Who did something with an entry; not shown where that would tell who wrote it. */
const doer = (by: PersonId, { whole, anonymous, names }: EntryFacts, locale: Locale): string =>
  anonymous && by === whole.entry.author ? text.hidden[locale] : names.person(by)[locale];

const signLine = (by: PersonId, change: EntryChange, facts: EntryFacts, locale: Locale): string =>
  inBrackets(doer(by, facts, locale), moment(change.at, facts.desk)[locale], locale);

function stockFacts({ whole, type, least }: EntryFacts, locale: Locale): Fact[] {
  if (!type.stock) return [];
  const has = String(whole.stock ?? 0);
  const value = least === null ? has : inBrackets(has, `${text.labels.least[locale]} ${least}`, locale);
  return [{ label: text.labels.stock[locale], value }];
}

/** What was left for something that is back goes back as well. */
function depositBlocks({ whole: { entry }, type, names }: EntryFacts, locale: Locale): Block[] {
  if (!type.loan || entry.closedAt === null) return [];
  const deposits = type.fields.filter(({ kind }) => kind === 'money').map((field) => printValue(field, entry, names, locale));
  return deposits.filter((value) => value !== '').map((value) => ({ kind: 'text', text: text.depositBack(value)[locale] }));
}

function relatedBlocks({ under, parent, typeOf, names }: EntryFacts, locale: Locale): Block[] {
  const line = (entry: Entry, type: RecordType): string =>
    `${titleOf(type, entry)[locale]} · ${stateName(type, entry.state)[locale]} · ${gist(type, entry, names, locale)}`;
  const lines = [...(parent === null ? [] : [line(parent.entry, parent.type)]), ...under.map((child) => line(child, typeOf(child.type)))];
  return lines.length === 0 ? [] : [{ kind: 'list', items: lines }];
}

function noteLine({ whole: { entry, changes }, desk }: EntryFacts, author: string, locale: Locale): string {
  const amended = changes.filter(({ kind }) => kind === 'amend' || kind === 'edit').length;
  const changed = amended === 0 ? '' : locale === 'zh' ? ` · 改动 ${amended} 次` : ` · changed ${amended}×`;
  return `${author} · ${moment(entry.at, desk)[locale]}${changed}`;
}

function entryActions(facts: EntryFacts, states: readonly string[], locale: Locale): Action[] {
  const { whole, type, toSign, mayDelete, mayChange } = facts;
  const { entry } = whole;
  const args = { id: entry.id };
  const version = String(entry.version);
  const [next, tries, stamps] = mayChange ? [states, facts.tries, facts.stamps] : [[], [], []];
  return [
    ...(toSign ? [press('record.sign', text.buttons.sign, args, locale, 'primary')] : []),
    ...stamps.map((field) => press('record.stamp', field.press ?? field.label, { ...args, field: field.name }, locale, 'primary')),
    ...next.map((state, at) =>
      press('record.move', stateName(type, state), { ...args, state, version }, locale, at === 0 && !toSign ? 'primary' : undefined),
    ),
    ...(entry.closedAt === null ? tries : []).map((field) =>
      press('record.try', text.tryOnce(fieldNamed(type, field).label), { ...args, field }, locale),
    ),
    ...(type.stock
      ? [
          press('record.stock-open', text.buttons.stockOut, { ...args, way: 'out' }, locale),
          press('record.stock-open', text.buttons.stockIn, { ...args, way: 'in' }, locale),
        ]
      : []),
    ...(mayChange
      ? [press('record.amend-open', text.buttons.amend, args, locale), press('record.photo', text.buttons.photo, args, locale)]
      : []),
    ...(whole.files.length === 0 ? [] : [press('record.photos', text.buttons.photos, args, locale)]),
    ...(whole.changes.length === 0 ? [] : [press('record.history', text.buttons.history, args, locale)]),
    ...(mayDelete
      ? [
          {
            ...press('record.delete', text.buttons.remove, args, locale, 'danger'),
            confirm: {
              title: text.removeAsk[locale],
              text: text.removeAskText[locale],
              yes: text.buttons.remove[locale].replace('…', ''),
              no: text.form.cancel[locale],
            },
          } as Action,
        ]
      : []),
  ];
}

/** Every change of an entry, the oldest first: who, when, what it was before. */
export function historyNotice(facts: EntryFacts, locale: Locale): Notice {
  const { whole, type } = facts;
  const items = whole.changes.map((change) => changeLine(change, facts, locale));
  return {
    kind: 'notice',
    tone: 'info',
    title: text.history(titleOf(type, whole.entry))[locale],
    blocks: [items.length === 0 ? { kind: 'text', text: text.noHistory[locale] } : { kind: 'list', items }],
    actions: [],
  };
}

const changeWords: Readonly<Record<EntryChange['kind'], Words>> = {
  amend: text.amended,
  edit: text.edited,
  state: { zh: '状态', en: 'state' },
  sign: { zh: '签字', en: 'signed' },
  stock: { zh: '出入库', en: 'stock moved' },
  photo: { zh: '加了照片', en: 'photo added' },
};

function changeLine(change: EntryChange, facts: EntryFacts, locale: Locale): string {
  const { type, names, desk, whole } = facts;
  const who = change.by === null ? null : doer(change.by, facts, locale);
  const was = Object.keys(change.fields).map((name) => {
    if (change.kind === 'stock')
      return `${(name === 'amount' ? text.labels.amount : name === 'money' ? text.labels.money : text.labels.stock)[locale]} ${change.fields[name]}`;
    const field = fieldNamed(type, name);
    const value = printValue(field, { ...whole.entry, fields: change.fields }, names, locale);
    const before = value === '' ? (locale === 'zh' ? '原来没有' : 'was empty') : locale === 'zh' ? `原为“${value}”` : `was “${value}”`;
    return `${field.label[locale]} ${before}`;
  });
  const from =
    change.state === null
      ? []
      : [locale === 'zh' ? `原为“${stateName(type, change.state).zh}”` : `was “${stateName(type, change.state).en}”`];
  return [moment(change.at, desk)[locale], who, changeWords[change.kind][locale], ...from, ...was, change.reason]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}

/** Stock fell below the least a rule names. */
export function lowStockNotice(
  type: RecordType,
  entry: Entry,
  has: number,
  least: number,
  cites: readonly Citation[],
  names: ValueNames,
  locale: Locale,
): Notice {
  return {
    kind: 'notice',
    tone: 'warn',
    title: text.lowStock({ zh: gist(type, entry, names, 'zh'), en: gist(type, entry, names, 'en') })[locale],
    blocks: [{ kind: 'findings', findings: [citedLine('warn', text.stockIs(String(has), String(least)), cites, locale)] }],
    actions: [press('record.show', text.buttons.show, { id: entry.id }, locale, 'primary')],
  };
}

/** Something is still open at, or shortly before, its time. */
export function reminderNotice(type: RecordType, entry: Entry, desk: Desk, names: ValueNames, now: Instant, locale: Locale): Notice {
  const due = entry.dueAt;
  const when = due === null ? null : isOverdue(entry, now) ? text.overdueSince(deadline(due, desk)) : text.dueAt(deadline(due, desk));
  return notice('warn', text.reminder(titleOf(type, entry)), [when, gist(type, entry, names, locale), desk.name], locale, [
    press('record.show', text.buttons.show, { id: entry.id }, locale, 'primary'),
  ]);
}
