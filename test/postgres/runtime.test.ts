import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Temporal } from '../../src/core/time.ts';
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
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { PortMessenger } from '../harness/port-messenger.ts';

const org = newId();
const person = newId();
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const metrics: RuntimeMetrics = {
  intent: () => {},
  contested: () => {},
  sent: () => {},
  outboxSizes: () => {},
  dueHandled: () => {},
  messengerUp: () => {},
  refused: () => {},
  apiCalls: () => {},
};

let now = Temporal.Instant.from('2026-12-01T07:00:00+08:00');
const clock = { now: () => now };

const directory: Directory = {
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

const card = (title: string): Card => ({ kind: 'card', title, summary: title, blocks: [], actions: [] });
const said = (ctx: PersonCtx, title: string): Reply => ({ kind: 'say', locale: ctx.locale, view: card(title) });

let counter = 0;
let boardTitle = 'board 1';
let failDue = 0;

/** A slice as small as one can be: it counts, keeps a live card, and has work that comes due. */
const slice: Slice = {
  name: 'try',
  routes: [
    route('try.count', {
      args: z.object({}),
      run: (ctx) => {
        counter += 1;
        ctx.unit.audit({ action: 'try.count', person });
        return Promise.resolve(said(ctx, `count ${counter}`));
      },
    }),
    route('try.race', {
      args: z.object({}),
      run: (ctx) => {
        counter += 1;
        ctx.unit.audit({ action: 'try.race' });
        // The first time the row is not there, as if somebody had been faster.
        ctx.unit.update('organisation', { id: counter === 1 ? newId() : org }, { name: '测试单位' });
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
        if (failDue > 0) {
          failDue -= 1;
          return Promise.reject(new Error('not yet'));
        }
        ctx.unit.send({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', view: card(due.payload.title) });
        return Promise.resolve();
      },
    }),
  ],
  subjects: [{ kind: 'try.board', view: () => Promise.resolve(boardTitle === '' ? null : card(boardTitle)) }],
};

let test: TestDatabase;
let slack: PortMessenger;
let runtime: Runtime;
const start = () =>
  createRuntime({
    db: test.database,
    slices: [slice],
    directory,
    messengers: [slack],
    clock,
    log: silent,
    metrics,
    onEvent: () => Promise.resolve(),
  });

beforeAll(async () => {
  test = await testDatabase();
  await test.database.query(`INSERT INTO organisation (id, code, name) VALUES ($1, 'test', '单位')`, [org]);
});
afterAll(() => test.drop());
beforeEach(async () => {
  await test.database.query('DELETE FROM inbox', []);
  await test.database.query('DELETE FROM outbox', []);
  await test.database.query('DELETE FROM message_ref', []);
  await test.database.query('DELETE FROM due', []);
  counter = 0;
  failDue = 0;
  boardTitle = 'board 1';
  now = Temporal.Instant.from('2026-12-01T07:00:00+08:00');
  slack = new PortMessenger('slack');
  runtime = start();
});

const intent = (ask: Intent['ask'], over: Partial<Intent> = {}): Intent => ({
  platform: 'slack',
  tenant: 'T1',
  eventKey: newId(),
  userId: 'U1',
  place: { kind: 'direct', id: 'D1', messageId: null },
  ask,
  external: false,
  ...over,
});
const press = (name: string, over: Partial<Intent> = {}) => runtime.inbound.intent(intent({ kind: 'press', route: name, args: {} }, over));
const says = (text: string, from: 'message' | 'command' | 'mention' = 'message', over: Partial<Intent> = {}) =>
  runtime.inbound.intent(intent({ kind: 'words', from, text, mentions: [] }, over));
const title = (reply: Reply): string => ('view' in reply ? reply.view.title : reply.kind);
const queue = async (work: Parameters<ReturnType<typeof createUnit>['send']>[0]) => {
  const unit = createUnit({ org, now, newId });
  unit.send(work);
  await test.database.write(unit.statements);
};
const toChannel = (name: string, id = 'C1') => queue({ platform: 'slack', to: { kind: 'channel', id }, locale: 'zh', view: card(name) });
const outboxStates = async () =>
  (await test.database.query<{ state: string }>('SELECT state FROM outbox ORDER BY seq', [])).map((row) => row.state);

describe('an intent is handled once', () => {
  it('gives a repeated delivery the stored reply and changes nothing again', async () => {
    const eventKey = newId();
    expect(title(await press('try.count', { eventKey }))).toBe('count 1');
    expect(title(await press('try.count', { eventKey }))).toBe('count 1');
    const rows = await test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'try.count'`, []);
    expect(rows[0]?.n).toBe(1);
  });

  it('answers ten deliveries of one event at the same time with one reply', async () => {
    const before = await test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'try.count'`, []);
    const eventKey = newId();
    const replies = await Promise.all(Array.from({ length: 10 }, () => press('try.count', { eventKey })));
    expect(new Set(replies.map(title)).size).toBe(1);
    const after = await test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'try.count'`, []);
    expect((after[0]?.n ?? 0) - (before[0]?.n ?? 0)).toBe(1);
  });

  it('decides again when the facts changed, and says so when every try is lost', async () => {
    expect(title(await press('try.race'))).toBe('saved');
    expect(counter).toBe(2);
    expect(title(await press('try.lost'))).toBe('别人刚刚改了同一件事');
  });
});

describe('bad input gets a clear answer', () => {
  it('names the nearest word', async () => {
    const reply = await says('helo', 'command');
    expect(title(reply)).toBe('没有“helo”这个词');
    expect(JSON.stringify(reply)).toContain('hello');
  });

  it('tells a stranger how to be added, and a guest that nothing is shown', async () => {
    expect(title(await says('hello', 'command', { userId: 'U-stranger' }))).toBe('请先加入');
    expect(title(await says('hello', 'command', { external: true }))).toBe('这里只对本单位的人开放');
  });

  it('says that a button is stale when its route or its arguments are gone', async () => {
    expect(title(await press('try.unknown'))).toBe('这个按钮已经失效');
    expect(title(await runtime.inbound.intent(intent({ kind: 'press', route: 'try.strict', args: { day: '2026-02-30' } })))).toBe(
      '这个按钮已经失效',
    );
  });

  it('gives a bug a reference in the language of the person', async () => {
    const reply = await press('try.bug', { userId: 'U-en' });
    expect(title(reply)).toBe('Something broke');
    expect(JSON.stringify(reply)).toMatch(/reference [0-9A-F]{4}/);
  });

  it('answers a message that met a bug, too', async () => {
    expect((await says('坏', 'message')).kind).toBe('nothing');
    await runtime.settle();
    expect(slack.titles()).toEqual(['出错了']);
  });

  it('lets the messenger deliver a message again while the database is away, and tells a press so', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const broken = createRuntime({
      db: { ...test.database, write: () => Promise.reject(away) },
      slices: [slice],
      directory,
      messengers: [slack],
      clock,
      log: silent,
      metrics,
      onEvent: () => Promise.resolve(),
    });
    await expect(broken.inbound.intent(intent({ kind: 'words', from: 'message', text: 'hello', mentions: [] }))).rejects.toThrow(
      'ECONNREFUSED',
    );
    expect(title(await broken.inbound.intent(intent({ kind: 'press', route: 'try.count', args: {} })))).toBe('暂时无法保存');
  });
});

describe('what is said in a chat is answered through the outbox', () => {
  it('answers a message once, also when it is delivered twice', async () => {
    const eventKey = newId();
    expect((await says('你好', 'message', { eventKey })).kind).toBe('nothing');
    expect((await says('你好', 'message', { eventKey })).kind).toBe('nothing');
    await runtime.settle();
    expect(slack.titles()).toEqual(['hello']);
  });
});

describe('the outbox', () => {
  it('keeps the order of one destination', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await toChannel(name);
    await runtime.settle();
    expect(slack.titles()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('sends once what was delivered although the connection broke', async () => {
    let first = true;
    slack.fail = () => {
      if (!first) return null;
      first = false;
      return { error: slack.error('network'), delivered: true };
    };
    await toChannel('once');
    await runtime.settle();
    expect(await outboxStates()).toEqual(['waiting']);
    now = now.add({ seconds: 2 });
    await runtime.settle();
    expect(slack.titles()).toEqual(['once']);
    expect(await outboxStates()).toEqual(['sent']);
  });

  it('waits as long as a 429 asks, without counting it as a failure', async () => {
    let refused = false;
    slack.fail = () => {
      if (refused) return null;
      refused = true;
      return { error: slack.error('rate', 30_000), delivered: false };
    };
    await toChannel('later');
    await runtime.settle();
    expect(slack.titles()).toEqual([]);
    const rows = await test.database.query<{ state: string; attempts: number; wait: number }>(
      'SELECT state, attempts, extract(epoch FROM due_at - created_at)::int AS wait FROM outbox',
      [],
    );
    expect(rows[0]).toEqual({ state: 'waiting', attempts: 0, wait: 30 });
  });

  it('parks what nobody can deliver until an operator acts, and goes on with the next', async () => {
    slack.fail = (message) => (message.view.title === 'refused' ? { error: slack.error('permission'), delivered: false } : null);
    await toChannel('refused');
    await toChannel('fine');
    await runtime.settle();
    expect(await outboxStates()).toEqual(['dead', 'sent']);
  });

  it('drops what came too late to be of use', async () => {
    await queue({
      platform: 'slack',
      to: { kind: 'person', id: 'U1' },
      locale: 'zh',
      view: card('reminder'),
      until: now.add({ minutes: 30 }),
    });
    now = now.add({ minutes: 31 });
    await runtime.settle();
    expect(slack.titles()).toEqual([]);
    expect(await outboxStates()).toEqual(['dropped']);
  });

  it('keeps messages while the messenger is down', async () => {
    slack.state = 'down';
    await toChannel('patient');
    await runtime.settle();
    expect(await outboxStates()).toEqual(['waiting']);
    slack.state = 'up';
    await runtime.settle();
    expect(slack.titles()).toEqual(['patient']);
  });

  it('edits every copy of a live card, once for many changes', async () => {
    await queue({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', subject: 'try.board/1' });
    await queue({ platform: 'slack', to: { kind: 'person', id: 'U1' }, locale: 'en', subject: 'try.board/1' });
    await runtime.settle();
    expect(slack.titles()).toEqual(['board 1', 'board 1']);
    boardTitle = 'board 2';
    for (let change = 0; change < 5; change += 1) {
      const unit = createUnit({ org, now, newId });
      unit.refresh('try.board/1');
      await test.database.write(unit.statements);
    }
    await runtime.settle();
    expect(slack.edits.map((edit) => edit.view.title)).toEqual(['board 2', 'board 2']);
  });

  it('corrects a card whose subject changed while it was being sent', async () => {
    slack.fail = () => {
      boardTitle = 'board 2';
      return null;
    };
    await queue({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', subject: 'try.board/1' });
    await runtime.settle();
    expect(slack.titles()).toEqual(['board 1']);
    expect(slack.edits.map((edit) => edit.view.title)).toEqual(['board 2']);
  });

  it('is emptied by two processes without a double', async () => {
    for (let n = 0; n < 60; n += 1) await toChannel(`m${n}`, `C${n % 7}`);
    const other = start();
    await Promise.all([runtime.settle(), other.settle()]);
    expect(slack.titles().toSorted()).toEqual(Array.from({ length: 60 }, (_, n) => `m${n}`).toSorted());
  });
});

describe('due work', () => {
  const plan = async (key: string, at: Temporal.Instant, name: string) => {
    const unit = createUnit({ org, now, newId });
    unit.due({ kind: 'try.due', key, at, payload: { title: name } });
    await test.database.write(unit.statements);
  };

  it('runs at its moment, not before, and once although it was planned twice', async () => {
    const at = now.add({ minutes: 10 });
    await plan('k', at, 'due');
    await plan('k', at, 'due');
    now = at.subtract({ seconds: 1 });
    await runtime.settle();
    expect(slack.titles()).toEqual([]);
    now = at;
    await runtime.settle();
    await plan('k', at, 'due');
    await runtime.settle();
    expect(slack.titles()).toEqual(['due']);
  });

  it('is done once by two processes', async () => {
    for (let n = 0; n < 40; n += 1) await plan(`k${n}`, now, `d${n}`);
    const other = start();
    await Promise.all([runtime.settle(), other.settle()]);
    await runtime.settle();
    expect(slack.titles().toSorted()).toEqual(Array.from({ length: 40 }, (_, n) => `d${n}`).toSorted());
  });

  it('keeps work that fails, with its error, and tells what is next', async () => {
    failDue = 1;
    await plan('k', now, 'stubborn');
    await runtime.settle();
    const rows = await test.database.query<{ error: string; done: boolean }>('SELECT error, done_at IS NOT NULL AS done FROM due', []);
    expect(rows).toEqual([{ error: 'not yet', done: false }]);
    expect((await runtime.nextDue())?.kind).toBe('try.due');
    await test.database.query('UPDATE due SET claimed_till = NULL', []);
    await runtime.settle();
    expect(slack.titles()).toEqual(['stubborn']);
    expect(await runtime.nextDue()).toBeNull();
  });
});
