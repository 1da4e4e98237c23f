import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faults } from './faults.ts';
import { fullFaults, smallFaults } from './organisation.ts';

/**
 * `npm run test:faults`: people work through both messengers while one of two bots is killed without warning, 200 times. `--postgres` also restarts
 * Postgres under load, ten times or as often as it says (`--postgres 3`). `--kills`, `--deeds`, `--small` make it smaller, `--seed` repeats the choices.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    kills: { type: 'string', default: '200' },
    deeds: { type: 'string', default: '1000' },
    postgres: { type: 'string', default: '0' },
    small: { type: 'boolean', default: false },
  },
  args: process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg === '--postgres' && !/^\d+$/.test(all[index + 1] ?? '') ? [arg, '10'] : [arg])),
});
const dataDir = await mkdtemp(join(tmpdir(), 'zhiban-faults-'));
let failed = true;
try {
  process.stdout.write(`seed ${values.seed}\n`);
  const { problems, counts, seconds } = await faults({
    dataDir,
    seed: Number(values.seed),
    kills: Number(values.kills),
    restarts: Number(values.postgres),
    deeds: Number(values.deeds),
    size: values.small ? smallFaults : fullFaults,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  for (const [what, count] of Object.entries(counts)) process.stdout.write(`${String(count).padStart(7)}  ${what}\n`);
  process.stdout.write(
    `${values.kills} kills and ${values.postgres} restarts in ${seconds.toFixed(0)} s, seed ${values.seed}: ${problems.length} problems\n`,
  );
  for (const problem of problems.slice(0, 200)) process.stdout.write(`  ${problem}\n`);
  failed = problems.length > 0;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
