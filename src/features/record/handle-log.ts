import { ok, type Result } from '../../core/result.ts';
import type { RecordType } from '../../policy/index.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { MentionedUser, Quoted } from '../../runtime/intent.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press } from '../../view/build.ts';
import { contactsOf, type Desk, findDesk, findMembers, loadDesk, policyFor, rolesOver, standsOn } from '../people/index.ts';
import type { EntryDraft, RecordRefusal } from './entry-record.ts';
import { optionName } from './fields.ts';
import { amendEntry } from './handle-change.ts';
import { explainRecord } from './handle-explain.ts';
import { deskMeant, noDesk, say } from './handle-form.ts';
import { openRegister } from './handle-register.ts';
import { knownType } from './handle-registry.ts';
import { dateAt } from './handle-world.ts';
import { writeFlagged } from './handle-write.ts';
import { writtenNotice } from './handle-written.ts';
import type { Entry, EntryFields } from './record.ts';
import { logType, typeAtStart, writableTypes } from './registers.ts';
import { entryOfSource } from './store.ts';
import { text } from './text.ts';

/** The message words were said in, as what an entry came from; null: a command or a button. */
export const sourceOf = (ctx: PersonCtx, messageId: string | null = ctx.place.messageId): string | null =>
  messageId === null || ctx.place.id === null ? null : `${ctx.platform}:${ctx.place.id}:${messageId}`;

interface Said {
  readonly text: string;
  readonly quoted?: Quoted | null;
  /** Words come from a message that can be edited; a command or button cannot. */
  readonly kept: boolean;
  /** Photos that came with the words. */
  readonly files?: EntryDraft['files'];
  readonly mentions?: readonly MentionedUser[];
}

/** `记录 …`: one line into the duty log, or into the register it begins with. A bare word opens the form; as a reply it notes the message it replies to. */
export async function writeLog(ctx: PersonCtx, said: Said): Promise<Reply> {
  const quoted = said.quoted ?? null;
  const meant = await deskAndLine(ctx, said.text);
  if ('kind' in meant) return meant;
  const { desk, rest } = meant;
  if (!standsOn(ctx.actor, desk)) return noDesk(ctx, desk);
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const found = typeAtStart(rest, writableTypes(policy));
  const type = found?.type ?? knownType(logType);
  const own = found?.rest ?? rest;
  const line =
    quoted === null
      ? own
      : [`${await speaker(ctx, desk, quoted.author)}${quoted.text}`, own].filter((part) => part.trim() !== '').join('\n');
  const { files = [] } = said;
  if (line.trim() === '' && files.length === 0) return openRegister(ctx, desk, type, {});
  const source = quoted === null ? (said.kept ? sourceOf(ctx) : null) : sourceOf(ctx, quoted.messageId);
  return noteLine(ctx, desk, type, line, source, { quietly: files.length > 0, files, mentions: said.mentions ?? [] });
}

/**
 * The desk a line is for, and the line. The name of the desk one stands on anyway is part of what happened (`门岗停电了`), and so is that of one where
 * one does not stand (`前台来电话`).
 */
async function deskAndLine(ctx: PersonCtx, line: string): Promise<{ readonly desk: Desk; readonly rest: string } | Reply> {
  const meant = await deskMeant(ctx, line, (desk, rest) => `log ${desk.name[ctx.locale]} ${rest}`.trim());
  if ('kind' in meant || meant.rest === line.trim()) return meant;
  const own = await findDesk(ctx, '');
  const mine =
    own.kind === 'found' && (own.desk.id === meant.desk.id || (standsOn(ctx.actor, own.desk) && !standsOn(ctx.actor, meant.desk)));
  return mine ? { desk: own.desk, rest: line.trim() } : meant;
}

/** `李海波:` in front of what somebody else said, in the language of the desk. */
async function speaker(ctx: PersonCtx, desk: Desk, author: string | null): Promise<string> {
  if (author === null || author === ctx.userId) return '';
  const name = (await memberCalled(ctx, desk, author)) ?? (await ctx.findUser(author))?.name ?? null;
  return name === null ? '' : saidBy(name, desk);
}

