import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../faults/faults.ts';
import { smallFaults } from '../faults/organisation.ts';

/** A short `npm run test:faults`: two bots, people on both messengers, and things that end without warning. */
describe('faults', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'zhiban-faults-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('lose nothing and do nothing twice: six kills and a restart of Postgres under load', async () => {
    const { problems, counts } = await faults({
      dataDir,
      seed: 4,
      kills: 6,
      restarts: 1,
      deeds: 40,
      size: smallFaults,
      log: () => undefined,
    });
    expect(problems).toEqual([]);
    const kinds = ['log', 'incident', 'leave', 'punches', 'round', 'handover'];
    expect(kinds.filter((kind) => (counts[kind] ?? 0) === 0)).toEqual([]);
  }, 240_000);
});
