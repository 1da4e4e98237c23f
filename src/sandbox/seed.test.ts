import { describe, expect, it } from 'vitest';
import { exampleDeskFiles, sandboxSeeds } from './seed.ts';

describe('the people of the sandbox', () => {
  const seeds = sandboxSeeds(exampleDeskFiles().map((file) => file.text));

  it('are those of the desk files who have an account in the messenger', () => {
    expect(seeds.slack.users.map((user) => user.name)).toEqual(
      expect.arrayContaining(['陈志远', '赵建国', 'Qian Zhiming', '方志强', '韦小川', 'Alex Martin']),
    );
    expect(seeds.feishu.users.map((user) => user.name)).toEqual(expect.arrayContaining(['陈志远', '冯永刚', '宋涛', '莫晓云']));
    expect(seeds.feishu.users.map((user) => user.name)).not.toContain('赵建国');
    expect(seeds.slack.users.filter((user) => user.external).map((user) => user.id)).toEqual(['U0GUEST']);
    expect(seeds.slack.users.find((user) => user.id === 'U0G00')).toMatchObject({
      title: '保安队长',
      email: 'chen.zhiyuan@harbour.example',
      locale: 'zh',
    });
  });

  it('stand in the channels of their desks, whose ids are those of users that exist', () => {
    for (const seed of [seeds.slack, seeds.feishu]) {
      const known = new Set(seed.users.map((user) => user.id));
      expect(new Set(seed.users.map((user) => user.id)).size).toBe(seed.users.length);
      for (const channel of seed.channels) expect(channel.members.filter((member) => !known.has(member))).toEqual([]);
    }
    expect(seeds.slack.channels.map((channel) => [channel.id, channel.name, channel.members.length])).toEqual([
      ['C0GATE', 'guards', 8],
      ['C0MONITOR', 'monitoring', 7],
      ['C0CENTRE', 'service-centre', 3],
      ['C0HOTLINE', 'hotline', 6],
      ['C0HALLGUARDS', 'hall-guards', 6],
    ]);
    expect(seeds.feishu.channels.map((channel) => [channel.id, channel.name, channel.members.length])).toEqual([
      ['oc_gate', '门岗值班群', 6],
      ['oc_monitoring', '监控中心值班群', 7],
      ['oc_centre', '客服中心管理群', 2],
      ['oc_hotline', '热线值班群', 7],
      ['oc_hallguards', '大厅安保群', 6],
    ]);
  });
});
