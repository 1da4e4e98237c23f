import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnglish, startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** The gate goes round every evening at ten, and reports its sales on Fridays by 18:00. */
const evenings = (text: string): string =>
  // What the channels hear of shifts is told in other stories.
  text.replace('digest_at: "07:00"\n      look_ahead: { weekday: 1, at: "09:00" }', 'announce_shift_change: false').replace(
    '- id: property-security-duty\n        from: "2025-01-01"',
    `- id: property-security-duty
        from: "2025-01-01"
        overrides:
          - { path: obligation.rounds.when, value: { every: day, at: "22:00" }, reason: 每晚十点巡查, by: chen-zhiyuan, from: "2025-01-01" }
      - id: posted-staff
        from: "2025-01-01"`,
  );

const jpg = {
  name: 'gate.jpg',
  mimeType: 'image/jpeg',
  content: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(400)]),
};

/** Rounds of a guard team over a month, on both messengers, in both languages. */
describe('a month of rounds at the gate', { timeout: 400_000 }, () => {
  let world: World;
  let captain: StoryPerson;

  beforeAll(async () => {
    const change = (text: string): string => readEnglish('zhou-haibo', 'zheng-guoqiang')(evenings(text));
    world = await startWorld({ at: '2026-12-01T09:00', desks: ['gate'], change });
    captain = world.person('slack', 'U0G00');
  }, 60_000);
  afterAll(() => world.stop());

  /** The guards in the shift of an evening, with where they are and what they read. */
  const onDuty = async (on: string) => {
    const rows = await world.database.query<{ code: string; platform: 'slack' | 'feishu'; user: string; reads: 'zh' | 'en' }>(
      `SELECT p.code, i.platform, i.user_id AS user, coalesce(p.settings ->> 'locale', p.locale, 'zh') AS reads FROM slot s JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.live
         JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id JOIN identity i ON i.org_id = p.org_id AND i.person_id = p.id
       WHERE s.duty_on = $1::date AND s.shift = 'middle' ORDER BY p.code`,
      [on],
    );
    return rows.map((row) => ({ ...row, person: world.person(row.platform, row.user) }));
  };
  const rounds = () =>
    world.database.query<{ day: string; state: string; proofs: number }>(
      `SELECT to_char(t.from_at AT TIME ZONE 'Asia/Shanghai', 'DD') AS day, t.state,
         (SELECT count(*)::int FROM task_proof p WHERE p.task_id = t.id) AS proofs
       FROM task t WHERE t.verb = 'round' AND t.state <> 'dropped' AND t.from_at < '2026-12-31T16:00Z' ORDER BY t.from_at`,
      [],
    );
  const day = (number: number): string => `2026-12-${String(number).padStart(2, '0')}`;
  const label = { zh: '已巡查', en: 'Round done' };

  const goesRound = async (number: number, which = 0) => {
    const crew = await onDuty(day(number));
    await world.until(`${day(number)}T22:00`);
    const one = crew[which % crew.length];
    if (one === undefined) throw new Error(`Nobody is on duty on ${day(number)}`);
    one.person.sees(one.reads === 'zh' ? '要办 · 巡查点位' : 'Due · Go round the checkpoints');
    return { one, crew };
  };

  it('evening after evening whoever is on duty is told, and presses once', async () => {
    for (let number = 1; number <= 4; number += 1) {
      const { one } = await goesRound(number, number);
      await one.person.presses(label[one.reads]);
      one.person.sees(one.reads === 'zh' ? '已办 · 巡查点位' : 'Done · Go round the checkpoints');
    }
    expect((await rounds()).slice(0, 4).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('ticked twice, by the same and by the other guard, it counts once and both read who was first', async () => {
    const { one, crew } = await goesRound(5);
    const other = crew[1];
    const fingers = [one, one, ...(other === undefined ? [] : [other])].map((who) => who.person.finger(label[who.reads]));
    for (const { person } of crew) person.looks();
    await Promise.all(fingers.map((press) => press()));
    await world.settle();
    expect((await rounds()).find((round) => round.day === '05')).toEqual({ day: '05', state: 'done', proofs: 1 });
    for (const who of crew) who.person.sees(who.reads === 'zh' ? '已办' : 'done');
  });

  it('a photo proves it; what is no picture does not, and the task still waits', async () => {
    const { one } = await goesRound(6);
    await one.person.presses(one.reads === 'zh' ? '拍照' : 'Photo');
    one.person.sees(one.reads === 'zh' ? '等你的照片 · 巡查点位' : 'Send the photo now · Go round the checkpoints');
    await one.person.says('', { name: 'menu.txt', mimeType: 'text/plain', content: Buffer.from('no picture') });
    one.person.sees(one.reads === 'zh' ? '这不是照片' : 'This is not a picture');
    await one.person.says('', jpg);
    one.person.sees(one.reads === 'zh' ? '已办 · 巡查点位' : 'Done · Go round the checkpoints');
    const [photo] = await world.database.query<{ name: string }>(
      `SELECT f.name FROM task_proof p JOIN entry_file f ON f.org_id = p.org_id AND f.entry_id = p.entry_id`,
      [],
    );
    expect(photo?.name).toMatch(/\.jpg$/);
  });

  it('somebody who is not on duty presses in the channel and reads whose it is', async () => {
    await world.until('2026-12-11T17:30');
    const rows = await world.database.query<{ user: string }>(
      `SELECT i.user_id AS user FROM identity i JOIN person p ON p.org_id = i.org_id AND p.id = i.person_id
       WHERE i.platform = 'slack' AND p.code <> 'chen-zhiyuan' AND p.locale IS DISTINCT FROM 'en' AND NOT EXISTS (
         SELECT 1 FROM assignment a WHERE a.org_id = p.org_id AND a.person_id = p.id AND a.live AND a.starts_at <= $1 AND a.ends_at > $1)`,
      [new Date(world.now().epochMilliseconds)],
    );
    const wrong = world.person('slack', rows[0]?.user ?? '');
    wrong.seesIn('guards', '要办 · 提交销售信息');
    await wrong.presses('提交销售信息', 'guards');
    expect([...wrong.news(), ...wrong.news('guards')].join('\n')).toContain('这件事不由你办');
    const [right] = await onDuty('2026-12-11');
    if (right === undefined) throw new Error('Nobody is on duty');
    await right.person.says('tasks');
    right.person.sees(right.reads === 'zh' ? '提交销售信息' : 'Submit sales information');
    await world.until('2026-12-11T18:01');
    wrong.seesIn('guards', '逾期 · 提交销售信息');
  });

  it('one that nobody made is missed at the end of the shift; the captain hears of it when he is awake', async () => {
    await goesRound(17);
    await world.until('2026-12-18T00:01');
    expect((await rounds()).find((round) => round.day === '17')).toMatchObject({ state: 'missed', proofs: 0 });
    captain.seesNot('巡查点位');
    await world.until('2026-12-18T07:01');
    captain.sees('逾期', '巡查点位', '应于 12月17日(周四)24:00 前');
  });

  it('the month has one round an evening, each kept as it was, and the calendar shows what comes', async () => {
    for (let number = 18; number <= 21; number += 1) {
      const { one } = await goesRound(number, number);
      await one.person.presses(label[one.reads]);
    }
    await world.until('2027-01-01T00:01');
    const all = await rounds();
    expect(all).toHaveLength(31);
    expect(all.filter(({ state }) => state === 'done').map((round) => round.day)).toEqual([
      '01',
      '02',
      '03',
      '04',
      '05',
      '06',
      '18',
      '19',
      '20',
      '21',
    ]);
    await captain.says('本周要办');
    captain.sees('要办的事 · 门岗', '1月1日(周五)', '22:00 巡查点位', 'property-security-duty-05', '还没定时间');
    const onSlack = world.person('slack', 'U0G05');
    await onSlack.commands('/duty tasks calendar');
    onSlack.sees('What is due · Gate', 'Fri 1 Jan', '22:00 Go round the checkpoints', 'No time set yet');
    await onSlack.says('tasks');
    onSlack.sees('Nothing waits for you');
  });
});
