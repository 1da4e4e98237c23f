import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '../../src/db/embedded.ts';
import { clockInFigures, historyFigures, leastPeople } from './clock-in.ts';
import { fanOutFigures, killedFanOut } from './fan-out.ts';
import { type Figure, table } from './figures.ts';
import { obligationFigures } from './obligations.ts';
import { startFigures } from './start.ts';
import { swapFigures } from './swap.ts';

/**
 * `npm run bench`: each figure beside a baseline measured in the same run. `--people` and `--years` size the history (10,000 and 5 are the
 * design's; that takes some minutes and gigabytes), `--messages` the fan-out, `--desks` and `--hours` what is due (1000 and 24 are the design's; an
 * hour of the day takes some minutes), `--small` makes that a quick look, `--only` names parts (clock-in, history, swap, obligations, fan-out,
 * start, separated by commas), `--json FILE` writes the figures.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: String(leastPeople) },
    years: { type: 'string', default: '0.25' },
    messages: { type: 'string', default: '10000' },
    desks: { type: 'string', default: '1000' },
    hours: { type: 'string', default: '2' },
    small: { type: 'boolean', default: false },
    only: { type: 'string', default: 'clock-in,history,swap,obligations,fan-out,start' },
    json: { type: 'string' },
  },
});
const parts = new Set(values.only.split(','));
const people = Math.max(leastPeople, Number(values.people));
const dataDir = await mkdtemp(join(tmpdir(), 'zhiban-bench-'));
const server = await startEmbedded({ dataDir });
const log = (line: string) => process.stderr.write(`${line}\n`);
const options = { server: server.url, log, people, years: Number(values.years), messages: Number(values.messages) };
const obligations = values.small ? { desks: 20, hours: 0.55 } : { desks: Number(values.desks), hours: Number(values.hours) };
const figures: Figure[] = [];
try {
  if (parts.has('clock-in')) figures.push(...(await clockInFigures(options)));
  if (parts.has('history')) figures.push(...(await historyFigures(options)));
  if (parts.has('swap')) figures.push(...(await swapFigures(options)));
  if (parts.has('obligations')) figures.push(...(await obligationFigures({ ...options, ...obligations })));
  if (parts.has('fan-out')) figures.push(...(await fanOutFigures(options)));
  // What a killed process was sending is taken up a minute later; the start is measured meanwhile.
  const killed = parts.has('fan-out') ? await killedFanOut(options) : null;
  if (parts.has('start')) figures.push(...(await startFigures(log)));
  if (killed !== null) figures.push(...(await killed.settle()));
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
process.stdout.write(`history: ${people} people, ${values.years} years; fan-out: ${values.messages} messages\n\n${table(figures)}\n`);
if (values.json !== undefined) {
  const plain = figures.map(({ id, value, unit, baseline, ratio }) => ({ id, value, unit, baseline, ratio }));
  await writeFile(values.json, `${JSON.stringify({ figures: plain }, null, 2)}\n`);
}
