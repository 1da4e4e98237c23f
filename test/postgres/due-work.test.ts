import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/runtime/new-id.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { metrics, org, start, t, useTinyBot } from '../harness/tiny-bot.ts';

describe('due work', () => {
  useTinyBot();

  /** Plans of many desks that were due while nobody was there, and something people wait for that came due last. */
  const afterAStop = async (plans: number) => {
    const unit = createUnit({ org, now: t.now, newId });
    for (let desk = 0; desk < plans; desk += 1)
      unit.due({ kind: 'runtime.plan', key: `plan ${desk}`, at: t.now.subtract({ minutes: 5 }), payload: { repeat: false } });
    unit.due({ kind: 'try.due', key: 'awaited', at: t.now.subtract({ minutes: 1 }), payload: { title: 'awaited' } });
    await t.test.database.write(unit.statements);
  };
  /** Kinds in the order in which they were done. */
  const inOrder = async () =>
    (
      await t.test.database.query<{ kind: string }>(
        'SELECT kind FROM due WHERE done_at IS NOT NULL ORDER BY xmin::text::bigint, due_at',
        [],
      )
    ).map(({ kind }) => kind);

  it('that people wait for does not stand behind the plans of all desks', async () => {
    await afterAStop(40);
    await t.runtime.settle();
    const order = await inOrder();
    expect(order).toHaveLength(41);
    expect(order.indexOf('try.due')).toBeLessThanOrEqual(8);
    expect(t.slack.sent).toHaveLength(1);
  });

  it('keeps its order where little is due', async () => {
    await afterAStop(3);
    await t.runtime.settle();
    expect(await inOrder()).toEqual(['runtime.plan', 'runtime.plan', 'runtime.plan', 'try.due']);
  });

  /** Work of many desks that comes due in one minute. */
  const ofOneMinute = async (titles: readonly string[]) => {
    const unit = createUnit({ org, now: t.now, newId });
    for (const title of titles) unit.due({ kind: 'try.shared', key: title, at: t.now, payload: { title } });
    await t.test.database.write(unit.statements);
    await t.runtime.settle();
    return t.test.database.query<{ key: string; error: string | null; done: boolean; saved: string }>(
      'SELECT key, error, done_at IS NOT NULL AS done, xmin::text AS saved FROM due ORDER BY key',
      [],
    );
  };

  it('of many desks at one minute is saved at once', async () => {
    const rows = await ofOneMinute(['a', 'b', 'c']);
    expect(rows.map(({ key, done }) => ({ key, done }))).toEqual(['a', 'b', 'c'].map((key) => ({ key, done: true })));
    expect(new Set(rows.map(({ saved }) => saved)).size).toBe(1);
    expect(t.slack.titles()).toEqual(['a', 'b', 'c']);
  });

  it('of one desk that fails does not keep the others waiting, and tells them of nothing twice', async () => {
    const rows = await ofOneMinute(['a', 'broken', 'c']);
    expect(rows.map(({ key, done, error }) => ({ key, done, error }))).toEqual([
      { key: 'a', done: true, error: null },
      { key: 'broken', done: false, error: 'a bug' },
      { key: 'c', done: true, error: null },
    ]);
    expect(t.slack.titles()).toEqual(['a', 'c']);
  });

  describe('is late', () => {
    const seconds: number[] = [];
    const { dueHandled } = metrics;
    beforeEach(() => {
      seconds.length = 0;
      metrics.dueHandled = (_kind, late) => void seconds.push(late);
    });
    afterEach(() => {
      metrics.dueHandled = dueHandled;
    });
    const idAt = (ms: number): string => {
      const hex = ms.toString(16).padStart(12, '0');
      return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${newId().slice(24)}`;
    };
    /** The lateness that is counted of work with the id that was due so many seconds ago. */
    const counted = async (id: string, since: number, kind = 'try.due'): Promise<number | undefined> => {
      const dueAt = new Date(t.now.epochMilliseconds - since * 1000);
      await t.test.database.query(
        `INSERT INTO due (org_id, id, kind, key, due_at, payload) VALUES ($1::uuid, $2::uuid, $3, $2::text, $4, '{"title":"a"}')`,
        [org, id, kind, dueAt],
      );
      await t.runtime.settle();
      return seconds.pop();
    };
    const ago = (since: number): string => idAt(t.now.epochMilliseconds - since * 1000);

    it('from the moment it was due', async () => {
      expect(await counted(ago(86_400), 60)).toBe(60);
      expect(await counted(ago(86_400), 60, 'try.shared')).toBe(60);
    });

    it('from the moment it was planned, where that was later', async () => {
      expect(await counted(ago(10), 10_800)).toBe(10);
      expect(await counted(ago(10), 10_800, 'try.shared')).toBe(10);
    });

    it('from the moment it was due where nobody knows when it was planned, or the clock of the bot was set back since', async () => {
      expect(await counted('11111111-1111-4111-8111-111111111111', 60)).toBe(60);
      expect(await counted(ago(-3600), 60)).toBe(60);
    });
  });

  it('is done once by two processes', async () => {
    await afterAStop(40);
    const other = start();
    await Promise.all([t.runtime.settle(), other.settle()]);
    expect(await inOrder()).toHaveLength(41);
    // A pass that one of them was woken for may take the message after both have settled.
    await expect.poll(() => t.slack.sent).toHaveLength(1);
    await Promise.all([t.runtime.settle(), other.settle()]);
    expect(t.slack.sent).toHaveLength(1);
  });
});
