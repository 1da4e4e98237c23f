import { setTimeout as sleep } from 'node:timers/promises';
import type { Locale } from '../core/locale.ts';
import type { Clock, Instant } from '../core/time.ts';
import { ConstraintBroken, type Database, StaleVersion, type Statement } from '../db/database.ts';
import type { Card, Home } from '../view/view.ts';
import { cleanAsk } from './clean-ask.ts';
import type { Actor, PersonCtx } from './context.ts';
import type { Directory, Resolved } from './directory.ts';
import type { Ask, Intent } from './intent.ts';
import type { Logger } from './log.ts';
import { type FoundUser, type Inbound, type Messenger, MessengerError } from './messenger.ts';
import type { RuntimeMetrics } from './metrics.ts';
import { newId } from './new-id.ts';
import type { Register } from './register.ts';
import type { Reply } from './reply.ts';
import { notices, wordsRoute } from './text.ts';
import type { Unit } from './unit.ts';
import { findCommand } from './words.ts';
import { createUnit } from './write-unit.ts';

export interface DispatchOptions {
  readonly db: Database;
  readonly register: Register;
  readonly directory: Directory;
  readonly messengers: ReadonlyMap<string, Messenger>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: RuntimeMetrics;
  /** Requests handled at once; more are told that nothing was done. */
  readonly maxInFlight: number;
  /** Called after a commit that queued messages or due work. */
  readonly wake: () => void;
}

/** A decision is made again when its facts changed meanwhile; after this many times the person is told. */
const attempts = 6;
/** Whoever lost a race waits a moment, each another one and longer every time, so that the same two do not meet again. */
const firstPauseMs = 4;

/**
 * Carries one intent through the house: who asks → route → use case → ONE statement that holds the rows, the audit, the outbox and the
 * inbox row with the reply → reply. A repeated delivery finds the inbox row and gets the stored reply.
 */
export function createDispatch(options: DispatchOptions): Inbound['intent'] {
  let inFlight = 0;
  return async (given) => {
    const intent = { ...given, ask: cleanAsk(given.ask) };
    const started = performance.now();
    const finish = (outcome: string) =>
      options.metrics.intent(intent.platform, intent.ask.kind, outcome, (performance.now() - started) / 1000);
    if (inFlight >= options.maxInFlight) {
      finish('busy');
      return notices.busy();
    }
    inFlight += 1;
    try {
      const reply = await handle(options, intent);
      finish(reply.kind === 'invalid' ? 'invalid' : 'ok');
      return reply;
    } catch (error) {
      finish('failed');
      return answerFailure(options, intent, error, null);
    } finally {
      inFlight -= 1;
    }
  };
}

/**
 * A bug is answered with a reference that stands in the log. What was said while the database is away goes back to the messenger, which
 * delivers it again; a press is told now that nothing was saved.
 */
async function answerFailure(options: DispatchOptions, intent: Intent, error: unknown, resolved: Resolved | null): Promise<Reply> {
  const reference = newId().slice(-4).toUpperCase();
  const locale = resolved?.actor.locale ?? 'zh';
  options.log.error({ reference, platform: intent.platform, ask: intent.ask.kind, err: error }, 'intent failed');
  if (isDatabaseAway(error)) {
    if (isSaid(intent)) throw error;
    return notices.plain(locale, 'away');
  }
  const reply = notices.bug(locale, reference);
  if (resolved === null) {
    if (isSaid(intent)) throw error;
    return reply;
  }
  return answer(options, intent, resolved, () => Promise.resolve(reply));
}

const isSaid = (intent: Intent): boolean => intent.ask.kind === 'file' || (intent.ask.kind === 'words' && intent.ask.from !== 'command');

function isDatabaseAway(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|57P0|08)/.test(code) ||
    (error instanceof Error && /terminat|timeout exceeded when trying to connect/i.test(error.message))
  );
}

