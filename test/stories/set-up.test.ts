import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textFile } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** In an organisation in which nothing is set up, to the first announcement, all from chat. */
describe.each([
  {
    platform: 'slack' as const,
    chief: 'U0G00',
    guard: 'U0G01',
    other: 'U0G03',
    stranger: 'U0NEW',
    names: ['陈志远', '赵建国', '孙立军', '韦小川'],
    channel: 'guards',
  },
  {
    platform: 'feishu' as const,
    chief: 'ou_gate00',
    guard: 'ou_gate06',
    other: 'ou_gate07',
    stranger: 'ou_new',
    names: ['陈志远', '吴卫东', '郑国强', '莫晓云'],
    channel: '门岗值班群',
  },
])(
  'the first desk, from $platform',
  ({ platform, chief, guard, other, stranger, names: [chiefName = '', guardName = '', otherName = '', newName = ''], channel }) => {
    let world: World;
    let captain: StoryPerson;
    let first: StoryPerson;
    beforeAll(async () => {
      world = await startWorld({ at: '2026-11-30T10:00', desks: [] });
      captain = world.person(platform, chief);
      first = world.person(platform, guard);
    });
    afterAll(() => world.stop());

    it('whoever asks first is shown how to begin', async () => {
      await first.says('上班');
      first.sees('这里还没有班组', '第一个设置班组的人成为管理员', '设置班组');
    });

    it('a regulation, a name, a lead and the people make a desk', async () => {
      await captain.commands('/duty setup', channel);
      first.looks();
      expect(captain.choices('preset')).toContain('物业安全管理制度——值班管理规定');
      await captain.fills({ preset: '物业安全管理制度——值班管理规定', name: '东门', lead: chief, lead_role: '保安队长' });
      await captain.fills({ people: [guard, other], names: '老马', role: '保安' });
      captain.sees('建立班组 东门', '待确认', `${chiefName} · 保安队长`, guardName, otherName, '老马', '当前频道');
      expect(await world.database.query('SELECT 1 FROM desk', [])).toEqual([]);
      await captain.presses('建立');
      captain.sees('班组 东门 建好了', '4 人', '老马');
      await captain.closes();
      first.hearsNothing();
    });

    it('the lead adds somebody by their account; others cannot', async () => {
      await captain.says('人员');
      captain.sees('人员 · 东门', `${chiefName}`, '保安队长、管理员', '老马', '未关联账号');
      await captain.presses('添加');
      await captain.fills({ people: [stranger], roles: ['保安'] });
      captain.sees(`已加入东门:${newName}`);
      await captain.closes();
      await first.says('人员');
      first.sees('人员 · 东门', newName);
      expect(first.buttons()).not.toContain('添加');
      await first.says('设置');
      first.sees('只有负责人可以建立班组');
    });

    it('a roster is sent and published, and the channel hears the next shift', async () => {
      const turn = ['早', '中', '晚', '休'];
      const cells = (at: number) => Array.from({ length: 31 }, (_, day) => turn[(day + at) % 4]).join(',');
      const lines = [
        '2026年12月',
        `姓名,${Array.from({ length: 31 }, (_, day) => day + 1).join(',')}`,
        ...[guardName, otherName, '老马', newName].map((name, at) => `${name},${cells(at)}`),
      ];
      await captain.says('', textFile('12月.csv', lines.join('\n')));
      captain.sees('待发布 · 东门2026年12月值班表', '4 人,31 天', '符合规定');
      await captain.presses('发布');
      captain.sees('东门2026年12月值班表已发布', '已分别告诉 3 人', '老马 没有关联消息账号');
      first.sees('你2026年12月的班 · 东门', '第一个:12月1日(周二)早班');
      await world.until('2026-12-01T07:40');
      first.seesIn(channel, '早班开始 · 东门', `接班:${guardName}`, '下班:老马(晚班)');
      await first.presses('上班打卡', channel);
      first.seesIn(channel, `在岗:${guardName} 07:40(迟到 10 分钟)`);
      await first.says('谁值班');
      first.sees('现在值班 · 东门', `早班 07:30–16:00:${guardName}`);
    });
  },
);
