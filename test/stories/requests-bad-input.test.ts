import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFixture, photo } from '../harness/fixtures.ts';
import { readEnglish, startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** In this story the region has no department manager, and the supervisor of the front desk no account. */
const incomplete = (text: string): string =>
  text.replace('regional-lead, department-manager, desk-admin', 'regional-lead, desk-admin').replace(/ {4}slack: U0F00\n/, '');

/** What people get wrong, in both messengers and both languages: a clear answer, nothing lost, nothing done twice. */
describe('bad input in requests', { timeout: 60_000 }, () => {
  let world: World;
  /** Reads English, on Slack. */
  let ding: StoryPerson;
  let qiu: StoryPerson;
  /** Reads English, on Slack. */
  let xia: StoryPerson;
  let mao: StoryPerson;
  let tan: StoryPerson;
  let pan: StoryPerson;
  let zhong: StoryPerson;
  /** Reads English, on Feishu. */
  let gu: StoryPerson;
  let wan: StoryPerson;
  let hou: StoryPerson;
  let mei: StoryPerson;
  /** Reads English, on Feishu. */
  let jin: StoryPerson;

  beforeAll(async () => {
    const english = readEnglish('ding-weimin', 'xia-jing', 'gu-ming', 'jin-yan');
    world = await startWorld({
      at: '2026-12-01T09:00',
      desks: ['hotline'],
      deskFiles: [deskFixture('desk-stations.yaml'), deskFixture('desk-front.yaml')],
      change: (text) => incomplete(english(text)),
    });
    ding = world.person('slack', 'U0H01');
    qiu = world.person('slack', 'U0H04');
    xia = world.person('slack', 'U0H05');
    tan = world.person('slack', 'U0H07');
    pan = world.person('slack', 'U0H09');
    mao = world.person('feishu', 'ou_hot06');
    zhong = world.person('feishu', 'ou_hot10');
    gu = world.person('feishu', 'ou_hot12');
    wan = world.person('slack', 'U0R01');
    hou = world.person('slack', 'U0R02');
    mei = world.person('slack', 'U0F01');
    jin = world.person('feishu', 'ou_front02');
  });
  afterAll(() => world.stop());

  const requests = () =>
    world.database.query<{ subject: string; type: string; state: string; on: string | null }>(
      `SELECT p.code AS subject, r.type, r.state, r.from_on::text AS on FROM request r JOIN person p ON p.org_id = r.org_id AND p.id = r.subject_id ORDER BY r.filed_at, r.number`,
      [],
    );

  it('a day that is past, an end before its start, a day that does not exist: said of each sentence in its language', async () => {
    await mao.says('请假 11月20日 事假 有事');
    mao.sees('不能这样', '最晚 11月19日(周四)12:00 提出', 'telecom-leave-17');
    await xia.commands('/duty leave 20 Nov personal, a visit');
    xia.sees('not allowed', 'The latest is Thu 19 Nov 12:00', 'telecom-leave-17');
    await mao.says('请假 12月8日到12月7日 事假 有事');
    mao.sees('“12月8日到12月7日”的结束在开始之前', '还没有提交');
    await xia.commands('/duty leave 8 Dec to 7 Dec personal, a visit');
    xia.sees('“8 Dec to 7 Dec” ends before it starts', 'Nothing was sent');
    await mao.says('请假 2月30日 事假 有事');
    mao.sees('没有“2月30日”这个时间', '还没有提交');
    await xia.commands('/duty leave 30 Feb personal, a visit');
    xia.sees('There is no such time: “30 Feb”', 'Nothing was sent');
    for (const person of [mao, xia]) expect(person.buttons()).not.toContain('提交');
    expect(await requests()).toEqual([]);
  });

  it('a form stays open with the error and keeps what was typed, in both messengers', async () => {
    await mao.opens('请假');
    await mao.fills({ kind: '事假', from: '2026-12-08', until: '2026-12-07', reason: '家里装宽带' });
    mao.sees('结束在开始之前');
    await mao.fills({ until: '2026-02-30' });
    mao.sees('没有这个日期,请写成 2026-12-03');
    await mao.fills({ until: '2028-02-01' });
    mao.sees('离现在一年以上');
    await mao.fills({ until: '2026-12-08' });
    mao.sees('已提交 · 请假 · 事假');
    ding.sees('Leave · Personal leave #1', 'Mao Lei Tue 8 Dec', '家里装宽带');

    await xia.opens('leave');
    await xia.fills({ kind: 'Personal leave', from: '2026-12-12', until: '2026-12-11', reason: 'parents evening' });
    xia.sees('The end is before the start');
    await xia.fills({ from: '2026-08-01', until: '2026-08-01' });
    xia.sees('More than two months ago; ask a lead');
    await xia.fills({ from: '2026-12-12', until: '2026-12-12' });
    xia.sees('Sent · Leave · Personal leave');
    await xia.closes();
    ding.sees('Leave · Personal leave #2', 'Xia Jing Sat 12 Dec', 'parents evening');
  });

  it('somebody nobody knows, or oneself: named as such', async () => {
    await mao.says('换班 12月13日晚班 和 王大锤 12月14日白班 搬家');
    mao.sees('热线台没有叫“王大锤”的人', '还没有提交');
    await xia.commands('/swap 13 Dec evening with John Smith 14 Dec day, a visit');
    xia.sees('Nobody on Hotline is called “John Smith”', 'Nothing was sent');
    await mao.says('换班 12月12日白班 和 @毛磊 12月13日晚班 搬家');
    mao.sees('对方是你自己,请写另一个人');
    await gu.says('swap 12 Dec night with Gu Ming 14 Dec day, a visit');
    gu.sees('The other side is yourself; name somebody else');
    await gu.presses('Fill in the form…');
    await gu
      .fills({ partner: 'Gu Ming', reason: 'a visit' })
      .catch((error: unknown) => expect(String(error)).toContain('does not offer “Gu Ming”'));
    expect(await requests()).toHaveLength(2);
  });

  it('a chain that leads to nobody, an approver without account: refused before anything is sent, and possible once that is mended', async () => {
    await hou.says('请假 12月15日 事假 回家');
    await hou.presses('提交');
    hou.sees('不能这样', '要由部门经理审批,但没有这个人', '请找万军在“人员”里指定');
    await jin.says('leave 4 Dec personal, a visit');
    await jin.presses('Send');
    jin.sees('not allowed', 'It needs the customer supervisor, but Hong Wen cannot be reached by message');
    await mei.says('请假 12月7日 事假 看房');
    await mei.presses('提交');
    mei.sees('要由客户主管审批,但', '洪文', '没有关联消息账号');
    expect(await requests()).toHaveLength(2);

    await wan.says('人员 南站');
    await wan.presses('改角色');
    await wan.fills({ member: wan.choices('member').find((choice) => choice.includes('卞玉')) ?? '', roles: ['技术员', '部门经理'] });
    wan.sees('卞玉:', '部门经理');
    await wan.closes();
    await hou.presses('修改…');
    hou.sees('请假', '南站');
    await hou.fills({});
    hou.sees('已提交 · 请假 · 事假', '等 万军');
    await hou.closes();
    expect(await requests()).toContainEqual({ subject: 'hou-ping', type: 'leave', state: 'approving', on: '2026-12-15' });
  });

  it('a certificate of 30 MB, a file that is none, an empty one: not kept, and the next one is', async () => {
    await mao.says('', photo('scan.jpg', 30 * 1024 * 1024));
    mao.sees('10 MB', '没有收下');
    await xia.says('', photo('scan.jpg', 30 * 1024 * 1024));
    xia.sees('The file is 30 MB; the limit is 10 MB', 'It was not kept');
    await xia.says('', { ...photo('scan.jpg'), content: Buffer.alloc(0) });
    xia.sees('This file cannot be opened', 'it was not kept');
    await xia.says('', photo('scan.jpg'));
    xia.sees('A document has arrived', 'Only those who decide and the person concerned can see it');
  });

  it('who left the desk meanwhile is not asked any more, and is named', async () => {
    await mao.says('换班 12月13日晚班 和 @Gu Ming 12月14日白班 搬家');
    await mao.presses('提交');
    await gu.presses('Agree');
    await ding.says('people hotline');
    await ding.presses('Remove');
    await ding.fills({ member: ding.choices('member').find((choice) => choice.includes('Gu Ming')) ?? '' });
    await ding.presses('Remove');
    ding.sees('Gu Ming is no longer on Hotline');
    await ding.closes();
    await qiu.pressesOn('换班 #', '同意');
    qiu.sees('现在办不了', '顾明不在“热线台”里');
    await gu.says('leave 20 Dec personal, a visit');
    gu.sees('ou_hot12');
    await mao.says('换班 12月17日白班 和 @Gu Ming 12月19日白班 搬家');
    mao.sees('Gu Ming 不在热线台', '还没有提交');
    await mao.pressesOn('换班 #', '撤回');
    mao.sees('换班 #', '已撤回');
  });

  it('pressed twice, sent twice: done once', async () => {
    const before = (await requests()).length;
    await pan.says('请假 12月15日 事假 看房');
    const press = pan.finger('提交');
    pan.looks();
    await Promise.all([press(), press()]);
    await world.settle();
    pan.sees('请假 · 事假 #', '待审批');
    await zhong.opens('请假');
    const filled = { kind: '事假', from: '2026-12-20', reason: '看房' };
    await Promise.all([zhong.fills(filled), zhong.fills(filled)]);
    await world.settle();
    expect((await requests()).slice(before)).toEqual([
      { subject: 'pan-hong', type: 'leave', state: 'approving', on: '2026-12-15' },
      { subject: 'zhong-ping', type: 'leave', state: 'approving', on: '2026-12-20' },
    ]);
    await zhong.says('我的申请');
    zhong.sees('请假 · 事假', '钟平 12月20日(周日)');
  });

  it('an old card and a card of somebody else do nothing, and say how it stands', async () => {
    await tan.says('请假 12月2日 事假 看房');
    tan.sees('要这样提交吗', '12月2日(周三)');
    await zhong.says('代班 12月10日白班 私事');
    await zhong.presses('提交');
    await qiu.presses('我来代', 'hotline');
    await tan.presses('退回', 'hotline');
    tan.seesIn('hotline', '这个班不是你接的');

    await ding.commands('/duty approvals');
    const stale = ding.finger('Approve');
    await mao.pressesOn('#1', '撤回');
    ding.looks();
    await stale();
    await world.settle();
    ding.sees('withdrawn').seesNot('approved');
    await world.until('2026-12-02T00:10');
    await tan.presses('提交');
    tan.sees('要提前 1 天提出', 'telecom-leave-04');
  });
});
