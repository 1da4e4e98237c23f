import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendanceSlice } from '../../src/features/attendance/index.ts';
import { consequenceSlice } from '../../src/features/consequence/index.ts';
import { peopleSlice } from '../../src/features/people/index.ts';
import { newId } from '../../src/runtime/new-id.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Timekeeping } from '../harness/timekeeping.ts';

interface Row {
  person: string;
  key: string;
  offence: string;
  outcome: string;
  amount: number | null;
  state: string;
  rules: string[];
  on: string;
  facts: { offence: string; on: string; sources: { kind: string }[] }[];
  history: { what: string; reason: string | null }[];
}

const shown = (reply: Reply): string => JSON.stringify(reply.kind === 'say' || reply.kind === 'replace' ? reply.view : reply);

describe('proposals of a desk', () => {
  let test: TestDatabase;
  let t: Timekeeping;

  beforeAll(async () => {
    test = await testDatabase();
    t = new Timekeeping(test.database, [attendanceSlice, consequenceSlice, peopleSlice], '2026-11-22T08:00');
    await t.open();
  });
  afterAll(() => test.drop());

  const proposals = (person: string): Promise<Row[]> =>
    t.db.query<Row>(
      `SELECT c.code AS person, p.key, offence, outcome, amount, p.state, rules, detail ->> 'on' AS "on", facts, history FROM proposal p
       JOIN person c ON c.org_id = p.org_id AND c.id = p.person_id WHERE c.code = $1 ORDER BY detail ->> 'on', outcome`,
      [person],
    );
  const brief = async (person: string) => (await proposals(person)).map((row) => `${row.on} ${row.outcome} ${row.amount} ${row.state}`);
  const cardOf = async (person: string, outcome: string): Promise<{ id: string }> => {
    const [row] = await t.db.query<{ id: string }>(
      `SELECT p.id::text AS id FROM proposal p JOIN person c ON c.org_id = p.org_id AND c.id = p.person_id WHERE c.code = $1 AND outcome = $2 ORDER BY p.at DESC LIMIT 1`,
      [person, outcome],
    );
    if (row === undefined) throw new Error(`There is no proposal of ${outcome} for ${person}`);
    return row;
  };
  const press = (userId: string, route: string, args: Record<string, string>) => t.ask(userId, { kind: 'press', route, args });
  const submit = (userId: string, route: string, args: Record<string, string>, values: Record<string, string>) =>
    t.ask(userId, { kind: 'submit', route, args, values });

  it('proposes nothing for ten minutes of lateness and the time once there are more [attendance-clock-17]', async () => {
    await t.duty('wu', '2026-11-23', ['09:04', '18:00']);
    await t.duty('wu', '2026-11-24', ['09:06', '18:00']);
    await t.until('2026-11-25T09:30');
    expect(await brief('wu')).toEqual([]);
    await t.duty('wu', '2026-11-25', ['09:01', '18:00']);
    const mark = t.slack.sent.length;
    await t.until('2026-11-26T09:30');
    expect(await brief('wu')).toEqual([`2026-11-25 pay-deduction ${11 / 60} open`]);
    const [row] = await proposals('wu');
    expect(row?.facts.map((fact) => fact.on)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25']);
    expect(row?.facts[0]?.sources.map((source) => source.kind)).toEqual(['duty', 'punch']);
    expect(row?.rules).toContain('attendance-clock-17');
    const [card] = t.told('UHE', mark).filter((text) => text.includes('处理建议'));
    for (const words of ['吴小妹', '扣工资', '11 分钟', '09:04', 'attendance-clock-17', '系统不会执行']) expect(card).toContain(words);
    expect(t.told('UWU', mark).join()).not.toContain('处理建议');
  });

  it('counts again without doubling, and says so on the same card when there is more', async () => {
    await t.until('2026-11-27T09:30');
    expect(await brief('wu')).toHaveLength(1);
    await t.duty('wu', '2026-11-27', ['09:03', '18:00']);
    await t.until('2026-11-28T09:30');
    expect(await brief('wu')).toEqual([`2026-11-27 pay-deduction ${14 / 60} open`]);
    expect((await proposals('wu'))[0]?.history.map((entry) => entry.what)).toEqual(['proposed', 'changed']);
  });

  it('lets nobody decide their own case, nor who does not lead', async () => {
    const { id } = await cardOf('wu', 'pay-deduction');
    expect(shown(await press('UWU', 'consequence.accept', { id, outcome: 'pay-deduction' }))).toContain('不能处理关于自己的建议');
    expect(shown(await press('ULIN', 'consequence.accept', { id, outcome: 'pay-deduction' }))).toContain('何主管');
    expect((await proposals('wu'))[0]?.state).toBe('open');
  });

  it('needs a reason to dismiss, keeps what was decided, and lets one of two deciders win', async () => {
    const { id } = await cardOf('wu', 'pay-deduction');
    const form = await press('UHE', 'consequence.dismiss', { id });
    const empty = await t.fills('UHE', form, { reason: '  ' });
    expect(empty.kind).toBe('invalid');
    const [first, second] = await Promise.all([
      submit('UHE', 'consequence.dismiss-save', { id }, { reason: '电梯故障' }),
      press('UHE', 'consequence.accept', { id, outcome: 'pay-deduction' }),
    ]);
    const answers = [shown(first), shown(second)];
    expect(answers.filter((text) => text.includes('已经处理'))).toHaveLength(1);
    const [row] = await proposals('wu');
    expect(['dismissed', 'accepted']).toContain(row?.state);
    expect(row?.history).toHaveLength(3);
  });

  it('proposes absence for not coming, and takes it back when the leave turns out to be approved', async () => {
    await t.duty('lin', '2026-11-30');
    await t.until('2026-12-01T09:30');
    expect(await brief('lin')).toEqual(['2026-11-30 absence 1 open']);
    const { id } = await cardOf('lin', 'absence');
    await press('UHE', 'consequence.accept', { id, outcome: 'absence' });
    await t.until('2026-12-01T09:31');
    expect(t.told('ULIN').join()).toContain('记旷工');
    const request = newId();
    const times = { startsAt: t.wall('2026-11-30T00:00'), endsAt: t.wall('2026-12-01T00:00') };
    await t.write((unit) => {
      unit.insert('request', {
        orgId: t.org,
        id: request,
        deskId: t.desk,
        number: 1,
        type: 'leave',
        kind: 'sick',
        state: 'approved',
        subjectId: t.person('lin'),
        filedBy: t.person('lin'),
        station: 'counter',
        fromOn: '2026-11-30',
        untilOn: '2026-11-30',
        ...times,
        filedAt: t.now,
        lapsesAt: t.now.add({ hours: 72 }),
        decidedAt: t.now,
      });
      unit.insert('absence', {
        orgId: t.org,
        id: newId(),
        deskId: t.desk,
        personId: t.person('lin'),
        requestId: request,
        kind: 'sick',
        approved: true,
        ...times,
      });
      unit.insert('request_follow_up', {
        orgId: t.org,
        id: newId(),
        requestId: request,
        do: 'hand-in-sick-note',
        dueAt: t.wall('2026-12-03T00:00'),
        state: 'waiting',
        otherwise: 'absence',
      });
    });
    const mark = t.slack.sent.length;
    await t.until('2026-12-02T09:30');
    const [row] = await proposals('lin');
    expect(row?.state).toBe('withdrawn');
    expect(row?.history.at(-1)?.what).toBe('withdrawn');
    expect(t.told('UHE', mark).join()).toContain('请一并更正');
  });

  it('turns the leave into absence backwards when the proof does not come, also when it comes to light later', async () => {
    await t.write((unit) => unit.update('request_follow_up', { orgId: t.org, state: 'waiting' }, { state: 'missed' }, null));
    await t.until('2026-12-04T09:30');
    const [row] = await proposals('lin');
    expect(`${row?.on} ${row?.outcome} ${row?.state}`).toBe('2026-11-30 absence open');
    expect(row?.facts[0]?.sources.map((source) => source.kind)).toContain('request');
    expect(row?.history.map((entry) => entry.what)).toEqual(['proposed', 'accepted', 'withdrawn', 'reopened']);
  });

  it('raises a case to human resources for three days running once they are accepted [attendance-clock-19]', async () => {
    for (const on of ['2026-12-01', '2026-12-02']) await t.duty('lin', on);
    await t.until('2026-12-05T09:30');
    const absences = (await proposals('lin')).filter((row) => row.outcome === 'absence');
    expect(absences.map((row) => row.on)).toEqual(['2026-11-30', '2026-12-01', '2026-12-02']);
    const accept = async (on: string): Promise<void> => {
      const [row] = await t.db.query<{ id: string }>(
        `SELECT id::text AS id FROM proposal WHERE person_id = $1::uuid AND outcome = 'absence' AND detail ->> 'on' = $2`,
        [t.person('lin'), on],
      );
      await press('UHE', 'consequence.accept', { id: row?.id ?? '', outcome: 'absence' });
      await t.runtime.settle();
    };
    await accept('2026-11-30');
    await accept('2026-12-01');
    expect((await brief('lin')).filter((line) => line.includes('dismissal-case'))).toEqual([]);
    const mark = t.slack.sent.length;
    await accept('2026-12-02');
    expect((await brief('lin')).filter((line) => line.includes('dismissal-case'))).toHaveLength(1);
    const [card] = t.told('UHR', mark).filter((text) => text.includes('处理建议'));
    for (const words of ['林涛', '报人力资源立案', 'attendance-clock-19', '12月2日']) expect(card).toContain(words);
  });

  it('makes a proposal of what a lead records, with the kinds the rules know [attendance-audit-12]', async () => {
    await t.until('2026-12-07T10:00');
    const form = await t.types('UHE', '记录行为');
    const refused = await t.fills('UHE', form, {
      person: t.person('wu'),
      kind: 'refused-assignment',
      on: '2026-12-08',
      note: '不服从安排',
    });
    expect(refused.kind === 'invalid' && Object.keys(refused.errors)).toEqual(['on']);
    const saved = await t.fills('UHE', refused, {
      person: t.person('wu'),
      kind: 'refused-assignment',
      on: '2026-12-07',
      note: '不服从安排',
    });
    expect(shown(saved)).toContain('已记录');
    await t.runtime.settle();
    const row = (await proposals('wu')).find((one) => one.offence === 'refused-assignment');
    expect(`${row?.on} ${row?.outcome} ${row?.state}`).toBe('2026-12-07 absence open');
    expect(row?.rules).toContain('attendance-audit-12');
    expect(shown(await t.types('UWU', '记录行为'))).toContain('只有带班的人');
  });

  it('proposes absence to both when a punch was made for another who had asked [attendance-clock-20]', async () => {
    await t.duty('wu', '2026-12-08', ['08:58', '18:00']);
    const assignment = await t.duty('lin', '2026-12-08');
    const made = await t.punch('lin', 'in', '2026-12-08T08:59', assignment);
    await t.punch('lin', 'out', '2026-12-08T18:01', assignment);
    await t.until('2026-12-09T09:30');
    const form = await press('UHE', 'attendance.proxy', { desk: t.desk });
    const own = await t.fills('UHE', form, { punch: made, by: t.person('lin'), asked: 'yes' });
    expect(own.kind === 'invalid' && Object.keys(own.errors)).toEqual(['by']);
    await t.fills('UHE', form, { punch: made, by: t.person('wu'), asked: 'yes' });
    await t.runtime.settle();
    for (const person of ['wu', 'lin']) {
      const row = (await proposals(person)).find((one) => one.on === '2026-12-08' && one.outcome === 'absence');
      expect(row?.rules).toContain('attendance-clock-20');
    }
    expect(shown(await t.fills('UHE', form, { punch: made, by: t.person('wu'), asked: 'yes' }))).toContain('已经认定');
  });

  it('lists what waits page by page for who decides, and to others what was decided about them', async () => {
    const list = shown(await t.types('UHE', '处理建议'));
    expect(list).toContain('待处理');
    expect(list).toContain('吴小妹');
    const mine = shown(await t.types('ULIN', '处理建议'));
    expect(mine).toContain('记旷工');
    expect(mine).not.toContain('吴小妹');
  });
});
