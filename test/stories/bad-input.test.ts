import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureFile, textFile } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

describe('bad input', () => {
  let world: World;
  let captain: StoryPerson;
  let captainOnFeishu: StoryPerson;
  let qian: StoryPerson;
  let feng: StoryPerson;
  beforeAll(async () => {
    world = await startWorld({ at: '2026-11-30T10:00', desks: ['gate', 'monitoring'] });
    captain = world.person('slack', 'U0G00');
    captainOnFeishu = world.person('feishu', 'ou_gate00');
    qian = world.person('slack', 'U0G02');
    feng = world.person('feishu', 'ou_gate09');
  });
  afterAll(() => world.stop());
  const rosters = (desk: string) =>
    world.database.query(
      `SELECT r.version, r.state FROM roster r JOIN desk d ON d.org_id = r.org_id AND d.id = r.desk_id WHERE d.code = $1 AND r.month = '2026-12'`,
      [desk],
    );

  it('an unknown word is answered with the nearest, in the language of the person', async () => {
    await feng.says('谁直班');
    feng.sees('没有“谁直班”这个词', '你是想说“谁值班”吗');
    await feng.presses('谁值班');
    feng.sees('现在值班 · 门岗', '早班 07:30–16:00');
    await feng.says('吃饭');
    feng.sees('没有“吃饭”这个词', '帮助').seesNot('你是想说');
    await qian.commands('/duty whoo', 'guards');
    qian.seesIn('guards', 'There is no word “whoo”', 'Did you mean “who”');
    feng.hearsNothing('门岗值班群');
  });

  it('someone no desk knows learns how to be added', async () => {
    const wei = world.person('slack', 'U0NEW');
    await wei.commands('/duty who', 'guards');
    wei.seesIn('guards', '值班人员里还没有你', 'Slack U0NEW', '请找:陈志远', '用“人员”添加').seesNot('钱志明', 'guards');
    const mo = world.person('feishu', 'ou_new');
    await mo.saysIn('门岗值班群', '@bot 谁值班');
    mo.sees('值班人员里还没有你', '飞书 ou_new', '请找:陈志远');
    feng.hearsNothing('门岗值班群');

    await captainOnFeishu.says('人员');
    await captainOnFeishu.presses('添加');
    await captainOnFeishu.fills({ people: ['ou_new'], roles: ['保安'] });
    captainOnFeishu.sees('已加入门岗:莫晓云');
    await mo.says('我的班');
    mo.sees('之后没有你的班');
  });

  it('a guest sees nothing of the desk', async () => {
    const guest = world.person('slack', 'U0GUEST');
    await guest.commands('/duty who', 'guards');
    guest.seesIn('guards', '这里只对本单位的人开放').seesNot('钱志明', 'guards');
    await guest.says('roster');
    guest.sees('这里只对本单位的人开放');
    await guest.goesHome();
    expect(guest.home()).not.toContain('门岗');
  });

  it('a roster that cannot be read names its cells, and nothing of it is kept', async () => {
    const grid = fixtureFile('roster-grid.csv').content.toString();
    await captain.says('12月', textFile('roster.csv', grid.replace('赵建国,早,早', '赵建国,甲,早').replace('钱志明', '钱明志')));
    captain.sees(
      '2 处没有看懂,什么都没有保存',
      'B3“甲”:没有这个班次,有:早班、中班、晚班',
      'B4“钱明志”:不在这个班组里,是不是“钱志明”',
      '改好后再发一次',
    );
    expect(captain.buttons()).toEqual([]);
    expect(await world.database.query('SELECT 1 FROM roster_import', [])).toEqual([]);
    await captain.says('', textFile('menu.csv', 'a,b\n1,2'));
    captain.sees('没有认出值班表', '一人一行、日期在上面');
    await captain.says('', { name: 'plan.pdf', mimeType: 'application/pdf', content: Buffer.from('%PDF-1.4 plan') });
    captain.sees('收到一份证明', '值班表请发 CSV 或 XLSX');
    await captain.says('', { name: 'roster.xlsx', mimeType: 'application/zip', content: Buffer.from('PK\u0003\u0004 no workbook') });
    captain.sees('这个 Excel 文件打不开');
    await qian.says('12月', fixtureFile('roster-grid.csv'));
    qian.sees('Only leads can import a roster');
    expect(await rosters('gate')).toEqual([]);
  });

  it('a roster with the mess people leave is read as they meant it', async () => {
    await captainOnFeishu.says('', fixtureFile('roster-grid-gb18030.csv'));
    captainOnFeishu.sees('待发布 · 门岗2026年12月值班表', '9 人,31 天', '符合规定');
    await captainOnFeishu.presses('放弃');
    captainOnFeishu.sees('已放弃', '没有发布');
  });

  it('two publish at the same moment: one wins, the other is told who', async () => {
    await captain.says('12月', fixtureFile('roster-grid.csv'));
    await captainOnFeishu.says('', fixtureFile('roster-grid.xlsx'));
    qian.looks();
    const presses = [captain.finger('发布'), captain.finger('发布'), captainOnFeishu.finger('发布'), captainOnFeishu.finger('发布')];
    captain.looks();
    captainOnFeishu.looks();
    await Promise.all(presses.map((press) => press()));
    await world.settle();
    expect(await rosters('gate')).toEqual([{ version: 1, state: 'published' }]);
    expect(qian.news().filter((text) => text.startsWith('Your shifts in Dec 2026'))).toHaveLength(1);
    expect(feng.news('门岗值班群').filter((text) => text.includes('值班表已发布'))).toHaveLength(1);
    const [winner, loser] = captain.news().some((text) => text.includes('✅')) ? [captain, captainOnFeishu] : [captainOnFeishu, captain];
    winner.sees('门岗2026年12月值班表已发布');
    loser.sees('没有发布', '陈志远', '发布或改过这个月的值班表');
    await loser.presses('重新核对');
    loser.sees('已有发布的值班表');
  });

  it('who may publish is looked at when the button is pressed', async () => {
    const head = world.person('feishu', 'ou_monitor00');
    const he = world.person('slack', 'U0M01');
    await he.says('排班 12月');
    he.sees('待发布 · 监控中心2026年12月值班表', '按轮班规则排出');
    await head.says('人员');
    await head.presses('改角色');
    await head.fills({ member: '何建平 · 带班领导', roles: ['值班员'] });
    head.sees('何建平:值班员');
    await he.presses('发布');
    he.sees('只有带班的人可以改值班表');
    expect(await rosters('monitoring')).toEqual([]);
  });

  it('a year whose holidays are not known says so; a lead sets a day for the desk', async () => {
    await captain.commands('/duty calendar 2027-10');
    captain.sees('日历 · 门岗 · 2027年10月', '2027 年的节假日还没有公布或导入');
    await feng.says('日历 12月');
    feng.sees('日历 · 门岗 · 2026年12月').seesNot('还没有公布');
    expect(feng.buttons()).not.toContain('改一天…');
    for (const lead of [captain, captainOnFeishu]) {
      await lead.says('日历 12月');
      await lead.presses('改一天…');
      await lead.fills({ on: '2026-12-31', kind: '节假日', name: '单位放假' });
      lead.sees('12月31日(周四)现在是节假日');
      await lead.closes();
      await lead.says('日历 12月');
      lead.sees('单位放假', '本单位设定');
      await lead.presses('改一天…');
      await lead.fills({ on: '2026-12-31', kind: '取消改动,按公布的来' });
      lead.sees('12月31日(周四)恢复为工作日');
      await lead.closes();
    }
  });
});
