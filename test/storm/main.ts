import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectDatabase } from '../../src/db/connect.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { newDatabase } from '../bench/server-database.ts';
import { fullSize, smallSize } from './organisation.ts';
import { storm } from './storm.ts';

/**
 * `npm run test:storm`: 10,000 random deeds of 200 people over 20 desks through three bot processes. `--seed` repeats one storm's choices; what
 * races does not repeat itself to the millisecond. `--deeds`, `--processes`, `--wave`, `--small` make it smaller.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    deeds: { type: 'string', default: '10000' },
    processes: { type: 'string', default: '3' },
    wave: { type: 'string', default: '100' },
    small: { type: 'boolean', default: false },
  },
});
const dataDir = await mkdtemp(join(tmpdir(), 'zhiban-storm-'));
const server = await startEmbedded({ dataDir, durable: false });
let failed = true;
try {
  const url = await newDatabase(server.url, 'storm');
  const db = connectDatabase(url);
  process.stdout.write(`seed ${values.seed}\n`);
  const { problems, counts, seconds } = await storm({
    url,
    db,
    seed: Number(values.seed),
    deeds: Number(values.deeds),
    processes: Number(values.processes),
    wave: Number(values.wave),
    size: values.small ? smallSize : fullSize,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  await db.close();
  const lines = Object.entries(counts).toSorted(([a], [b]) => a.localeCompare(b));
  for (const [what, count] of lines) process.stdout.write(`${String(count).padStart(7)}  ${what}\n`);
  process.stdout.write(`${values.deeds} deeds in ${seconds.toFixed(0)} s, seed ${values.seed}: ${problems.length} problems\n`);
  for (const problem of problems.slice(0, 200)) process.stdout.write(`  ${problem}\n`);
  failed = problems.length > 0;
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
