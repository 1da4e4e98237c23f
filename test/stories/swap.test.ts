import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnglish, startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** 傅倩 has another job than the rest of the hotline in this story. */
const otherJob = (text: string): string => text.replace(/(- code: fu-qian[\s\S]*?job_type: )hotline/, '$1back-office');

/** Swaps at the hotline by telecom-swap: asked on one messenger, agreed to on the other, decided by the leads of both sides. */
describe('swaps at the hotline', { timeout: 60_000 }, () => {
  let world: World;
  /** Leads 夏静, 潘虹, 谭晓雨 and 傅倩; on Slack. */
  let bai: StoryPerson;
  /** Leads the others; on Slack. */
  let qiu: StoryPerson;
  /** Reads English, on Slack. */
  let xia: StoryPerson;
  /** Reads English, on Slack. */
  let pan: StoryPerson;
  /** On Feishu. */
  let mao: StoryPerson;
  /** On Feishu. */
  let zhong: StoryPerson;
  /** Reads English, on Feishu. */
  let gu: StoryPerson;
  let tan: StoryPerson;

  beforeAll(async () => {
    const english = readEnglish('xia-jing', 'pan-hong', 'gu-ming');
    world = await startWorld({ at: '2026-12-01T09:00', desks: ['hotline'], change: (text) => otherJob(english(text)) });
    bai = world.person('slack', 'U0H03');
    qiu = world.person('slack', 'U0H04');
    xia = world.person('slack', 'U0H05');
    pan = world.person('slack', 'U0H09');
    tan = world.person('slack', 'U0H07');
    mao = world.person('feishu', 'ou_hot06');
    zhong = world.person('feishu', 'ou_hot10');
    gu = world.person('feishu', 'ou_hot12');
  });
  afterAll(() => world.stop());

  const approvals = (number: number) =>
    world.database.query<{ person: string }>(
      `SELECT p.code AS person FROM audit_entry a JOIN request r ON r.org_id = a.org_id AND r.id::text = a.subject
         JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id WHERE a.action = 'request.approve' AND r.number = $1`,
      [number],
    );

  it('in English on Slack with a mention: both shifts are shown back, the other side agrees, one lead decides for both', async () => {
    await xia.commands('/swap 12 Dec day with @Pan Hong 11 Dec evening, dentist');
    xia.sees(
      'Send this? · Shift swap',
      'Sat 12 Dec day 08:00–16:00 · Xia Jing → Pan Hong',
      'Fri 11 Dec evening 16:00–24:00 · Pan Hong → Xia Jing',
    );
    pan.hearsNothing();
    await xia.presses('Send');
    xia.sees('Sent · Shift swap', 'Waits for Pan Hong');
    pan
      .sees('Shift swap #1', 'to confirm', 'Xia Jing Sat 12 Dec day 08:00–16:00', 'Pan Hong Fri 11 Dec evening 16:00–24:00')
      .seesNot('dentist');
    bai.hearsNothing();
    await pan.presses('Agree');
    bai.sees(
      '换班 #1',
      '待审批',
      '夏静 12月12日(周六)白班 08:00–16:00 ⇄ 潘虹 12月11日(周五)晚班 16:00–24:00',
      '夏静 第 1 次(限 2 次)',
      '潘虹 第 1 次(限 2 次)',
      '最少在岗',
      '工种和等级',
      '潘虹 09:00 同意',
    );
    pan.looks();
    await bai.presses('同意');
    xia.sees('Shift swap #1 is approved', 'Bai Xuefeng');
    xia.sees(
      'Your shifts have changed · Hotline',
      'New: Fri 11 Dec evening 16:00–24:00',
      'Sat 12 Dec day 08:00–16:00',
      'As request #1 asks',
    );
    pan.sees('Your shifts have changed · Hotline', 'New: Sat 12 Dec day 08:00–16:00');
    for (const person of [xia, pan]) await person.says('mine');
    xia.sees('Fri 11 Dec evening 16:00–24:00').seesNot('Sat 12 Dec day');
    pan.sees('Sat 12 Dec day 08:00–16:00').seesNot('Fri 11 Dec evening');
    await zhong.says('谁值班 12月12日 9点');
    zhong.sees('白班 08:00–16:00', '潘虹').seesNot('夏静');
  });

  it('from Slack to Feishu: agreed to in Chinese, and only the leads of both sides together decide', async () => {
    await xia.commands('/swap 7 Dec day with Zhong Ping 6 Dec evening, a visit');
    await xia.presses('Send');
    zhong.sees('换班 #2', '待确认', '夏静 12月7日(周一)白班 08:00–16:00 ⇄ 钟平 12月6日(周日)晚班 16:00–24:00').seesNot('a visit');
    await zhong.presses('同意');
    for (const lead of [bai, qiu]) lead.sees('换班 #2', '待审批', '夏静 第 2 次(限 2 次)', '钟平 第 1 次(限 2 次)', 'a visit');
    await bai.presses('同意');
    bai.sees('换班 #2', '待审批', '白雪峰 09:00 同意', '邱云');
    await zhong.says('我的班');
    zhong.sees('12月6日(周日)晚班').seesNot('12月7日(周一)白班');
    await qiu.presses('同意');
    zhong.sees('换班 #2', '已批准');
    zhong.sees('你的班有变动', '新增:12月7日(周一)白班 08:00–16:00');
    expect((await approvals(2)).map((row) => row.person).toSorted()).toEqual(['bai-xuefeng', 'qiu-yun']);
  });

  it('in Chinese on Feishu: handed over, two leads press twice at one moment, one decision, the other reads who was first', async () => {
    await mao.says('换班 12月3日晚班 和 @Gu Ming 12月4日白班 搬家');
    mao.sees('要这样提交吗 · 换班', '12月3日(周四)晚班 16:00–24:00 · 毛磊 → 顾明', '12月4日(周五)白班 08:00–16:00 · 顾明 → 毛磊');
    await mao.presses('提交');
    gu.sees('Shift swap #3', 'Mao Lei Thu 3 Dec evening 16:00–24:00');
    await gu.presses('Agree');
    await qiu.presses('转交…');
    await qiu.fills({ to: '白雪峰' });
    qiu.sees('已转交 · 换班 #3');
    await qiu.closes();
    bai.sees('换班 #3', '待审批', '白雪峰(代邱云)');
    const presses = [bai.finger('同意'), bai.finger('同意'), qiu.finger('同意'), qiu.finger('同意')];
    for (const person of [bai, qiu, mao, gu]) person.looks();
    await Promise.all(presses.map((press) => press()));
    await world.settle();
    expect(await approvals(3)).toHaveLength(1);
    const first =
      (await approvals(3))[0]?.person === 'bai-xuefeng'
        ? { winner: bai, name: '白雪峰', loser: qiu }
        : { winner: qiu, name: '邱云', loser: bai };
    first.winner.sees('换班 #3', '已批准');
    first.loser.sees('已经处理过了:已批准', `${first.name} 12月1日(周二)09:00 先办的`);
    expect(gu.news().filter((text) => text.includes('Shift swap #3 is approved'))).toHaveLength(1);
    expect(mao.news().filter((text) => text.includes('你的班有变动'))).toHaveLength(1);
    const holders = await world.database.query(
      `SELECT s.shift, p.code FROM assignment a JOIN slot s ON s.org_id = a.org_id AND s.id = a.slot_id JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id
       WHERE a.live AND p.code IN ('mao-lei', 'gu-ming') AND s.duty_on BETWEEN '2026-12-03' AND '2026-12-04' ORDER BY s.starts_at, p.code`,
      [],
    );
    expect(holders).toEqual([
      { shift: 'evening', code: 'gu-ming' },
      { shift: 'day', code: 'mao-lei' },
    ]);
  });

  it('what is not allowed is refused with the figure, the rule and what would be allowed', async () => {
    await xia.commands('/swap 8 Dec evening with Gu Ming 9 Dec day, a visit');
    xia.sees(
      'not allowed · Shift swap',
      'Xia Jing: number 3 in this period, the limit is 2. Possible again from Fri 1 Jan',
      'telecom-swap-03',
      'Xia Jing would swap twice in a row: Mon 7 Dec and Tue 8 Dec',
      'telecom-swap-04',
    );
    expect(xia.buttons()).not.toContain('Send');
    await mao.says('换班 12月8日晚班 和 钟平 12月10日白班 搬家');
    mao.sees('不能这样申请 · 换班', '毛磊会连班:上一班 12月10日(周四)08:00 结束,下一班 12月10日(周四)08:00 开始', 'telecom-swap-05');
    await tan.says('换班 12月9日夜班 和 @Pan Hong 12月10日白班 搬家');
    tan.sees('不能这样申请 · 换班', '技能等级 初级', '技能等级 中级', 'telecom-swap-07');
    await zhong.says('换班 12月20日白班 和 傅倩 12月19日白班 有事');
    zhong.sees('不能这样申请 · 换班', '双方要相同', 'back-office', 'telecom-swap-06');
    await mao.says('换班 12月3日晚班 和 @Gu Ming 12月4日白班');
    mao.sees('没有这个班', '你 12月3日(周四)没有排班');
    await mao.says('换班 12月13日晚班 和 @Gu Ming 12月14日白班');
    mao.sees('不能这样申请 · 换班', '要填 事由', 'telecom-swap-01');

    await bai.says('日历 12月');
    await bai.presses('改一天…');
    await bai.fills({ on: '2026-12-24', kind: '节假日', name: '单位放假' });
    await bai.closes();
    await mao.says('换班 12月23日晚班 和 @Gu Ming 12月24日白班 搬家');
    mao.sees('不能这样申请 · 换班', '12月24日(周四) 是节假日', '12月25日(周五) 可以', 'telecom-swap-12');
    expect(await world.database.query(`SELECT number FROM request WHERE type = 'swap' AND number > 3`, [])).toEqual([]);
  });

  it('a swapped shift cannot be taken as leave', async () => {
    await xia.commands('/duty leave 11 Dec evening personal, a visit');
    xia.sees('This is not allowed', 'Fri 11 Dec', 'return shift', 'absence', 'telecom-swap-10');
    await zhong.says('请假 12月7日 事假 家里有事');
    zhong.sees('不能这样', '12月7日(周一) 是换来的班', '旷工', 'telecom-swap-10');
  });

  it('a swap is given back by the same chain until the cut-off of the desk', async () => {
    await gu.says('give back');
    gu.sees('Swaps that can be given back', '#3 Thu 3 Dec evening', 'Mao Lei');
    await world.until('2026-12-02T20:00');
    await gu.says('give back');
    gu.sees('There is no swap to give back', '24 hours before its first shift');
    await gu.presses('Cancel…');
    await gu.fills({ text: 'I would rather work the day' });
    gu.sees('It is too late to give this back', 'Wed 2 Dec 16:00', '24 hours');

    await xia.commands('/swap back');
    xia.sees('Swaps that can be given back', '#1 Sat 12 Dec day 08:00–16:00', '(Pan Hong)');
    await xia.presses('Give back #1…');
    await xia.fills({ text: 'the dentist moved' });
    await xia.closes();
    pan.sees('Shift swap #1', 'cancelling', 'Xia Jing');
    await pan.presses('Agree');
    bai.sees('换班 #1', '待批准取消', '夏静申请取消:the dentist moved');
    await xia.says('mine');
    xia.sees('Fri 11 Dec evening');
    await bai.presses('同意');
    xia.sees('Your shifts have changed', 'New: Sat 12 Dec day 08:00–16:00');
    pan.sees('Your shifts have changed', 'New: Fri 11 Dec evening 16:00–24:00');
    await xia.says('mine');
    xia.sees('Sat 12 Dec day').seesNot('Fri 11 Dec evening');
  });

  it('reminders, announcements and punches follow the swap', async () => {
    await world.until('2026-12-03T15:35');
    gu.sees('16:00 evening shift · Hotline', 'In 30 min', 'With you', 'Xia Jing');
    mao.seesNot('16:00 晚班 · 热线台');
    await mao.says('上班');
    mao.sees('你现在没有排班。仍要打卡吗', '你的下一个班:12月4日(周五)白班 08:00–16:00');
    await gu.says('in');
    gu.sees('Clocked in 15:35', 'Thu 3 Dec evening 16:00–24:00', 'In time');
    await world.until('2026-12-03T16:02');
    for (const [reader, channel] of [
      [tan, 'hotline'],
      [mao, '热线值班群'],
    ] as const)
      reader.seesIn(channel, '晚班开始 · 热线台', '夏静', '顾明', '顾明 15:35').seesNot('毛磊', channel);
  });
});
