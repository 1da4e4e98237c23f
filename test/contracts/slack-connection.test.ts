import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxFault } from '../../src/sandbox/client.ts';
import { createSlackMessenger } from '../../src/slack/index.ts';
import { type SlackWorld, startSlackWorld, until } from './slack-world.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let world: SlackWorld | null = null;
const start = async (options: Parameters<typeof startSlackWorld>[0]): Promise<SlackWorld> => {
  world = await startSlackWorld(options);
  return world;
};
afterEach(async () => {
  await world?.stop();
  world = null;
});

describe('connection', () => {
  it.each(['socket', 'http'] as const)('starts while Slack is away and comes up later (%s)', async (transport) => {
    const { sandbox, messenger } = await start({ transport, offline: true });
    expect(messenger.status()).toMatchObject({ state: 'down', cause: { en: expect.stringContaining('does not answer') } });
    sandbox.setOnline(true);
    await until(() => messenger.status().state === 'up');
    expect(messenger.tenant()).toBe('T1');
  });

  it('says what is wrong with the token, and keeps trying', async () => {
    const { sandbox, messenger } = await start({ transport: 'http', offline: true });
    sandbox.fault({ method: 'auth.test', fault: { error: 'invalid_auth' }, count: 1 });
    sandbox.setOnline(true);
    await until(() => messenger.status().cause?.en.includes('reinstall the app') === true);
    await until(() => messenger.status().state === 'up');
  });

  it('stops at once while Slack does not answer', async () => {
    const { sandbox, messenger } = await start({ transport: 'http', offline: true });
    sandbox.fault({ method: 'auth.test', fault: 'slow', count: 9 });
    sandbox.setOnline(true);
    await until(() => sandbox.transcript().some((entry) => entry.method === 'auth.test'));
    const from = performance.now();
    await messenger.stop();
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(messenger.status().state).toBe('down');
  });

  it('refuses settings with which it can never come up', () => {
    const now = () => new Date(0);
    expect(() => createSlackMessenger({ botToken: 'xoxp-1', signingSecret: 's', log: silent, now })).toThrow('SLACK_BOT_TOKEN');
    expect(() => createSlackMessenger({ botToken: 'xoxb-1', appToken: 'xoxb-1', log: silent, now })).toThrow('SLACK_APP_TOKEN');
    expect(() => createSlackMessenger({ botToken: 'xoxb-1', log: silent, now })).toThrow('SLACK_SIGNING_SECRET');
  });

  it('goes down when the token is revoked while it runs, and asks again', async () => {
    const { sandbox, messenger } = await start({ transport: 'http' });
    sandbox.fault({ method: 'users.info', fault: { error: 'token_revoked' }, count: 1 });
    await expect(messenger.userById('U1')).rejects.toMatchObject({ kind: 'auth', code: 'token_revoked' });
    expect(messenger.status().state).toBe('down');
    await until(() => messenger.status().state === 'up');
  });
});

describe('Socket Mode', () => {
  it('comes back after Slack asks for it, and after the connection is cut', async () => {
    const { sandbox, messenger } = await start({ transport: 'socket' });
    sandbox.disconnectSockets('refresh_requested');
    await until(() => messenger.status().state === 'down');
    await until(() => messenger.status().state === 'up' && sandbox.connections() === 1);
    sandbox.cutSockets();
    await until(() => messenger.status().state === 'down');
    await until(() => messenger.status().state === 'up' && sandbox.connections() === 1);
    expect(await sandbox.client.command('U1', 'C1', '/duty', 'who')).toMatchObject({ ok: true });
  });

  it.each(['http-500', 'drop-before', 'rate-limited', { error: 'internal_error' }] as const)(
    'survives %o of apps.connections.open',
    async (fault) => {
      const { sandbox, messenger } = await start({ transport: 'socket' });
      sandbox.fault({ method: 'apps.connections.open', fault, count: 2 });
      sandbox.disconnectSockets('refresh_requested');
      await until(() => messenger.status().state === 'down');
      await until(() => messenger.status().state === 'up' && sandbox.connections() === 1);
      expect(sandbox.transcript().filter((entry) => entry.method === 'apps.connections.open')).toHaveLength(4);
    },
  );

  it('does not take a connection without a hello for one that is up, and stops all the same', async () => {
    const { sandbox, messenger } = await start({ transport: 'socket', offline: true });
    sandbox.holdHello(true);
    sandbox.setOnline(true);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(messenger.status().state).toBe('down');
    const from = performance.now();
    await messenger.stop();
    expect(performance.now() - from).toBeLessThan(3_000);
  });

  it('sends the app token with apps.connections.open only, and the bot token with everything else', async () => {
    const { sandbox, messenger } = await start({ transport: 'socket' });
    await sandbox.client.command('U1', 'C1', '/duty', 'who');
    await messenger.userById('U1');
    sandbox.disconnectSockets('refresh_requested');
    await until(() => sandbox.transcript().filter((entry) => entry.method === 'apps.connections.open').length === 2);
    for (const entry of sandbox.transcript()) {
      expect(entry.headers.authorization).toBe(entry.method === 'apps.connections.open' ? 'Bearer xapp-test-1' : 'Bearer xoxb-test-1');
    }
  });
});

