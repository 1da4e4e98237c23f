import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textFile } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

const leaders = ['何建平', '高文斌', '罗海燕', '林国栋'];
const officers = [
  ['唐敏', '许杰'],
  ['韩雪', '曹阳'],
  ['彭丽', '曾辉'],
  ['梁静', '宋涛'],
] as const;

/** December of the centre, four groups in turn, as a list with a line a shift; `change` edits a line's leader or officers. */
function december(
  change: (on: string, shift: string, line: { leader: string; officers: string }) => { leader: string; officers: string } = (
    _on,
    _shift,
    line,
  ) => line,
): string {
  const lines = ['日期,班次,带班领导,值班人员'];
  for (let day = 1; day <= 31; day += 1) {
    const on = `2026-12-${String(day).padStart(2, '0')}`;
    ['第一班', '第二班', '第三班'].forEach((shift, index) => {
      // Group 0 has the first shift on the 1st, the second on the 2nd, the third on the 3rd and is off on the 4th.
      const group = (((day - 1 - index) % 4) + 4) % 4;
      const of = (at: number) => (4 - at) % 4;
      const line = change(on, shift, { leader: leaders[of(group)] ?? '', officers: (officers[of(group)] ?? []).join('、') });
      lines.push(`${on},${shift},${line.leader},${line.officers}`);
    });
  }
  return lines.join('\n');
}

