import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureFile, textFile } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** On the 26th of November 冯永刚 and 王学文 have the middle shift; 李德福 and 周海波 are off. */
describe('a lead changes the roster', () => {
  let world: World;
  let captain: StoryPerson;
  let captainOnFeishu: StoryPerson;
  let zhao: StoryPerson;
  let li: StoryPerson;
  let zhou: StoryPerson;
  let wang: StoryPerson;
  let feng: StoryPerson;
  beforeAll(async () => {
    world = await startWorld({ at: '2026-11-26T14:00', desks: ['gate'] });
    captain = world.person('slack', 'U0G00');
    captainOnFeishu = world.person('feishu', 'ou_gate00');
    zhao = world.person('slack', 'U0G01');
    li = world.person('slack', 'U0G04');
    zhou = world.person('slack', 'U0G05');
    wang = world.person('feishu', 'ou_gate08');
    feng = world.person('feishu', 'ou_gate09');
  });
  afterAll(() => world.stop());

  it("in Slack's window: both who are touched hear it, nobody else", async () => {
    await captain.opens('改班 今天');
    await captain.fills({ shift: '中班', out: '冯永刚', in: '李德福', reason: '培训' });
    captain.sees('已改班', '11月26日(周四)中班 16:00–24:00', '− 冯永刚', '+ 李德福', '已告诉涉及的人');
    await captain.closes();
    feng.sees('你的班有变动 · 门岗', '取消:11月26日(周四)中班 16:00–24:00', '由陈志远', '原因:培训');
    li.sees('你的班有变动 · 门岗', '新增:11月26日(周四)中班 16:00–24:00', '原因:培训');
    for (const other of [zhao, zhou, wang]) other.hearsNothing();
  });

  it('reminder, announcement and board follow the change', async () => {
    await world.until('2026-11-26T16:02');
    li.sees('16:00 中班 · 门岗', '还有 30 分钟', '同班:王学文');
    feng.hearsNothing();
    zhao.seesIn('guards', '中班开始 · 门岗', '接班:李德福 13800020005 · 王学文 13800020009');
  });

  it("in Feishu's form card, also while the shift runs: its card changes in place", async () => {
    await captainOnFeishu.opens('改班 今天');
    await captainOnFeishu.fills({ shift: '中班', out: '王学文', in: '周海波' });
    captainOnFeishu.sees('已改班', '− 王学文', '+ 周海波');
    wang.sees('你的班有变动 · 门岗', '取消:11月26日(周四)中班');
    zhou.sees('新增:11月26日(周四)中班 16:00–24:00');
    for (const [reader, channel] of [
      [zhao, 'guards'],
      [feng, '门岗值班群'],
    ] as const) {
      reader.seesIn(channel, '中班开始 · 门岗', '接班:李德福 13800020005 · 周海波 13800020006');
      expect(reader.messages(channel).filter((message) => message.text.includes('中班开始 · 门岗'))).toMatchObject([{ edited: true }]);
    }
    await zhou.says('上班');
    zhou.sees('已上班打卡 16:02', '11月26日(周四)中班');
    await wang.says('上班');
    wang.sees('不能打卡', 'property-security-duty-03');
  });

  it('a change that cannot be stays open with the reason, and is not made', async () => {
    zhou.looks();
    for (const lead of [captain, captainOnFeishu]) {
      await lead.opens('改班 11月28日');
      await lead.fills({ shift: '早班', out: '王学文', in: '赵建国' });
      lead.sees('王学文不在这个班里');
      await lead.fills({ shift: '早班', out: '', in: '李德福' });
      lead.sees('李德福已经在这个班里');
      await lead.closes();
    }
    await captain.opens('改班 11月28日');
    await captain.fills({ shift: '早班', out: '李德福' });
    captain.sees('已改班', '− 李德福');
    await captain.closes();
    await captainOnFeishu.opens('改班 11月28日');
    await captainOnFeishu.fills({ shift: '早班', out: '周海波' });
    captainOnFeishu.sees('这样改不合规定', '07:30–16:00', '没有人值班', 'property-security-duty-01');
    zhou.hearsNothing();
    await captainOnFeishu.says('谁值班 11月28日 9点');
    captainOnFeishu.sees('早班 07:30–16:00:周海波');
    await li.says('改班');
    li.sees('只有带班的人可以改值班表');
    await captain.opens('改班 12月3日');
    await captain.fills({ shift: '早班', out: '王学文', in: '赵建国' });
    captain.sees('2026年12月的值班表还没有发布,不能改');
    await captain.closes();
  });

  it('a month published again: who changed hears before and after, the others nothing', async () => {
    const grid = fixtureFile('roster-grid.csv').content.toString();
    await captain.says('12月', textFile('roster.csv', grid));
    await captain.presses('发布');
    zhao.sees('你2026年12月的班 · 门岗');
    for (const person of [zhao, li, zhou]) person.looks();
    const swapped = grid
      .split('\n')
      .map((line) => {
        const cells = line.split(',');
        if (cells[0] === '赵建国') cells[10] = '中';
        if (cells[0] === '李德福') cells[10] = '早';
        return cells.join(',');
      })
      .join('\n');
    await captain.says('12月', textFile('roster.csv', swapped));
    captain.sees('已有发布的值班表,发布后新增 2 班,取消 2 班');
    await captain.presses('发布');
    captain.sees('已分别告诉 2 人');
    zhao.sees('你的班有变动 · 门岗', '12月10日(周四)早班 07:30–16:00 → 12月10日(周四)中班 16:00–24:00');
    li.sees('12月10日(周四)中班 16:00–24:00 → 12月10日(周四)早班 07:30–16:00');
    zhou.hearsNothing();
    zhao.seesIn('guards', '2026年12月值班表有变动 · 门岗', '涉及', '赵建国', '李德福', '已分别告诉');
    await captain.says('12月', textFile('roster.csv', swapped));
    await captain.presses('发布');
    captain.sees('和已发布的一样');
  });

  it('the home page shows what is mine, what waits for me and who is on', async () => {
    await world.until('2026-11-27T08:00');
    for (const lead of [captain, captainOnFeishu]) {
      await lead.goesHome();
      for (const text of ['陈志远的值班', '你正在值班 · 11月27日(周五)早班', '还没有打卡', '未到', '11月30日(周一)早班', '门岗 · 早班'])
        expect(lead.home()).toContain(text);
    }
    await captain.pressesAtHome('上班打卡');
    captain.sees('已上班打卡 08:00', '迟到 30 分钟');
    await captain.closes();
    await captain.goesHome();
    expect(captain.home()).toContain('08:00 已上班打卡');
    await feng.goesHome();
    for (const text of ['冯永刚的值班', '没有。', '11月27日(周五)晚班'])
      expect(feng.home().replace('11月28日(周六)晚班', '11月27日(周五)晚班')).toContain(text);
    expect(feng.home()).not.toContain('人员');
    await feng.menu('who');
    feng.sees('现在值班 · 门岗', '早班 07:30–16:00');
    await feng.menu('mine');
    feng.sees('我的班', '晚班');
  });
});
