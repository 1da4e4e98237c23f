import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { card, org, start, t, useTinyBot } from '../harness/tiny-bot.ts';

/** A plan of the server, or a part of one. */
interface Plan {
  readonly 'Parent Relationship'?: string;
  readonly 'Plan Rows': number;
  readonly Plans?: readonly Plan[];
}

describe('what is taken from a queue', () => {
  useTinyBot();

  /** Work and messages that are due in a month or later. */
  const later = async () => {
    await t.test.database.query(
      `INSERT INTO due (org_id, id, kind, key, due_at, done_at)
       SELECT $1, gen_random_uuid(), 'try.' || n % 5, n, $2::timestamptz + make_interval(days => 30, mins => n), NULL
       FROM generate_series(1, 20000) n`,
      [org, new Date(t.now.epochMilliseconds)],
    );
    await t.test.database.query(
      `INSERT INTO outbox (org_id, id, platform, kind, destination, locale, due_at, created_at, state)
       SELECT $1, gen_random_uuid(), 'slack', 'send', 'channel:C' || n % 100, 'zh', $2::timestamptz + make_interval(days => 30, mins => n), now(),
         'waiting' FROM generate_series(1, 20000) n`,
      [org, new Date(t.now.epochMilliseconds)],
    );
    await t.test.database.query('ANALYZE due, outbox', []);
  };

  /** A bot with something to do, and the statements by which it finds that. */
  const statementsOfAPass = async (): Promise<readonly string[]> => {
    const asked = new Set<string>();
    const { prisma, write, ping, close } = t.test.database;
    const watched: Database = {
      prisma,
      write,
      ping,
      close,
      query: (sql, params) => {
        asked.add(sql);
        return t.test.database.query(sql, params);
      },
    };
    const unit = createUnit({ org, now: t.now, newId });
    unit.due({ kind: 'try.due', key: 'new', at: t.now, payload: { title: 'new' } });
    unit.send({ platform: 'slack', to: { kind: 'channel', id: 'C1' }, locale: 'zh', view: card('said') });
    await t.test.database.write(unit.statements);
    await start(watched).settle();
    expect(t.slack.titles().toSorted()).toEqual(['new', 'said']);
    return [...asked].filter((sql) => sql.includes('SKIP LOCKED'));
  };

  /** How many rows a plan expects to have chosen, before it looks them up to change them. */
  const expectedBy = (plan: Plan): number => {
    const [lookUp] = (plan.Plans ?? []).filter((part) => part['Parent Relationship'] === 'Outer');
    const [chosen] = (lookUp?.Plans ?? []).filter((part) => part['Parent Relationship'] === 'Outer');
    if (chosen === undefined) throw new Error(`This plan looks nothing up: ${JSON.stringify(plan)}`);
    return chosen['Plan Rows'];
  };

  it('is looked up as the few rows it is, whatever figures the plan was made for', async () => {
    await later();
    const claims = await statementsOfAPass();
    expect(claims).toHaveLength(2);
    for (const sql of claims) {
      const [found] = await t.test.database.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
        `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${sql}`,
        [],
      );
      const plan = found?.['QUERY PLAN'][0]?.Plan;
      if (plan === undefined) throw new Error('No plan was given');
      // Expecting more, it would read the whole table to find them.
      expect(expectedBy(plan)).toBeLessThanOrEqual(108);
    }
  });
});
