import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { z } from 'zod';
import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import type { PersonCtx } from '../../src/runtime/context.ts';
import type { Directory } from '../../src/runtime/directory.ts';
import type { Intent } from '../../src/runtime/intent.ts';
import type { RuntimeMetrics } from '../../src/runtime/metrics.ts';
import { newId } from '../../src/runtime/new-id.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { type Command, dueHandler, route, type Slice } from '../../src/runtime/route.ts';
import { createRuntime, type Runtime } from '../../src/runtime/runtime.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import type { Card } from '../../src/view/view.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { PortMessenger } from './port-messenger.ts';

/** What the tests move: the clock, the failures, and what the slice counted. */
interface TinyBot {
  now: Temporal.Instant;
  counter: number;
  boardTitle: string;
  failDue: number;
  test: TestDatabase;
  slack: PortMessenger;
  runtime: Runtime;
}

export const t = { now: Temporal.Instant.from('2026-12-01T07:00:00+08:00'), counter: 0, boardTitle: 'board 1', failDue: 0 } as TinyBot;

export const org = newId();
const person = newId();
export const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
export const metrics: RuntimeMetrics = {
  intent: () => {},
  contested: () => {},
  sent: () => {},
  outboxSizes: () => {},
  dueHandled: () => {},
  messengerUp: () => {},
  refused: () => {},
  apiCalls: () => {},
};

export const clock = { now: () => t.now };

export const directory: Directory = {
  resolve: (_db, who) =>
    Promise.resolve({
      org,
      orgZone: 'Asia/Shanghai',
      orgLocale: 'zh',
      actor:
        who.userId === 'U-stranger'
          ? { person: '00000000-0000-0000-0000-000000000000', name: '', locale: 'zh', memberships: [], stranger: true }
          : { person, name: '周海波', locale: who.userId === 'U-en' ? 'en' : 'zh', memberships: [] },
    }),
  welcome: () =>
    Promise.resolve({ kind: 'say', locale: 'zh', view: { kind: 'notice', tone: 'info', title: '请先加入', blocks: [], actions: [] } }),
};

export const card = (title: string): Card => ({ kind: 'card', title, summary: title, blocks: [], actions: [] });
const said = (ctx: PersonCtx, title: string): Reply => ({ kind: 'say', locale: ctx.locale, view: card(title) });

