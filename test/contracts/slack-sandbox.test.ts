import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Temporal } from '../../src/core/time.ts';
import { createSandboxSlack, type SandboxSlack } from '../../src/sandbox/slack/index.ts';
import { ownManifest } from '../../src/sandbox/slack/manifest.ts';
import { seed, tokens } from './slack-world.ts';

const refusal = z.looseObject({
  error: z.string().optional(),
  response_metadata: z.looseObject({ messages: z.array(z.string()).default([]) }).default({ messages: [] }),
  errors: z.array(z.unknown()).default([]),
});

/** The local Slack refuses what Slack refuses; asked with the real SDK and with bare HTTP. */
describe('the local Slack', () => {
  let sandbox: SandboxSlack;
  let api: string;
  let client: WebClient;
  const clock = { now: () => Temporal.Instant.from('2026-12-01T00:00:00Z') };
  const open = async (manifest: unknown = ownManifest()) => {
    sandbox = createSandboxSlack({ ...tokens, seed, clock, eventUrl: null, manifest });
    ({ apiUrl: api } = await sandbox.start());
    client = new WebClient(tokens.botToken, { slackApiUrl: api, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true });
  };
  beforeEach(() => open());
  afterEach(() => sandbox.stop());

  const raw = async (method: string, args: Record<string, string> = {}, authorization = `Bearer ${tokens.botToken}`) => {
    const answer = await fetch(`${api}${method}`, { method: 'POST', headers: { authorization }, body: new URLSearchParams(args) });
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: refusal.parse(await answer.json()) };
  };
  const code = async (call: Promise<unknown>): Promise<string> => {
    const error: unknown = await call.then(
      () => null,
      (caught: unknown) => caught,
    );
    return error !== null && typeof error === 'object' && 'data' in error ? (error.data as { error: string }).error : String(error);
  };
  const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
  const modal = (blocks: object[]) => ({
    type: 'modal' as const,
    title: { type: 'plain_text' as const, text: 'T' },
    blocks: blocks as never,
  });

  it('checks tokens, and which token a method takes', async () => {
    expect((await raw('auth.test', {}, '')).body).toMatchObject({ ok: false, error: 'not_authed' });
    expect((await raw('auth.test', {}, 'Bearer xoxb-wrong')).body).toMatchObject({ ok: false, error: 'invalid_auth' });
    expect((await raw('auth.test', {}, `Bearer ${tokens.appToken}`)).body).toMatchObject({ ok: false, error: 'not_allowed_token_type' });
    expect((await raw('apps.connections.open')).body).toMatchObject({ ok: false, error: 'not_allowed_token_type' });
    expect(await client.auth.test()).toMatchObject({ ok: true, team_id: 'T1', user_id: 'U0ZHIBANBOT', bot_id: 'B0ZHIBANBOT' });
  });

  it('pins only messages there are, in channels the bot is in', async () => {
    const pin = async (args: Record<string, string>) => (await raw('pins.add', args)).body.error;
    expect(await pin({ channel: 'C1' })).toBe('no_item_specified');
    expect(await pin({ channel: 'C1', timestamp: 'yesterday' })).toBe('bad_timestamp');
    expect(await pin({ channel: 'C1', timestamp: '1.000000' })).toBe('message_not_found');
    expect(await pin({ channel: 'C9', timestamp: '1.000000' })).toBe('channel_not_found');
    expect(await pin({ channel: 'C2', timestamp: '1.000000' })).toBe('not_in_channel');
  });

  it('answers an unknown method with 200, and an unknown or missing argument with its name', async () => {
    expect(await raw('chat.postMassage')).toMatchObject({ status: 200, body: { ok: false, error: 'unknown_method' } });
    expect((await raw('users.info', { user: 'U1', colour: 'red' })).body).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] unknown argument: colour'] },
    });
    expect((await raw('users.info')).body).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: user'] },
    });
  });

  it('grants only what the manifest asks for', async () => {
    await sandbox.stop();
    const manifest = ownManifest();
    await open({ ...manifest, oauth_config: { scopes: { bot: ['chat:write'] } } });
    expect((await raw('users.info', { user: 'U1' })).body).toMatchObject({
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'chat:write',
    });
    expect(await code(client.files.info({ file: 'F1' }))).toBe('missing_scope');
    expect(await code(client.conversations.open({ users: 'U1' }))).toBe('missing_scope');
    await client.chat.postMessage({ channel: 'C1', text: 'x' });
  });

  it.each([
    ['an unknown property', [{ ...section('x'), colour: 'red' }]],
    ['an unknown block', [{ type: 'bogus' }]],
    ['a text too long', [section('x'.repeat(3_001))]],
    ['an empty text', [section('')]],
    ['too many blocks', Array.from({ length: 51 }, () => section('x'))],
    ['a header too long', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }]],
    [
      'a value too long',
      [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'a', value: 'x'.repeat(2_001), text: { type: 'plain_text', text: 'x' } }],
        },
      ],
    ],
    [
      'an action id twice',
      [{ type: 'actions', elements: ['x', 'y'].map((text) => ({ type: 'button', action_id: 'a', text: { type: 'plain_text', text } })) }],
    ],
    ['two tables', Array.from({ length: 2 }, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }))],
    [
      'an overflow of six',
      [
        {
          type: 'actions',
          elements: [
            {
              type: 'overflow',
              action_id: 'a',
              options: Array.from({ length: 6 }, (_, at) => ({ value: `${at}`, text: { type: 'plain_text', text: 'x' } })),
            },
          ],
        },
      ],
    ],
  ])('refuses %s', async (_, blocks) => {
    const answer = await raw('chat.postMessage', { channel: 'C1', text: 'x', blocks: JSON.stringify(blocks) });
    expect(answer).toMatchObject({ status: 200, body: { error: 'invalid_blocks' } });
    expect(answer.body.response_metadata.messages[0]).toMatch(/^\[ERROR\] .+ \[json-pointer:\/blocks/);
    expect(sandbox.client.messages('U1', 'C1')).toEqual([]);
    const validated = await raw('blocks.validate', { blocks: JSON.stringify(blocks) });
    expect(validated.body.errors.length).toBeGreaterThan(0);
  });

  it('refuses in a view what only a message may hold', async () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };
    expect((await raw('views.publish', { user_id: 'U1', view: JSON.stringify({ type: 'home', blocks: [table] }) })).body).toMatchObject({
      error: 'invalid_arguments',
    });
    const input = { type: 'input', label: { type: 'plain_text', text: 'x' }, element: { type: 'plain_text_input', action_id: 'a' } };
    const form = await raw('views.open', { trigger_id: 'x', view: JSON.stringify(modal([input])) });
    expect(form.body.response_metadata.messages).toEqual(['[ERROR] is required when there are input blocks [json-pointer:/view/submit]']);
    expect(
      await code(
        client.views.open({ trigger_id: 'x', view: { ...modal([section('x')]), title: { type: 'plain_text', text: 'x'.repeat(25) } } }),
      ),
    ).toBe('invalid_arguments');
  });

  it('knows channels, their members, and what is archived', async () => {
    expect(await code(client.chat.postMessage({ channel: 'C404', text: 'x' }))).toBe('channel_not_found');
    expect(await code(client.chat.postMessage({ channel: 'C2', text: 'x' }))).toBe('not_in_channel');
    await sandbox.admin.archive('C1', 'U1');
    expect(await code(client.chat.postMessage({ channel: 'C1', text: 'x' }))).toBe('is_archived');
    expect((await raw('chat.postMessage', { channel: 'DU1' })).body.error).toBe('no_text');
    expect(await code(client.chat.postEphemeral({ channel: 'DU1', user: 'U2', text: 'x' }))).toBe('user_not_in_channel');
    expect(await code(client.chat.update({ channel: 'DU1', ts: '1.1', text: 'x' }))).toBe('message_not_found');
    expect(await code(client.conversations.open({ users: 'U404' }))).toBe('user_not_found');
  });

  it('limits posts per channel and methods per minute, in real time', async () => {
    const posts = await Promise.allSettled(Array.from({ length: 4 }, () => client.chat.postMessage({ channel: 'C1', text: 'x' })));
    expect(posts.filter((post) => post.status === 'rejected')).toHaveLength(1);
    // Another channel has its own second.
    await client.chat.postMessage({ channel: 'DU1', text: 'x' });
    for (let call = 0; call < 20; call += 1) await raw('users.list');
    const refused = await raw('users.list');
    expect(refused).toMatchObject({ status: 429, body: { ok: false, error: 'ratelimited' } });
    expect(Number(refused.retryAfter)).toBeGreaterThanOrEqual(1);
  });

  it('gives every message its own, rising timestamp, also while the clock stands still', async () => {
    const stamps: string[] = [];
    for (const channel of ['C1', 'C1', 'DU1', 'DU2']) stamps.push((await client.chat.postMessage({ channel, text: 'x' })).ts ?? '');
    expect(stamps.toSorted()).toEqual(stamps);
    expect(new Set(stamps).size).toBe(4);
    expect(stamps[0]).toBe('1796083200.000000');
  });

  it('keeps metadata and gives it back in the history, page by page', async () => {
    for (const id of ['a', 'b', 'c'])
      await client.chat.postMessage({ channel: 'C1', text: id, metadata: { event_type: 't', event_payload: { id } } });
    const first = await client.conversations.history({ channel: 'C1', limit: 2, include_all_metadata: true });
    expect(first.messages?.map((message) => message.metadata?.event_payload)).toEqual([{ id: 'c' }, { id: 'b' }]);
    const second = await client.conversations.history({ channel: 'C1', limit: 2, cursor: first.response_metadata?.next_cursor ?? '' });
    expect(second.messages?.map((message) => [message.text, message.metadata])).toEqual([['a', undefined]]);
    expect(await code(client.conversations.history({ channel: 'C1', cursor: 'bogus' }))).toBe('invalid_cursor');
    expect((await raw('chat.postMessage', { channel: 'DU1', text: 'x', metadata: '{"event_type":"t"}' })).body.error).toBe(
      'invalid_metadata_format',
    );
  });

  it('uploads a file in three steps', async () => {
    await sandbox.stop();
    const manifest = ownManifest();
    await open({ ...manifest, oauth_config: { scopes: { bot: [...manifest.oauth_config.scopes.bot, 'files:write'] } } });
    await client.filesUploadV2({ channel_id: 'C1', filename: 'roster.csv', file: Buffer.from('日期,姓名') });
    const [message] = sandbox.client.messages('U1', 'C1');
    expect(message?.files).toMatchObject([{ name: 'roster.csv', size: 13 }]);
    const { file } = await client.files.info({ file: message?.files[0]?.id ?? '' });
    const signIn = await fetch(file?.url_private ?? '');
    expect(signIn.headers.get('content-type')).toContain('text/html');
    const bytes = await fetch(file?.url_private ?? '', { headers: { authorization: `Bearer ${tokens.botToken}` } });
    expect(await bytes.text()).toBe('日期,姓名');
  });

  it('sends only the events the manifest subscribes to', async () => {
    expect(await sandbox.event('reaction_added', { type: 'reaction_added' })).toBe(false);
  });

  it('says what the client says when nobody answers', async () => {
    expect(await sandbox.client.command('U1', 'C1', '/duty', 'who')).toEqual({
      ok: false,
      errors: null,
      toast: { tone: 'error', text: '/duty failed with the error "dispatch_failed"' },
    });
    expect(await sandbox.client.command('U1', 'C1', '/nonsense', '')).toMatchObject({
      ok: false,
      toast: { text: '/nonsense is not a valid command.' },
    });
    await expect(sandbox.client.say('U1', 'C404', 'x')).rejects.toThrow('U1 is not in C404');
    await expect(sandbox.client.say('U404', 'C1', 'x')).rejects.toThrow('no user U404');
  });
});
