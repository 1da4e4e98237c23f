import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFixture, photo } from '../harness/fixtures.ts';
import { readEnglish, startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** Leave at the hotline by telecom-leave in the first days of December; half of the people on Slack, half on Feishu, some read English. */
describe('leave at the hotline', () => {
  let world: World;
  /** Director of the centre. */
  let shen: StoryPerson;
  /** Department director, reads English. */
  let ding: StoryPerson;
  let bai: StoryPerson;
  let qiu: StoryPerson;
  /** Reads English. */
  let xia: StoryPerson;
  let mao: StoryPerson;
  let tan: StoryPerson;
  let yan: StoryPerson;
  let pan: StoryPerson;
  let zhong: StoryPerson;
  let fu: StoryPerson;
  /** Reads English. */
  let gu: StoryPerson;

  beforeAll(async () => {
    world = await startWorld({ at: '2026-12-01T09:00', desks: ['hotline'], change: readEnglish('ding-weimin', 'xia-jing', 'gu-ming') });
    shen = world.person('slack', 'U0H00');
    ding = world.person('slack', 'U0H01');
    bai = world.person('slack', 'U0H03');
    qiu = world.person('slack', 'U0H04');
    xia = world.person('slack', 'U0H05');
    mao = world.person('feishu', 'ou_hot06');
    tan = world.person('slack', 'U0H07');
    yan = world.person('feishu', 'ou_hot08');
    pan = world.person('slack', 'U0H09');
    zhong = world.person('feishu', 'ou_hot10');
    fu = world.person('slack', 'U0H11');
    gu = world.person('feishu', 'ou_hot12');
  });
  afterAll(() => world.stop());

  it('a sentence is shown back as it was understood, and sent only then', async () => {
    await mao.says('请假 12月7日到8日 事假 家里装宽带');
    mao.sees(
      '要这样提交吗 · 请假 · 事假',
      '12月7日(周一)–12月8日(周二)',
      '2 天',
      '12月7日(周一)白班 08:00–16:00',
      '12月8日(周二)晚班 16:00–24:00',
      '家里装宽带',
      '符合规定',
      'telecom-leave-04',
      '还没有提交',
    );
    ding.hearsNothing();
    await mao.presses('提交');
    mao.sees('已提交 · 请假 · 事假', '等 丁卫民');
    ding.sees(
      'Leave · Personal leave #1',
      'to approve',
      'Mao Lei Mon 7 Dec–Tue 8 Dec',
      '2 days',
      '家里装宽带',
      'Also away: nobody else',
      'Thinnest minute',
      'Waits for department director: Ding Weimin',
      'Then: centre director',
    );
    shen.hearsNothing();
    for (const [reader, channel] of [
      [xia, 'hotline'],
      [yan, '热线值班群'],
    ] as const)
      reader.hearsNothing(channel);
  });

  it('two days go level by level: the director decides in English on Slack, then the director of the centre', async () => {
    await mao.says('待审批');
    mao.sees('没有等你审批的');
    mao.looks();
    await ding.presses('Approve');
    ding.sees('Ding Weimin agreed, 09:00', 'Waits for centre director: Shen Yaqin');
    shen.sees('请假 · 事假 #1', '待审批', '丁卫民 09:00 同意', '等 客服中心主任:沈雅琴');
    mao.sees('请假 · 事假 #1', '待审批', '丁卫民 09:00 同意', '等 客服中心主任:沈雅琴');
    mao.seesNot('已批准');
    await shen.presses('同意');
    mao.sees('请假 · 事假 #1 已批准 · 沈雅琴');
    mao.sees('你的班有变动 · 热线台', '取消:12月7日(周一)白班 08:00–16:00', '取消:12月8日(周二)晚班 16:00–24:00');
    ding.sees('Leave · Personal leave #1', 'approved', 'Shen Yaqin agreed, 09:00');
  });

  it('mine and who follow at once; nobody else reads the reason', async () => {
    await mao.says('我的班');
    mao.sees('请假(事假):12月7日(周一) 至 12月8日(周二)', '12月10日(周四)夜班').seesNot('12月7日(周一)白班');
    await xia.commands('/duty who 7 Dec 09:00', 'hotline');
    xia.seesIn('hotline', 'Mon 7 Dec', 'Xia Jing').seesNot('Mao Lei 138', 'hotline');
    xia.seesNot('家里装宽带', 'hotline');
    await yan.says('谁值班 12月7日 9点');
    yan.sees('12月7日(周一)', '白班 08:00–16:00:夏静').seesNot('家里装宽带');
  });

  it('who leaves nobody behind sees it, and once approved the gap opens a call that somebody takes', async () => {
    await xia.commands('/duty leave 7 Dec personal, parents evening at school');
    xia.sees('Send this? · Leave · Personal leave', 'Mon 7 Dec', '1 day', 'parents evening at school', 'nobody is rostered');
    await xia.presses('Send');
    ding.sees('Leave · Personal leave #2', 'to approve', 'Also away: Mao Lei', 'from 08:00: 0', 'nobody is rostered');
    await ding.presses('Approve');
    xia.sees('Leave · Personal leave #2 is approved · Ding Weimin');
    for (const [reader, channel] of [
      [pan, 'hotline'],
      [zhong, '热线值班群'],
    ] as const)
      reader.seesIn(channel, '谁来代班 · 热线台', '待接', '12月7日(周一)白班 08:00–16:00', '代 夏静').seesNot('parents evening', channel);

    await zhong.presses('我来代', '热线值班群');
    zhong.sees('你接了这个班', '等审批');
    pan.seesIn('hotline', '谁来代班', '已有人接,待审批', '钟平 来代');
    await world.until('2026-12-01T09:05');
    await bai.presses('同意');
    xia.sees('Your shifts have changed · Hotline', 'Mon 7 Dec day 08:00–16:00', 'As request #3 asks');
    zhong.sees('你的班有变动 · 热线台', '新增:12月7日(周一)白班 08:00–16:00');
    pan.seesIn('hotline', '谁来代班', '已代班', '钟平 来代');
  });

  it('asked back, answered, refused with a reason', async () => {
    await gu.says('leave 9 Dec personal, moving house');
    await gu.presses('Send');
    gu.sees('Sent · Leave · Personal leave', 'Waits for Ding Weimin');
    await ding.presses('Ask back…');
    await ding.fills({ text: 'Can it be the 11th?' });
    ding.sees('question');
    gu.sees('question', 'Ding Weimin asks: Can it be the 11th?');
    await gu.presses('Answer…');
    gu.sees('Can it be the 11th?', 'Your answer');
    await gu.fills({ text: 'The van is booked for the 9th' });
    ding.sees('Answer: The van is booked for the 9th', 'to approve');
    await ding.closes();
    await ding.presses('Refuse…');
    await ding.fills({ text: '' });
    ding.sees('Please complete this required field');
    await ding.fills({ text: '   ' });
    ding.sees('Please write a few words');
    await ding.fills({ text: 'Fu Qian is away that day' });
    gu.sees('Leave · Personal leave #', 'is refused by Ding Weimin', 'Fu Qian is away that day');
    await ding.closes();
    await gu.says('who 9 Dec 9:00');
    gu.sees('Wed 9 Dec', 'Gu Ming');
  });

  it('asked too late it holds only once a manager has agreed beside whoever decides', async () => {
    await zhong.says('请假 今天晚班 事假 孩子发烧');
    zhong.sees('12月1日(周二)16:00–24:00', '要提前 1 天提出,现在提前 0', '12月2日(周三)', 'telecom-leave-04');
    await zhong.presses('提交');
    qiu.sees('请假 · 事假 #', '待审批', '钟平 12月1日(周二)16:00–24:00', 'telecom-leave-04');
    ding.sees('to approve', 'Zhong Ping Tue 1 Dec 16:00–24:00', 'Needs 1 day notice; this is none');
    await ding.presses('Approve');
    zhong.looks();
    await zhong.says('我的班');
    zhong.sees('12月1日(周二)晚班 16:00–24:00');
    await qiu.presses('同意');
    zhong.sees('请假 · 事假 #', '已批准');
    await zhong.says('我的班');
    zhong.seesNot('12月1日(周二)晚班');
  });

  it('who is ill is asked for by a colleague; the certificate arrives in time, and only those who decide look at it', async () => {
    await tan.opens('请假');
    await tan.fills({ subject: '严凯', kind: '病假', from: '2026-12-02', until: '2026-12-03', told_at: '08:40', reason: '发烧 39 度' });
    tan.sees('还要填下面几项', '急诊', '把照片或文件直接发给我');
    await tan.fills({});
    tan.sees('已提交 · 请假 · 病假', '等 沈雅琴');
    await tan.closes();
    yan.sees('请假 · 病假 #', '严凯(谭晓雨代提)', '口头告知', '08:40', '还缺 医院诊断证明', 'telecom-leave-12');
    await shen.presses('同意');
    yan.sees('请假 · 病假 #', '已批准', '暂准', '交病假证明 · 12月4日(周五)');
    await world.until('2026-12-03T20:00');
    await yan.says('', photo('IMG_2041.jpg'));
    yan.sees('收到一份证明', '它属于哪个申请');
    await yan.presses('附到 #6 病假 12月2日(周三)–12月3日(周四)');
    await yan.fills({ document: '医院诊断证明', from: '2026-12-03', until: '2026-12-02' });
    yan.sees('结束日期在开始日期之前');
    await yan.fills({ document: '医院诊断证明', from: '2026-12-02', until: '2026-12-03' });
    yan.sees('医院诊断证明 已附到 #6', '覆盖 12月2日(周三)–12月3日(周四)');
    shen.sees('请假 · 病假 #6', '已批准', '交病假证明', '已办').seesNot('暂准');
    await shen.presses('看 医院诊断证明');
    shen.sees('医院诊断证明 已单独发给你');
    const file = shen.messages().at(-1)?.files[0];
    expect(file?.name).toContain('医院诊断证明');
    expect(file?.size).toBe(400);
    await tan.presses('看 医院诊断证明');
    tan.sees('你不能看这份证明');
    expect(tan.messages().at(-1)?.files).toEqual([]);
  });

  it('before it is decided it is withdrawn; afterwards the same chain takes it back and the shifts are there again', async () => {
    await gu.says('leave 14 Dec personal, a visit');
    await gu.presses('Send');
    await gu.presses('Withdraw');
    gu.sees('Leave · Personal leave #7', 'withdrawn');
    ding.sees('Leave · Personal leave #7', 'withdrawn');

    await mao.presses('申请取消…');
    await mao.fills({ text: '改到周末装' });
    mao.sees('请假 · 事假 #1', '待批准取消', '等 客服部主任:丁卫民');
    ding.sees('Leave · Personal leave #1', 'cancelling', 'Mao Lei asks to take it back: 改到周末装');
    await mao.says('我的班');
    mao.sees('请假(事假):12月7日(周一) 至 12月8日(周二)').seesNot('12月7日(周一)白班');
    mao.looks();
    await ding.presses('Approve');
    shen.sees('请假 · 事假 #1', '待批准取消', '等 客服中心主任:沈雅琴');
    await shen.presses('同意');
    mao.sees('你的班有变动 · 热线台', '12月7日(周一)白班 08:00–16:00', '12月8日(周二)晚班 16:00–24:00');
    mao.sees('请假 · 事假 #1', '已取消');
    await mao.says('我的班');
    mao.sees('12月7日(周一)白班', '12月8日(周二)晚班').seesNot('请假(事假)');
  });

  it('back early: the shifts from that day on are theirs again, the leads hear it', async () => {
    await bai.says('请假 12月8日到10日 事假 回老家');
    await bai.presses('提交');
    await ding.presses('Approve');
    await shen.presses('同意');
    bai.sees('你的班有变动 · 热线台', '12月8日(周二)白班', '12月9日(周三)晚班');
    await bai.opens('销假');
    await bai.fills({ on: '2026-12-11' });
    bai.sees('才开始,现在不用销');
    await bai.fills({ on: '2026-12-08' });
    bai.sees('这天之前不用销');
    await bai.fills({ on: '2026-12-09' });
    bai.sees('已销假,12月9日(周三)起上班', '恢复的班:12月9日(周三)晚班');
    await bai.closes();
    qiu.sees('白雪峰提前销假,12月9日(周三)起上班');
    await yan.says('谁值班 12月9日 17点');
    yan.sees('白雪峰', '邱云');
    await yan.says('谁值班 12月8日 9点');
    yan.sees('白班 08:00–16:00:邱云', '不在:白雪峰');
  });

  it('without a certificate the leave stands for now', async () => {
    await fu.says('请假 12月4日 病假 胃疼');
    fu.sees('12月4日(周五)白班 08:00–16:00', '还缺 医院诊断证明', 'telecom-leave-12');
    await fu.presses('提交');
    await ding.presses('Approve');
    fu.sees('请假 · 病假 #9', '已批准', '暂准', '交病假证明 · 12月5日(周六)');
  });

  it('a delegate decides exactly while the approver is away, and nobody decides their own', async () => {
    await ding.commands('/duty delegate @沈雅琴 4 Dec to 5 Dec');
    ding.sees('Shen Yaqin decides for you', 'Fri 4 Dec–Sat 5 Dec');
    shen.sees('丁卫民委托你审批', '12月4日(周五)–12月5日(周六)');
    shen.looks();
    await qiu.says('请假 12月11日 事假 家里有事');
    qiu.sees('原则上', '12月11日(周五) 是夜班', 'telecom-leave-16');
    await qiu.presses('提交');
    qiu.sees('请假 · 事假 #10', '等 经理:丁卫民');
    shen.hearsNothing();
    await qiu.says('待审批');
    qiu.sees('没有等你审批的');
    await ding.presses('Approve with a reason…');
    await ding.fills({ text: 'Bai Xuefeng leads that night' });
    qiu.sees('请假 · 事假 #10', '已批准');
    await ding.closes();

    await world.until('2026-12-04T12:00');
    await tan.says('请假 12月11日 事假 看房');
    await tan.presses('提交');
    shen.sees('请假 · 事假 #11', '待审批', '沈雅琴(代丁卫民)');
    await shen.presses('同意');
    tan.sees('请假 · 事假 #11', '已批准', '沈雅琴(代丁卫民)');
    await gu.says('leave 14 Dec personal, a visit');
    await gu.presses('Send');
    ding.sees('Leave · Personal leave #12', 'to approve');
    shen.sees('请假 · 事假 #12', '待审批');
  });

  it('what did not arrive in time counts as absence; after the period the delegate no longer decides', async () => {
    await world.until('2026-12-06T09:00');
    fu.sees('请假 · 病假 #9', '交病假证明', '没有按时办,按旷工处理');
    bai.sees('请假 · 病假 #9', '没有按时交病假证明', '傅倩 12月4日(周五)', '按规定算旷工');
    await shen.presses('同意');
    shen.sees('这一步不由你办', '由 丁卫民 办');
    await ding.presses('Approve');
    gu.sees('Leave · Personal leave #12', 'approved');
  });
});

/** Annual leave of an office by attendance-leave at the turn of the year, and two of a station by maintenance-leave. */
describe('balances and places', () => {
  let world: World;
  /** Reads English. */
  let cheng: StoryPerson;
  let yu: StoryPerson;
  let luo: StoryPerson;
  let song: StoryPerson;
  /** Reads English. */
  let shi: StoryPerson;
  let wan: StoryPerson;
  let hou: StoryPerson;
  /** Reads English. */
  let kong: StoryPerson;
  let bian: StoryPerson;

  beforeAll(async () => {
    world = await startWorld({
      at: '2026-12-28T10:00',
      desks: [],
      deskFiles: [deskFixture('desk-office.yaml'), deskFixture('desk-stations.yaml')],
      change: readEnglish('cheng-lu', 'kong-lei', 'shi-wei'),
    });
    cheng = world.person('slack', 'U0O02');
    yu = world.person('feishu', 'ou_office01');
    luo = world.person('feishu', 'ou_office03');
    song = world.person('feishu', 'ou_office04');
    shi = world.person('slack', 'U0R00');
    wan = world.person('slack', 'U0R01');
    hou = world.person('slack', 'U0R02');
    kong = world.person('feishu', 'ou_works03');
    bian = world.person('feishu', 'ou_works04');
  });
  afterAll(() => world.stop());

  it('annual leave is asked for in half days and held from the asking on; human resources signs last', async () => {
    await cheng.commands('/duty balance');
    cheng.sees('My leave balance', 'Annual leave', '12 days left', 'attendance-leave-18');
    await cheng.commands('/duty leave 30 Dec afternoon annual');
    cheng.sees('Send this?', 'Wed 30 Dec afternoon', '0.5 days', '12:00–18:00');
    await cheng.presses('Send');
    yu.sees('请假 · 年假 #1', '程璐', '还有 12 天,批准后 11.5 天');
    await cheng.commands('/duty balance');
    cheng.sees('Annual leave', '11.5 days left', '0.5 days asked for');
    await yu.presses('同意');
    song.sees('请假 · 年假 #1', '待审批', '余芳 10:00 同意', '等 人力资源:宋洁');
    await song.presses('同意');
    cheng.sees('Leave · Annual leave #1', 'approved');
    await cheng.commands('/duty balance');
    cheng.sees('11.5 days left', '0.5 days used');
  });

  it('more than there is, or before the probation is passed, is refused with the figures', async () => {
    await cheng.commands('/duty leave 4 Jan to 29 Jan annual');
    cheng.sees('This is not allowed', '20 days asked', 'attendance-leave-18');
    await cheng.commands('/duty leave 29 Dec to 31 Dec annual');
    await cheng.presses('Send');
    cheng.sees('This is not allowed', 'There is leave for this time already: #1');
    await luo.says('请假 12月30日 年假');
    luo.sees('不能这样申请 · 请假 · 年假', '要已过试用期;现在没有登记', 'attendance-leave-16');
    expect(luo.buttons()).not.toContain('提交');
  });

  it('two of a station are not away at once; the other station is free', async () => {
    await hou.says('请假 12月31日 事假 回家');
    await hou.presses('提交');
    hou.sees('已提交');
    await kong.says('leave 31 Dec personal, family');
    kong.sees('This is not allowed', '2 people would be away at once, the limit is 1', 'maintenance-leave-05');
    await bian.says('请假 12月31日 事假 看房');
    await bian.presses('提交');
    bian.sees('已提交');
    await wan.presses('同意');
    await shi.pressesOn('#2', 'Approve');
    bian.sees('请假 · 事假 #2', '已批准');
    await wan.pressesOn('#1', '拒绝…');
    await wan.fills({ text: '当天检修' });
    hou.sees('请假 · 事假 #1', '已拒绝', '当天检修');
    await kong.says('leave 31 Dec personal, family');
    kong.sees('Send this?');
  });

  it('at the turn of the year what may go over goes over, the rest lapses', async () => {
    await world.until('2027-01-01T10:00');
    await cheng.commands('/duty balance');
    cheng.sees('14 days left', '12 days this year', '2 days carried over', '2 days lapse after Wed 31 Mar');
  });
});
