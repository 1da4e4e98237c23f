import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFixture } from '../harness/fixtures.ts';
import { readEnglish, startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** Cover at the hotline, where people find somebody themselves, and at a front desk, where the supervisor does. */
describe('cover', { timeout: 60_000 }, () => {
  let world: World;
  let bai: StoryPerson;
  let qiu: StoryPerson;
  /** Reads English, on Slack. */
  let xia: StoryPerson;
  /** Reads English, on Slack. */
  let pan: StoryPerson;
  let tan: StoryPerson;
  let mao: StoryPerson;
  let yan: StoryPerson;
  let zhong: StoryPerson;
  /** Reads English, on Feishu. */
  let gu: StoryPerson;
  let hong: StoryPerson;
  /** Reads English, on Slack. */
  let mei: StoryPerson;
  let jin: StoryPerson;

  beforeAll(async () => {
    world = await startWorld({
      at: '2026-12-01T09:00',
      desks: ['hotline'],
      deskFiles: [deskFixture('desk-front.yaml')],
      change: readEnglish('xia-jing', 'pan-hong', 'gu-ming', 'mei-xue'),
    });
    bai = world.person('slack', 'U0H03');
    qiu = world.person('slack', 'U0H04');
    xia = world.person('slack', 'U0H05');
    pan = world.person('slack', 'U0H09');
    tan = world.person('slack', 'U0H07');
    mao = world.person('feishu', 'ou_hot06');
    yan = world.person('feishu', 'ou_hot08');
    zhong = world.person('feishu', 'ou_hot10');
    gu = world.person('feishu', 'ou_hot12');
    hong = world.person('slack', 'U0F00');
    mei = world.person('slack', 'U0F01');
    jin = world.person('feishu', 'ou_front02');
  });
  afterAll(() => world.stop());

  const channels = (): [StoryPerson, string][] => [
    [tan, 'hotline'],
    [yan, '热线值班群'],
  ];

  it('a call goes to both channels without the reason; of two who take it at once one has it, the other reads who', async () => {
    await xia.commands('/duty cover 3 Dec evening personal, a concert');
    xia.sees('Send this? · Cover', 'Thu 3 Dec evening 16:00–24:00', 'Xia Jing → whoever takes it', 'a concert', 'Nothing is sent yet');
    for (const [reader, channel] of channels()) reader.hearsNothing(channel);
    await xia.presses('Send');
    for (const [reader, channel] of channels())
      reader
        .seesIn(channel, '谁来代班 · 热线台', '待接', '12月3日(周四)晚班 16:00–24:00 · 代 夏静', '先接的人代')
        .seesNot('a concert', channel);

    const presses = [pan.finger('我来代', 'hotline'), zhong.finger('我来代', '热线值班群'), zhong.finger('我来代', '热线值班群')];
    for (const person of [pan, zhong, xia, bai]) person.looks();
    const outcomes = await Promise.all(presses.map((press) => press()));
    await world.settle();
    const taken = await world.database.query<{ code: string }>(
      `SELECT p.code FROM request r JOIN person p ON p.org_id = r.org_id AND p.id = r.partner_id WHERE r.number = 1`,
      [],
    );
    const zhongWasFirst = taken[0]?.code === 'zhong-ping';
    if (zhongWasFirst) pan.seesIn('hotline', 'Zhong Ping was first', 'there is nothing for you to do');
    else expect([...zhong.news(), ...outcomes.map(({ toast }) => toast?.text)].join('\n')).toContain('潘虹 先接了');
    const taker = zhongWasFirst ? '钟平' : '潘虹';
    for (const [reader, channel] of channels()) reader.seesIn(channel, '谁来代班 · 热线台', '已有人接,待审批', `${taker} 来代`);
    bai.sees('代班 · 个人原因 #1', '待审批', taker, 'a concert', '最少在岗');
    await yan.says('谁值班 12月3日 17点');
    yan.sees('夏静').seesNot(taker);
    await bai.presses('同意');
    xia.sees('Your shifts have changed', 'Thu 3 Dec evening 16:00–24:00');
    for (const [reader, channel] of channels()) reader.seesIn(channel, '谁来代班 · 热线台', '已代班', `${taker} 来代`);
    await yan.says('谁值班 12月3日 17点');
    yan.sees(taker).seesNot('夏静');
  });

  it('a part of a shift: on Feishu by the form, the rest stays with whose shift it is', async () => {
    await zhong.opens('代班');
    await zhong.fills({
      kind: '个人原因',
      partner: '毛磊',
      given_shift: '12月6日(周日)晚班 16:00–24:00',
      part_from: '20:00',
      part_until: '15:00',
      reason: '接孩子',
    });
    zhong.sees('不在这个班的时间里');
    await zhong.fills({ part_until: '22:00' });
    zhong.sees('已提交 · 代班', '等 毛磊');
    mao.sees('代班 · 个人原因 #2', '钟平 12月6日(周日)晚班 20:00–22:00 → 毛磊').seesNot('接孩子');
    await mao.presses('同意');
    qiu.sees('代班 · 个人原因 #2', '待审批', '接孩子', '毛磊 09:00 同意');
    await qiu.presses('同意');
    zhong.sees('你的班有变动', '12月6日(周日)晚班 16:00–20:00', '12月6日(周日)晚班 22:00–24:00');
    await yan.says('谁值班 12月6日 21点');
    yan.sees('毛磊(20:00–22:00)', '潘虹').seesNot('钟平');
    await yan.says('谁值班 12月6日 23点');
    yan.sees('钟平(22:00–24:00)', '潘虹').seesNot('毛磊');
  });

  it('a colleague may decline, then it ends there and the roster stays', async () => {
    qiu.looks();
    await zhong.opens('代班');
    await zhong.fills({ kind: '个人原因', partner: '顾明', given_shift: '12月8日(周二)夜班 00:00–08:00', reason: '家里有事' });
    gu.sees('Cover', 'to confirm', 'Zhong Ping Tue 8 Dec night 00:00–08:00');
    await gu.presses('Decline');
    zhong.sees('代班 · 个人原因 #3', '不同意');
    qiu.hearsNothing();
    await zhong.says('我的班');
    zhong.sees('12月8日(周二)夜班 00:00–08:00');
  });

  it('at the front desk staff do not arrange it themselves and are pointed to the supervisor, who does', async () => {
    await mei.commands('/duty cover 5 Dec personal, a visit');
    mei.sees('not allowed', 'It is for the customer supervisor to ask', 'front-desk-duty-25');
    await jin.says('换班 12月4日前台班 和 梅雪 12月5日前台班 有事');
    jin.sees('不能这样申请 · 换班', '由客户主管提出,你是物业助理', 'front-desk-duty-25');
    for (const person of [mei, jin]) expect(person.buttons()).not.toContain('提交');
    hong.hearsNothing();

    await hong.opens('代班');
    await hong.fills({ subject: '梅雪', kind: '个人原因', partner: '金燕', reason: '梅雪要去医院' });
    expect(hong.choices('given_shift')).toContain('12月5日(周六)前台班 08:30–18:00');
    await hong.fills({ given_shift: '12月5日(周六)前台班 08:30–18:00', emergency: '是' });
    await hong.closes();
    jin.sees('代班 · 个人原因 #1', '梅雪 12月5日(周六)前台班 08:30–18:00 → 金燕', '梅雪(洪文代提)');
    await jin.presses('同意');
    mei.sees('Your shifts have changed · Front desk', 'Sat 5 Dec front desk 08:30–18:00');
    jin.sees('你的班有变动 · 前台', '新增:12月5日(周六)前台班 08:30–18:00');
  });

  it('at night a lead replaces who did not come, at once, and both read why', async () => {
    await world.until('2026-12-03T00:20');
    bai.sees('夜班 · 热线台 有人未到', '钟平');
    await world.until('2026-12-03T01:30');
    await tan.says('紧急换人');
    tan.sees('只有带班的人可以紧急换人');
    await bai.opens('紧急换人');
    bai.sees('不用对方确认,马上生效');
    const night = '12月3日(周四)夜班 00:00–08:00';
    await bai.fills({ slot: night, out: '毛磊', in: '顾明', reason: '没有到' });
    bai.sees('毛磊');
    await bai.fills({ slot: night, out: '钟平', in: '潘虹', reason: '没有到,电话不通' });
    bai.sees('潘虹').seesNot('已换人');
    await bai.fills({ slot: night, out: '钟平', in: '顾明', reason: '没有到,电话不通' });
    bai.sees('已换人', night);
    await bai.closes();
    zhong.sees('你的班有变动 · 热线台', '12月3日(周四)夜班 00:00–01:30', '由白雪峰改动', '没有到,电话不通');
    gu.sees('Your shifts have changed · Hotline', 'New: Thu 3 Dec night 01:30–08:00', 'Changed by Bai Xuefeng', '没有到,电话不通');
    await gu.says('in');
    gu.sees('Clocked in 01:30', 'Thu 3 Dec night 01:30–08:00');
    await yan.says('谁值班');
    yan.sees('现在值班 · 热线台', '潘虹', '顾明(01:30–08:00)').seesNot('钟平');
  });
});
