import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/runtime/new-id.ts';
import type { PinRefused } from '../../src/runtime/route.ts';
import { createRuntime, type Runtime } from '../../src/runtime/runtime.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { card, clock, directory, metrics, org, queue, silent, slice, t, toChannel, useTinyBot } from '../harness/tiny-bot.ts';

useTinyBot();

describe('a pinned message', () => {
  const desk = newId();
  const refusals: PinRefused[] = [];
  let runtime: Runtime;

  /** A process that is told of pins a messenger would not set. */
  const startProcess = () =>
    createRuntime({
      db: t.test.database,
      slices: [
        {
          ...slice,
          pinRefused: (ctx, refused) => {
            refusals.push(refused);
            ctx.unit.send({ platform: 'slack', to: { kind: 'person', id: 'U1' }, locale: 'zh', view: card('not pinned') });
            return Promise.resolve();
          },
        },
      ],
      directory,
      messengers: [t.slack],
      clock,
      log: silent,
      metrics,
      onEvent: () => Promise.resolve(),
    });

  beforeEach(async () => {
    await t.test.database.query('DELETE FROM pin', []);
    await t.test.database.query('DELETE FROM channel', []);
    await t.test.database.query('DELETE FROM desk', []);
    await t.test.database.query(
      `INSERT INTO desk (org_id, id, code, name, zone, locale) VALUES ($1, $2, 'gate', '门岗', 'Asia/Shanghai', 'zh')`,
      [org, desk],
    );
    await t.test.database.query(
      `INSERT INTO channel (org_id, desk_id, platform, channel_id, name) VALUES ($1, $2, 'slack', 'C1', 'gate')`,
      [org, desk],
    );
    refusals.length = 0;
    runtime = startProcess();
  });
  afterEach(() => runtime.stop());

  /** A card to be pinned for `hours` from now; null: until the next. */
  const pinned = (name: string, hours: number | null, spot = 'duty/gate', channel = 'C1') =>
    queue({
      platform: 'slack',
      to: { kind: 'channel', id: channel },
      locale: 'zh',
      view: card(name),
      pin: spot,
      ...(hours === null ? {} : { until: t.now.add({ minutes: hours * 60 }) }),
    });
  const later = async (minutes: number) => {
    t.now = t.now.add({ minutes });
    await runtime.settle();
  };
  /** Titles of the messages that hang in the channel. */
  const hanging = () => t.slack.sent.filter(({ ref }) => t.slack.pinned.has(ref.messageId)).map(({ view }) => view.title);
  const waiting = async () =>
    (await t.test.database.query<{ kind: string }>(`SELECT kind FROM outbox WHERE state IN ('waiting', 'sending') ORDER BY seq`, [])).map(
      ({ kind }) => kind,
    );

  it('hangs in place of the one before it, the place made free first; one of another spot stays', async () => {
    await pinned('notice', null, 'other');
    await runtime.settle();
    await pinned('early', 8);
    await runtime.settle();
    expect(hanging()).toEqual(['notice', 'early']);
    t.now = t.now.add({ hours: 8 });
    await pinned('middle', 8);
    await runtime.settle();
    expect(hanging()).toEqual(['notice', 'middle']);
    expect(t.slack.pinCalls).toEqual(['+m1', '+m2', '-m2', '+m3']);
    expect(await waiting()).toEqual([]);
  });

  it('stays after its end where nothing follows', async () => {
    await pinned('early', 8);
    await later(24 * 60);
    t.now = t.now.add({ minutes: 1 });
    await pinned('tomorrow', 8);
    await runtime.settle();
    expect(hanging()).toEqual(['tomorrow']);
  });

  it('stays beside one that begins before its end, each until its own end, the last one to the next', async () => {
    await pinned('round the clock', 24);
    await runtime.settle();
    await pinned('early', 8);
    await runtime.settle();
    expect(hanging()).toEqual(['round the clock', 'early']);
    await later(8 * 60 - 1);
    expect(hanging()).toEqual(['round the clock', 'early']);
    await later(1);
    expect(hanging()).toEqual(['round the clock']);
    await pinned('overlapping', 20);
    await later(16 * 60);
    expect(hanging()).toEqual(['overlapping']);
    await later(24 * 60);
    expect(hanging()).toEqual(['overlapping']);
  });

  it('hangs once though its sending was ambiguous, though the pin was, and though a process died in between', async () => {
    let broken = true;
    t.slack.fail = () => {
      if (!broken) return null;
      broken = false;
      return { error: t.slack.error('network'), delivered: true };
    };
    let unsure = true;
    t.slack.failPin = () => {
      if (!unsure) return null;
      unsure = false;
      return { error: t.slack.error('network'), delivered: true };
    };
    await pinned('early', 8);
    await runtime.settle();
    expect(hanging()).toEqual([]);
    await later(1);
    await later(1);
    expect([hanging(), t.slack.titles()]).toEqual([['early'], ['early']]);

    t.now = t.now.add({ hours: 8 });
    await pinned('middle', 8);
    t.slack.failPin = () => ({ error: t.slack.error('network'), delivered: false });
    await runtime.settle();
    // The process dies with the pin in hand; its claim runs out, and another one takes over.
    await t.test.database.query(
      `UPDATE outbox SET state = 'sending', claimed_by = 'dead', claimed_till = now() - interval '1 minute' WHERE kind = 'pin' AND state = 'waiting'`,
      [],
    );
    t.slack.failPin = null;
    t.now = t.now.add({ minutes: 1 });
    const other = startProcess();
    await other.tick();
    await other.settle();
    await other.stop();
    expect(hanging()).toEqual(['middle']);
    expect(await waiting()).toEqual([]);
  });

  it('that may not be pinned goes out all the same; the leads hear of it once, and again when it had worked in between', async () => {
    t.slack.failPin = () => ({ error: t.slack.error('permission'), delivered: false });
    await pinned('early', 8);
    await runtime.settle();
    t.now = t.now.add({ hours: 8 });
    await pinned('middle', 8);
    await runtime.settle();
    expect(t.slack.titles()).toEqual(['early', 'not pinned', 'middle']);
    expect(refusals).toEqual([{ platform: 'slack', channelId: 'C1', channel: 'gate', desks: [desk], remedy: { zh: '', en: 'none' } }]);
    const channels = await t.test.database.query('SELECT lost_cause, pin_cause FROM channel', []);
    expect(channels).toEqual([{ lost_cause: null, pin_cause: 'permission' }]);

    t.slack.failPin = null;
    t.now = t.now.add({ hours: 8 });
    await pinned('night', 8);
    await runtime.settle();
    expect(hanging()).toEqual(['night']);
    t.slack.failPin = () => ({ error: t.slack.error('permission'), delivered: false });
    t.now = t.now.add({ hours: 8 });
    await pinned('next', 8);
    await runtime.settle();
    expect(refusals).toHaveLength(2);
  });

  it('whose message is gone troubles nobody', async () => {
    t.slack.failPin = () => ({ error: t.slack.error('gone'), delivered: false });
    await pinned('early', 8);
    await runtime.settle();
    expect([refusals, t.slack.titles(), await waiting()]).toEqual([[], ['early'], []]);
  });

  it('that could not be taken off for want of a right is taken off at the next change', async () => {
    await pinned('early', 8);
    await runtime.settle();
    t.slack.failUnpin = () => t.slack.error('permission');
    t.now = t.now.add({ hours: 8 });
    await pinned('middle', 8);
    await runtime.settle();
    expect(hanging()).toEqual(['early', 'middle']);
    t.slack.failUnpin = null;
    t.now = t.now.add({ hours: 8 });
    await pinned('night', 8);
    await runtime.settle();
    expect(hanging()).toEqual(['night']);
  });

  it('never holds up messages of its channel; one that was replaced before its turn is not asked for', async () => {
    const slow = [{ key: 'pins', perSecond: 1 / 3600, burst: 1 }];
    t.slack.bucketsOf = (to) => ('messageId' in to ? slow : []);
    await pinned('first', 1, 'duty/gate', 'C2');
    await runtime.settle();
    await pinned('early', 8);
    await runtime.settle();
    await toChannel('a word');
    await runtime.settle();
    expect(t.slack.titles()).toEqual(['first', 'early', 'a word']);
    t.now = t.now.add({ hours: 8 });
    await pinned('middle', 8);
    await runtime.settle();
    expect(t.slack.pinCalls).toHaveLength(1);
    await later(12 * 60);
    expect(t.slack.pinCalls).not.toContain('+m2');
    expect(t.slack.pinCalls).not.toContain('-m2');
  });

  it('is taken off everywhere where its spot is given up', async () => {
    await pinned('early', 8);
    await pinned('early', 8, 'duty/gate', 'C2');
    await runtime.settle();
    expect(hanging()).toEqual(['early', 'early']);
    const unit = createUnit({ org, now: t.now, newId });
    unit.unpin('duty/gate');
    await t.test.database.write(unit.statements);
    await runtime.settle();
    expect([hanging(), await waiting()]).toEqual([[], []]);
  });

  it('is one in a channel: a pin in the chat with a person is a bug', () => {
    const unit = createUnit({ org, now: t.now, newId });
    const send = () => unit.send({ platform: 'slack', to: { kind: 'person', id: 'U1' }, locale: 'zh', view: card('x'), pin: 'duty/gate' });
    expect(send).toThrow('Only a message to a channel can be pinned');
  });
});
