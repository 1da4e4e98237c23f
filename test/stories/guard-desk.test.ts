import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureFile } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** A day and a night of the guard desk (property-security-duty) over the end of November, half of the team on Slack, half on Feishu. */
describe('the guard desk over a month end', () => {
  let world: World;
  let captain: StoryPerson;
  let captainOnFeishu: StoryPerson;
  /** Reads English. */
  let qian: StoryPerson;
  let sun: StoryPerson;
  let zhou: StoryPerson;
  let wu: StoryPerson;
  let zheng: StoryPerson;
  let feng: StoryPerson;
  const channels = (): [StoryPerson, string][] => [
    [sun, 'guards'],
    [feng, '门岗值班群'],
  ];

  beforeAll(async () => {
    world = await startWorld({ at: '2026-11-29T20:20', desks: ['gate'] });
    captain = world.person('slack', 'U0G00');
    captainOnFeishu = world.person('feishu', 'ou_gate00');
    qian = world.person('slack', 'U0G02');
    sun = world.person('slack', 'U0G03');
    zhou = world.person('slack', 'U0G05');
    wu = world.person('feishu', 'ou_gate06');
    zheng = world.person('feishu', 'ou_gate07');
    feng = world.person('feishu', 'ou_gate09');
  });
  afterAll(() => world.stop());

  const punches = (user: string) =>
    world.database.query<{ shift: string; on: string; kind: string; verdict: string }>(
      `SELECT s.shift, s.duty_on::text AS on, p.kind, p.verdict FROM punch p JOIN identity i ON i.org_id = p.org_id AND i.person_id = p.person_id
         JOIN assignment a ON a.org_id = p.org_id AND a.id = p.assignment_id JOIN slot s ON s.org_id = a.org_id AND s.id = a.slot_id
       WHERE i.user_id = $1 AND p.at > '2026-11-29T15:00:00Z' ORDER BY p.at`,
      [user],
    );

  it('December is published from the file the captain sends', async () => {
    await captain.says('', fixtureFile('roster-grid.csv'));
    captain.sees('没有写是哪个月');
    await captain.presses('2026年12月');
    captain.sees('待发布 · 门岗2026年12月值班表', '待确认', '10 人,31 天', '还没有发布', '符合规定', '来自文件 roster-grid.csv');
    qian.hearsNothing();

    await captain.presses('发布');
    captain.sees('门岗2026年12月值班表已发布', '已分别告诉 10 人');
    qian.sees('Your shifts in Dec 2026 · Gate', '22 shifts, the first: Tue 1 Dec early 07:30–16:00', 'Fri 4 Dec night 00:00–07:30');
    wu.sees('你2026年12月的班 · 门岗', '第一个:12月1日(周二)晚班 00:00–07:30', '12月5日(周六)早班 07:30–16:00');
    captain.sees('你2026年12月的班 · 门岗');
    captainOnFeishu.hearsNothing();
    for (const [reader, channel] of channels()) reader.seesIn(channel, '2026年12月值班表已发布 · 门岗', '每个人都收到了自己的班');
  });

  it('whoever goes on from the evening into the night is in for the right shift, and leaves the right one', async () => {
    await world.until('2026-11-29T23:50');
    wu.sees('00:00 晚班 · 门岗', '还有 30 分钟', '同班:郑国强');
    await wu.says('上班');
    wu.sees('已上班打卡 23:50', '11月30日(周一)晚班 00:00–07:30', '准时');
    await world.until('2026-11-30T00:01');
    for (const [reader, channel] of channels())
      reader.seesIn(
        channel,
        '晚班开始 · 门岗',
        '接班:吴卫东 13800020007 · 郑国强 13800020008',
        '下班:周海波 · 吴卫东(中班)',
        '在岗:吴卫东 23:50',
        '未到:郑国强',
      );
    await wu.says('下班');
    wu.sees('已下班打卡 00:01', '11月29日(周日)中班 16:00–24:00', '准时');
  });

  it('who does not come is asked, and the captain is told with a number to call', async () => {
    await world.until('2026-11-30T00:20');
    captain.sees('晚班 · 门岗 有人未到', '郑国强', '13800020008', '00:00 开班,还没有打卡');
    captain.sees('晚班 · 门岗 · 到岗', '缺人', '1/2', '未到 · 13800020008');
    zheng.sees('你的晚班已于 00:00 开始,还没有打卡', '已告知带班的人');
    const board = captain.messages().findLast((message) => message.text.startsWith('晚班 · 门岗 · 到岗'));
    await zheng.presses('上班打卡');
    zheng.sees('已上班打卡 00:20', '迟到 20 分钟');
    captain.sees('晚班 · 门岗 没有人缺了', '郑国强', '00:20 到岗');
    captain.sees('晚班 · 门岗 · 到岗', '已到齐', '2/2', '在岗 00:20 · 迟到 20 分钟');
    expect(captain.messages().findLast((message) => message.text.startsWith('晚班 · 门岗 · 到岗'))?.id).toBe(board?.id);
    for (const [reader, channel] of channels()) reader.seesIn(channel, '晚班开始 · 门岗', '已到齐', '郑国强 00:20(迟到 20 分钟)');
  });

  it('the morning: digest, reminder, three ways to clock in', async () => {
    await world.until('2026-11-30T07:25');
    for (const [reader, channel] of channels())
      reader.seesIn(
        channel,
        '今日值班 · 门岗 · 11月30日(周一)',
        '晚班 00:00–07:30',
        '带班 陈志远 13800020001',
        '钱志明 13800020003 · 孙立军 13800020004',
      );
    qian.sees('07:30 early shift · Gate', 'In 30 min', 'You relieve: Wu Weidong · Zheng Guoqiang', 'With you: Chen Zhiyuan · Sun Lijun');

    await qian.commands('/clock in');
    qian.sees('Clocked in 07:25', 'Mon 30 Nov early 07:30–16:00', 'In time');
    await captainOnFeishu.says('到岗');
    captainOnFeishu.sees('晚班 · 门岗 · 到岗');
    await captainOnFeishu.says('上班');
    captainOnFeishu.sees('已上班打卡 07:25', '11月30日(周一)早班');

    await world.until('2026-11-30T07:32');
    for (const [reader, channel] of channels())
      reader.seesIn(
        channel,
        '早班开始 · 门岗',
        '带班:陈志远 13800020001',
        '接班:钱志明 13800020003 · 孙立军 13800020004',
        '下班:吴卫东 · 郑国强(晚班)',
        '未到:孙立军',
      );
    const press = sun.finger('上班打卡', 'guards');
    await Promise.all([press(), press()]);
    await world.settle();
    sun.seesIn('guards', '已上班打卡 07:32', '迟到 2 分钟');
    expect(await punches('U0G03')).toEqual([{ shift: 'early', on: '2026-11-30', kind: 'in', verdict: 'late' }]);
    await sun.presses('上班打卡', 'guards');
    sun.seesIn('guards', '已经打过上班卡 07:32', '没有重复记录');
    expect(sun.messages('guards').filter((message) => message.text.startsWith('早班开始 · 门岗'))).toMatchObject([{ edited: true }]);
  });

  it('a punch off the roster is refused with the rule and the next shift', async () => {
    await feng.says('上班');
    feng.sees('不能打卡', '12月2日(周三)早班 07:30–16:00', '按值班表上岗', 'property-security-duty-03');
    expect(await punches('ou_gate09')).toEqual([]);
    await wu.presses('下班打卡', '门岗值班群');
    wu.sees('已下班打卡 07:32');
    await zheng.says('下班');
    zheng.sees('已下班打卡 07:32', '11月30日(周一)晚班');
  });

  it('the week is looked ahead to on Monday', async () => {
    await world.until('2026-11-30T09:05');
    for (const [reader, channel] of channels())
      reader.seesIn(channel, '未来一周值班 · 门岗 · 12月1日(周二)–12月7日(周一)', '12月7日(周一)', '陈志远 · 赵建国 · 钱志明');
  });

  it('leaving early asks first and says what it counts as', async () => {
    await world.until('2026-11-30T15:00');
    await sun.says('下班');
    sun.sees('还有 1 小时才下班', '11月30日(周一)早班', '现在下班');
    expect(await punches('U0G03')).toHaveLength(1);
    await sun.presses('现在下班');
    sun.sees('已下班打卡 15:00', '早退 1 小时');
    await world.until('2026-11-30T15:58');
    await zhou.says('上班');
    zhou.sees('11月30日(周一)中班 16:00–24:00', '准时');
    await world.until('2026-11-30T16:02');
    await qian.commands('/clock out');
    qian.sees('Clocked out 16:02', 'In time');
    await captain.says('下班');
    captain.sees('已下班打卡 16:02', '早班');
    for (const [reader, channel] of channels()) reader.seesIn(channel, '中班开始 · 门岗', '下班:陈志远 · 钱志明 · 孙立军(早班)');
  });

  it('who, mine and roster are right on both sides of the month end', async () => {
    await world.until('2026-11-30T23:55');
    await feng.says('谁值班');
    feng.sees(
      '现在值班 · 门岗',
      '中班 16:00–24:00:李德福 13800020005、周海波 13800020006',
      '下一个班:12月1日(周二)晚班 00:00–07:30 周海波、吴卫东',
    );
    await zhou.says('上班');
    zhou.sees('12月1日(周二)晚班 00:00–07:30', '准时');

    await world.until('2026-12-01T00:05');
    for (const [reader, channel] of channels())
      reader.seesIn(channel, '晚班开始 · 门岗', '接班:周海波 13800020006 · 吴卫东 13800020007', '下班:李德福 · 周海波(中班)');
    await zhou.says('我的班');
    zhou.sees('正在值班:12月1日(周二)晚班 00:00–07:30 · 门岗', '同班:吴卫东');
    await zhou.says('下班');
    zhou.sees('已下班打卡 00:05', '11月30日(周一)中班 16:00–24:00');
    await feng.says('谁值班');
    feng.sees('现在值班 · 门岗', '晚班 00:00–07:30:周海波 13800020006、吴卫东 13800020007', '下一个班:12月1日(周二)早班');
    await qian.commands('/duty who yesterday 23:00', 'guards');
    qian.seesIn('guards', 'Mon 30 Nov 23:00', 'middle 16:00–24:00', 'Li Defu 13800020005, Zhou Haibo 13800020006');
    await feng.says('谁值班 今天 8点');
    feng.sees('12月1日(周二)08:00', '早班 07:30–16:00:赵建国 13800020002、钱志明 13800020003', '带班:陈志远');
    await feng.says('值班表');
    feng.sees('值班表 · 门岗 · 2026年12月', '陈志远');
    await feng.says('值班表 11月');
    feng.sees('值班表 · 门岗 · 2026年11月');

    expect(await punches('U0G05')).toEqual([
      { shift: 'middle', on: '2026-11-30', kind: 'in', verdict: 'on-time' },
      { shift: 'night', on: '2026-12-01', kind: 'in', verdict: 'on-time' },
      { shift: 'middle', on: '2026-11-30', kind: 'out', verdict: 'on-time' },
    ]);
  });

  it('the new month begins with its own people', async () => {
    await world.until('2026-12-01T07:31');
    for (const [reader, channel] of channels()) {
      reader.seesIn(
        channel,
        '今日值班 · 门岗 · 12月1日(周二)',
        '周海波 13800020006 · 吴卫东 13800020007',
        '孙立军 13800020004 · 李德福 13800020005',
      );
      reader.seesIn(
        channel,
        '早班开始 · 门岗',
        '带班:陈志远 13800020001',
        '接班:赵建国 13800020002 · 钱志明 13800020003',
        '下班:周海波 · 吴卫东(晚班)',
      );
    }
    const unsent = await world.database.query(
      `SELECT platform, state, destination, error FROM outbox WHERE state NOT IN ('sent', 'dropped')`,
      [],
    );
    expect(unsent).toEqual([]);
  });
});
