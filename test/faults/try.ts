import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { applyDeskFile } from '../../src/features/people/index.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { createSandboxFeishu } from '../../src/sandbox/feishu/index.ts';
import { sandboxSeeds } from '../../src/sandbox/seed.ts';
import { createSandboxSlack } from '../../src/sandbox/slack/index.ts';
import { readTick, type Tick } from '../bench/obligations-clock.ts';
import { newDatabase } from '../bench/server-database.ts';
import { Bots, noteClaims } from './bots.ts';
import * as deeds from './deeds.ts';
import { afternoon, faultDeskFile, faultPeople, publishShifts, smallFaults as size } from './organisation.ts';
import { Doer, shown } from './person.ts';
import { pressableLabels } from '../harness/read-payload.ts';
const dataDir = await mkdtemp(join(tmpdir(), 'zhiban-faults-'));
const server = await startEmbedded({ dataDir });
const url = await newDatabase(server.url, 'faults');
const db = connectDatabase(url);
const text = faultDeskFile(size);
const start = afternoon.subtract({minutes: 15});
const applied = await applyDeskFile(db, text, { vocabulary: deskFileVocabulary(), now: start, dryRun: false, by: null });
if (!applied.ok) { console.log(JSON.stringify(applied.refusal).slice(0,3000)); process.exit(1); }
await publishShifts(db, size);
await noteClaims(db);
let tick: Tick = { at: start.epochMilliseconds, since: null };
const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(readTick(tick)) };
const seeds = sandboxSeeds([text]);
const slack = createSandboxSlack({ ...sandboxApps.slack, seed: seeds.slack, clock, eventUrl: null, limits: 'off' });
const feishu = createSandboxFeishu({ ...sandboxApps.feishu, seed: seeds.feishu, clock, eventUrl: null, limits: 'off' });
const [{ apiUrl }, { domain }] = await Promise.all([slack.start(), feishu.start()]);
const env = sandboxApps.env({ slackApiUrl: apiUrl, feishuDomain: domain, transport: 'socket', port: 0 });
const bots = new Bots({ db, url, env, tick: () => tick });
await bots.start(0);
tick = { at: readTick(tick), since: Date.now() }; bots.tell(tick);
const clients = { slack: slack.client, feishu: feishu.client };
const doers = new Map(faultPeople(size).map((p) => [p.code, new Doer(clients[p.platform], p)]));
const of = (c: string) => doers.get(c)!;
await pause(3000);
for (let m=1;m<=3;m++) { tick={at: readTick(tick)+60000, since: Date.now()}; bots.tell(tick); await pause(1500); }
const run = async (n: string, f: () => Promise<unknown>) => { const t=performance.now(); try { console.log('OK', n, JSON.stringify(await Promise.race([f(), pause(25000).then(()=>{throw new Error('slow')})])), Math.round(performance.now()-t)); } catch (e) { console.log('FAIL', n, String(e).slice(0,200)); } };
await Promise.all([
 run('log', () => deeds.writesLog(of('hall-0'), 1)),
 run('incident', () => deeds.reportsIncident(of('hall-1'), of('admin-0'), 1)),
 run('leave', () => deeds.asksLeave(of('staff-0'), of('lead-0'), 1)),
 run('leave2', () => deeds.asksLeave(of('staff-1'), of('lead-1'), 1)),
 run('punch', () => deeds.clocksInAndOut(of('yard-0'))),
 run('punch2', () => deeds.clocksInAndOut(of('yard-1'))),
 run('round', () => deeds.reportsRound(of('guard-0'))),
 run('round2', () => deeds.reportsRound(of('guard-1'))),
 run('hand', () => deeds.handsOver(of('goes-0'), of('comes-0'))),
 run('hand2', () => deeds.handsOver(of('goes-1'), of('comes-1'))),
]);
for (const d of doers.values()) { console.log('=====', d.who.code, d.who.platform); for (const m of d.messages().slice(-5)) console.log(shown(m).replace(/\n+/g,' | ').slice(0,420), '  [', pressableLabels(m.payload).join(','), ']'); }
await bots.stop(); await Promise.all([slack.stop(), feishu.stop()]); await db.close(); await server.stop(); await rm(dataDir,{recursive:true,force:true}); process.exit(0);
