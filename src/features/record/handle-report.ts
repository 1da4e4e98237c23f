import { formatDay } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import { type Policy, type RecordType, recordTypes } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import { type Desk, loadDesk, loadStanding, policyFor } from '../people/index.ts';
import { csvOf } from './csv.ts';
import { peopleIn } from './fields.ts';
import { accessToOwn, accessToType, type ReadingPerson } from './handle-access.ts';
import { deskMeant, mayNotRead, noDesk, say } from './handle-form.ts';
import { knownType, typeOf } from './handle-registry.ts';
import { dateAt, valueNames } from './handle-world.ts';
import { citedLine } from './problem-text.ts';
import type { Entry } from './record.ts';
import { ledgersOf, typeAtStart } from './registers.ts';
import { nothingNotice, pageSize, type ReportNames, type ReportQuery, reportCard, tableOf } from './report.ts';
import { countEntries, type EntryFilter, entriesOf } from './store.ts';
import { stretchIn } from './stretch.ts';
import { text } from './text.ts';
import { refusal } from './views.ts';

const openWords = /未结|没结|未办结|\b(?:open|unfinished)\b/iu;

/** `报表 记录 [班组] [种类] [未结] [时间] [词]`: what was written, page by page. */
export async function showReport(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await deskMeant(ctx, words, (desk, rest) => `report log ${desk.name[ctx.locale]} ${rest}`.trim());
  return 'kind' in meant ? meant : reportOn(ctx, meant.desk, meant.rest);
}

/** The same for a desk that is known. */
export async function reportOn(ctx: PersonCtx, desk: Desk, words: string): Promise<Reply> {
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const found = typeAtStart(words, recordTypes(), { numbers: true });
  const open = openWords.test(found?.rest ?? words);
  const said = (found?.rest ?? words).replace(openWords, ' ');
  const stretch = stretchIn(said, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate());
  if (stretch.bad !== null) return say(ctx, notice('warn', text.badWhen(stretch.bad), [], ctx.locale));
  const sources = found === null ? undefined : ledgersOf(policy).get(found.type);
  const query: ReportQuery = {
    desk: desk.id,
    types: found === null ? null : (sources ?? [found.type.code]),
    ledger: found !== null && sources !== undefined ? found.type.code : null,
    open,
    from: open && stretch.rest === said.trim() ? null : (stretch.from?.toString() ?? null),
    until: stretch.until.toString(),
    words: stretch.rest === '' ? [] : stretch.rest.split(' '),
  };
  return pageOf(ctx, desk, policy, query, 0);
}

/** Another page of a report. */
export async function turnReport(ctx: PersonCtx, query: ReportQuery, page: number): Promise<Reply> {
  const desk = await loadDesk(ctx, query.desk);
  return desk === null ? noDesk(ctx) : pageOf(ctx, desk, await policyFor(ctx, desk, dateAt(ctx.now, desk)), query, page);
}

/** The types somebody may read all of, and those of which only their own; and of these what a table they take with them holds. */
function rights(policy: Pick<Policy, 'access'>, desk: Desk, query: ReportQuery, reader: ReadingPerson) {
  const asked = query.types === null ? recordTypes() : query.types.flatMap((code) => typeOf(code) ?? []);
  const all = asked.filter((type) => accessToType(policy, desk, type, reader).read.allowed);
  const own = asked.filter((type) => !all.includes(type) && accessToOwn(policy, desk, type, reader).read.allowed);
  const mayTake = (type: RecordType): boolean => accessToOwn(policy, desk, type, reader).export.allowed;
  const table = { all: all.filter(mayTake), own: own.filter(mayTake) };
  const left = [...all, ...own].filter((type) => !mayTake(type));
  const denied = asked.filter((type) => !all.includes(type)).flatMap((type) => accessToType(policy, desk, type, reader).read.cites);
  return { all, own, table, left, denied };
}