/** A slice as small as one can be: it counts, keeps a live card, and has work that comes due. */
export const slice: Slice = {
  name: 'try',
  routes: [
    route('try.count', {
      args: z.object({}),
      run: (ctx) => {
        t.counter += 1;
        ctx.unit.audit({ action: 'try.count', person });
        return Promise.resolve(said(ctx, `count ${t.counter}`));
      },
    }),
    route('try.once', {
      args: z.object({}),
      run: (ctx) => {
        t.counter += 1;
        if (t.counter > 1) return Promise.resolve(said(ctx, 'done already'));
        ctx.unit.audit({ action: 'try.once', person });
        return Promise.resolve(said(ctx, 'done'));
      },
    }),
    route('try.race', {
      args: z.object({}),
      run: (ctx) => {
        t.counter += 1;
        ctx.unit.audit({ action: 'try.race' });
        // The first time the row is not there, as if somebody had been faster.
        ctx.unit.update('organisation', { id: t.counter === 1 ? newId() : org }, { name: '测试单位' });
        return Promise.resolve(said(ctx, 'saved'));
      },
    }),
    route('try.lost', {
      args: z.object({}),
      run: (ctx) => {
        ctx.unit.update('organisation', { id: newId() }, { name: 'x' });
        return Promise.resolve(said(ctx, 'never'));
      },
    }),
    route('try.bug', { args: z.object({}), run: () => Promise.reject(new Error('a bug')) }),
    route('try.strict', { args: z.object({ day: z.iso.date() }), run: (ctx) => Promise.resolve(said(ctx, 'strict')) }),
  ],
  commands: [
    {
      id: 'try.hello',
      words: { zh: ['你好'], en: ['hello'] },
      slack: { command: 'duty', sub: 'hello' },
      summary: { zh: '', en: '' },
      usage: { zh: '', en: '' },
      run: (ctx) => Promise.resolve(said(ctx, 'hello')),
    } satisfies Command,
    {
      id: 'try.broken',
      words: { zh: ['坏'], en: ['broken'] },
      slack: { command: 'duty', sub: 'broken' },
      summary: { zh: '', en: '' },
      usage: { zh: '', en: '' },
      run: () => Promise.reject(new Error('a bug')),
    } satisfies Command,
  ],
  due: [
    dueHandler({
      kind: 'try.due',
      payload: z.object({ title: z.string() }),
      title: { zh: '', en: '' },
      run: (ctx, due) => {
        if (t.failDue > 0) {
          t.failDue -= 1;
          return Promise.reject(new Error('not yet'));
        }
        ctx.unit.send({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', view: card(due.payload.title) });
        return Promise.resolve();
      },
    }),
    dueHandler({
      kind: 'try.shared',
      payload: z.object({ title: z.string() }),
      title: { zh: '', en: '' },
      sharesUnit: true,
      run: (ctx, { payload: { title } }) => {
        if (title === 'broken') return Promise.reject(new Error('a bug'));
        ctx.unit.send({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', view: card(title) });
        return Promise.resolve();
      },
    }),
  ],
  subjects: [{ kind: 'try.board', view: () => Promise.resolve(t.boardTitle === '' ? null : card(t.boardTitle)) }],
};

const started: Runtime[] = [];

/** A process of its own; stopped after the test, since a pass it was woken for would take the messages of the next one. */
export const start = (db: Database = t.test.database): Runtime => {
  const runtime = createRuntime({
    db,
    slices: [slice],
    directory,
    messengers: [t.slack],
    clock,
    log: silent,
    metrics,
    onEvent: () => Promise.resolve(),
  });
  started.push(runtime);
  return runtime;
};

/** Registers the hooks of a test file: one database, emptied before each test. */
export function useTinyBot(): void {
  beforeAll(async () => {
    t.test = await testDatabase();
    await t.test.database.query(`INSERT INTO organisation (id, code, name) VALUES ($1, 'test', '单位')`, [org]);
  });
  afterEach(() => Promise.all(started.splice(0).map((runtime) => runtime.stop())));
  afterAll(() => t.test.drop());
  beforeEach(async () => {
    await t.test.database.query('DELETE FROM inbox', []);
    await t.test.database.query('DELETE FROM outbox', []);
    await t.test.database.query('DELETE FROM message_ref', []);
    await t.test.database.query('DELETE FROM due', []);
    t.counter = 0;
    t.failDue = 0;
    t.boardTitle = 'board 1';
    t.now = Temporal.Instant.from('2026-12-01T07:00:00+08:00');
    t.slack = new PortMessenger('slack');
    t.runtime = start();
  });
}

export const intent = (ask: Intent['ask'], over: Partial<Intent> = {}): Intent => ({
  platform: 'slack',
  tenant: 'T1',
  eventKey: newId(),
  userId: 'U1',
  place: { kind: 'direct', id: 'D1', messageId: null },
  ask,
  external: false,
  ...over,
});
export const press = (name: string, over: Partial<Intent> = {}) =>
  t.runtime.inbound.intent(intent({ kind: 'press', route: name, args: {} }, over));
export const says = (text: string, from: 'message' | 'command' | 'mention' = 'message', over: Partial<Intent> = {}) =>
  t.runtime.inbound.intent(intent({ kind: 'words', from, text, mentions: [] }, over));
export const title = (reply: Reply): string => ('view' in reply ? reply.view.title : reply.kind);
export const queue = async (work: Parameters<ReturnType<typeof createUnit>['send']>[0]) => {
  const unit = createUnit({ org, now: t.now, newId });
  unit.send(work);
  await t.test.database.write(unit.statements);
};
export const toChannel = (name: string, id = 'C1') =>
  queue({ platform: 'slack', to: { kind: 'channel', id }, locale: 'zh', view: card(name) });
export const outboxStates = async () =>
  (await t.test.database.query<{ state: string }>('SELECT state FROM outbox ORDER BY seq', [])).map((row) => row.state);
