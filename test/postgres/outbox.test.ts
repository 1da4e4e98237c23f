import { describe, expect, it } from 'vitest';
import type { Temporal } from '../../src/core/time.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { createRuntime } from '../../src/runtime/runtime.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { PortMessenger } from '../harness/port-messenger.ts';
import {
  card,
  clock,
  directory,
  metrics,
  org,
  outboxStates,
  queue,
  silent,
  slice,
  start,
  t,
  toChannel,
  useTinyBot,
} from '../harness/tiny-bot.ts';

useTinyBot();

describe('the outbox', () => {
  it('keeps the order of one destination', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await toChannel(name);
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('sends once what was delivered although the connection broke', async () => {
    let first = true;
    t.slack.fail = () => {
      if (!first) return null;
      first = false;
      return { error: t.slack.error('network'), delivered: true };
    };
    await toChannel('once');
    await t.runtime.settle();
    expect(await outboxStates()).toEqual(['waiting']);
    t.now = t.now.add({ seconds: 2 });
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['once']);
    expect(await outboxStates()).toEqual(['sent']);
  });

  it('waits as long as a 429 asks, without counting it as a failure', async () => {
    let refused = false;
    t.slack.fail = () => {
      if (refused) return null;
      refused = true;
      return { error: t.slack.error('rate', 30_000), delivered: false };
    };
    await toChannel('later');
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual([]);
    const rows = await t.test.database.query<{ state: string; attempts: number; wait: number }>(
      'SELECT state, attempts, extract(epoch FROM due_at - created_at)::int AS wait FROM outbox',
      [],
    );
    expect(rows[0]).toEqual({ state: 'waiting', attempts: 0, wait: 30 });
  });

  it('parks what nobody can deliver until an operator acts, and goes on with the next', async () => {
    t.slack.fail = (message) => (message.view.title === 'refused' ? { error: t.slack.error('permission'), delivered: false } : null);
    await toChannel('refused');
    await toChannel('fine');
    await t.runtime.settle();
    expect(await outboxStates()).toEqual(['dead', 'sent']);
  });

  it('drops what came too late to be of use', async () => {
    await queue({
      platform: 'slack',
      to: { kind: 'person', id: 'U1' },
      locale: 'zh',
      view: card('reminder'),
      until: t.now.add({ minutes: 30 }),
    });
    t.now = t.now.add({ minutes: 31 });
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual([]);
    expect(await outboxStates()).toEqual(['dropped']);
  });

  it('keeps messages while the messenger is down', async () => {
    t.slack.state = 'down';
    await toChannel('patient');
    await t.runtime.settle();
    expect(await outboxStates()).toEqual(['waiting']);
    t.slack.state = 'up';
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['patient']);
  });

  it('edits every copy of a live card, once for many changes', async () => {
    await queue({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', subject: 'try.board/1' });
    await queue({ platform: 'slack', to: { kind: 'person', id: 'U1' }, locale: 'en', subject: 'try.board/1' });
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['board 1', 'board 1']);
    t.boardTitle = 'board 2';
    for (let change = 0; change < 5; change += 1) {
      const unit = createUnit({ org, now: t.now, newId });
      unit.refresh('try.board/1');
      await t.test.database.write(unit.statements);
    }
    await t.runtime.settle();
    expect(t.slack.edits.map((edit) => edit.view.title)).toEqual(['board 2', 'board 2']);
  });

  it('corrects a card whose subject changed while it was being sent', async () => {
    t.slack.fail = () => {
      t.boardTitle = 'board 2';
      return null;
    };
    await queue({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', subject: 'try.board/1' });
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['board 1']);
    expect(t.slack.edits.map((edit) => edit.view.title)).toEqual(['board 2']);
  });

  it('leaves a card alone that was queued as its subject shows it', async () => {
    await queue({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', subject: 'try.board/1', view: card('board 1') });
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['board 1']);
    expect(t.slack.edits).toEqual([]);
  });

  it('gives up an edit that has to wait where a newer one of the same message waits already', async () => {
    await queue({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', subject: 'try.board/1' });
    await t.runtime.settle();
    const refresh = async () => {
      const unit = createUnit({ org, now: t.now, newId });
      unit.refresh('try.board/1');
      await t.test.database.write(unit.statements);
    };
    t.boardTitle = 'board 2';
    t.slack.failEdit = async () => {
      t.slack.failEdit = null;
      t.boardTitle = 'board 3';
      await refresh();
      return t.slack.error('network');
    };
    await refresh();
    await t.runtime.settle();
    expect(t.slack.edits.map((edit) => edit.view.title)).toEqual(['board 3']);
    expect(await outboxStates()).toEqual(['sent', 'dropped', 'sent']);
  });

  it('takes over what a process that died was sending, also an edit that a newer one has overtaken', async () => {
    await queue({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', subject: 'try.board/1' });
    await t.runtime.settle();
    const refresh = async () => {
      const unit = createUnit({ org, now: t.now, newId });
      unit.refresh('try.board/1');
      await t.test.database.write(unit.statements);
    };
    await refresh();
    await toChannel('half-way', 'C2');
    await t.test.database.query(
      `UPDATE outbox SET state = 'sending', claimed_till = now() - interval '1 second' WHERE state = 'waiting'`,
      [],
    );
    t.boardTitle = 'board 2';
    await refresh();
    await t.runtime.tick();
    await t.runtime.settle();
    expect(t.slack.edits.map((edit) => edit.view.title)).toEqual(['board 2']);
    expect(t.slack.titles()).toEqual(['board 1', 'half-way']);
  });

  it('keeps the order of one destination when a message has to be tried again', async () => {
    let refused = false;
    t.slack.fail = () => {
      if (refused) return null;
      refused = true;
      return { error: t.slack.error('rate', 30_000), delivered: false };
    };
    await toChannel('first');
    await toChannel('second');
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual([]);
    t.now = t.now.add({ seconds: 31 });
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['first', 'second']);
  });

  it('is not held back by a message that waits for a time which the clock has left again', async () => {
    let refused = false;
    t.slack.fail = () => {
      if (refused) return null;
      refused = true;
      return { error: t.slack.error('rate', 30_000), delivered: false };
    };
    await toChannel('ahead of time');
    await t.runtime.settle();
    t.now = t.now.subtract({ hours: 48 });
    await toChannel('now');
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['now']);
    t.now = t.now.add({ hours: 49 });
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['now', 'ahead of time']);
  });

  it('parks a message that a bug keeps from leaving, so that it does not block its channel', async () => {
    t.slack.fail = (message) => {
      if (message.view.title === 'bug') throw new Error('a bug');
      return null;
    };
    await toChannel('bug');
    await toChannel('fine');
    for (let minute = 0; minute < 10; minute += 1) {
      await t.runtime.settle();
      t.now = t.now.add({ minutes: 1 });
    }
    expect(t.slack.titles()).toEqual(['fine']);
    expect(await outboxStates()).toEqual(['dead', 'sent']);
  });

  it('does not let what waits for the limit of one messenger hold up the other', async () => {
    const feishu = new PortMessenger('feishu');
    t.slack.bucketsOf = () => [{ key: 'workspace', perSecond: 0.5, burst: 1 }];
    const both = createRuntime({
      db: t.test.database,
      slices: [slice],
      directory,
      messengers: [t.slack, feishu],
      clock,
      log: silent,
      metrics,
      onEvent: () => Promise.resolve(),
    });
    for (let n = 0; n < 70; n += 1) await toChannel(`slow ${n}`, `C${n}`);
    await queue({ platform: 'feishu', to: { kind: 'channel', id: 'oc_1' }, locale: 'zh', view: card('quick') });
    const started = performance.now();
    const tick = both.tick();
    await expect.poll(() => feishu.titles(), { timeout: 2_000 }).toEqual(['quick']);
    expect(performance.now() - started).toBeLessThan(2_000);
    await tick;
    await both.stop();
  });

  it('is emptied by two processes without a double', async () => {
    for (let n = 0; n < 60; n += 1) await toChannel(`m${n}`, `C${n % 7}`);
    const other = start();
    await Promise.all([t.runtime.settle(), other.settle()]);
    expect(t.slack.titles().toSorted()).toEqual(Array.from({ length: 60 }, (_, n) => `m${n}`).toSorted());
  });
});

describe('due work', () => {
  const plan = async (key: string, at: Temporal.Instant, name: string) => {
    const unit = createUnit({ org, now: t.now, newId });
    unit.due({ kind: 'try.due', key, at, payload: { title: name } });
    await t.test.database.write(unit.statements);
  };

  it('runs at its moment, not before, and once although it was planned twice', async () => {
    const at = t.now.add({ minutes: 10 });
    await plan('k', at, 'due');
    await plan('k', at, 'due');
    t.now = at.subtract({ seconds: 1 });
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual([]);
    t.now = at;
    await t.runtime.settle();
    await plan('k', at, 'due');
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['due']);
  });

  it('is done once by two processes', async () => {
    for (let n = 0; n < 40; n += 1) await plan(`k${n}`, t.now, `d${n}`);
    const other = start();
    await Promise.all([t.runtime.settle(), other.settle()]);
    await t.runtime.settle();
    expect(t.slack.titles().toSorted()).toEqual(Array.from({ length: 40 }, (_, n) => `d${n}`).toSorted());
  });

  it('keeps work that fails, with its error, and tells what is next', async () => {
    t.failDue = 1;
    await plan('k', t.now, 'stubborn');
    await t.runtime.settle();
    const rows = await t.test.database.query<{ error: string; done: boolean }>('SELECT error, done_at IS NOT NULL AS done FROM due', []);
    expect(rows).toEqual([{ error: 'not yet', done: false }]);
    expect((await t.runtime.nextDue())?.kind).toBe('try.due');
    await t.test.database.query('UPDATE due SET claimed_till = NULL', []);
    await t.runtime.settle();
    expect(t.slack.titles()).toEqual(['stubborn']);
    expect(await t.runtime.nextDue()).toBeNull();
  });
});
