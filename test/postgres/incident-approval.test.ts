import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says, userOf } from '../harness/exchange.ts';
import { IncidentRoom } from '../harness/incident-room.ts';

/** 带班领导 dai, 中心领导 tou, who answers to 王总; 省局 has sheng in the same workspace. */
const tiers = { dai: ['duty-leader'], tou: ['centre-head'], sheng: ['provincial-centre'] };

describe('an incident that needs approval before it goes on', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());
  const at = (time: string) => room.until(`2026-12-01T${time}`);
  const superior = (code: string, of: string) =>
    room.db.query(`UPDATE person SET attributes = attributes || jsonb_build_object('superior', $2::text) WHERE code = $1`, [code, of]);

  /** A major accident at ten; the duty leader has answered, so that the centre's head is asked at ten. */
  const asked = async (preset: string, roles: Readonly<Record<string, readonly string[]>> = tiers) => {
    await room.goesBy([preset], roles);
    await superior('tou', 'wang');
    await room.reports('an', '重大 事故 翻船');
    await room.pressesCard('dai', '收到');
  };
  const approvals = async () => (await room.notices()).filter((line) => line.includes(' approve '));
  const then = async (word: string) => [...new Set((await room.notices()).filter((line) => line.includes(`then ${word}`)))];

  describe.each([
    ['maritime-province', 'province-bureau-leaders', 'maritime-province-22'],
    ['maritime-city', 'provincial-centre', 'maritime-city-26'],
    ['maritime-county', 'city-centre', 'maritime-county-17'],
  ] as const)('by %s', (preset, word, rule) => {
    it(`goes on at once when it is approved [${rule}]`, async () => {
      await asked(preset, { dai: ['duty-leader'], tou: ['centre-head'] });
      expect(await then(word)).toEqual([`- then ${word} waiting`]);
      await room.pressesCard('tou', '同意');
      expect(await then(word)).toEqual([`- then ${word} told`]);
    });

    it(`never goes on by silence: reminded half-way, then the next above is asked [${rule}]`, async () => {
      await asked(preset, { dai: ['duty-leader'], tou: ['centre-head'] });
      const cards = room.got('tou');
      await at('10:04:59');
      expect(room.got('tou')).toBe(cards);
      await at('10:05');
      expect(room.reads('tou')).toContain('还在等你审批');
      await at('10:09:59');
      expect((await approvals()).some((line) => line.startsWith('wang'))).toBe(false);
      await at('10:10');
      expect((await approvals()).some((line) => line.startsWith('wang approve superior told'))).toBe(true);
      expect(room.reads('an')).toContain('没有答复');
      expect(room.reads('an')).toContain('现在请 王总 审批');
      await at('23:00');
      expect(await then(word)).toEqual([`- then ${word} waiting`]);
      await room.pressesCard('wang', '同意');
      expect(await then(word)).toEqual([`- then ${word} told`]);
    });
  });

  it('goes on when whoever was silent approves after all, and nobody above has to', async () => {
    await asked('maritime-city');
    await at('10:05');
    await at('10:10');
    expect(room.got('wang')).toBeGreaterThan(0);
    await room.pressesCard('tou', '同意');
    expect(await then('provincial-centre')).toEqual(['sheng then provincial-centre told']);
    await at('10:30');
    expect(room.reads('wang')).not.toContain('还在等你审批');
  });

  it('a refusal by either ends it there [maritime-city-26]', async () => {
    await asked('maritime-city');
    await at('10:05');
    await at('10:10');
    await room.fillsCard('wang', '不同意…', { text: '先核实' });
    const { id } = await room.only();
    expect(says(await room.ask('tou', { kind: 'press', route: 'incident.approve', args: { id } }))).toContain('没有在等你的答复');
    expect((await then('provincial-centre')).join()).not.toContain('told');
  });

  it('is asked of whoever stands in for a head who is away', async () => {
    await room.goesBy(['maritime-city'], tiers);
    await room.db.query(
      `INSERT INTO delegation (org_id, id, from_person, to_person, starts_at, ends_at, live, by_person, at)
       SELECT org_id, gen_random_uuid(), $1::uuid, $2::uuid, '2026-12-01T00:00Z', '2026-12-31T00:00Z', true, $1::uuid, '2026-12-01T00:00Z' FROM person WHERE id = $1::uuid`,
      [room.of('tou'), room.of('bai')],
    );
    await room.reports('an', '重大 事故 翻船');
    await room.pressesCard('dai', '收到');
    await room.pressesCard('bai', '同意');
    expect(await then('provincial-centre')).toEqual(['sheng then provincial-centre told']);
  });

  it('with nobody above asks on and tells the reporter to phone; it still does not go out', async () => {
    await room.goesBy(['maritime-city'], { dai: ['duty-leader'], wang: ['centre-head'] });
    await room.reports('an', '重大 事故 翻船');
    await room.pressesCard('dai', '收到');
    await at('10:05');
    await at('10:10');
    expect(room.reads('an')).toContain('上面没有别的人了,请打电话');
    const before = room.reads('wang').split('还在等你审批').length;
    await at('10:40');
    expect(room.reads('wang').split('还在等你审批').length).toBe(before + 1);
    expect(await then('provincial-centre')).toEqual(['- then provincial-centre waiting']);
  });

  it('that nobody holds is confirmed by hand as agreed, or given to somebody [maritime-city-26]', async () => {
    await room.goesBy(['maritime-city'], { dai: ['duty-leader'] });
    await room.reports('an', '重大 事故 翻船');
    await room.pressesCard('dai', '收到');
    expect(await then('provincial-centre')).toEqual(['- then provincial-centre waiting']);
    await room.fillsCard('an', '监控中心领导 已同意…', { who: '局里 王主任', how: 'phone', when: '10:00' });
    expect(await then('provincial-centre')).toEqual(['- then provincial-centre told']);
    expect(room.reads('an')).toContain('局里 王主任');
  });

  it('that nobody holds is given to a lead alone, never to the reporter or a colleague', async () => {
    await room.goesBy(['maritime-city'], { dai: ['duty-leader'] });
    await room.reports('an', '重大 事故 翻船');
    await room.pressesCard('dai', '收到');
    const form = await room.pressesCard('an', '指定 监控中心领导…');
    for (const who of ['an', 'bai']) expect(says(await room.fills('an', form, { who: userOf(who) }))).toContain('审批的人要带班');
    await room.fills('an', form, { who: userOf('lin') });
    await room.pressesCard('lin', '同意');
    expect(await then('provincial-centre')).toEqual(['- then provincial-centre told']);
  });

  describe('with an hour to the authority outside', () => {
    const roles = { dai: ['duty-leader'], tou: ['centre-head'] };
    beforeEach(async () => {
      await room.goesBy(['maritime-city'], roles);
      await superior('tou', 'lin');
      const override = (entry: string) => ({
        path: `escalation.${entry}.within`,
        value: 'PT1H',
        reason: '一小时内',
        by: 'lin',
        from: '2025-01-01',
      });
      await room.db.query('UPDATE adoption SET overrides = $1::jsonb', [JSON.stringify(['major', 'grave-accident'].map(override))]);
      await room.db.query('UPDATE desk SET version = version + 1', []);
      await room.reports('an', '重大 事故 翻船');
      await room.pressesCard('dai', '收到');
    });

    it('the clock stands on the card, and everybody responsible hears when it has run out for want of approval', async () => {
      expect(room.reads('an')).toContain('11:00 前');
      await at('10:59:59');
      expect(room.reads('lin')).not.toContain('已过时限');
      await at('11:00');
      for (const code of ['an', 'tou', 'lin', 'wang', 'zhang']) expect(room.reads(code)).toContain('已过时限');
      expect(room.reads('an')).toContain('等审批');
      expect(await then('provincial-centre')).toEqual(['- then provincial-centre waiting 11:00']);
    });

    it('one press by any of those with authority then sends it', async () => {
      for (const time of ['10:30', '11:00', '11:01']) await at(time);
      await room.pressesCard('wang', '同意');
      expect(await then('provincial-centre')).toEqual(['- then provincial-centre told 11:00']);
      expect(room.reads('an')).toContain('已过 11:00');
    });
  });

  it('sends the written report to whoever is told only after the approval [maritime-city-26]', async () => {
    await asked('maritime-city');
    await room.fillsCard('an', '写报告…', { course: '客渡翻船', handling: '已救起' });
    const got = () => room.slack.files.filter(({ to }) => to.id === userOf('sheng')).length;
    expect(got()).toBe(0);
    await at('10:30');
    expect(got()).toBe(0);
    await room.pressesCard('tou', '同意');
    expect(got()).toBe(1);
  });

  it('in English for who reads English', async () => {
    await room.goesBy(['maritime-city'], tiers);
    await superior('tou', 'wang');
    await room.db.query("UPDATE person SET locale = 'en' WHERE code IN ('tou', 'an')", []);
    await room.reports('an', '重大 事故 翻船');
    await room.pressesCard('dai', '收到');
    await at('10:05');
    expect(room.reads('tou')).toContain('Your approval is still waited for');
    await at('10:10');
    expect(room.reads('an')).toContain('王总 is asked to approve now');
    expect(says(await room.pressesCard('tou', 'Approve'))).toContain('approved 10:10');
  });
});
