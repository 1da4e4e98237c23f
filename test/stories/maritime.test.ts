import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFixture } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/**
 * A day of the province, a city and a county centre, and the seven days after: a violation at a ferry and a breach at a centre, their notices, one
 * reply on the seventh day and one too late, and the ledgers. Half of the people on Slack, half on Feishu, some read English.
 */
describe('three tiers of monitoring centres', { timeout: 240_000 }, () => {
  let world: World;
  /** Officers of the provincial centre; the second reads English. */
  let qi: StoryPerson;
  let shao: StoryPerson;
  /** Head of the city centre, who takes notices for the city bureau. */
  let wang: StoryPerson;
  /** Officers of the city centre; the second reads English. */
  let wen: StoryPerson;
  let gan: StoryPerson;
  /** Officers of the county centre; the second reads English. */
  let deng: StoryPerson;
  let hu: StoryPerson;
  /** Takes notices for the township. */
  let ma: StoryPerson;

  beforeAll(async () => {
    world = await startWorld({ at: '2026-12-01T09:30', desks: [], deskFiles: [deskFixture('desk-centres.yaml')], rosters: false });
    qi = world.person('feishu', 'ou_centre01');
    shao = world.person('slack', 'U0C02');
    wang = world.person('feishu', 'ou_centre10');
    wen = world.person('slack', 'U0C11');
    gan = world.person('feishu', 'ou_centre12');
    deng = world.person('feishu', 'ou_centre21');
    hu = world.person('slack', 'U0C22');
    ma = world.person('slack', 'U0C23');
  }, 60_000);
  afterAll(() => world.stop());

  it('the county notes a violation, and the township is served a notice with a number and seven days', async () => {
    await deng.opens('登记 现场违章');
    await deng.fills({ point: '西渡口', ship: '客渡 3', kind: '超载', facts: '载客 42 人,核定 30 人' });
    deng.sees('已记录 · 现场违章', '载客 42 人,核定 30 人', '临水县监控中心');
    ma.sees('违章通知书 #1 · 临水县监控中心', '已发出', '西渡口', '客渡 3', '超载', '载客 42 人,核定 30 人', '应回复12月8日(周二)24:00');
  });

  it('the province notes a breach in English, and the city is served its notice and owes a written reply', async () => {
    await shao.opens('register centre violation');
    await shao.fills({ centre: 'Jiangzhou city centre', kind: 'Unrelated activity', facts: 'Two officers playing cards' });
    shao.sees('Noted · Breach at a centre', 'Two officers playing cards', 'Provincial centre');
    wang.sees('违规通知书 #1 · 省监控中心', '已发出', 'Jiangzhou', '做无关的事', '应回复12月8日(周二)24:00');
    wang.sees('提交整改回复 · 江州市监控中心', '12月8日(周二)24:00', '报给省监控中心', 'maritime-city-10');
  });

  it('the city notes what it found; where and which ship is asked for with the rule, and is enough', async () => {
    await wen.opens('登记 监控记录');
    await wen.fills({ finding: '客渡 7 超载', kind: '超载' });
    wen.sees('已记录 · 监控记录', '还缺:地点、船舶或船员', 'maritime-city-11');
    await gan.opens('register monitoring record');
    await gan.fills({ finding: 'Ferry 7 overloaded', kind: 'Overload', place: 'East ferry', ship_or_crew: 'Ferry 7' });
    gan.sees('Noted · Monitoring record', 'Ferry 7 overloaded');
    gan.seesNot('maritime-city-11');
  });

  it('a ledger is not typed: it shows the notices of its own centre, a line each', async () => {
    await deng.says('登记 现场违章台账');
    deng.sees('现场违章台账 · 临水县监控中心', '1 条', '西渡口', '客渡 3', '已发出');
    await shao.says('register ledger of centre breaches');
    shao.sees('Ledger of centre breaches · Provincial centre', '1 entry', 'Jiangzhou', 'Unrelated activity', 'Issued');
    await gan.says('report log ledger of centre breaches');
    gan.sees('Nothing was noted in this time', 'Jiangzhou city centre');
  });

  it('nobody of another centre reads them, on either messenger', async () => {
    await hu.says('report log Provincial centre centre notice');
    hu.sees('You may not read these records');
    await wen.says('报表 记录 省监控中心 违规通知书');
    wen.sees('你不能看这些记录');
  });

  it('on the seventh day an hour is left: who issued is reminded, and the city answers in time', async () => {
    await world.until('2026-12-08T23:00');
    shao.sees('Still open · Notice of a centre’s breach #1', 'Due Tue 8 Dec 24:00');
    deng.sees('还没有了结 · 违章通知书 #1', '期限 12月8日(周二)24:00');
    await wang.presses('补充…', undefined, '违规通知书 #1');
    await wang.fills({ reply: '已收走扑克,两人已谈话' });
    await wang.presses('已回复', undefined, '违规通知书 #1');
    wang.sees('违规通知书 #1', '已回复', '已收走扑克,两人已谈话', '回复时间12月8日(周二)23:00');
    wang.seesNot('maritime-forms-07');
  });

  it('at midnight one is answered and the other overdue; an answer without words is marked with the rule', async () => {
    await world.until('2026-12-09T00:00');
    shao.seesNot('Notice of a centre’s breach');
    deng.sees('还没有了结 · 违章通知书 #1', '12月8日(周二)24:00 已到期');
    ma.sees('违章通知书 #1', '已超期');
    await ma.presses('已回复', undefined, '违章通知书 #1');
    ma.sees('违章通知书 #1', '已回复', '还缺:整改回复', 'maritime-forms-08');
  });

  it('the ledgers have both with the moment of their replies, in the language of whoever asks', async () => {
    await qi.says('报表 记录 中心违规台账 本月');
    qi.sees('中心违规台账 · 省监控中心', '#1', 'Jiangzhou', '做无关的事', '12月8日(周二)23:00', '已回复');
    await hu.says('report log ledger of violations this month');
    hu.sees('Ledger of violations · Linshui county centre', '#1', 'Overload', 'Tue 1 Dec 09:30', 'Wed 9 Dec 00:00', 'Replied');
    const numbers = await world.database.query<{ type: string; number: number }>(
      `SELECT type, number FROM entry WHERE type LIKE '%-notice' ORDER BY type`,
      [],
    );
    expect(numbers).toEqual([
      { type: 'centre-violation-notice', number: 1 },
      { type: 'point-violation-notice', number: 1 },
    ]);
  });

  it('a violation closed without saying where its evidence is kept is marked until that is said', async () => {
    await deng.says('报表 记录 现场违章 未结');
    await deng.presses('1');
    await deng.presses('已办结');
    deng.sees('现场违章 #1', '已办结', '还缺:证据保存位置', 'maritime-county-20');
    await deng.presses('补充…', undefined, '现场违章 #1');
    await deng.fills({ evidence_location: '硬盘录像机 3' });
    deng.sees('现场违章 #1', '已办结', '硬盘录像机 3');
    deng.seesNot('maritime-county-20');
  });
});