const startOf = (on: string, zone: Zone): Instant => Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant();
const endOf = (on: string, zone: Zone): Instant => startOf(Temporal.PlainDate.from(on).add({ days: 1 }).toString(), zone);

type Readable = Pick<ReturnType<typeof rights>, 'all' | 'own'>;

const isNone = ({ all, own }: Readable): boolean => all.length + own.length === 0;

const filterOf = (query: ReportQuery, desk: Desk, found: Readable, person: PersonId): EntryFilter => ({
  types: found.all.map(({ code }) => code),
  own: { types: found.own.map(({ code }) => code), person },
  ...(query.from === null ? {} : { from: startOf(query.from, desk.zone) }),
  until: endOf(query.until, desk.zone),
  ...(query.open ? { open: true } : {}),
  words: query.words,
});

function titleOf(query: ReportQuery, desk: Desk): Words {
  const code = query.ledger ?? (query.types?.length === 1 ? query.types[0] : undefined);
  const type = code === undefined ? null : typeOf(code);
  return type === null ? text.report(desk.name) : { zh: `${type.name.zh} · ${desk.name.zh}`, en: `${type.name.en} · ${desk.name.en}` };
}

function rangeOf(query: ReportQuery): Words {
  const day = (on: string, locale: Locale): string => formatDay(Temporal.PlainDate.from(on), locale);
  const range = (locale: Locale): string => {
    const time =
      query.from === null
        ? locale === 'zh'
          ? `到 ${day(query.until, locale)}`
          : `until ${day(query.until, locale)}`
        : query.from === query.until
          ? day(query.from, locale)
          : `${day(query.from, locale)}–${day(query.until, locale)}`;
    return [time, ...(query.open ? [locale === 'zh' ? '未结' : 'open'] : []), ...query.words].join(' · ');
  };
  return { zh: range('zh'), en: range('en') };
}

async function namesFor(ctx: Ctx, desk: Desk, policy: Policy, entries: readonly Entry[], reader: ReadingPerson): Promise<ReportNames> {
  const people = entries.flatMap((entry) => [entry.author, ...peopleIn(knownType(entry.type), entry.fields)]);
  return {
    zone: desk.zone,
    values: await valueNames(ctx, desk, policy, people, [...new Set(entries.map(({ type }) => type))].map(knownType)),
    typeOf: knownType,
    anonymous: (type: RecordType) => accessToOwn(policy, desk, type, reader).anonymous.allowed,
  };
}

function noteReport(
  ctx: Ctx,
  desk: Desk,
  policy: Policy,
  query: ReportQuery,
  entries: readonly Entry[],
  reader: ReadingPerson,
  action: 'record.read' | 'record.export',
): void {
  const logged = [...new Set(entries.map(({ type }) => type))].filter(
    (code) => accessToOwn(policy, desk, knownType(code), reader).audit.allowed,
  );
  if (action === 'record.read' && logged.length === 0) return;
  ctx.unit.audit({
    action,
    person: reader.person,
    desk: desk.id,
    subject: null,
    detail: { types: action === 'record.read' ? logged : query.types, from: query.from, until: query.until, entries: entries.length },
  });
}

async function pageOf(ctx: PersonCtx, desk: Desk, policy: Policy, query: ReportQuery, page: number): Promise<Reply> {
  const reader = { person: ctx.actor.person, memberships: ctx.actor.memberships };
  const found = rights(policy, desk, query, reader);
  const mayNot = (): Reply => mayNotRead(ctx, desk, query.types === null ? [] : [...new Set(found.denied)]);
  if (isNone(found)) return mayNot();
  const filter = filterOf(query, desk, found, reader.person);
  const [count, entries] = await Promise.all([
    countEntries(ctx, desk.id, filter),
    entriesOf(ctx, desk.id, { ...filter, newestFirst: query.ledger === null, limit: pageSize, offset: page * pageSize }),
  ]);
  // Whoever reads only what is their own here, and has none, is told so.
  if (count === 0 && found.all.length === 0) return mayNot();
  if (count === 0) return say(ctx, nothingNotice(titleOf(query, desk), rangeOf(query), ctx.locale));
  noteReport(ctx, desk, policy, query, entries, reader, 'record.read');
  const names = await namesFor(ctx, desk, policy, entries, reader);
  const given = { query, title: titleOf(query, desk), range: rangeOf(query), entries, count, page, mayExport: !isNone(found.table) };
  return { kind: 'replace', locale: ctx.locale, view: reportCard(given, names, ctx.locale) };
}

