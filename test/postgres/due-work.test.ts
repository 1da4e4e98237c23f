import { describe, expect, it } from 'vitest';
import { newId } from '../../src/runtime/new-id.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { org, start, t, useTinyBot } from '../harness/tiny-bot.ts';

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
