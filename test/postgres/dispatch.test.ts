import { describe, expect, it } from 'vitest';
import { newId } from '../../src/runtime/new-id.ts';
import { createRuntime } from '../../src/runtime/runtime.ts';
import { clock, directory, intent, metrics, press, says, silent, slice, t, title, useTinyBot } from '../harness/tiny-bot.ts';

useTinyBot();

describe('an intent is handled once', () => {
  it('gives a repeated delivery the stored reply and changes nothing again', async () => {
    const eventKey = newId();
    expect(title(await press('try.count', { eventKey }))).toBe('count 1');
    expect(title(await press('try.count', { eventKey }))).toBe('count 1');
    const rows = await t.test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'try.count'`, []);
    expect(rows[0]?.n).toBe(1);
  });

  it('gives the stored reply also where the second time there is nothing left to do', async () => {
    const eventKey = newId();
    expect(title(await press('try.once', { eventKey }))).toBe('done');
    expect(title(await press('try.once', { eventKey }))).toBe('done');
    expect(title(await press('try.once'))).toBe('done already');
  });

  it('answers ten deliveries of one event at the same time with one reply', async () => {
    const before = await t.test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'try.count'`, []);
    const eventKey = newId();
    const replies = await Promise.all(Array.from({ length: 10 }, () => press('try.count', { eventKey })));
    expect(new Set(replies.map(title)).size).toBe(1);
    const after = await t.test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'try.count'`, []);
    expect((after[0]?.n ?? 0) - (before[0]?.n ?? 0)).toBe(1);
  });

  it('decides again when the facts changed, and says so when every try is lost', async () => {
    expect(title(await press('try.race'))).toBe('saved');
    expect(t.counter).toBe(2);
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
    expect(title(await says('hello', 'command', { external: true }))).toBe(
      '这里只对本单位的人开放 · Only members of this organisation can use this',
    );
  });

  it('says that a button is stale when its route or its arguments are gone', async () => {
    expect(title(await press('try.unknown'))).toBe('这个按钮已经失效');
    expect(title(await t.runtime.inbound.intent(intent({ kind: 'press', route: 'try.strict', args: { day: '2026-02-30' } })))).toBe(
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
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['出错了']);
  });

  it('lets the messenger deliver a message again while the database is away, and tells a press so', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const broken = createRuntime({
      db: { ...t.test.database, write: () => Promise.reject(away) },
      slices: [slice],
      directory,
      messengers: [t.slack],
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
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['hello']);
  });
});