describe('guests', () => {
  const begin = async (faults: readonly SandboxFault[]): Promise<SlackWorld> => {
    const begun = await start({ transport: 'http', offline: true });
    for (const fault of faults) begun.sandbox.fault(fault);
    begun.sandbox.setOnline(true);
    await until(() => begun.messenger.status().state === 'up');
    await until(() => begun.sandbox.transcript().some((entry) => entry.method === 'users.list'));
    return begun;
  };
  const noList: SandboxFault = { method: 'users.list', fault: 'http-500', count: 1 };

  it('are asked for when met, where the members could not be read', async () => {
    const { sandbox, intents } = await begin([noList]);
    await sandbox.client.command('U9', 'C1', '/duty', 'who');
    await sandbox.client.command('U9', 'C1', '/duty', 'who');
    await sandbox.client.command('U1', 'C1', '/duty', 'who');
    expect(intents.map((intent) => intent.external)).toEqual([true, true, false]);
    expect(sandbox.transcript().filter((entry) => entry.method === 'users.info')).toHaveLength(2);
  });

  it('do not keep staff from working while Slack cannot be asked', async () => {
    const { sandbox, intents, lines } = await begin([noList, { method: 'users.info', fault: 'slow', count: 1 }]);
    const from = performance.now();
    expect(await sandbox.client.command('U1', 'C1', '/clock', 'in')).toMatchObject({ ok: true });
    expect(performance.now() - from).toBeLessThan(2_500);
    expect(intents[0]?.external).toBe(false);
    sandbox.fault({ method: 'users.info', fault: { error: 'internal_error' }, count: 1 });
    await sandbox.client.command('U2', 'C1', '/clock', 'in');
    expect(lines.some((line) => line.message.includes('could not ask Slack whether someone is a guest'))).toBe(true);
  });

  it('are told from members of other teams by the payload alone', async () => {
    const { sandbox, intents } = await begin([]);
    const event = {
      channel: 'C1',
      channel_type: 'channel',
      user: 'UELSE',
      user_team: 'T2',
      text: '<@U0ZHIBANBOT> 谁值班',
      ts: '1.1',
      event_ts: '1.1',
    };
    await sandbox.event('app_mention', { type: 'app_mention', ...event });
    expect(intents[0]).toMatchObject({ tenant: 'T1', userId: 'UELSE', external: true });
  });
});

describe('two workspaces in one process', () => {
  it('never mixes their tokens', async () => {
    const first = await start({ transport: 'http' });
    const second = createSlackMessenger({
      botToken: 'xoxb-other-2',
      signingSecret: 's2',
      apiUrl: `${new URL('/', await apiUrlOf(first)).href}api/`,
      log: silent,
      now: () => new Date(0),
    });
    await expect(second.userById('U1')).rejects.toMatchObject({ kind: 'auth', code: 'invalid_auth' });
    await first.messenger.userById('U1');
    const tokens = first.sandbox.transcript().map((entry) => entry.headers.authorization);
    expect(tokens).toContain('Bearer xoxb-other-2');
    expect(tokens.at(-1)).toBe('Bearer xoxb-test-1');
  });
});

/** Where the local Slack listens, as its own answers name it. */
async function apiUrlOf(given: SlackWorld): Promise<string> {
  await given.messenger.userById('U1');
  const host = given.sandbox.transcript().at(-1)?.headers.host;
  return `http://${host}/`;
}
