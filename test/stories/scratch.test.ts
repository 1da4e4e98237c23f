import { it } from 'vitest';
import { startWorld } from '../harness/start-world.ts';

it('tries', async () => {
  let t = performance.now();
  const lap = (what: string) => { console.log(`${what}: ${Math.round(performance.now() - t)} ms`); t = performance.now(); };
  const w = await startWorld({ at: '2026-11-30T06:20', desks: ['gate', 'monitoring'] });
  lap('start');
  const captain = w.person('slack', 'U0G00');
  await w.until('2026-11-30T07:50');
  lap('until 07:50');
  console.log(captain.news().join('\n~~~\n'));
  console.log('CHANNEL', captain.news('guards').join('\n~~~\n'));
  for (const word of ['上班', '谁值班', 'helo', '到岗']) { await captain.says(word); lap(word); console.log(captain.news().join('\n~~~\n')); }
  await captain.commands('/duty who', 'guards'); lap('command'); console.log(captain.news('guards').join('\n~~~\n'));
  await captain.commands('/duty mine'); lap('command'); console.log(captain.news().join('\n~~~\n'));
  await captain.goesHome(); lap('home'); console.log(captain.home());
  console.log(JSON.stringify(await w.database.query(`select platform,state,kind,destination,error from outbox where state not in ('sent')`, []), null, 1).slice(0, 3000));
  await w.stop(); lap('stop');
}, 60_000);
