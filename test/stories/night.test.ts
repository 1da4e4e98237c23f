import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPressable } from '../harness/read-payload.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { SentFile, StoryPerson } from '../harness/world.ts';

const report = { s_duty: '平静', s_machines: '正常', s_open_problems: '二楼饮水机漏水' };
const inEnglish = { s_duty: 'Quiet', s_machines: 'All running', s_open_problems: 'Door 2 closes slowly' };

/** A photo of so many bytes. */
const photo = (bytes: number): SentFile => ({
  name: 'hall.jpg',
  mimeType: 'image/jpeg',
  content: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(bytes)]),
});

/** Presses a button as long as the window that is open, or else the newest message, has it. */
async function pressesAll(person: StoryPerson, label: string): Promise<void> {
  const offers = (): boolean => {
    const modal = person.modal();
    return modal === null ? person.buttons().includes(label) : findPressable(modal, label) !== null;
  };
  for (let times = 0; times < 30 && offers(); times += 1) await person.presses(label);
}

const filesOf = (person: StoryPerson): readonly string[] => person.messages().flatMap(({ files }) => files.map(({ name }) => name));

/**
 * A night of the guards of a service hall: two go, two come, each pair with one on Slack and one on Feishu, one reading Chinese and one English. An
 * incident falls between the two signatures, another calls everybody in.
 */