async function handle(options: DispatchOptions, intent: Intent): Promise<Reply> {
  const resolved = await options.directory.resolve(options.db, intent);
  if (resolved === null) return intent.external ? notices.external() : options.directory.welcome(options.db, intent, null);
  if (intent.external) return answer(options, intent, resolved, () => Promise.resolve(notices.external()));
  const run = findUseCase(options, intent, resolved);
  if (resolved.actor.stranger === true && !run.open) {
    return answer(options, intent, resolved, () => options.directory.welcome(options.db, intent, resolved));
  }
  try {
    return await answer(options, intent, resolved, run.useCase, run.inChannel);
  } catch (error) {
    return answerFailure(options, intent, error, resolved);
  }
}

interface UseCase {
  readonly open: boolean;
  readonly inChannel: boolean;
  readonly useCase: (ctx: PersonCtx) => Promise<Reply>;
}

function findUseCase(options: DispatchOptions, intent: Intent, resolved: Resolved): UseCase {
  const { register } = options;
  const locale = resolved.actor.locale;
  const fixed = (reply: Reply): UseCase => ({ open: false, inChannel: false, useCase: () => Promise.resolve(reply) });
  const ask = intent.ask;
  switch (ask.kind) {
    case 'words':
      return findWords(register, ask, locale);
    case 'press':
    case 'submit': {
      if (ask.route === wordsRoute) return findWords(register, { text: ask.args.text ?? '', mentions: [] }, locale);
      const found = register.routes.get(ask.route);
      if (found === undefined) return fixed(notices.plain(locale, 'gone'));
      const args = found.args.safeParse(ask.args);
      if (!args.success) return fixed(notices.plain(locale, 'gone'));
      const values = found.values === undefined ? null : found.values.safeParse(ask.kind === 'submit' ? ask.values : {});
      if (values !== null && !values.success) {
        options.log.warn({ route: ask.route, issues: values.error.issues.map((issue) => issue.path.join('.')) }, 'form values refused');
        return fixed(notices.plain(locale, 'invalid'));
      }
      return { open: found.open === true, inChannel: false, useCase: (ctx) => found.run(ctx, args.data, values?.data as never) };
    }
    case 'shortcut': {
      const found = register.routes.get(ask.route);
      const args = found?.args.safeParse({ text: ask.text, author: ask.author ?? '' });
      if (found === undefined || args?.success !== true) return fixed(notices.plain(locale, 'gone'));
      return { open: false, inChannel: false, useCase: (ctx) => found.run(ctx, args.data, undefined as never) };
    }
    case 'home':
      return { open: false, inChannel: false, useCase: (ctx) => openHome(register, ctx) };
    case 'edited':
      // Nobody asked for an answer: a stranger's edit is not theirs to hear of.
      return { open: true, inChannel: false, useCase: (ctx) => followEdit(register, ask.text, ctx) };
    case 'file':
      return { open: false, inChannel: false, useCase: (ctx) => readFile(options, intent, ask, ctx) };
  }
}

type Words = Pick<Extract<Ask, { kind: 'words' }>, 'text' | 'mentions' | 'quoted'>;

function findWords(register: Register, { text, mentions, quoted = null }: Words, locale: Locale): UseCase {
  const said = findCommand(text, register.commands);
  if (said.kind === 'unknown')
    return { open: true, inChannel: false, useCase: () => Promise.resolve(notices.unknownWord(locale, said.word, said.nearest)) };
  if (said.kind === 'empty') return { open: false, inChannel: false, useCase: (ctx) => openHome(register, ctx) };
  return {
    open: said.command.membersOnly === false,
    inChannel: said.command.inChannel === true,
    useCase: (ctx) => said.command.run(ctx, { text: said.text, mentions, quoted }),
  };
}

async function followEdit(register: Register, text: string, ctx: PersonCtx): Promise<Reply> {
  for (const slice of ctx.actor.stranger === true ? [] : register.slices) {
    const reply = await slice.edited?.(ctx, text);
    if (reply !== null && reply !== undefined) return reply;
  }
  return { kind: 'nothing', locale: ctx.locale };
}