/** The name of a member of the desk by their messenger id, in the language of the desk. */
async function memberCalled(ctx: PersonCtx, desk: Desk, userId: string): Promise<string | null> {
  const { found } = await findMembers(ctx, desk.id, '', [{ token: userId, userId, name: null }]);
  return found[0]?.name[desk.locale] ?? null;
}

/** Words with people by name where the messenger wrote its own mark for them. `mentions`: what it told of them; a bare id is tried among the members. */
async function withNames(ctx: PersonCtx, desk: Desk, said: string, mentions: readonly MentionedUser[] = []): Promise<string> {
  const told = new Map(mentions.map(({ token, userId, name }) => [token, { userId, name }]));
  const tokens = [...new Set(said.match(/@[\w-]+/gu))].toSorted((left, right) => right.length - left.length);
  let named = said;
  for (const token of tokens) {
    const { userId, name } = told.get(token) ?? { userId: token.slice(1), name: null };
    const found =
      (await memberCalled(ctx, desk, userId)) ?? name ?? (told.has(token) ? ((await ctx.findUser(userId))?.name ?? null) : null);
    if (found !== null) named = named.replaceAll(new RegExp(`${token}(?![\\w-])`, 'gu'), `@${found}`);
  }
  return named;
}

const saidBy = (name: string, desk: Pick<Desk, 'locale'>): string => (desk.locale === 'zh' ? `${name}:` : `${name}: `);

/** What a line fills of a type; null: it takes a form. */
function lineFields(type: RecordType, line: string): EntryFields | null {
  const field = type.fields.find(({ name }) => name === type.line);
  if (field === undefined) return null;
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return { [field.name]: line };
    case 'list':
      return { [field.name]: [line] };
    case 'choice': {
      const chosen = (field.options ?? []).find(({ value }) =>
        [value, optionName(field, value).zh, optionName(field, value).en].includes(line),
      );
      return chosen === undefined ? null : { [field.name]: chosen.value };
    }
    default:
      return null;
  }
}

interface How {
  /** No form can be opened, or a photo would be lost with it. */
  readonly quietly: boolean;
  readonly files?: EntryDraft['files'];
  readonly mentions?: readonly MentionedUser[];
}

/** Writes a line down; what the rules want beside it is asked for in the form, or `quietly` afterwards. */
async function noteLine(ctx: PersonCtx, desk: Desk, type: RecordType, said: string, source: string | null, how: How): Promise<Reply> {
  const line = await withNames(ctx, desk, said, how.mentions);
  const fields = lineFields(type, line);
  if (fields === null) return openRegister(ctx, desk, type, { [type.line]: line });
  const written = await writeFlagged(
    ctx,
    desk,
    { type: type.code, fields, author: ctx.actor.person, roles: rolesOver(ctx.actor, desk), source, files: how.files ?? [] },
    { incomplete: how.quietly },
  );
  if (written.ok) return say(ctx, await writtenNotice(ctx, desk, written.value.entry, written.value.flags));
  if (isIncomplete(written.refusal)) return openRegister(ctx, desk, type, { [type.line]: line }, written.refusal);
  return say(ctx, explainRecord(written.refusal, ctx.locale));
}

const isIncomplete = (refusal: RecordRefusal): boolean =>
  refusal.code === 'record.against-rules' &&
  refusal.problems.every(({ code, reaction }) => reaction !== 'refuse' || code === 'missing' || code === 'one-of-missing');

