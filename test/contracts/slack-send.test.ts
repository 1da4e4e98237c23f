import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Limiter } from '../../src/runtime/limiter.ts';
import { MessengerError, type Outgoing } from '../../src/runtime/messenger.ts';
import type { Card } from '../../src/view/view.ts';
import { visibleText } from '../harness/read-payload.ts';
import { type SlackWorld, startSlackWorld } from './slack-world.ts';

const card = (title: string, extra: Partial<Card> = {}): Card => ({
  kind: 'card',
  title,
  summary: `${title} <b> & 09:00–18:00`,
  blocks: [],
  actions: [],
  ...extra,
});
const to = (id: string, view: Card, outboxId = '0190c5a0-0000-7000-8000-000000000001'): Outgoing => ({
  outboxId,
  to: { kind: id.startsWith('U') ? 'person' : 'channel', id },
  view,
  locale: 'zh',
  userIds: new Map([['p1', 'U1']]),
});

describe('send', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await startSlackWorld({ transport: 'http' });
  });
  afterEach(() => world.stop());
  const calls = (method: string) => world.sandbox.transcript().filter((entry) => entry.method === method);
  const since = new Date(Date.now() - 60_000);

  it('posts to a channel with a summary, edits in place, and pings only who is mentioned', async () => {
    const view = card('换班待审批', {
      blocks: [
        {
          kind: 'text',
          text: ['请 ', { kind: 'mention', person: 'p1', name: '周敏' }, { kind: 'mention', person: 'p2', name: '小吴' }, ' 确认'],
        },
      ],
    });
    const ref = await world.messenger.send(to('C1', view));
    const [message] = world.sandbox.client.messages('U1', 'C1');
    expect(message).toMatchObject({ id: ref.messageId, text: '换班待审批 &lt;b&gt; &amp; 09:00–18:00' });
    expect(JSON.stringify(message?.payload)).toContain('"user_id":"U1"');
    expect(visibleText(message?.payload)).toContain('小吴');
    await world.messenger.edit({ outboxId: 'e1', ref, view: card('换班已批准'), locale: 'zh', userIds: new Map() });
    expect(world.sandbox.client.messages('U1', 'C1')).toMatchObject([{ id: ref.messageId, edited: true }]);
  });

  it('writes to a person without opening their chat first', async () => {
    await world.messenger.send(to('U1', card('提醒')));
    await world.messenger.send(to('U1', card('提醒')));
    expect(calls('conversations.open')).toHaveLength(0);
    expect(world.sandbox.client.messages('U1', 'DU1')).toHaveLength(2);
  });

  it('sends once where the connection breaks after the post, and finds the message by its outbox id', async () => {
    world.sandbox.fault({ method: 'chat.postMessage', fault: 'drop-after', count: 1 });
    const message = to('C1', card('早班开始'));
    await expect(world.messenger.send(message)).rejects.toMatchObject({ kind: 'network' });
    expect(calls('chat.postMessage')).toHaveLength(1);
    const [arrived] = world.sandbox.client.messages('U1', 'C1');
    expect(await world.messenger.findSent(message, since)).toEqual({ channelId: 'C1', messageId: arrived?.id });
    expect(await world.messenger.findSent({ ...message, outboxId: 'another' }, since)).toBeNull();
    expect(world.messenger.status().state).not.toBe('down');
  });

  it('finds nothing where the connection broke before the post', async () => {
    world.sandbox.fault({ method: 'chat.postMessage', fault: 'drop-before', count: 1 });
    const message = to('U1', card('提醒'));
    await expect(world.messenger.send(message)).rejects.toMatchObject({ kind: 'network' });
    expect(await world.messenger.findSent(message, since)).toBeNull();
  });

  it.each([
    ['http-500', { kind: 'network', code: 'http_500' }],
    ['rate-limited', { kind: 'rate', retryAfterMs: 1_000 }],
    [{ error: 'is_archived' }, { kind: 'gone', code: 'is_archived' }],
    [{ error: 'restricted_action' }, { kind: 'permission' }],
    [{ error: 'token_expired' }, { kind: 'auth' }],
    [{ error: 'internal_error' }, { kind: 'network' }],
    [{ error: 'message_limit_exceeded' }, { kind: 'quota' }],
    [{ error: 'something_new' }, { kind: 'invalid', code: 'something_new' }],
  ] as const)('tells %o as a cause to act on', async (fault, expected) => {
    world.sandbox.fault({ method: 'chat.postMessage', fault, count: 1 });
    const error: unknown = await world.messenger.send(to('C1', card('早班'))).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MessengerError);
    expect(error).toMatchObject({
      platform: 'slack',
      ...expected,
      remedy: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/[a-z]/) },
    });
    expect(calls('chat.postMessage')).toHaveLength(1);
  });

  it('names the channel the bot is not in', async () => {
    await expect(world.messenger.send(to('C2', card('早班')))).rejects.toMatchObject({
      kind: 'permission',
      code: 'not_in_channel',
      remedy: { en: 'The bot is not in #guards: invite it there with /invite @Zhiban', zh: expect.stringContaining('#guards') },
    });
    await expect(world.messenger.send(to('C404', card('早班')))).rejects.toMatchObject({ kind: 'permission', code: 'channel_not_found' });
    await expect(world.messenger.send(to('U404', card('早班')))).rejects.toMatchObject({ kind: 'gone', code: 'user_not_found' });
  });

  it('gives up on an answer that does not come, and finds what arrived', async () => {
    world.sandbox.fault({ method: 'chat.postMessage', fault: 'slow', count: 1 });
    const message = to('C1', card('早班开始'));
    await expect(world.messenger.send(message)).rejects.toMatchObject({ kind: 'network' });
    expect(await world.messenger.findSent(message, since)).toMatchObject({ channelId: 'C1' });
    expect(calls('chat.postMessage')).toHaveLength(1);
  });

  it('shares a file with one person, once however the connection breaks, and finds it by its name and size', async () => {
    const content = Buffer.from('%PDF-1.7 sick note');
    const file = {
      outboxId: '0190c5a0-0000-7000-8000-0000000000f1',
      to: { kind: 'person', id: 'U1' },
      name: '#12 病假证明.pdf',
      content,
    } as const;
    const shared = () => world.sandbox.client.messages('U1', 'DU1').flatMap((message) => message.files);
    for (const method of ['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal']) {
      world.sandbox.fault({ method, fault: 'drop-before', count: 1 });
      await expect(world.messenger.sendFile(file)).rejects.toMatchObject({ kind: 'network' });
      expect([method, await world.messenger.findSentFile(file, since)]).toEqual([method, null]);
    }
    expect(shared()).toEqual([]);
    world.sandbox.fault({ method: 'files.completeUploadExternal', fault: 'drop-after', count: 1 });
    await expect(world.messenger.sendFile(file)).rejects.toMatchObject({ kind: 'network' });
    const arrived = await world.messenger.findSentFile(file, since);
    expect(arrived).toMatchObject({ channelId: 'DU1', messageId: shared()[0]?.id });
    expect(shared()).toHaveLength(1);
    expect(world.sandbox.client.file('U1', 'DU1', arrived?.messageId ?? '')?.content).toEqual(content);
    expect(world.sandbox.client.messages('U2', 'DU2')).toEqual([]);
    expect(shared()[0]?.name).toBe('#12 病假证明.pdf');
    expect(await world.messenger.findSentFile({ ...file, name: '#13 病假证明.pdf' }, since)).toBeNull();
    expect(await world.messenger.findSentFile({ ...file, content: Buffer.from('%PDF-1.7 another note') }, since)).toBeNull();
  });

  it('tells the scope an upload lacks', async () => {
    world.sandbox.fault({ method: 'files.getUploadURLExternal', fault: { error: 'missing_scope' }, count: 1 });
    const file = { outboxId: 'o', to: { kind: 'person', id: 'U1' }, name: 'a.pdf', content: Buffer.from('%PDF') } as const;
    await expect(world.messenger.sendFile(file)).rejects.toMatchObject({ kind: 'permission' });
  });

  it('looks people up by id and by e-mail, and tells guests', async () => {
    expect(await world.messenger.userByEmail('zhou@example.test')).toEqual({
      userId: 'U1',
      name: '周敏',
      email: 'zhou@example.test',
      external: false,
    });
    expect(await world.messenger.userById('U9')).toMatchObject({ external: true });
    expect(await world.messenger.userById('U404')).toBeNull();
    expect(await world.messenger.userByEmail('nobody@example.test')).toBeNull();
  });

  it('draws from buckets that keep Slack from refusing', async () => {
    const limiter = new Limiter(() => performance.now());
    const message = to('C1', card('早班'));
    for (let sent = 0; sent < 5; sent += 1) {
      const buckets = world.messenger.buckets({ kind: 'send', to: message.to });
      for (let wait = limiter.take(buckets); wait > 0; wait = limiter.take(buckets))
        await new Promise((resolve) => setTimeout(resolve, wait));
      await world.messenger.send(message);
    }
    // Without them the fourth in a row is refused.
    const burst = await Promise.allSettled(Array.from({ length: 5 }, () => world.messenger.send(message)));
    expect(burst.filter((outcome) => outcome.status === 'rejected').map((outcome) => outcome.reason.kind)).toContain('rate');
  });

  it('sends the summary in plain text where a view is over the limits, and reports it', async () => {
    const broken = card('班次', { actions: [{ kind: 'press', route: 'x.y', args: { long: 'x'.repeat(2_100) }, label: '点我' }] });
    await world.messenger.send(to('C1', broken));
    expect(visibleText(world.sandbox.client.messages('U1', 'C1')[0]?.payload)).toContain('这张卡片在 Slack 里显示不了');
    expect(world.refusedPayloads).toMatchObject([{ surface: 'message' }]);
    expect(world.lines.some((line) => line.level === 'error')).toBe(true);
  });
});