describe('a night with an incident across the change of shift', { timeout: 120_000 }, () => {
  let world: World;
  /** Goes at eight, on Slack, reads Chinese. */
  let jin: StoryPerson;
  /** Goes at eight, on Feishu, reads English. */
  let yu: StoryPerson;
  /** Comes at eight, on Slack, reads English. */
  let shi: StoryPerson;
  /** Comes at eight, on Feishu, reads Chinese. */
  let ren: StoryPerson;
  /** Their captain. */
  let tie: StoryPerson;
  /** The office of the centre. */
  let luo: StoryPerson;

  beforeAll(async () => {
    world = await startWorld({ at: '2026-12-03T19:20', desks: ['hall'] });
    jin = world.person('slack', 'U0S02');
    yu = world.person('feishu', 'ou_hallguard03');
    shi = world.person('slack', 'U0S04');
    ren = world.person('feishu', 'ou_hallguard05');
    tie = world.person('slack', 'U0S01');
    luo = world.person('slack', 'U0S00');
  });
  afterAll(() => world.stop());

  const handoverOf = async (outgoing: string) => {
    const [row] = await world.database.query<{ state: string; code: string | null }>(
      `SELECT h.state, h.code FROM handover h JOIN person o ON o.org_id = h.org_id AND o.id = h.outgoing_id WHERE o.code = $1 ORDER BY h.at DESC LIMIT 1`,
      [outgoing],
    );
    if (row === undefined) throw new Error(`${outgoing} has no hand-over`);
    return row;
  };
  const codeOf = async (outgoing: string): Promise<string> => (await handoverOf(outgoing)).code ?? '';

  it('the log takes a word in either language, and no photo that is too large', async () => {
    await jin.says('日志 二楼饮水机漏水,已放警示牌');
    jin.sees('已记录 · 值班日志', '19:20 二楼饮水机漏水');
    await yu.says('log Hall door 2 closes slowly');
    yu.sees('Noted · Duty log', '19:20 Hall door 2 closes slowly');
    await yu.presses('Add a photo');
    await yu.says('', photo(40 * 1024 * 1024));
    yu.sees('The photo is larger than 10 MB', 'It was not kept');
    yu.looks();
    await yu.says('', photo(2_000));
    yu.sees('The photo is with Duty log #2');
  });

  it('a round of the window that is underway is asked for; ticked twice it is one round', async () => {
    await yu.says('tasks');
    yu.sees('My tasks', 'Go round the checkpoints · by Thu 3 Dec 21:00', 'center-security-2-11');
    await yu.presses('Go round the checkpoints');
    await yu.fills({ fire: 'no', theft: 'no', explosion: 'no' });
    await world.settle();
    const [row] = await world.database.query<{ proofs: number }>('SELECT count(*)::int AS proofs FROM task_proof', []);
    expect(row?.proofs).toBe(1);
    yu.sees('Done · Go round the checkpoints', 'Thu 3 Dec 20:20–21:20');
    await jin.says('本周要办');
    jin.sees(
      '要办的事 · 大厅安保',
      '17:00–次日09:00 巡查点位',
      '依据',
      '巡查点位:行政服务中心保安人员工作职责2 第二版 · center-security-2-11',
    );
  });

  it('half an hour before, both have their hand-over, filled from the log', async () => {
    await world.until('2026-12-03T19:30');
    jin.sees('交接班 · 大厅安保 白班', '待交班', '任杰或石磊 待签');
    yu.sees('Handover · Hall guards, day', 'Ren Jie or Shi Lei to sign');
    await jin.presses('写交班情况');
    expect(JSON.stringify(jin.modal())).toContain('19:20 二楼饮水机漏水');
    await jin.fills(report);
    await jin.closes();
    await jin.presses('确认并签字');
    jin.sees('还不能签字', '运行记录', 'engineering-duty-17');
    await jin.presses('逐项确认');
    await pressesAll(jin, '做好了');
    await jin.presses('确认并签字');
    jin.sees('已签字', '口令在私聊里');
    jin.sees(`口令 ${[...(await codeOf('jin-hao'))].join(' ')}`, '当面念给接班人');
    await jin.closes();
  });

  it('from Slack to Feishu: only the relief can use the code; everything is gone through and both have signed', async () => {
    const code = await codeOf('jin-hao');
    await jin.says(`接班 ${code}`);
    jin.sees('口令要由接班人输入');
    await tie.says(`接班 ${code}`);
    tie.sees('这个口令是给 任杰或石磊 的');
    await ren.says(`接班 ${code === '0000' ? '1111' : '0000'}`);
    ren.sees('口令不对', '还可以试 4 次');
    await ren.says(`接班 ${code}`);
    ren.sees('口令对了', '签字前还差', '安全设施');
    await ren.pressesOn('金浩 已签', '逐项确认');
    for (const label of ['正常', '做好了', '我接手']) await pressesAll(ren, label);
    ren.sees('都确认过了');
    await ren.presses('确认并签字');
    ren.sees('交接完成', '从现在起由你负责');
    jin.sees('交接班 · 大厅安保 白班', '金浩 已签 19:30', '任杰 已签 19:30');
    expect(await handoverOf('jin-hao')).toEqual({ state: 'sealed', code: null });
  });

  it('from Feishu to Slack, in English: a code that ran out is shown anew', async () => {
    await yu.presses('Write the report');
    await yu.fills(inEnglish);
    await pressesAll(yu, 'Done');
    await yu.presses('Confirm and sign');
    yu.sees('Signed', 'code is in your direct chat');
    yu.sees('good for 5 minutes', 'good until 19:35');
    const late = await codeOf('yu-fei');
    await world.until('2026-12-03T19:40');
    await shi.says(`take over ${late}`);
    yu.sees('ran out', 'Show the code');
    shi.sees('The code ran out at 19:35', 'Show the code');
    await yu.says('hand over');
    await yu.presses('Show the code');
    yu.sees(`Code ${[...(await codeOf('yu-fei'))].join(' ')}`, 'good until 19:45');
    await shi.says(`take over ${await codeOf('yu-fei')}`);
    shi.sees('The code is right', 'Before you sign');
  });

  it('an incident between the signatures stops it for both; no signature passes any more', async () => {
    await shi.says('incident');
    await shi.presses('Open the form');
    await shi.fills({ line: ' ' });
    expect(shi.modal()).not.toBeNull();
    await shi.fills({ line: 'smoke from the basement plant room' });
    shi.sees('Reported · Fire', 'Told: ', 'centre administrator Luo Jing');
    shi.sees('Fire #2026-1 · Hall guards', 'by 19:45', 'Taken for major; correct it if it is not');
    yu.sees('The handover is stopped: smoke from the basement plant room', 'You stay responsible');
    shi.sees('The handover is stopped: smoke from the basement plant room', 'Please help');
    luo.sees('火情 #2026-1 · 大厅安保', '请处理或决定');
    ren.seesIn('大厅安保群', '火情 #2026-1', '已通知', '中心管理人员 骆静');
    jin.seesIn('hall-guards', '交接班 · 大厅安保 白班', '已停止', '停止 #2026-1 smoke from the basement plant room');
    yu.seesNot('#2026-0');
    // Neither side has a button that could only refuse.
    await yu.says('hand over');
    expect(yu.buttons()).toEqual(['See the report']);
    await shi.says('take over');
    expect(shi.buttons()).toEqual(['See the report']);
  });

  it('who does not answer is passed over, and can answer late', async () => {
    await world.until('2026-12-03T19:46');
    shi.sees('No answer from centre administrator Luo Jing within 5 min', 'There is nobody else above; please phone', '13800050001');
    await tie.presses('收到');
    tie.sees('铁军 · 协助 · 19:46 已收到');
    await luo.presses('收到');
    luo.sees('骆静 · 19:46 已收到 · 逾期');
    luo.seesNot('骆静 · 没有答复');
  });

  it('at eight nobody has come: whoever stays is told that it counts, each relief once', async () => {
    await world.until('2026-12-03T20:06');
    yu.sees('Your relief has not come; please stay', 'no fault of yours');
    tie.sees('余飞 没人接班', '没到 石磊');
    const called = shi.news().filter((text) => text.includes('You were to take over at 20:00'));
    expect(called.map((text) => text.includes('Yu Fei') && !text.includes('Jin Hao'))).toEqual([true]);
    await yu.says('clock out');
    yu.sees('You cannot go yet', 'Yu Fei, Shi Lei', 'center-security-1-19');
    await shi.says('in');
    shi.sees('Clocked in 20:06', 'Late by 6 min');
    await ren.says('上班');
    await jin.says('下班');
    jin.sees('已下班打卡 20:06', '留守 6 分钟,算上班');
  });

  it('when it is handled they start again and sign; the stay counts', async () => {
    await shi.pressesOn('smoke from the basement', 'Handled…');
    await shi.fills({ text: 'A fan belt burnt; switched off' });
    await shi.closes();
    yu.sees('You can hand over again');
    await world.until('2026-12-03T20:20');
    await yu.says('hand over');
    await yu.presses('Confirm and sign');
    yu.sees('Yu Fei signed 20:20', 'Shi Lei to sign');
    await shi.says(`take over ${await codeOf('yu-fei')}`);
    shi.sees('Open matters not confirmed: #2026-1 smoke from the basement plant room', 'engineering-duty-19');
    await shi.presses('Go through the items');
    for (const label of ['In order', 'Done', 'I take it on']) await pressesAll(shi, label);
    // Feishu tells nobody of it: whoever signs last reads it first.
    await yu.edits('log Hall door 2 closes slowly', 'log Hall door 2 closes slowly and squeaks');
    await shi.presses('Confirm and sign');
    shi.sees('Messages of the log were edited; nothing is signed yet', '19:20 Hall door 2 closes slowly and squeaks');
    expect((await handoverOf('yu-fei')).state).toBe('signing');
    await shi.presses('Confirm and sign');
    shi.sees('The handover is done', 'It is yours from now on');
    await shi.says(`take over ${'0000'}`);
    shi.looks();
    await yu.says('clock out');
    yu.sees('Clocked out 20:20', 'You were kept for 20 min; it counts as work');
    await luo.pressesOn('火情 #2026-1', '结束…');
    await luo.fills({ text: '明天换皮带' });
    luo.sees('火情 #2026-1', '已结束');
    shi.sees('Closed by Luo Jing');
  });

  it('a round nobody made is missed and stands open for the captain; the next one comes', async () => {
    await world.until('2026-12-03T21:25');
    ren.sees('逾期', '巡查点位', '21:20');
    await ren.says('任务');
    ren.sees('巡查点位 · 12月3日(周四)23:20前');
  });

  it('one line calls everybody in; the roll fills from both messengers', async () => {
    await world.until('2026-12-03T23:00');
    await ren.says('上报 特殊情况 门口聚集三十多人');
    ren.sees('已上报 · 特殊情况', '已叫全员 8 人到岗');
    jin.sees('全员到岗:能来请按“我来”', '门口聚集三十多人');
    yu.sees('Everybody is called in', 'Coming');
    await yu.presses('Coming');
    await jin.presses('来不了…');
    await jin.fills({ text: '发烧' });
    ren.sees('能来 1 · 余飞', '来不了 1 · 金浩', '未答 6');
    await luo.pressesOn('特殊情况 #2026-2', '我来');
    luo.sees('骆静 · 23:00 已收到', '能来 2');
    await ren.presses('处置完毕…');
    await ren.fills({ text: '劝散' });
    ren.sees('特殊情况 #2026-2', '已处置');
  });

  it('the written report goes to those who have to have it, as a document', async () => {
    await ren.presses('写报告…');
    await ren.fills({ course: '23:00 门口聚集三十多人', handling: '劝散,无人受伤' });
    ren.sees('交书面报告');
    expect(filesOf(luo)).toEqual([expect.stringMatching(/^特殊情况 2026-2 书面报告 \d{4}-\d\d-\d\d\.docx$/)]);
    expect(filesOf(shi)).toEqual([]);
    await ren.presses('结束…');
    await ren.fills({ text: '无人受伤' });
    ren.sees('特殊情况 #2026-2', '已结束');
    tie.sees('任杰 结束了事件');
  });

  it('whoever is outside is reached by hand and confirmed on the card', async () => {
    await shi.says('incident violation: guard left the post');
    shi.sees('To be phoned');
    await shi.presses('Reached guard company…');
    await shi.fills({ who: 'Mr Ma, guard company', how: 'phone', when: '22:00' });
    shi.sees('it lies between when it was known and now');
    await shi.fills({ who: 'Mr Ma, guard company', how: 'phone', when: '23:00' });
    shi.sees('guard company · reached 23:00: Mr Ma, guard company');
  });

  it('in the morning the relief refuses with a reason of the rules, and the captain lets them go with his own', async () => {
    const hou = world.person('slack', 'U0S08');
    await world.until('2026-12-04T07:30');
    await ren.presses('写交班情况');
    await ren.fills(report);
    await pressesAll(ren, '做好了');
    await ren.presses('确认并签字');
    ren.sees('已签字', '口令在私聊里');
    await hou.says('接班');
    await hou.pressesOn('任杰 已签', '拒绝接班…');
    await hou.fills({ why: '操作间不整洁', remark: '控制室没打扫' });
    hou.sees('已拒绝接班');
    ren.sees('侯勇拒绝接班', '操作间不整洁');
    await tie.pressesOn('任杰', '带班放行…');
    await tie.fills({ reason: '保洁九点到,先放人' });
    ren.sees('铁军放行了你,可以下班', '保洁九点到');
    expect((await handoverOf('ren-jie')).state).toBe('overridden');
  });
});