/** A message is put into the log by a shortcut (`quietly` false) or a reaction on it. */
export async function noteMessage(ctx: PersonCtx, said: string, author: string | null, quietly: boolean): Promise<Reply> {
  const line = said.trim();
  if (line === '') return say(ctx, notice('warn', text.emptyLog, [text.emptyLogHow], ctx.locale));
  const source = sourceOf(ctx);
  const noted = source === null ? null : await entryOfSource(ctx, source);
  if (noted !== null) return say(ctx, explainRecord({ code: 'record.noted-already', entry: noted }, ctx.locale));
  const meant = await findDesk(ctx, '');
  if (meant.kind === 'none') return noDesk(ctx);
  const mine = meant.kind === 'found' ? [meant.desk] : meant.desks.filter((desk) => standsOn(ctx.actor, desk));
  const [desk, ...more] = mine;
  if (desk === undefined || (more.length === 0 && !standsOn(ctx.actor, desk))) return noDesk(ctx, desk);
  const whole = `${await speaker(ctx, desk, author)}${line}`;
  const carried = whole.length > buttonText ? `${whole.slice(0, buttonText - 1)}…` : whole;
  if (more.length > 0)
    return say(
      ctx,
      notice(
        'info',
        text.whichDesk,
        [carried, ...(carried === whole ? [] : [text.cutTo(buttonText)])],
        ctx.locale,
        mine.map((one) => press('record.note-on', one.name, { desk: one.id, text: carried, source: source ?? '' }, ctx.locale)),
      ),
    );
  return noteLine(ctx, desk, knownType(logType), whole, source, { quietly });
}

/** A button carries at most 2,000 characters in Slack, route and braces included. */
const buttonText = 1_200;

/** The desk was chosen for a message that is put into the log. */
export async function noteOn(ctx: PersonCtx, deskId: string, line: string, source: string): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || !standsOn(ctx.actor, desk)) return noDesk(ctx, desk);
  return noteLine(ctx, desk, knownType(logType), line, source === '' ? null : source, { quietly: false });
}

/** The message an entry came from was edited: the entry says what the message says now, and keeps what it said before. */
export async function messageEdited(ctx: PersonCtx, said: string): Promise<Result<Entry | null, RecordRefusal>> {
  const source = sourceOf(ctx);
  const entry = source === null ? null : await entryOfSource(ctx, source);
  if (entry === null) return ok(null);
  const type = knownType(entry.type);
  const field = type.fields.find(({ name }) => name === type.line);
  const own = await withoutWords(ctx, said, type);
  if (field === undefined || own === '') return ok(entry);
  const desk = await loadDesk(ctx, entry.desk);
  if (desk === null) return ok(entry);
  const line = `${await saidByAuthor(ctx, desk, entry)}${await withNames(ctx, desk, own)}`;
  const value = field.kind === 'list' ? [line] : line;
  return amendEntry(ctx, entry.id, { fields: { [field.name]: value }, by: ctx.actor.person, reason: null, kind: 'edit' });
}

/** Who said it stays in front of what somebody else put into the log. */
async function saidByAuthor(ctx: PersonCtx, desk: Desk, entry: Entry): Promise<string> {
  if (entry.author === ctx.actor.person) return '';
  const name = (await contactsOf(ctx, [ctx.actor.person])).get(ctx.actor.person)?.name;
  return name === undefined ? '' : saidBy(name[desk.locale], desk);
}

const commandWord = /^(?:\/?duty\s+)?(?:记录|值班日志|日志|duty log|log)(?=$|[\s:,.、]|\p{Script=Han})[\s:,.、]*/iu;

/** The words after the one that puts a line into the log; null: the text does not begin with it. */
export function saidToLog(said: string): string | null {
  const text = said.normalize('NFKC').trim();
  const match = commandWord.exec(text);
  return match === null ? null : text.slice(match[0].length);
}

/** What was said without the word that put it into the log, the desk and the register. */
export async function withoutWords(ctx: PersonCtx, said: string, type: RecordType): Promise<string> {
  const line = saidToLog(said);
  if (line === null) return said.trim();
  const meant = await deskAndLine(ctx, line);
  const rest = 'kind' in meant ? line.trim() : meant.rest;
  return typeAtStart(rest, [type])?.rest ?? rest;
}
