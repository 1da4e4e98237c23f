import { describe, expect, it } from 'vitest';
import type { MessengerStatus } from '../runtime/messenger.ts';
import { createHealth } from './health.ts';

const up: MessengerStatus = { state: 'up', cause: null };
const down: MessengerStatus = { state: 'down', cause: { zh: '令牌失效', en: 'the token is no longer valid' } };
const readiness = (ping: () => Promise<number>, slack: MessengerStatus, feishu: MessengerStatus) =>
  createHealth({
    db: { ping },
    messengers: [
      { platform: 'slack', status: () => slack },
      { platform: 'feishu', status: () => feishu },
    ],
  }).ready();

describe('readiness', () => {
  it('is ready when everything works', async () => {
    expect(await readiness(async () => 2, up, up)).toEqual({
      status: 'ready',
      database: { up: true, roundTripMs: 2 },
      messengers: [
        { platform: 'slack', ...up },
        { platform: 'feishu', ...up },
      ],
    });
  });

  it('is degraded, not away, while a messenger is down: the other one goes on', async () => {
    expect(await readiness(async () => 2, up, down)).toMatchObject({ status: 'degraded', messengers: [up, down] });
    expect((await readiness(async () => 2, down, down)).status).toBe('degraded');
  });

  it('is away without the database, whether it refuses or never answers', async () => {
    expect(await readiness(() => Promise.reject(new Error('refused')), up, up)).toMatchObject({
      status: 'away',
      database: { up: false, roundTripMs: null },
    });
    expect(await readiness(() => new Promise(() => undefined), up, down)).toMatchObject({ status: 'away', database: { up: false } });
  });
});
