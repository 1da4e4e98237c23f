import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../harness/start-world.ts';

/** The channel of each desk on either messenger. */
const channels = {
  gate: ['C0GATE', 'oc_gate'],
  works: ['C0WORKS', 'oc_works'],
  plant: ['C0PLANT', 'oc_plant'],
  annex: ['C0ANNEX', 'oc_annex'],
} as const;

/** A small desk of one person, around the clock in two shifts. */
const deskFile = (code: string, name: string, rules: string, settings: string): string => `organisation:
  code: harbour
  name: 滨江管理处
  locale: zh
  zone: Asia/Shanghai
workspaces:
  slack: [T0ZHIBAN]
  feishu: [zhiban_tenant]
desks:
  - code: ${code}
    name: ${name}
    presets:
${rules}
    settings: { reminder_lead_minutes: null, ${settings} }
    shifts:
      - { code: by-day, name: 日班, name_en: day, start: "07:30", end: "16:00" }
      - { code: by-night, name: 值夜, name_en: night, start: "16:00", end: "07:30+1" }
    rotations:
      - code: everybody
        from: "2025-01-06"
        rule:
          kind: pattern
          role: staff
          pattern: [by-day, by-night, "off", "off"]
          teams: [[${code}-a], [${code}-b], [${code}-c], [${code}-d]]
    channels:
      slack: [{ id: C0${code.toUpperCase()}, name: ${code} }]
      feishu: [{ id: oc_${code}, name: ${name}群 }]
people:
${['a', 'b', 'c', 'd'].map((one, at) => `  - { code: ${code}-${one}, name: ${name}${'甲乙丙丁'[at]}, slack: U0${code.toUpperCase()}${at}, feishu: ou_${code}${at}, desks: { ${code}: [${at === 0 ? 'department-head, staff' : 'staff'}] } }`).join('\n')}
`;

const shy = 'announce_shift_change: false, pin_duty_card: false';
const desks = [
  deskFile('works', '厂部', '      - { id: company-duty, from: "2025-01-01" }', shy),
  deskFile('plant', '机务', '      - { id: maintenance-duty, from: "2025-01-01" }', shy),
  deskFile(
    'annex',
    '分部',
    `      - id: company-duty
        from: "2025-01-01"
        overrides: [{ rule: company-duty-11, reaction: off, reason: 不挂值日牌, by: annex-a, from: "2025-01-01" }]`,
    'pin_duty_card: false',
  ),
];

/** A night and a day of four desks on both messengers: what hangs in their channels, and what does not. */
describe('who is on duty hangs in the channel', { timeout: 120_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ at: '2026-12-01T15:50', desks: ['gate'], deskFiles: desks });
  });
  afterAll(() => world.stop());

  /** Titles of what is pinned in the two channels of a desk; every one of them is marked, and nothing else is. */
  const hanging = (desk: keyof typeof channels): string[][] =>
    (['slack', 'feishu'] as const).map((platform, at) => {
      const { client } = world[platform];
      const channel = channels[desk][at] ?? '';
      const reader = client.users().find(({ id }) => client.conversations(id).some((each) => each.id === channel))?.id ?? '';
      const marked = client.messages(reader, channel).filter(({ pinned }) => pinned !== undefined);
      const pins = client.pins(reader, channel);
      expect(marked.map(({ id }) => id).sort()).toEqual(pins.map(({ id }) => id).sort());
      return pins.map(({ text }) => /\S+开始 · [^\s::]+/.exec(text)?.[0] ?? text);
    });
  const both = (title: string) => [[title], [title]];

  it('the shift that runs when the bot begins is posted and pinned at once, in both channels', () => {
    expect([hanging('gate'), hanging('works')]).toEqual([both('早班开始 · 门岗'), both('日班开始 · 厂部')]);
  });

  it('the card of the shift that begins is pinned, of every desk that does not say otherwise', async () => {
    await world.until('2026-12-01T16:05');
    expect(hanging('gate')).toEqual(both('中班开始 · 门岗'));
  });

  it('a rule that wants the names displayed has it posted and pinned whatever the desk prefers [company-duty-11] [maintenance-duty-10]', () => {
    expect(hanging('works')).toEqual(both('值夜开始 · 厂部'));
    expect(hanging('plant')).toEqual(both('值夜开始 · 机务'));
  });

  it('a desk may do without the pin where no rule wants it, or the rule is softened: the card is posted only [company-duty-11]', () => {
    expect(hanging('annex')).toEqual([[], []]);
    for (const platform of ['slack', 'feishu'] as const) {
      const channel = channels.annex[platform === 'slack' ? 0 : 1];
      const posted = world[platform].client.messages(platform === 'slack' ? 'U0ANNEX1' : 'ou_annex1', channel);
      expect(posted.map(({ text }) => text).join('\n')).toContain('值夜开始 · 分部');
    }
  });

  it('the next card hangs in its place, and it is the only one [company-duty-11] [maintenance-duty-10]', async () => {
    await world.until('2026-12-02T00:05');
    expect([hanging('gate'), hanging('works')]).toEqual([both('晚班开始 · 门岗'), both('值夜开始 · 厂部')]);
    await world.until('2026-12-02T07:35');
    expect(hanging('gate')).toEqual(both('早班开始 · 门岗'));
    expect(hanging('works')).toEqual(both('日班开始 · 厂部'));
    expect(hanging('plant')).toEqual(both('日班开始 · 机务'));
  });

  it('a channel whose settings forbid it gets its card all the same, and the captain hears once what to grant [company-duty-11]', async () => {
    // One for each desk that pins at that hour.
    world.slack.fault({ method: 'pins.add', fault: { error: 'restricted_action' }, count: 3 });
    world.feishu.fault({ method: 'im.pin.create', fault: { error: '230046' }, count: 3 });
    const captain = world.person('slack', 'U0G00');
    await world.until('2026-12-02T16:05');
    expect([hanging('gate'), hanging('works'), hanging('plant')]).toEqual([
      [[], []],
      [[], []],
      [[], []],
    ]);
    captain.sees('值班卡没能置顶 · #guards', '#guards 不允许机器人置顶消息', '下一班的卡片自动置顶');
    captain.sees('值班卡没能置顶 · 门岗值班群', '请群主把机器人设为管理员');
    world.person('slack', 'U0G03').seesIn('guards', '中班开始 · 门岗');
  });

  it('is pinned by itself once it is granted; a bot that was away meanwhile has one pin when it is back [company-duty-11]', async () => {
    await world.downUntil('2026-12-03T07:50');
    await world.settle();
    expect(hanging('gate')).toEqual(both('早班开始 · 门岗'));
    expect(hanging('works')).toEqual(both('日班开始 · 厂部'));
    expect(hanging('plant')).toEqual(both('日班开始 · 机务'));
  });
});
