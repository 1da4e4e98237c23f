import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/harness/database.ts';
import { deskFiles, fixture, Guardroom } from '../../../../test/harness/guardroom.ts';
import { Temporal } from '../../../core/time.ts';
import type { Ctx } from '../../../runtime/context.ts';
import { newId } from '../../../runtime/new-id.ts';
import { createUnit } from '../../../runtime/write-unit.ts';
import { planDeadlines, remindToPublish } from './handle.ts';

const wall = (text: string): Temporal.Instant => Temporal.PlainDateTime.from(text).toZonedDateTime('Asia/Shanghai').toInstant();

describe('reminders to publish the roster', () => {
  let test: TestDatabase;
  let room: Guardroom;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new Guardroom(test.database);
    await room.clear();
  });

  const with_ = (preset: string): string =>
    deskFiles.gate.replaceAll('property-security-duty', preset).replace(/ {4}rotations:[\s\S]*? {4}channels:/, '    channels:');
  const context = async (at: string): Promise<{ ctx: Ctx; desk: string }> => {
    const [row] = await test.database.query<{ org: string; desk: string }>(
      `SELECT org_id::text AS org, id::text AS desk FROM desk WHERE code = 'gate'`,
      [],
    );
    const org = row?.org ?? '';
    const now = wall(at);
    return {
      ctx: { now, org, orgZone: 'Asia/Shanghai', orgLocale: 'zh', db: test.database, unit: createUnit({ org, now, newId }), newId },
      desk: row?.desk ?? '',
    };
  };
  const plan = async (from: string, to: string): Promise<string[]> => {
    const { ctx, desk } = await context(from);
    await planDeadlines(ctx, desk, wall(from), wall(to));
    if (ctx.unit.statements.length > 0) await test.database.write(ctx.unit.statements);
    const rows = await test.database.query<{ due_at: Date; month: string; overdue: string }>(
      `SELECT due_at, payload ->> 'month' AS month, payload ->> 'overdue' AS overdue FROM due WHERE kind = 'roster.publish-by' ORDER BY due_at`,
      [],
    );
    return rows.map(
      (row) =>
        `${Temporal.Instant.fromEpochMilliseconds(row.due_at.getTime()).toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime()} ${row.month} ${row.overdue}`,
    );
  };
  const remind = async (
    at: string,
    what: { month: string; day: string | null; overdue: boolean },
  ): Promise<{ destination: string; text: string }[]> => {
    const { ctx, desk } = await context(at);
    await remindToPublish(ctx, desk, what);
    if (ctx.unit.statements.length > 0) await test.database.write(ctx.unit.statements);
    return room.messages();
  };

  it('fall on the days before the end of the month (company-duty-10), planned once', async () => {
    await room.apply(with_('company-duty'));
    await plan('2026-11-26T00:00:00', '2026-12-02T00:00:00');
    expect(await plan('2026-11-26T00:00:00', '2026-12-02T00:00:00')).toEqual([
      '2026-11-27T10:00:00 2026-12 false',
      '2026-11-30T10:00:00 2026-12 false',
      '2026-12-01T10:00:00 2026-12 true',
    ]);
  });

  it('tell the leads with the rule, and nobody once it is published', async () => {
    await room.apply(with_('company-duty'));
    const messages = await remind('2026-11-30T10:00:00', { month: '2026-12', day: null, overdue: false });
    expect(messages.map((message) => message.destination)).toEqual([expect.stringMatching(/^person:(U0G00|ou_gate00)$/)]);
    expect(messages[0]?.text).toContain('company-duty-10');
    expect(messages[0]?.text).toContain('最迟在 12月1日(周二)00:00 前公布');
    await test.database.query('TRUNCATE outbox', []);
    const { ctx, desk } = await context('2026-11-30T09:00:00');
    ctx.unit.insert('roster', {
      orgId: ctx.org,
      id: newId(),
      deskId: desk,
      month: '2026-12',
      state: 'published',
      version: 1,
      publishedAt: ctx.now,
    });
    await test.database.write(ctx.unit.statements);
    expect(await remind('2026-11-30T10:00:00', { month: '2026-12', day: null, overdue: false })).toEqual([]);
  });

  it('tell whoever holds the role the rule names, not the other leads (company-duty-10)', async () => {
    await room.apply(with_('company-duty').replace(/(slack: U0G01\n[\s\S]*?desks: \{ ?gate: \[)guard/, '$1department'));
    const messages = await remind('2026-11-30T10:00:00', { month: '2026-12', day: null, overdue: false });
    expect(messages.map((message) => message.destination)).toEqual(['person:U0G01']);
  });

  it('look at the next day where the rule counts from the duty day (maintenance-duty-09)', async () => {
    await room.apply(with_('maintenance-duty'));
    expect(await plan('2026-12-03T00:00:00', '2026-12-04T00:00:00')).toEqual(['2026-12-03T15:00:00 2026-12 false']);
  });

  it('are silent for a desk whose regulation has no deadline', async () => {
    await room.apply(deskFiles.gate);
    expect(await plan('2026-11-01T00:00:00', '2026-12-31T00:00:00')).toEqual([]);
    expect(await remind('2026-11-30T10:00:00', { month: '2026-12', day: null, overdue: false })).toEqual([]);
  });

  it('say on the preview that it is late, and publish all the same', async () => {
    await room.apply(
      with_('company-duty').replace(
        '    channels:',
        '    shifts:\n      - {code: early, name: 早班, name_en: Early, start: "07:30", end: "16:00"}\n      - {code: middle, name: 中班, name_en: Middle, start: "16:00", end: "24:00"}\n      - {code: night, name: 晚班, name_en: Night, start: "00:00", end: "07:30"}\n    channels:',
      ),
    );
    room.at('2026-12-02T10:00');
    const preview = await room.sends('U0G00', 'roster-grid.xlsx', fixture('roster-grid.xlsx'));
    expect(JSON.stringify(preview)).toContain('过了公布期限(12月1日(周二)00:00前)');
    expect(JSON.stringify(preview)).toContain('company-duty-10');
  });
});