async function openHome(register: Register, ctx: PersonCtx): Promise<Reply> {
  for (const slice of register.slices) if (slice.home !== undefined) return slice.home(ctx);
  return { kind: 'nothing', locale: ctx.locale };
}

async function readFile(options: DispatchOptions, intent: Intent, ask: Extract<Ask, { kind: 'file' }>, ctx: PersonCtx): Promise<Reply> {
  const messenger = options.messengers.get(intent.platform);
  for (const slice of options.register.slices) {
    if (slice.file === undefined || messenger === undefined) continue;
    const read = (maxBytes: number) => messenger.download(ask.file.id, intent.place.messageId, maxBytes);
    const reply = await slice.file(ctx, { meta: ask.file, text: ask.text, read });
    if (reply !== null) return reply;
  }
  return notices.plain(ctx.locale, 'file');
}

async function findUser(messenger: Messenger | undefined, userId: string): Promise<FoundUser | null> {
  try {
    return (await messenger?.userById(userId)) ?? null;
  } catch (error) {
    if (error instanceof MessengerError) return null;
    throw error;
  }
}

/** Whoever presses does not wait longer for a messenger to say what a message says now. */
const editPatienceMs = 1_000;

async function editedText(messenger: Messenger | undefined, messageId: string): Promise<string | null> {
  if (messenger?.editedText === undefined) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), editPatienceMs);
  });
  const asked = messenger.editedText(messageId).catch((error: unknown) => {
    if (error instanceof MessengerError) return null;
    throw error;
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs the use case on fresh facts until its unit is saved, or somebody else has won too often. */
async function answer(
  options: DispatchOptions,
  intent: Intent,
  resolved: Resolved,
  useCase: (ctx: PersonCtx) => Promise<Reply>,
  inChannel = false,
): Promise<Reply> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const now = options.clock.now();
    const unit = createUnit({ org: resolved.org, now, newId });
    const ctx: PersonCtx = {
      now,
      org: resolved.org,
      orgZone: resolved.orgZone,
      orgLocale: resolved.orgLocale,
      db: options.db,
      unit,
      newId,
      actor: resolved.actor,
      // Said to everybody in a channel, so in the language of the organisation.
      locale: inChannel && isSaid(intent) && intent.place.kind === 'channel' ? resolved.orgLocale : resolved.actor.locale,
      platform: intent.platform,
      userId: intent.userId,
      place: intent.place,
      findUser: (userId) => findUser(options.messengers.get(intent.platform), userId),
      editedText: (platform, messageId) => editedText(options.messengers.get(platform), messageId),
    };
    const reply = routeReply(intent, await useCase(ctx), unit, inChannel, resolved.actor);
    const saves = unit.statements.length > 0;
    // A press that comes again finds what the first one did, and has nothing to do: it gets the first one's answer all the same.
    if (!saves) return intent.ask.kind === 'press' || intent.ask.kind === 'submit' ? storedReply(options.db, intent, reply) : reply;
    unit.raw(inboxRow(intent, now, reply));
    try {
      await options.db.write(unit.statements);
      options.wake();
      if (intent.place.kind === 'home') void renewHome(options, ctx);
      return reply;
    } catch (error) {
      if (error instanceof ConstraintBroken && error.constraint === 'inbox_pkey') return storedReply(options.db, intent, reply);
      if (!(error instanceof StaleVersion || error instanceof ConstraintBroken)) throw error;
      options.metrics.contested(intent.ask.kind);
      if (attempt === attempts) options.log.warn({ err: error, ask: intent.ask.kind }, 'a decision lost every race');
      else await sleep(Math.random() * firstPauseMs * 2 ** attempt);
    }
  }
  return giveUp(options, intent, notices.plain(resolved.actor.locale, 'contested'));
}

const inboxRow = (intent: Intent, now: Instant, reply: Reply): Statement => ({
  sql: 'INSERT INTO inbox (platform, event_key, received_at, reply) VALUES ($1, $2, $3, $4::text::jsonb)',
  params: [intent.platform, intent.eventKey, new Date(now.epochMilliseconds), JSON.stringify(reply)],
  expect: null,
});

