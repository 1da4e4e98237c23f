import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFixture } from '../harness/fixtures.ts';
import { readEnglish, startWorld, type World } from '../harness/start-world.ts';
import type { SentFile, StoryPerson } from '../harness/world.ts';

const photo = (bytes: number): SentFile => ({
  name: 'hall.jpg',
  mimeType: 'image/jpeg',
  content: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(bytes)]),
});

/** What is read in each language. */
const said = {
  zh: {
    report: '上报',
    needed: '要填',
    opened: '已上报 · ',
    nobody: '没有可以通知的人',
    onRecord: '事件已经记下;请打电话',
    confirm: '已通知 直属上级…',
    confirmed: '派出所 李警官 · 电话',
    round: '要办 · 巡查点位',
    photo: '拍照',
    tooLarge: '最大 10 MB',
    notKept: '没有记下。发一张小一点的,任务还在等。',
    proved: '已办 · 巡查点位',
  },
  en: {
    report: 'incident',
    needed: 'This is needed',
    opened: 'Reported · ',
    nobody: 'There is nobody to tell',
    onRecord: 'It is on record; phone somebody',
    confirm: 'Reached superior…',
    confirmed: '派出所 李警官 · by phone',
    round: 'Due · Go round the checkpoints',
    photo: 'Photo',
    tooLarge: 'the most is 10 MB',
    notKept: 'It was not kept. Send a smaller one; the task still waits.',
    proved: 'Done · Go round the checkpoints',
  },
} as const;

describe.each([
  { slack: 'zh', feishu: 'en' },
  { slack: 'en', feishu: 'zh' },
] as const)('incidents that say nothing or reach nobody, in $slack on Slack and $feishu on Feishu', ({ slack, feishu }) => {
  let world: World;
  const guards: { readonly person: StoryPerson; readonly reads: 'zh' | 'en' }[] = [];

  beforeAll(async () => {
    // The guard on Feishu reads English in the fixture.
    const text = deskFixture('desk-hall.yaml');
    const swapped = text
      .replace('    locale: en\n    feishu: ou_hall03', '    feishu: ou_hall03')
      .replace('    slack: U0H02', '    locale: en\n    slack: U0H02');
    const deskFile = slack === 'zh' ? text : swapped;
    world = await startWorld({ at: '2026-12-01T11:55', desks: [], deskFiles: [deskFile], rosters: false });
    guards.push({ person: world.person('slack', 'U0H02'), reads: slack }, { person: world.person('feishu', 'ou_hall03'), reads: feishu });
  });
  afterAll(() => world.stop());

  const counted = async (table: string): Promise<number> => {
    const [row] = await world.database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`, []);
    return row?.count ?? -1;
  };

  it('an incident with no line opens a form, which stays open with what was typed until it says what happened', async () => {
    for (const [at, { person, reads }] of guards.entries()) {
      await person.opens(said[reads].report);
      await person.fills({ line: '   ', known: '11:50' });
      person.sees(said[reads].needed);
      expect(await counted('incident')).toBe(at);
      await person.fills({ line: `屋顶漏水 ${at}` });
      person.sees(said[reads].opened);
      const [incident] = await world.database.query<{ known: string }>(
        `SELECT to_char(known_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS known FROM incident WHERE line = $1`,
        [`屋顶漏水 ${at}`],
      );
      expect(incident?.known).toBe('11:50');
    }
  });

  it('a report to nobody is on record, says that there is nobody and what to do, and is confirmed by hand', async () => {
    await world.database.query(
      "DELETE FROM member WHERE person_id IN (SELECT id FROM person WHERE code IN ('guan-lei', 'dui-feng', 'dai-ning'))",
      [],
    );
    await world.database.query("UPDATE person SET attributes = '{}'", []);
    await world.database.query('UPDATE desk SET version = version + 1', []);
    for (const { person, reads } of guards) {
      await person.says(`${said[reads].report} 西门路灯坏了`);
      person.sees(said[reads].nobody, said[reads].onRecord, '西门路灯坏了');
      await person.presses(said[reads].confirm);
      await person.fills({ who: '派出所 李警官', how: 'phone', when: '11:55' });
      person.sees(said[reads].confirmed);
    }
    expect(await counted("incident WHERE line = '西门路灯坏了'")).toBe(2);
  });
});

/** The gate goes round every evening at ten. */
const evenings = (text: string): string =>
  text.replace(
    '- id: property-security-duty\n        from: "2025-01-01"',
    `- id: property-security-duty
        from: "2025-01-01"
        overrides:
          - { path: obligation.rounds.when, value: { every: day, at: "22:00" }, reason: 每晚十点巡查, by: chen-zhiyuan, from: "2025-01-01" }`,
  );

describe('a photo of 40 MB as proof of a round', { timeout: 120_000 }, () => {
  let world: World;
  beforeAll(async () => {
    const change = (text: string): string => readEnglish('zhou-haibo', 'zheng-guoqiang')(evenings(text));
    world = await startWorld({ at: '2026-12-01T21:00', desks: ['gate'], change });
  }, 60_000);
  afterAll(() => world.stop());

  it('is refused with the limit, the task waits, and a smaller one proves it, on both messengers and in both languages', async () => {
    const seen = new Set<string>();
    for (let day = 1; day <= 8 && seen.size < 4; day += 1) {
      const on = `2026-12-${String(day).padStart(2, '0')}`;
      await world.until(`${on}T22:00`);
      const crew = await world.database.query<{ platform: 'slack' | 'feishu'; user: string; reads: 'zh' | 'en' }>(
        `SELECT i.platform, i.user_id AS user, coalesce(p.locale, 'zh') AS reads FROM slot s
           JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.live JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id
           JOIN identity i ON i.org_id = p.org_id AND i.person_id = p.id
         WHERE s.duty_on = $1::date AND s.shift = 'middle' ORDER BY p.code`,
        [on],
      );
      const fresh = crew.find(({ platform, reads }) => !seen.has(`${platform} ${reads}`));
      if (fresh === undefined) continue;
      seen.add(`${fresh.platform} ${fresh.reads}`);
      const person = world.person(fresh.platform, fresh.user);
      const words = said[fresh.reads];
      const proofs = () => world.database.query('SELECT 1 FROM task_proof', []);
      const before = (await proofs()).length;
      person.sees(words.round);
      await person.presses(words.photo);
      await person.says('', photo(40 * 1024 * 1024));
      person.sees(words.tooLarge, words.notKept);
      expect(await proofs()).toHaveLength(before);
      await person.says('', photo(2_000));
      person.sees(words.proved);
      expect(await proofs()).toHaveLength(before + 1);
    }
    expect([...seen].toSorted()).toEqual(['feishu en', 'feishu zh', 'slack en', 'slack zh']);
  });
});
