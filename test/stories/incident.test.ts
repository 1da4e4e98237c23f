import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFixture } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** A morning in a service hall whose people are half on Slack, half on Feishu, some of them reading English. */
describe('incidents in a service hall', () => {
  let world: World;
  let guan: StoryPerson;
  let chen: StoryPerson;
  let an: StoryPerson;
  /** Reads English, on Feishu. */
  let bowen: StoryPerson;
  /** Reads English, on Slack. */
  let dai: StoryPerson;

  beforeAll(async () => {
    world = await startWorld({ at: '2026-12-01T10:00', desks: [], deskFiles: [deskFixture('desk-hall.yaml')], rosters: false });
    guan = world.person('slack', 'U0H00');
    chen = world.person('feishu', 'ou_hall01');
    an = world.person('slack', 'U0H02');
    bowen = world.person('feishu', 'ou_hall03');
    dai = world.person('slack', 'U0H04');
  });
  afterAll(() => world.stop());

  const urgent = (person: StoryPerson): boolean => person.messages().at(-1)?.urgent ?? false;

  it('one line in Slack opens it at once; whoever has to know hears of it in their own messenger', async () => {
    await an.commands('/duty incident 大厅可疑包裹');
    an.sees('已上报 · 可疑物品', '大厅可疑包裹', '已通知:中心管理人员 管磊');
    an.sees('可疑物品 #2026-1 · 大厅', '处置中', '扣下可疑物品,不要移动', 'center-security-2-17', '管磊 · 10:00 已通知 · 10:05 前');
    guan.sees('请处理或决定', '大厅可疑包裹', '知道时间 12月1日(周二)10:00');
    for (const [reader, channel] of [
      [an, 'hall'],
      [bowen, '大厅值班群'],
    ] as const)
      reader.seesIn(channel, '可疑物品 #2026-1', '大厅可疑包裹', '已通知:中心管理人员 管磊');
    chen.hearsNothing();
  });

  it('an answer stands on everybody’s card; pressed twice at once it is one answer', async () => {
    await world.until('2026-12-01T10:02');
    const pressed = guan.finger('收到');
    await Promise.all([pressed(), pressed()]);
    await world.settle();
    guan.sees('管磊 · 10:02 已收到');
    expect(an.messages().some(({ payload }) => JSON.stringify(payload).includes('10:02 已收到'))).toBe(true);
    expect(await world.database.query("SELECT 1 FROM incident_line WHERE kind = 'answer'", [])).toHaveLength(1);
  });

  it('details follow, it is handled and closed; the channels see the end', async () => {
    await an.presses('补充…');
    await an.fills({ text: '包里是一台旧电脑' });
    an.sees('安平 · 包里是一台旧电脑');
    await an.presses('处置完毕…');
    await an.fills({ text: '失主已认领' });
    an.sees('已处置', '失主已认领');
    await an.presses('结束…');
    await an.fills({ text: '归还' });
    an.sees('已结束');
    guan.sees('安平 结束了事件');
    bowen.seesIn('大厅值班群', '可疑物品 #2026-1', '已结束');
  });

  it('in Feishu, in English, a major one is urgent; the hour to the province runs and is confirmed by hand', async () => {
    await bowen.says('incident fire in the hall, major');
    bowen.sees('Reported · Fire', 'fire in the hall, major', 'To be phoned: provincial duty rooms');
    bowen.sees('Fire #2026-2 · Hall', 'Open', 'call the police (110) where it is severe', 'reached by hand · by 11:02');
    guan.sees('火情 #2026-2', '请处理或决定');
    chen.sees('火情 #2026-2', '请协助处置');
    expect([urgent(bowen), urgent(chen)]).toEqual([false, false]);
    dai.hearsNothing();
    await bowen.presses('verification…');
    await bowen.fills({ who: 'Bowen', what: 'Smoke from the kitchen, two people out' });
    bowen.sees('verification: Bowen · Smoke from the kitchen, two people out');
    dai.sees('It is for you to act or decide', 'fire in the hall, major');
    await world.until('2026-12-01T10:33');
    bowen.sees('30 min left to reach provincial duty rooms');
    await bowen.presses('Reached provincial duty rooms…');
    await bowen.fills({ who: 'Director Wang', how: 'phone', when: '10:40' });
    bowen.sees('it lies between when it was known and now');
    await bowen.fills({ who: 'Director Wang', how: 'phone', when: '10:32' });
    bowen.sees('provincial duty rooms · reached 10:32: Director Wang');
  });

  it('everybody is called out in both messengers, urgent in Feishu, and the roll fills', async () => {
    await an.commands('/duty incident 特殊情况 人群聚集');
    an.sees('已叫全员 4 人到岗');
    chen.sees('全员到岗:能来请按“我来”', '人群聚集');
    bowen.sees('Everybody is called in', '人群聚集');
    expect([urgent(chen), urgent(bowen)]).toEqual([true, true]);
    await chen.presses('我来');
    await bowen.presses('Cannot come…');
    await bowen.fills({ text: 'abroad' });
    an.sees('全员到岗', '能来 1 · 陈锋', '来不了 1 · 博文', '未答 2');
    an.seesIn('hall', '能来 1 · 来不了 1 · 未答 2');
  });

  it('the written report comes as a document to each who has to have it', async () => {
    await an.presses('写报告…');
    await an.fills({ course: '10:40 大厅聚集约 60 人', handling: '疏导后散去' });
    an.sees('交书面报告');
    const files = (person: StoryPerson): string[] => person.messages().flatMap((message) => message.files.map(({ name }) => name));
    expect(files(an)).toEqual([expect.stringMatching(/^特殊情况 2026-3 书面报告 \d{4}-\d\d-\d\d\.docx$/)]);
    expect(files(guan)).toHaveLength(1);
    expect(files(bowen)).toEqual([]);
  });

  it('what is open and what was is listed, in the language of whoever asks', async () => {
    await bowen.says('incidents');
    bowen.sees('Incidents', 'Open · 2', 'Fire #2026-2', 'Last 30 days · 1', 'Suspicious item #2026-1');
    await an.commands('/duty incidents');
    an.sees('突发事件', '未结束 · 2', '火情 #2026-2');
  });

  it('a wrong person is refused in their language, and a line that says nothing keeps the form open', async () => {
    await chen.presses('看', '大厅值班群');
    chen.sees('特殊情况 #2026-3');
    await chen.says('上报');
    await chen.fills({ line: '西门有人吵架', known: '9点' });
    chen.sees('时间写成 07:30 这样');
  });
});
