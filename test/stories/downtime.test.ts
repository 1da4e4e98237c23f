import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** What happens when the bot, or a messenger, is away: nothing is lost, nothing comes in a burst, what comes late says so. */
describe('downtime', () => {
  let world: World;
  let captain: StoryPerson;
  let zhao: StoryPerson;
  let sun: StoryPerson;
  let feng: StoryPerson;
  const channels = (): [StoryPerson, string][] => [
    [zhao, 'guards'],
    [feng, '门岗值班群'],
  ];
  const shiftCards = (reader: StoryPerson, channel: string) => reader.news(channel).filter((text) => /^(🕗 )?.班开始/.test(text));
  /** Ready state and the figures of the messengers. */
  const health = async () => {
    const ready = JSON.parse((await world.asks('/readyz')).text) as { status: string; messengers: { platform: string; state: string }[] };
    const metrics = (await world.asks('/metrics')).text;
    const figure = (name: string) => Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0);
    return {
      status: ready.status,
      states: ready.messengers.map(({ platform, state }) => `${platform} ${state}`),
      up: [figure('zhiban_messenger_up{platform="slack"}'), figure('zhiban_messenger_up{platform="feishu"}')],
      waiting: [
        figure('zhiban_outbox_messages{platform="slack",state="waiting"}'),
        figure('zhiban_outbox_messages{platform="feishu",state="waiting"}'),
      ],
    };
  };

  beforeAll(async () => {
    world = await startWorld({ at: '2026-11-24T15:10', desks: ['gate'] });
    captain = world.person('slack', 'U0G00');
    zhao = world.person('slack', 'U0G01');
    sun = world.person('slack', 'U0G03');
    feng = world.person('feishu', 'ou_gate09');
  });
  afterAll(() => world.stop());

  it('the bot is down over two shift changes: one announcement, and it says that it is late', async () => {
    await world.downUntil('2026-11-25T00:20');
    for (const [reader, channel] of channels()) {
      reader.seesIn(channel, '晚班开始 · 门岗', '11月25日(周三)', '补发:应于 00:00 发出,00:20 才发出');
      expect(reader.news(channel)).toHaveLength(1);
    }
    // The evening shift is over and the reminders of both are past; who is missing now is still told.
    captain.sees('晚班 · 门岗 有人未到', '钱志明', '孙立军', '00:00 开班,还没有打卡');
    expect(captain.news()).toHaveLength(2);
    sun.sees('你的晚班已于 00:00 开始,还没有打卡');
    expect(sun.news()).toHaveLength(1);
    for (const name of ['U0G01', 'U0G04', 'U0G05']) world.person('slack', name).hearsNothing();
    for (const name of ['ou_gate06', 'ou_gate07', 'ou_gate08', 'ou_gate09']) world.person('feishu', name).hearsNothing();
  });

  it('a digest that is late says so', async () => {
    await world.until('2026-11-25T06:50');
    await world.downUntil('2026-11-25T07:20');
    for (const [reader, channel] of channels())
      reader.seesIn(channel, '今日值班 · 门岗 · 11月25日(周三)', '补发:应于 07:00 发出,07:20 恢复后发出');
  });

  it('a messenger that is down is seen, the other goes on, and what is still worth saying waits', async () => {
    world.feishu.setOnline(false);
    await world.until('2026-11-25T07:35');
    expect(shiftCards(zhao, 'guards')).toHaveLength(2);
    expect(await health()).toMatchObject({ status: 'degraded', states: ['slack up', 'feishu down'], up: [1, 0] });
    expect((await health()).waiting[1]).toBeGreaterThan(0);
    await captain.presses('上班打卡', 'guards');
    await world.until('2026-11-25T16:03');
    feng.hearsNothing('门岗值班群');

    await world.until('2026-11-25T16:04');
    world.feishu.setOnline(true);
    await world.everyMessengerUp();
    await world.settle();
    // The early shift has ended meanwhile: its card would say nothing any more.
    expect(shiftCards(feng, '门岗值班群').filter((text) => text.includes('早班开始'))).toEqual([]);
    feng.seesIn('门岗值班群', '中班开始 · 门岗');
    expect(await health()).toMatchObject({ status: 'ready', states: ['slack up', 'feishu up'], up: [1, 1], waiting: [0, 0] });
  });

  it('a punch while the other messenger is down shows there once it is back', async () => {
    world.slack.setOnline(false);
    await world.until('2026-11-25T16:05');
    await feng.says('上班');
    feng.sees('已上班打卡 16:05', '迟到 5 分钟');
    expect((await health()).states).toEqual(['slack down', 'feishu up']);
    expect((await health()).waiting[0]).toBeGreaterThan(0);
    zhao.hearsNothing('guards');
    world.slack.setOnline(true);
    await world.everyMessengerUp();
    await world.settle();
    zhao.seesIn('guards', '中班开始 · 门岗', '在岗:冯永刚 16:05(迟到 5 分钟)');
  });
});
