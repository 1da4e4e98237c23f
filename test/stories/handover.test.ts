import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findPressable } from '../harness/read-payload.ts';
import { readEnglish, startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** The hotline hands its shifts over by telecom-handover, and face to face with everything verified as the engineers do. */
const byRules = (text: string): string =>
  text.replace(
    /( +)- id: attendance-overtime\n +from: "2025-01-01"\n/,
    (whole, indent: string) => `${whole}${indent}- id: telecom-handover
${indent}  from: "2025-01-01"
${indent}- id: engineering-duty
${indent}  from: "2025-01-01"
${indent}  overrides: [{ rule: engineering-duty-09, reaction: off, reason: 换班按换班制度办, by: shen-yaqin, from: "2025-01-01" }]
`,
  );
const report = {
  s_equipment: '3 号座席耳机坏',
  s_difficult_questions: '无',
  s_people_changes: '无',
  s_duty: 'Quiet',
  s_machines: 'All running',
  s_open_problems: 'none',
};

/** Whether the window that is open, or else the newest message, has the button. */
const offers = (person: StoryPerson, label: string): boolean => {
  const modal = person.modal();
  return modal === null ? person.buttons().includes(label) : findPressable(modal, label) !== null;
};

/** Presses a button as long as there is one, item after item. */
async function pressesAll(person: StoryPerson, label: string): Promise<void> {
  for (let times = 0; times < 30 && offers(person, label); times += 1) await person.presses(label);
}

/** A change of shift at the hotline, on both messengers: whoever goes is on one, the relief on the other. */
describe('handing over at the hotline', { timeout: 120_000 }, () => {
  let world: World;
  /** Reads English, on Slack; goes at four. */
  let xia: StoryPerson;
  /** On Feishu; goes at four. */
  let mao: StoryPerson;
  /** On Slack; comes at four. */
  let tan: StoryPerson;
  /** Reads English, on Feishu; comes at four. */
  let yan: StoryPerson;
  /** Leads the hotline, on Slack. */
  let bai: StoryPerson;

  beforeAll(async () => {
    const english = readEnglish('xia-jing', 'yan-kai');
    world = await startWorld({ at: '2026-12-02T15:00', desks: ['hotline'], change: (text) => byRules(english(text)) });
    xia = world.person('slack', 'U0H05');
    mao = world.person('feishu', 'ou_hot06');
    tan = world.person('slack', 'U0H07');
    yan = world.person('feishu', 'ou_hot08');
    bai = world.person('slack', 'U0H03');
  });
  afterAll(() => world.stop());

  const states = () =>
    world.database.query<{ state: string; outgoing: string; incoming: string | null; code: string | null }>(
      `SELECT h.state, o.code AS outgoing, i.code AS incoming, h.code FROM handover h JOIN person o ON o.org_id = h.org_id AND o.id = h.outgoing_id
         LEFT JOIN person i ON i.org_id = h.org_id AND i.id = h.incoming_id ORDER BY o.code`,
      [],
    );
  const codeOf = async (outgoing: string): Promise<string> => (await states()).find((row) => row.outgoing === outgoing)?.code ?? '';

  it('half an hour before, whoever goes has the hand-over to fill in', async () => {
    await world.until('2026-12-02T15:30');
    xia.sees('Handover · Hotline, day', 'to prepare', 'Xia Jing to sign');
    mao.sees('交接班 · 热线台 白班', '待交班', '毛磊 待签');
    tan.seesNot('交接班 · 热线台');
  });

  it('a shift that is not yours is not yours to hand over, in either language', async () => {
    await tan.commands('/duty handover 白班');
    tan.sees('白班不是你的班', '毛磊', '来交');
    await yan.says('handover day');
    yan.sees('The day shift is not yours', 'It is for', 'Mao Lei');
    await bai.says('接班');
    bai.sees('现在没有班等你接');
  });

  it('in English on Slack: the report, the papers, the signature, and the code for the relief only', async () => {
    await xia.presses('Write the report');
    await xia.fills(report);
    xia.sees('Item 1 of 3', 'run records', 'engineering-duty-17');
    await pressesAll(xia, 'Done');
    xia.sees('Everything has been gone through');
    tan.sees('交接班 · 热线台 白班', '逐项确认', '夏静 待签');
    await xia.presses('Confirm and sign');
    const code = await codeOf('xia-jing');
    xia.sees('Signed', 'The code is in your direct chat');
    xia.sees(`Code ${[...code].join(' ')}`, 'good for 5 minutes');
    tan.seesNot([...code].join(' '));
  });

  it('in Chinese on Slack: the relief goes through everything, types a wrong code and the right one, and it is done', async () => {
    const code = await codeOf('xia-jing');
    await yan.says(`take over ${code === '0000' ? '1111' : '0000'}`);
    yan.sees('This is not the code', '4 more tries');
    await tan.pressesOn('夏静 已签', '逐项确认');
    tan.sees('逐项确认 1/', 'engineering-duty');
    for (const label of ['正常', '做好了', '我接手']) await pressesAll(tan, label);
    tan.sees('都确认过了');
    await tan.presses('确认并签字');
    await tan.fills({ code: code === '0000' ? '1111' : '0000' });
    tan.sees('口令不对', '还可以试 4 次');
    await tan.fills({ code });
    expect(await states()).toContainEqual({ state: 'sealed', outgoing: 'xia-jing', incoming: 'tan-xiaoyu', code: null });
    xia.sees('The handover is done', 'Your shift ends at 16:00');
    await tan.says('接班');
    await xia.says('handover');
    xia.sees('handed over', 'Tan Xiaoyu signed');
  });

  it('nobody leaves before the relief is at the desk, and the stay counts', async () => {
    await world.until('2026-12-02T16:05');
    await xia.commands('/clock out');
    xia.sees('You cannot go yet', 'The relief is not there', 'telecom-handover-04');
    bai.looks();
    await tan.commands('/clock in');
    tan.sees('已上班打卡');
    await xia.commands('/clock out');
    xia.sees('Clocked out 16:05', 'You were kept for 5 min');
  });

  it('on Feishu: an incident between the signatures stops it in both languages, a late signature is told why, and it starts again', async () => {
    await mao.presses('写交班情况');
    await mao.fills(report);
    await pressesAll(mao, '做好了');
    await mao.presses('确认并签字');
    mao.sees('已签字', '口令在私聊里');
    mao.sees(`口令 ${[...(await codeOf('mao-lei'))].join(' ')}`, '16:10 前有效');
    // A new code makes the old one void where it stands.
    await world.until('2026-12-02T16:06');
    await mao.presses('换新口令');
    const code = await codeOf('mao-lei');
    mao.sees('口令', '已作废');
    mao.sees(`口令 ${[...code].join(' ')}`, '16:11 前有效');
    await mao.says('incident 机房跳闸');
    mao.sees('交接已停止', '你继续负责');
    yan.sees('The handover is stopped', 'Please help');
    await yan.says(`take over ${code}`);
    yan.sees('is not over; the handover is stopped');
    mao.sees('口令', '已作废');
    await mao.says('交班');
    expect(mao.buttons()).toEqual(['看内容']);
    expect((await states()).find(({ outgoing }) => outgoing === 'mao-lei')?.state).toBe('stopped');
  });

  it('a lead lets somebody go with a reason; the card says who and why', async () => {
    await bai.pressesOn('毛磊', '带班放行…');
    await bai.fills({ reason: '停电抢修,我来交' });
    bai.sees('已放行', '毛磊');
    mao.sees('白雪峰放行了你', '停电抢修,我来交');
    await mao.says('下班');
    mao.sees('已下班打卡');
  });
});

/** Whoever opens a hand-over by a word has its card once, wherever they type. */
describe('opening a hand-over at the hotline', { timeout: 120_000 }, () => {
  let world: World;
  /** Reads English, on Slack. */
  let xia: StoryPerson;
  /** On Feishu. */
  let mao: StoryPerson;

  beforeAll(async () => {
    world = await startWorld({ at: '2026-12-02T15:00', desks: ['hotline'], change: (text) => byRules(readEnglish('xia-jing')(text)) });
    xia = world.person('slack', 'U0H05');
    mao = world.person('feishu', 'ou_hot06');
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.database.query('DELETE FROM handover_item', []);
    await world.database.query('DELETE FROM handover', []);
    for (const person of [xia, mao]) person.looks();
  });

  it('in the direct chat it is the answer, on either messenger', async () => {
    await mao.says('交班');
    expect(mao.news()).toHaveLength(1);
    mao.sees('交接班 · 热线台 白班', '待交班', '写交班情况');
    await xia.says('hand over');
    expect(xia.news()).toHaveLength(1);
    xia.sees('Handover · Hotline, day', 'to prepare', 'Write the report');
  });

  it('by the command in the direct chat, too', async () => {
    await xia.commands('/duty handover');
    expect(xia.news()).toHaveLength(1);
    xia.sees('Handover · Hotline, day', 'to prepare');
  });

  it('in the channel of the desk on Slack one line says where it is, to whoever typed alone', async () => {
    await xia.commands('/duty handover', 'C0HOTLINE');
    expect(xia.news('C0HOTLINE')).toHaveLength(1);
    xia.seesIn('C0HOTLINE', 'Handover · Hotline, day: the card is in your direct chat');
    xia.seesNot('Write the report', 'C0HOTLINE');
    expect(xia.news()).toHaveLength(1);
    xia.sees('Handover · Hotline, day', 'to prepare', 'Write the report');
    world.person('slack', 'U0H07').seesNot('direct chat', 'C0HOTLINE');
  });

  it.each(['slack', 'feishu'] as const)(
    'said to the bot in the channel of the desk on %s it comes once into the direct chat',
    async (platform) => {
      const [who, channel] = platform === 'slack' ? [xia, 'C0HOTLINE'] : [mao, 'oc_hotline'];
      await who.saysIn(channel, platform === 'slack' ? '@bot handover' : '@bot 交班');
      expect(who.news()).toHaveLength(1);
      who.sees(platform === 'slack' ? 'Write the report' : '写交班情况');
      who.hearsNothing(channel);
    },
  );

  it('typed again it is shown as it is, once', async () => {
    await mao.says('交班');
    mao.looks();
    await mao.says('交班');
    expect(mao.news()).toHaveLength(1);
    mao.sees('交接班 · 热线台 白班', '待交班');
  });
});
