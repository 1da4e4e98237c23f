import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnglish, startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** In this story the hotline has not adopted telecom-swap yet. */
const withoutSwaps = (text: string): string => text.replace(/ {6}# Both regulations speak[\s\S]*?(?= {6}- id: attendance-clock\n)/, '');

/** The regulations of the hotline in chat: read by everybody, changed by leads, from a date and with a reason. */
describe('regulations in chat', { timeout: 60_000 }, () => {
  let world: World;
  /** Director of the department, reads English; on Slack. */
  let ding: StoryPerson;
  /** Team lead, on Slack and on Feishu. */
  let bai: StoryPerson;
  let baiOnFeishu: StoryPerson;
  let mao: StoryPerson;
  let zhong: StoryPerson;
  /** Reads English, on Feishu. */
  let gu: StoryPerson;

  beforeAll(async () => {
    const english = readEnglish('ding-weimin', 'gu-ming');
    world = await startWorld({ at: '2026-12-01T09:00', desks: ['hotline'], change: (text) => withoutSwaps(english(text)) });
    ding = world.person('slack', 'U0H01');
    bai = world.person('slack', 'U0H03');
    baiOnFeishu = world.person('feishu', 'ou_hot03');
    mao = world.person('feishu', 'ou_hot06');
    zhong = world.person('feishu', 'ou_hot10');
    gu = world.person('feishu', 'ou_hot12');
  });
  afterAll(() => world.stop());

  const changes = () =>
    world.database.query<{ subject: string }>(`SELECT subject FROM audit_entry WHERE action LIKE 'people.policy%' ORDER BY seq`, []);

  it('a rule is read in our words with its source and what it does here; only leads can change it', async () => {
    await bai.says('规定 热线台');
    bai.sees('规定 · 热线台', '客服部请假制度 · 22 条', '客服中心考勤管理制度·打卡与处罚').seesNot('客服部换班制度');
    await bai.presses('看客服部请假制度');
    bai.sees('客服部请假制度', '普通事假提前一天申请。', '第七篇·篇五·请假制度 · telecom-leave-04 · 不符合就拒绝', '提前:1 天');
    await ding.commands('/duty policy telecom-leave-18');
    ding.sees('There is no leave on holidays.', 'telecom-leave-18', 'refused when not met', 'holiday');
    await gu.says('policy telecom-leave-18');
    gu.sees('There is no leave on holidays.', 'refused when not met');
    expect(gu.buttons()).not.toContain('Change');
  });

  it('softened from a day on: until then it refuses, then it flags and says by whom', async () => {
    await baiOnFeishu.says('日历 12月');
    await baiOnFeishu.presses('改一天…');
    await baiOnFeishu.fills({ on: '2026-12-24', kind: '节假日', name: '单位放假' });
    await zhong.says('请假 12月24日 事假 回家');
    zhong.sees('不能这样申请', '12月24日(周四) 是节假日', '12月25日(周五) 可以', 'telecom-leave-18');
    await baiOnFeishu.says('规定 telecom-leave-18');
    await baiOnFeishu.presses('修改');
    await baiOnFeishu.fills({ reaction: '只提醒', from: '2026-11-20', reason: '十二月线路割接,节假日按情况批' });
    baiOnFeishu.sees('最早从今天开始');
    await baiOnFeishu.fills({ from: '2026-12-03' });
    baiOnFeishu.sees('已修改 telecom-leave-18,12月3日(周四)起生效', '只提醒 · 白雪峰', '十二月线路割接');
    await zhong.says('请假 12月24日 事假 回家');
    zhong.sees('不能这样申请', 'telecom-leave-18');
    await ding.commands('/duty policy telecom-leave-18');
    ding.sees('Here: refused when not met', 'Only flag · Bai Xuefeng · from Thu 3 Dec', 'to come');
  });

  it('a value that is wrong is refused, and the form keeps what was typed', async () => {
    await bai.says('规定 telecom-leave-04');
    await bai.presses('修改');
    await bai.fills({ v0: '十天半', reason: '试行两天' });
    bai.sees('写时长,如 20 分钟、2 天、1 小时 30 分钟');
    expect(await changes()).toHaveLength(1);
    await bai.fills({ v0: '2 天' });
    bai.sees('已修改 telecom-leave-04', '提前:2 天 · 白雪峰', '试行两天');
    await bai.closes();
    await mao.says('请假 12月2日 事假 看房');
    mao.sees('要提前 2 天提出', '客服部请假制度', 'telecom-leave-04');
    await bai.says('规定 telecom-leave-04');
    bai.sees('提前:2 天 · 白雪峰 · 12月1日(周二) 起 · 试行两天');
    await bai.presses('恢复原规定');
    await bai.fills({ reason: '试行结束' });
    await bai.closes();
    await bai.says('规定 telecom-leave-04');
    bai.sees('提前:1 天');
  });

  it('two regulations that disagree are shown side by side, and a person decides which holds', async () => {
    await mao.says('换班 12月13日晚班 和 @Gu Ming 12月14日白班');
    mao.sees('要这样提交吗 · 换班').seesNot('telecom-swap');
    await ding.commands('/duty policy hotline');
    await ding.presses('Adopt a regulation');
    const swaps = 'Telecom call centre: shift swaps';
    await ding.fills({ preset: swaps, from: '2026-12-02', reason: 'swaps went by word of mouth' });
    ding.sees(
      'Two regulations disagree',
      'Nothing is saved',
      'telecom-leave-18): There is no leave on holidays.',
      'telecom-swap-12): Who is on duty on a holiday neither swaps nor takes leave.',
      'asks for: always',
    );
    ding.seesNot('{');
    expect(await changes()).toHaveLength(3);
    await ding.fills({ c0: 'Keep Telecom call centre: leave', reason: 'holidays go by the leave regulation' });
    ding.sees('Telecom call centre: shift swaps holds from Wed 2 Dec', 'switches off telecom-swap-12');
    await ding.closes();
    await gu.says('policy telecom-swap-12');
    gu.sees('Here: does not apply', 'Ding Weimin', 'holidays go by the leave regulation');
  });

  it('what was decided holds from its day, for everybody', async () => {
    await world.until('2026-12-03T09:00');
    await mao.says('换班 12月13日晚班 和 @Gu Ming 12月14日白班');
    mao.sees('不能这样申请 · 换班', '要填 事由', 'telecom-swap-01');
    await zhong.says('请假 12月24日 事假 回家');
    zhong.sees('要这样提交吗', '12月24日(周四) 是节假日', 'telecom-leave-18(白雪峰 自 2026-12-03 起放宽:十二月线路割接,节假日按情况批)');
    await zhong.presses('提交');
    zhong.sees('已提交');
    ding.sees('Leave · Personal leave #1', 'Thu 24 Dec', 'softened by 白雪峰 from 2026-12-03');
  });
});
