import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureFile, textFile } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

describe('bad input', () => {
  let world: World;
  let captain: StoryPerson;
  let captainOnFeishu: StoryPerson;
  let qian: StoryPerson;
  let feng: StoryPerson;
  beforeAll(async () => {
    world = await startWorld({ at: '2026-11-30T10:00', desks: ['gate', 'monitoring'] });
    captain = world.person('slack', 'U0G00');
    captainOnFeishu = world.person('feishu', 'ou_gate00');
    qian = world.person('slack', 'U0G02');
    feng = world.person('feishu', 'ou_gate09');
  });
  afterAll(() => world.stop());
  const show = (p: StoryPerson, c?: string) => console.log('#####', p.id, c ?? '', '\n' + p.news(c).join('\n~~~\n'), p.outcome, p.modal() === null ? '' : JSON.stringify(p.modal()).slice(0, 3000));

  it('prints', async () => {
    const mo = world.person('feishu', 'ou_new');
    await mo.saysIn('门岗值班群', '@bot 谁值班'); show(mo); show(mo, '门岗值班群');
    const guest = world.person('slack', 'U0GUEST');
    await guest.says('who'); show(guest);
    await guest.commands('/duty who', 'guards'); show(guest, 'guards');
    await guest.goesHome(); console.log('HOME', guest.home());
    const grid = fixtureFile('roster-grid.csv').content.toString();
    await captain.says('12月', textFile('roster.csv', grid.replace('赵建国,早,早', '赵建国,甲,早').replace('钱志明', '钱明志').replace('冯永刚,休,早', '冯永刚,休,早早'))); show(captain);
    await captain.says('', textFile('menu.csv', 'a,b\n1,2')); show(captain);
    await captain.says('', { name: 'x.pdf', mimeType: 'application/pdf', content: Buffer.from('%PDF-1.4 hello') }); show(captain);
    await qian.says('12月', fixtureFile('roster-grid.csv')); show(qian);
    await captainOnFeishu.says('12月', fixtureFile('roster-grid-gb18030.csv')); show(captainOnFeishu);
    await captainOnFeishu.says('日历 2027-10'); show(captainOnFeishu);
    await captain.commands('/duty calendar 2027-10'); show(captain);
    await captain.opens('日历 导入'); show(captain);
  });
});
