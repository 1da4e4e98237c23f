import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signedHeaders } from '../../src/sandbox/slack/index.ts';
import { type SlackWorld, signingSecret, startSlackWorld } from './slack-world.ts';

const now = () => Math.floor(Date.now() / 1000);
const command = new URLSearchParams({
  command: '/clock',
  text: 'in',
  team_id: 'T1',
  channel_id: 'C1',
  channel_name: 'gate',
  user_id: 'U1',
  response_url: 'http://127.0.0.1:9/actions/T1/x',
  trigger_id: '1.2.3',
}).toString();
const form = 'application/x-www-form-urlencoded';

describe('POST /slack/events', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await startSlackWorld({ transport: 'http' });
  });
  afterEach(() => world.stop());

  const post = (body: string | Buffer, headers: Record<string, string>) =>
    fetch(world.eventUrl, { method: 'POST', headers, body: typeof body === 'string' ? body : new Uint8Array(body) });
  const signed = (body: string, at = now(), extra: Record<string, string> = {}) =>
    post(body, { 'content-type': form, ...signedHeaders(signingSecret, body, at), ...extra });

  it('takes a request that is signed over its raw bytes, with any charset', async () => {
    world.answer = () => ({ kind: 'say', locale: 'zh', view: { kind: 'notice', tone: 'ok', title: '已上班', blocks: [], actions: [] } });
    const answer = await signed(command, now(), { 'content-type': `${form}; charset=utf-8` });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ response_type: 'ephemeral', text: '✅ 已上班' });
    expect(world.intents[0]).toMatchObject({ eventKey: 'command:1.2.3', ask: { text: 'clock in' } });
  });

  it('keeps a Chinese character whole that arrives in two parts', async () => {
    const body = command.replace('text=in', 'text=上班');
    const bytes = Buffer.from(body);
    const middle = bytes.indexOf(Buffer.from('上')) + 1;
    const stream = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new Uint8Array(bytes.subarray(0, middle)));
        await new Promise((resolve) => setTimeout(resolve, 50));
        controller.enqueue(new Uint8Array(bytes.subarray(middle)));
        controller.close();
      },
    });
    const answer = await fetch(world.eventUrl, {
      method: 'POST',
      headers: { 'content-type': form, ...signedHeaders(signingSecret, body, now()) },
      body: stream,
      duplex: 'half',
    });
    expect(answer.status).toBe(200);
    expect(world.intents[0]?.ask).toMatchObject({ text: 'clock 上班' });
  });

  it.each([
    ['a wrong secret', () => signedHeaders('f'.repeat(32), command, now()), 401, 'forged'],
    ['another body', () => signedHeaders(signingSecret, `${command}x`, now()), 401, 'forged'],
    ['no signature', () => ({ 'x-slack-request-timestamp': String(now()) }), 401, 'forged'],
    ['no timestamp', () => ({ 'x-slack-signature': 'v0=00' }), 401, 'forged'],
    ['a timestamp that is no number', () => ({ 'x-slack-request-timestamp': 'soon', 'x-slack-signature': 'v0=00' }), 401, 'forged'],
    ['an old timestamp', () => signedHeaders(signingSecret, command, now() - 400), 401, 'stale'],
    ['a timestamp of the future', () => signedHeaders(signingSecret, command, now() + 400), 401, 'stale'],
  ] as const)('refuses %s', async (_, headers, status, reason) => {
    const answer = await post(command, { 'content-type': form, ...headers() });
    expect(answer.status).toBe(status);
    expect(world.refused).toEqual([reason]);
    expect(world.intents).toEqual([]);
  });

  it('refuses the same signed request a second time', async () => {
    const headers = { 'content-type': form, ...signedHeaders(signingSecret, command, now()) };
    expect((await post(command, headers)).status).toBe(200);
    expect((await post(command, headers)).status).toBe(401);
    // Only events are retried; a command with the header of a retry is still a repeated one.
    expect((await post(command, { ...headers, 'x-slack-retry-num': '1' })).status).toBe(401);
    expect(world.refused).toEqual(['replayed', 'replayed']);
    expect(world.intents).toHaveLength(1);
  });

  it('takes a retry of an event that bears the same second', async () => {
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: 'T1',
      event_id: 'Ev1',
      event: { type: 'message', channel_type: 'im', channel: 'DU1', user: 'U1', text: '上班', ts: '1.1' },
    });
    const headers = { 'content-type': 'application/json; charset=utf-8', ...signedHeaders(signingSecret, body, now()) };
    expect((await post(body, headers)).status).toBe(200);
    expect((await post(body, { ...headers, 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' })).status).toBe(200);
    expect(world.intents.map((intent) => intent.eventKey)).toEqual(['Ev1', 'Ev1']);
  });

  it('refuses what is too large before it is read, and what it cannot read', async () => {
    expect((await post('x'.repeat(1_000_001), { 'content-type': form })).status).toBe(413);
    expect((await signed('{"type":', now(), { 'content-type': 'application/json' })).status).toBe(400);
    expect((await signed('<xml/>', now(), { 'content-type': 'text/xml' })).status).toBe(400);
    expect((await signed('payload=%7B', now())).status).toBe(400);
    expect(world.refused).toEqual(['unreadable', 'unreadable', 'unreadable']);
    expect(world.intents).toEqual([]);
  });

  it('answers the address check when it is signed, and the certificate check', async () => {
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc', token: 't' });
    expect((await post(challenge, { 'content-type': 'application/json' })).status).toBe(401);
    const answer = await signed(challenge, now(), { 'content-type': 'application/json' });
    expect(await answer.json()).toEqual({ challenge: 'abc' });
    expect((await post('ssl_check=1&token=t', { 'content-type': form })).status).toBe(200);
    expect(world.intents).toEqual([]);
  });

  it('asks for another delivery when a command could not be handled, and logs no word of it', async () => {
    world.answer = () => Promise.reject(new Error('the database is away'));
    const answer = await signed(command.replace('text=in', 'text=secret-reason'));
    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe('');
    expect(JSON.stringify(world.lines)).not.toContain('secret-reason');
    expect(JSON.stringify(world.lines)).not.toMatch(/xoxb-|xapp-/);
  });

  it('acknowledges a slow command in time and answers it afterwards', async () => {
    world.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_800));
      return { kind: 'say', locale: 'zh', view: { kind: 'notice', tone: 'ok', title: '慢慢来', blocks: [], actions: [] } };
    };
    expect(await world.sandbox.client.command('U1', 'C1', '/duty', 'who')).toMatchObject({ ok: true });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(world.sandbox.client.messages('U1', 'C1')).toMatchObject([{ text: '✅ 慢慢来', ephemeral: true }]);
  });

  it('answers 503 to an event that takes longer than Slack waits, so that it comes again', async () => {
    world.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 3_300));
      return { kind: 'nothing', locale: 'zh' };
    };
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: 'T1',
      event_id: 'Ev9',
      event: { type: 'app_home_opened', user: 'U1', tab: 'home', channel: 'DU1' },
    });
    const answer = await post(body, { 'content-type': 'application/json', ...signedHeaders(signingSecret, body, now()) });
    expect(answer.status).toBe(503);
  });

  it('takes nothing more once it is stopped', async () => {
    await world.messenger.stop();
    expect((await signed(command)).status).toBe(503);
    expect(world.messenger.status().state).toBe('down');
  });
});