/** A file holds at most this many entries; its last row says how many there are beyond. */
const mostRows = 20_000;

/** `发我表格`: the whole report goes to whoever pressed, alone. Rights are looked at again when it is made. */
export async function sendTable(ctx: PersonCtx, query: ReportQuery): Promise<Reply> {
  const desk = await loadDesk(ctx, query.desk);
  if (desk === null) return noDesk(ctx);
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const reader = { person: ctx.actor.person, memberships: ctx.actor.memberships };
  const { table, left } = rights(policy, desk, query, reader);
  if (isNone(table)) {
    const cites = recordTypes()
      .filter(({ code }) => query.types === null || query.types.includes(code))
      .flatMap((type) => accessToOwn(policy, desk, type, reader).export.cites);
    return say(ctx, refusal(text.mayNotExport, [citedLine('error', text.mayNotReadWhy, [...new Set(cites)], ctx.locale)], ctx.locale));
  }
  ctx.unit.sendFile({
    platform: ctx.platform,
    to: { kind: 'person', id: ctx.userId },
    locale: ctx.locale,
    file: `record-table/${encode({ query, person: reader.person, locale: ctx.locale })}`,
  });
  noteReport(ctx, desk, policy, query, [], reader, 'record.export');
  // Of everything that is written a desk has a few kinds: what is not among the rows is said.
  const kinds = left.map(({ name }) => name);
  return say(ctx, notice('ok', text.csvSent, kinds.length === 0 ? [] : [text.csvWithout(kinds)], ctx.locale));
}

interface TableOrder {
  readonly query: ReportQuery;
  readonly person: PersonId;
  readonly locale: Locale;
}

const encode = (order: TableOrder): string => Buffer.from(JSON.stringify(order)).toString('base64url');
const decode = (id: string): TableOrder => JSON.parse(Buffer.from(id, 'base64url').toString('utf8')) as TableOrder;

/** The table as it is sent; null: whoever asked may not read it any more. */
export async function loadTable(ctx: Ctx, id: string): Promise<{ readonly name: string; readonly content: Buffer } | null> {
  const { query, person, locale } = decode(id);
  const [desk, memberships] = await Promise.all([loadDesk(ctx, query.desk), loadStanding(ctx, person)]);
  if (desk === null || memberships === null) return null;
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const reader: ReadingPerson = { person, memberships };
  const { table: found } = rights(policy, desk, query, reader);
  if (isNone(found)) return null;
  const filter = filterOf(query, desk, found, person);
  const [count, entries] = await Promise.all([countEntries(ctx, desk.id, filter), entriesOf(ctx, desk.id, { ...filter, limit: mostRows })]);
  const names = await namesFor(ctx, desk, policy, entries, reader);
  const rows = tableOf(entries, query, names, locale);
  const more = count > entries.length ? [[locale === 'zh' ? `另有 ${count - entries.length} 条` : `${count - entries.length} more`]] : [];
  const range = query.from === null ? query.until : `${query.from}_${query.until}`;
  const name = `${titleOf(query, desk)[locale].replaceAll(' · ', ' ')} ${range}.csv`.replace(/[\\/:*?"<>|]/g, ' ');
  return { name, content: Buffer.from(csvOf([...rows, ...more]), 'utf8') };
}