/** A day of the monitoring centre (maritime-duty) over the end of November: a leader and two officers in each of three shifts. */
describe('the monitoring centre over a month end', () => {
  let world: World;
  let head: StoryPerson;
  let tang: StoryPerson;
  let han: StoryPerson;
  let peng: StoryPerson;
  let luo: StoryPerson;
  /** The leader of the first shift of the 30th, and its officers. */
  let lin: StoryPerson;
  let liang: StoryPerson;
  let song: StoryPerson;
  const channels = (): [StoryPerson, string][] => [
    [han, 'monitoring'],
    [peng, '监控中心值班群'],
  ];

  beforeAll(async () => {
    world = await startWorld({ at: '2026-11-30T07:20', desks: ['monitoring'] });
    head = world.person('feishu', 'ou_monitor00');
    tang = world.person('slack', 'U0M02');
    han = world.person('slack', 'U0M05');
    peng = world.person('feishu', 'ou_monitor08');
    luo = world.person('feishu', 'ou_monitor07');
    lin = world.person('feishu', 'ou_monitor10');
    liang = world.person('feishu', 'ou_monitor11');
    song = world.person('feishu', 'ou_monitor12');
  });
  afterAll(() => world.stop());

  it('a roster with a shift without a leader is refused with the rule', async () => {
    const file = december((on, shift, line) => (on === '2026-12-05' && shift === '第二班' ? { ...line, leader: '' } : line));
    await head.says('', textFile('12月值班表.csv', file));
    head.sees('有 1 处不合规定,不能发布', '12月5日(周六)第二班:带班领导 0 人,要求至少 1 人', 'maritime-duty-02');
    expect(head.buttons()).not.toContain('发布');
  });

  it('a leader who is not established staff is refused with the rule', async () => {
    const file = december((on, shift, line) => (on === '2026-12-05' && shift === '第二班' ? { ...line, leader: '唐敏' } : line));
    await head.says('', textFile('12月值班表.csv', file));
    head.sees('不能发布', '12月5日(周六)第二班:唐敏是合同制人员,要求在编人员', 'maritime-duty-10');
    await head.presses('重新核对');
    expect(head.buttons()).not.toContain('发布');
    expect(await world.database.query(`SELECT 1 FROM roster WHERE month = '2026-12'`, [])).toEqual([]);
  });

  it('the right one is published, and everybody hears theirs in their own messenger', async () => {
    await head.says('', textFile('12月值班表.csv', december()));
    head.sees('12 人,31 天,共 279 个班', '符合规定');
    await head.presses('发布');
    head.sees('监控中心2026年12月值班表已发布', '已分别告诉 12 人');
    han.sees('你2026年12月的班 · 监控中心', '第一个:12月1日(周二)第二班 14:00–20:00');
    luo.sees('第一个:12月1日(周二)第三班 20:00–次日08:00');
    for (const [reader, channel] of channels()) reader.seesIn(channel, '2026年12月值班表已发布 · 监控中心');
  });

  it('the shift begins: the leader is announced, whoever is late is told the rule', async () => {
    await world.until('2026-11-30T07:50');
    for (const [reader, channel] of channels())
      reader.seesIn(channel, '今日值班 · 监控中心 · 11月30日(周一)', '带班 高文斌', '第三班 20:00–次日08:00');
    lin.sees('08:00 第一班 · 监控中心', '你接:罗海燕 · 彭丽 · 曾辉', '同班:梁静 · 宋涛');
    await lin.says('上班');
    lin.sees('已上班打卡 07:50', '准时');
    await liang.says('上班');
    await world.until('2026-11-30T08:03');
    for (const [reader, channel] of channels())
      reader.seesIn(channel, '第一班开始 · 监控中心', '带班:林国栋', '接班:梁静 · 宋涛', '下班:罗海燕 · 彭丽 · 曾辉(第三班)', '未到:宋涛');
    lin.sees('第一班 · 监控中心 · 到岗', '2/3', '宋涛 未到 · 13800030013');
    await song.presses('上班打卡', '监控中心值班群');
    song.sees('迟到 3 分钟', 'maritime-duty-17');
    lin.sees('第一班 · 监控中心 · 到岗', '3/3', '宋涛 在岗 08:03 · 迟到 3 分钟');
  });

  /** The hand-over of one position, from whoever goes to one of those who come. */
  const handsOver = async (from: StoryPerson, to: StoryPerson, report: string): Promise<void> => {
    await from.says('交班');
    await from.presses('写交班情况');
    await from.fills({ s_equipment: report });
    await from.presses('确认并签字');
    await to.presses('确认并签字');
  };

  it('nobody leaves before the hand-over form is signed by both', async () => {
    await world.until('2026-11-30T13:30');
    await liang.says('下班');
    liang.sees('还不能下班', '第一班 08:00–14:00', 'maritime-duty-18');
    lin.seesNot('已下班');
    await handsOver(liang, tang, '设备正常');
    tang.sees('交接班 · 监控中心 第一班', '已交接', '梁静 已签 13:30', '唐敏 已签 13:30');
  });

  it('leaving early is flagged with the rule, and done only when meant', async () => {
    await liang.says('下班');
    liang.sees('还有 30 分钟才下班', '第一班 08:00–14:00', 'maritime-duty-17');
    lin.seesNot('已下班');
    await liang.presses('现在下班');
    liang.sees('已下班打卡 13:30', '早退 30 分钟', 'maritime-duty-17');
    lin.sees('第一班 · 监控中心 · 到岗', '2/3', '梁静 已下班 13:30');
  });

  it('a punch off the roster asks first, and the leads see it', async () => {
    await han.says('上班');
    han.sees('你现在没有排班。仍要打卡吗', '你的下一个班:11月30日(周一)第三班 20:00–次日08:00');
    const yes = han.finger('仍要打卡');
    await Promise.all([yes(), yes()]);
    await yes();
    await world.settle();
    han.sees('已上班打卡 13:30', '不在排班表上');
    expect(await world.database.query(`SELECT kind FROM punch WHERE verdict = 'off-roster'`, [])).toEqual([{ kind: 'in' }]);
    world.person('slack', 'U0M00').sees('有人在排班表外打卡', '韩雪', '监控中心');
    await han.says('下班');
    han.sees('已下班打卡 13:30');
  });

  it('the night over the month end stays the shift of the 30th', async () => {
    await world.until('2026-11-30T19:55');
    await han.says('上班');
    han.sees('已上班打卡 19:55', '11月30日(周一)第三班 20:00–次日08:00', '准时');
    await world.until('2026-12-01T00:30');
    for (const [reader, channel] of channels())
      reader.seesIn(channel, '第三班开始 · 监控中心', '11月30日(周一)', '带班:高文斌', '下班:何建平 · 唐敏 · 许杰(第二班)');
    await han.says('我的班');
    han.sees('正在值班:11月30日(周一)第三班 20:00–次日08:00 · 监控中心', '12月1日(周二)第二班');
    await peng.says('谁值班');
    peng.sees('第三班 20:00–次日08:00:韩雪', '带班:高文斌', '下一个班:12月1日(周二)第一班 08:00–14:00');
    await world.until('2026-12-01T08:01');
    for (const [reader, channel] of channels())
      reader.seesIn(channel, '第一班开始 · 监控中心', '12月1日(周二) 08:00–14:00', '带班:何建平', '下班:高文斌 · 韩雪 · 曹阳(第三班)');
    await handsOver(han, tang, '3 号摄像头已报修');
    await han.says('下班');
    han.sees('已下班打卡 08:01', '11月30日(周一)第三班', '准时');
  });
});