/** Whoever is told that nothing was saved must be right: another delivery of the same event does not save it afterwards, or has done so already. */
async function giveUp(options: DispatchOptions, intent: Intent, reply: Reply): Promise<Reply> {
  try {
    await options.db.write([inboxRow(intent, options.clock.now(), reply)]);
    return reply;
  } catch (error) {
    if (!(error instanceof ConstraintBroken)) throw error;
    return storedReply(options.db, intent, reply);
  }
}

/**
 * What was said in a chat is answered by a message through the outbox, in the same statement as what it changed; so is a press or a command, where the
 * answer is a card that follows its subject: a message of the bot can be edited later, what Slack shows to one person in passing cannot. Whoever asked in
 * a channel is told there where it is. A form cannot be sent to a Slack chat without a press, so there a button that opens it is sent.
 */
function routeReply(intent: Intent, reply: Reply, unit: Unit, inChannel: boolean, actor: Actor): Reply {
  const { ask, place } = intent;
  const inChat = place.kind === 'direct' || place.kind === 'channel';
  const live = reply.kind === 'say' && reply.subject !== undefined && inChat && !inChannel ? { subject: reply.subject } : {};
  const isAsked = 'subject' in live && (ask.kind === 'press' || ask.kind === 'words');
  if (!(isSaid(intent) || isAsked) || reply.kind === 'nothing') return reply;
  const words = intent.ask.kind === 'words' ? intent.ask.text : '';
  const to =
    inChannel && intent.place.kind === 'channel' && intent.place.id !== null
      ? ({ kind: 'channel', id: intent.place.id } as const)
      : ({ kind: 'person', id: intent.userId } as const);
  const send = (shown: Reply): Reply => {
    if (shown.kind === 'say' && shown.receipt === true) return { kind: 'nothing', locale: actor.locale };
    if (shown.kind === 'say' || shown.kind === 'replace' || shown.kind === 'home') {
      unit.send({
        platform: intent.platform,
        to,
        locale: shown.locale,
        view: shown.view.kind === 'home' ? homeAsCard(shown.view) : shown.view,
        ...live,
      });
    }
    return { kind: 'nothing', locale: actor.locale };
  };
  if (reply.kind !== 'form' && reply.kind !== 'invalid') {
    const sent = send(reply);
    return isAsked && !isSaid(intent) && place.kind === 'channel' ? notices.inDirectChat(reply.locale) : sent;
  }
  return intent.platform === 'slack' ? send(notices.openForm(reply.locale, reply.form.title, words)) : reply;
}

/** Whoever types the word gets the page as a message; the page of the messenger itself is another place. */
const homeAsCard = ({ title, blocks, rest }: Home): Card => ({
  kind: 'card',
  title,
  summary: title,
  blocks,
  actions: [],
  ...(rest === undefined ? {} : { rest }),
});

/** What was pressed on the page changed what the page says. The answer does not wait for it. */
async function renewHome(options: DispatchOptions, pressed: PersonCtx): Promise<void> {
  try {
    const now = options.clock.now();
    const unit = createUnit({ org: pressed.org, now, newId });
    const reply = await openHome(options.register, { ...pressed, now, unit });
    if (reply.kind !== 'home') return;
    unit.send({ platform: pressed.platform, to: { kind: 'person', id: pressed.userId }, locale: reply.locale, view: reply.view });
    await options.db.write(unit.statements);
    options.wake();
  } catch (error) {
    options.log.warn({ err: error }, 'a home page could not be renewed');
  }
}

async function storedReply(db: Database, intent: Intent, fallback: Reply): Promise<Reply> {
  const rows = await db.query<{ reply: Reply }>('SELECT reply FROM inbox WHERE platform = $1 AND event_key = $2', [
    intent.platform,
    intent.eventKey,
  ]);
  return rows[0]?.reply ?? fallback;
}
