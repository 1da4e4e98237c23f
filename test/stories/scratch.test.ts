import { it } from 'vitest';
import { readFileSync } from 'node:fs';
import { startWorld } from '../harness/start-world.ts';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
it('tries', async () => {
  let t = performance.now();
  const lap = (what: string) => { console.log(`${what}: ${Math.round(performance.now() - t)} ms`); t = performance.now(); };
  const w = await startWorld({ at: '2026-11-29T20:20', desks: ['gate', 'monitoring'] });
  lap('start');
  const captain = w.person('slack', 'U0G00');
  const show = (who: string, channel?: string) => { const p = w.person(who.startsWith('ou_') ? 'feishu' : 'slack', who); console.log('#####', who, channel ?? '', '\n' + p.news(channel).join('\n~~~\n')); };
  await captain.says('', { name: 'roster-grid.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', content: fixture('roster-grid.xlsx') });
  lap('file'); show('U0G00');
  await captain.says('12月', { name: 'roster-grid.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', content: fixture('roster-grid.xlsx') });
  lap('file'); show('U0G00');
  await captain.presses('发布'); lap('publish'); show('U0G00');
  for (const who of ['U0G02', 'ou_gate06', 'ou_gate00']) show(who);
  show('U0G02', 'guards'); show('ou_gate06', 'oc_gate');
  await w.until('2026-11-30T07:50'); lap('until');
  show('U0G00'); show('U0G02'); show('U0G03'); show('U0G02', 'guards'); 
  await w.until('2026-11-30T09:50'); show('U0G02', 'guards'); show('ou_gate06', 'oc_gate');
  await w.stop(); lap('stop');
}, 60_000);
