import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Colleague, type DutyLine, Exchange, says } from '../harness/exchange.ts';

const people: readonly Colleague[] = [
  { code: 'lead', name: '林主管', roles: ['supervising-leader'] },
  ...(
    [
      ['an', '安平'],
      ['bai', '白雪'],
      ['cao', '曹勇'],
      ['ding', '丁宁'],
    ] as const
  ).map(([code, name]) => ({ code, name, roles: ['staff'] })),
];
const duties: readonly DutyLine[] = [
  { on: '2026-12-07', shift: 'early', people: ['an', 'bai'] },
  { on: '2026-12-07', shift: 'night', people: ['ding'] },
];
const on = '2026-12-07';

describe('somebody covers a shift', () => {
  let test: TestDatabase;
  let room: Exchange;
  beforeAll(async () => {
    test = await testDatabase();
    room = new Exchange(test.database);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    await room.open([], people, duties);
  });
  const cover = async (partner: string | null, hours: readonly [string, string] | null = null) =>
    room.draft('substitute', 'an', partner, [await room.duty('an', on, 'early', 'covered', hours)]);
  const call = async (): Promise<void> => {
    const filed = await room.file(await cover(null), { openCall: true });
    if (!filed.ok) throw new Error(JSON.stringify(filed.refusal));
    await room.settle();
  };

  it('asked and agreed, for a part of it: the rest stays', async () => {
    expect((await room.file(await cover('cao', ['10:00', '12:00']))).ok).toBe(true);
    await room.presses('cao', '同意');
    await room.presses('lead', '同意');
    expect(await room.inShift(on, 'early')).toEqual(['an 08:00-10:00', 'an 12:00-16:00', 'bai 08:00-16:00', 'cao 10:00-12:00']);
    expect(room.reads('cao')).toContain('10:00–12:00');
    await room.until('2026-12-07T09:31');
    expect(room.reads('cao')).toContain('早班');
  });

  it('called for in the channel: the first wins, whoever comes second reads who was first, the lead decides, the card follows', async () => {
    await call();
    expect(room.reads('C0CALLS')).toContain('谁来代班');
    expect(room.reads('C0CALLS')).not.toContain('家里有事');
    const [one, two] = [room.button('cao', '我来代', 'C0CALLS'), room.button('ding', '我来代', 'C0CALLS')];
    const replies = await Promise.all([one(), two()]);
    await room.settle();
    expect(await room.states()).toEqual(['approving']);
    const said = replies.map(says);
    expect(said.filter((text) => text.includes('你接了这个班'))).toHaveLength(1);
    expect(said.filter((text) => text.includes('先接了'))).toHaveLength(1);
    expect(room.reads('C0CALLS')).toContain('已有人接');
    await room.presses('lead', '同意');
    expect(await room.states()).toEqual(['approved']);
    expect((await room.inShift(on, 'early')).filter((line) => !line.startsWith('bai'))).toHaveLength(1);
    expect((await room.inShift(on, 'early')).some((line) => line.startsWith('an'))).toBe(false);
    expect(room.reads('C0CALLS')).toContain('已代班');
  });

  it('without anybody named, the sentence is a call to the group', async () => {
    const understood = await room.types('an', '代班 12月7日早班 个人原因');
    expect(says(understood)).toContain('12月7日(周一)早班 08:00–16:00');
    await room.pressesOn('an', understood, '提交');
    expect(await room.states()).toEqual(['open-call']);
    expect(room.reads('C0CALLS')).toContain('谁来代班');
  });

  it('who is in the shift already, or on duty then, cannot take it and reads why', async () => {
    await call();
    expect(says(await room.presses('bai', '我来代', 'C0CALLS'))).toContain('白雪');
    expect(says(await room.presses('an', '我来代', 'C0CALLS'))).not.toContain('你接了');
    expect(await room.states()).toEqual(['open-call']);
  });

  it('given back before it is decided, others can take it', async () => {
    await call();
    await room.presses('cao', '我来代', 'C0CALLS');
    expect(says(await room.presses('ding', '退回', 'C0CALLS'))).toContain('不是你接的');
    expect(says(await room.presses('cao', '退回', 'C0CALLS'))).toContain('已退回');
    expect(await room.states()).toEqual(['open-call']);
    expect(says(await room.presses('ding', '我来代', 'C0CALLS'))).toContain('你接了这个班');
  });

  it('a call that nobody takes is sent again, lapses at the start, and the leads hear it', async () => {
    await call();
    const before = room.sees('C0CALLS').length;
    await room.until('2026-12-06T08:01');
    expect(room.sees('C0CALLS').length).toBe(before + 1);
    await room.until('2026-12-07T08:01');
    expect(await room.states()).toEqual(['lapsed']);
    expect(room.reads('C0CALLS')).toContain('没有人接');
    expect(room.reads('lead')).toContain('没有人接');
    expect(await room.inShift(on, 'early')).toEqual(['an 08:00-16:00', 'bai 08:00-16:00']);
  });

  it('goes to each member who is free where the desk says so', async () => {
    await room.open([], people, duties, '{ swap: { call: members } }');
    await call();
    expect(room.reads('C0CALLS')).not.toContain('谁来代班');
    expect(room.reads('cao')).toContain('谁来代班');
    expect(room.reads('bai')).not.toContain('谁来代班');
    expect(room.reads('an')).not.toContain('谁来代班');
  });

  it('a lead replaces somebody at once in an emergency: no consent, the reason to both, kept', async () => {
    room.now = room.at('2026-12-07T09:00');
    expect(says(await room.types('an', '紧急换人'))).toContain('只有带班的人');
    const form = await room.types('lead', '紧急换人');
    const slot = (await room.duty('an', on, 'early', 'covered')).slot;
    const values = { slot, out: room.of('an'), in: room.of('cao'), from: '12:00', until: '16:00', reason: '突然发烧' };
    expect(says(await room.fills('lead', form, { ...values, until: '17:00' }))).toContain('时间要在这个班之内');
    expect(says(await room.fills('lead', form, { ...values, in: room.of('bai') }))).toContain('白雪');
    expect(says(await room.fills('lead', form, values))).toContain('已换人');
    await room.settle();
    expect(await room.inShift(on, 'early')).toEqual(['an 08:00-12:00', 'bai 08:00-16:00', 'cao 12:00-16:00']);
    for (const who of ['an', 'cao']) expect(room.reads(who)).toContain('突然发烧');
    expect(await room.states()).toEqual(['approved']);
    expect(await room.audits('roster.change')).toMatchObject([{ reason: '突然发烧', request: expect.any(String) }]);
  });

  it('a lead does not replace themselves: that is asked for like anybody else does', async () => {
    await room.open([], people, [...duties, { on, shift: 'late', people: ['lead'] }]);
    room.now = room.at('2026-12-07T09:00');
    const form = await room.types('lead', '紧急换人');
    const slot = (await room.duty('lead', on, 'late', 'covered')).slot;
    const reply = await room.fills('lead', form, { slot, out: room.of('lead'), in: room.of('cao'), from: '', until: '', reason: '有事' });
    expect(reply.kind).toBe('invalid');
    expect(says(reply)).toContain('自己的班');
    expect(await room.inShift(on, 'late')).toEqual(['lead 16:00-00:00']);
  });

  it('in a shift that runs, what has passed stays as it was', async () => {
    room.now = room.at('2026-12-07T09:00');
    const form = await room.types('lead', '紧急换人');
    const slot = (await room.duty('an', on, 'early', 'covered')).slot;
    await room.fills('lead', form, { slot, out: room.of('an'), in: room.of('cao'), from: '', until: '', reason: '突然发烧' });
    expect(await room.inShift(on, 'early')).toEqual(['an 08:00-09:00', 'bai 08:00-16:00', 'cao 09:00-16:00']);
  });

  it('a call for a shift that runs is sent, taken from then on, and over when the shift is', async () => {
    room.now = room.at('2026-12-07T10:00');
    await call();
    expect(room.reads('C0CALLS')).toContain('谁来代班');
    await room.until('2026-12-07T11:00');
    await room.presses('cao', '我来代', 'C0CALLS');
    await room.until('2026-12-07T11:30');
    await room.presses('lead', '同意');
    expect(await room.inShift(on, 'early')).toEqual(['an 08:00-11:30', 'bai 08:00-16:00', 'cao 11:30-16:00']);
    await room.open([], people, duties);
    room.now = room.at('2026-12-07T10:00');
    await call();
    await room.until('2026-12-07T16:01');
    expect(await room.states()).toEqual(['lapsed']);
  });

  it('moves the responsibility where a rule says so: both are told, and it is kept [maintenance-duty-23]', async () => {
    await room.open(['maintenance-duty'], people, duties);
    const filed = await room.file({ ...(await cover('cao')), kind: 'illness' });
    if (!filed.ok) throw new Error(JSON.stringify(filed.refusal));
    await room.presses('cao', '同意');
    await room.presses('lead', '同意');
    expect(room.reads('cao')).toContain('这个班的责任由你承担');
    expect(room.reads('cao')).toContain('maintenance-duty-23');
    expect(room.reads('an')).toContain('这个班的责任由曹勇承担');
    expect(await room.audits('cover.responsible')).toMatchObject([{ to: room.of('cao'), rules: ['maintenance-duty-23'] }]);
  });

  it('fills the gap of an approved leave, and is not in order without one [front-desk-duty-24]', async () => {
    const crew = people.map((one) => ({ ...one, roles: one.code === 'lead' ? ['customer-supervisor'] : ['property-assistant'] }));
    await room.open(['front-desk-duty'], crew, duties);
    const remarks = async (parent: string | null): Promise<string> => {
      const ruling = await room.file({ ...(await cover('cao')), filedBy: room.of('lead'), parent });
      return ruling.ok ? JSON.stringify(ruling.value.ruling.findings.map(({ allowed }) => allowed)) : JSON.stringify(ruling.refusal);
    };
    expect(await remarks(null)).toContain('leave-approved');
    await room.open(['front-desk-duty'], crew, duties);
    const away = room.draft('leave', 'an', null, [await room.duty('an', on, 'early', 'absent')], { kind: 'personal' });
    const asked = await room.file(away);
    if (!asked.ok) throw new Error(JSON.stringify(asked.refusal));
    await room.presses('lead', '同意');
    const owed = () => test.database.query<{ state: string }>(`SELECT state FROM request_follow_up WHERE "do" = 'fill-gap'`, []);
    expect(await owed()).toEqual([{ state: 'waiting' }]);
    expect(await remarks(asked.value.id)).toBe('[]');
    await room.presses('cao', '同意');
    expect(await room.inShift(on, 'early')).toEqual(['bai 08:00-16:00', 'cao 08:00-16:00']);
    expect(await owed()).toEqual([{ state: 'done' }]);
  });

  it('is refused for whom a rule does not let stand in [holiday-duty-notice-03]', async () => {
    const office = people.map((one) => ({
      ...one,
      roles: one.code === 'lead' ? ['unit-head'] : one.roles,
      attributes: { employment: one.code === 'cao' ? 'guard' : 'staff' },
    }));
    await room.open(['holiday-duty-notice'], office, duties);
    const outsider = await room.file(await cover('cao'));
    expect(outsider.ok ? '' : JSON.stringify(outsider.refusal)).toContain('holiday-duty-notice-03');
    expect((await room.file(await cover('ding'))).ok).toBe(true);
  });
});
