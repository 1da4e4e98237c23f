import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Temporal } from '../../src/core/time.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { clockInFigures } from './clock-in.ts';
import { fanOutFigures } from './fan-out.ts';
import { type Figure, table } from './figures.ts';

/**
 * `npm run bench`: each figure beside a baseline measured in the same run. `--people` and `--years` size the history (10,000 and 5 are the design's; it
 * takes some minutes and gigabytes), `--messages` the fan-out, `--only` names one part, `--json FILE` writes the figures.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '6600' },
    years: { type: 'string', default: '1' },
    messages: { type: 'string', default: '10000' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});

const dataDir = await mkdtemp(join(tmpdir(), 'zhiban-bench-'));
const server = await startEmbedded({ dataDir });
const log = (line: string) => process.stderr.write(`${line}\n`);
const clock = { now: () => Temporal.Now.instant() };
const figures: Figure[] = [];
try {
  if (values.only === undefined || values.only === 'clock-in') {
    figures.push(...(await clockInFigures({ server: server.url, clock, log, people: Number(values.people), years: Number(values.years) })));
  }
  if (values.only === undefined || values.only === 'fan-out') {
    figures.push(...(await fanOutFigures({ server: server.url, clock, log, messages: Number(values.messages) })));
  }
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
process.stdout.write(`${table(figures)}\n`);
if (values.json !== undefined) {
  const plain = figures.map(({ id, value, unit, baseline, ratio }) => ({ id, value, unit, baseline, ratio }));
  await writeFile(values.json, `${JSON.stringify({ figures: plain }, null, 2)}\n`);
}
