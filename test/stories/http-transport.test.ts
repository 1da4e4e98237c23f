import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureFile } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** A short day over signed (Slack) and encrypted (Feishu) HTTP instead of sockets. */
describe('a day over HTTP', () => {
  let world: World;
  let captain: StoryPerson;
  let captainOnFeishu: StoryPerson;
  let qian: StoryPerson;
  let feng: StoryPerson;
  beforeAll(async () => {
    world = await startWorld({ at: '2026-11-30T07:25', desks: ['gate'], transport: 'http' });
    captain = world.person('slack', 'U0G00');
    captainOnFeishu = world.person('feishu', 'ou_gate00');
    qian = world.person('slack', 'U0G02');
    feng = world.person('feishu', 'ou_gate09');
  });
  afterAll(() => world.stop());

  const posted = async (path: string, headers: Record<string, string>, body: string) =>
    (await fetch(`${world.bot.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })).status;

  it('both messengers find the address', async () => {
    expect(await world.feishu.challenge()).toBe(true);
    expect(
      await world.slack.event('app_home_opened', { user: 'U0G02', channel: 'DU0G02', tab: 'home', event_ts: '1796000000.000001' }),
    ).toBe(true);
  });

  it('words, commands, buttons and the shift card', async () => {
    await qian.commands('/clock in');
    qian.sees('Clocked in 07:25', 'In time');
    await captainOnFeishu.says('上班');
    captainOnFeishu.sees('已上班打卡 07:25');
    await world.until('2026-11-30T07:32');
    const sun = world.person('slack', 'U0G03');
    await sun.presses('上班打卡', 'guards');
    for (const [reader, channel] of [
      [qian, 'guards'],
      [feng, '门岗值班群'],
    ] as const)
      reader.seesIn(channel, '早班开始 · 门岗', '已到齐', '孙立军 07:32(迟到 2 分钟)');
    await feng.presses('谁值班', '门岗值班群');
    feng.sees('现在值班 · 门岗', '早班 07:30–16:00');
  });

  it('a file, its preview, publication', async () => {
    await captain.says('12月', fixtureFile('roster-grid.csv'));
    captain.sees('待发布 · 门岗2026年12月值班表');
    await captain.presses('发布');
    captain.sees('门岗2026年12月值班表已发布');
    feng.sees('你2026年12月的班 · 门岗');
  });

  it('windows, form cards, home and menu', async () => {
    for (const lead of [captain, captainOnFeishu]) {
      await lead.opens('改班 12月1日');
      await lead.fills({ shift: '早班', in: lead === captain ? '郑国强' : '王学文' });
      lead.sees('已改班', '12月1日(周二)早班');
      await lead.closes();
      await lead.goesHome();
      expect(lead.home()).toContain('陈志远的值班');
    }
    await feng.menu('mine');
    feng.sees('我的班', '12月2日(周三)早班');
  });

  it('what is forged, stale or oversized is refused, and leaves a counter', async () => {
    const before = await world.database.query('SELECT count(*)::int AS n FROM inbox', []);
    const now = String(Math.floor(Date.now() / 1000));
    expect(
      await posted('/slack/events', { 'x-slack-request-timestamp': now, 'x-slack-signature': 'v0=00' }, '{"type":"event_callback"}'),
    ).toBe(401);
    expect(await posted('/slack/events', {}, '{}')).toBe(401);
    expect(
      await posted(
        '/feishu/events',
        { 'x-lark-request-timestamp': now, 'x-lark-request-nonce': 'n', 'x-lark-signature': '00' },
        '{"encrypt":"AAAA"}',
      ),
    ).toBe(401);
    expect(await posted('/slack/events', {}, 'x'.repeat(5_000_000))).toBe(413);
    const { text } = await world.asks('/metrics');
    expect(text).toMatch(/zhiban_refused_requests_total\{source="slack",reason="forged"\} [1-9]/);
    expect(text).toMatch(/zhiban_refused_requests_total\{source="feishu",reason="forged"\} [1-9]/);
    expect(text).toMatch(/zhiban_refused_requests_total\{source="slack",reason="oversized"\} 1/);
    expect(await world.database.query('SELECT count(*)::int AS n FROM inbox', [])).toEqual(before);
  });
});
