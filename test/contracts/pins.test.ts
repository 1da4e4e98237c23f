import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageRef } from '../../src/runtime/messenger.ts';
import { ownManifest } from '../../src/sandbox/slack/manifest.ts';
import type { Card } from '../../src/view/view.ts';
import { type Desk, guards, startDesk, zhou } from './feishu-harness.ts';
import { type SlackWorld, startSlackWorld } from './slack-world.ts';

const card: Card = { kind: 'card', title: '早班开始', summary: '早班开始', blocks: [], actions: [] };

/** The app as it was before it pinned anything. */
const withoutPins = (): unknown => JSON.parse(JSON.stringify(ownManifest()).replace('"pins:write",', ''));

describe('pins in Slack', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await startSlackWorld({ transport: 'http' });
  });
  afterEach(() => world.stop());
  let count = 0;
  const post = (channel = 'C1') => {
    count += 1;
    const outboxId = `0190c5a0-0000-7000-8000-${String(count).padStart(12, '0')}`;
    return world.messenger.send({ outboxId, to: { kind: 'channel', id: channel }, view: card, locale: 'zh', userIds: new Map() });
  };
  const pins = () => world.sandbox.client.pins('U1', 'C1').map(({ id }) => id);
  const codes = () => world.sandbox.transcript().flatMap(({ method, error }) => (method.startsWith('pins.') ? [error] : []));

  it('are set and taken off, twice over, and people see which message it is', async () => {
    const ref = await post();
    await world.messenger.pin(ref);
    await world.messenger.pin(ref);
    expect(pins()).toEqual([ref.messageId]);
    expect(world.sandbox.client.messages('U1', 'C1').map(({ pinned }) => pinned !== undefined)).toEqual([true]);
    await world.messenger.unpin(ref);
    await world.messenger.unpin(ref);
    expect(pins()).toEqual([]);
    expect(world.sandbox.client.messages('U1', 'C1')[0]).not.toHaveProperty('pinned');
    expect(codes()).toEqual([null, 'already_pinned', null, 'no_pin']);
  });

  it('the last one first in the list of the channel', async () => {
    const refs = [await post(), await post()] as const;
    for (const ref of refs) await world.messenger.pin(ref);
    expect(pins()).toEqual([refs[1].messageId, refs[0].messageId]);
  });

  it('a channel that has a hundred takes no more, and the remedy names it', async () => {
    const refs: MessageRef[] = [];
    for (let each = 0; each < 101; each += 1) {
      refs.push(await post());
      world.sandbox.elapse(3_000);
    }
    for (const ref of refs.slice(0, 100)) {
      await world.messenger.pin(ref);
      world.sandbox.elapse(3_000);
    }
    const last = refs[100] as MessageRef;
    await expect(world.messenger.pin(last)).rejects.toMatchObject({
      kind: 'permission',
      code: 'too_many_pins',
      remedy: { zh: expect.stringContaining('#gate 的置顶已满 100 条'), en: expect.stringContaining('unpin some') },
    });
    world.sandbox.elapse(3_000);
    await world.messenger.unpin(refs[0] as MessageRef);
    await world.messenger.pin(last);
    expect(pins()).toHaveLength(100);
  }, 60_000);

  it.each([
    ['restricted_action', { kind: 'permission', remedy: { zh: '#gate 不允许机器人置顶消息:请频道管理员放开置顶权限' } }],
    ['no_permission', { kind: 'permission', remedy: { zh: '#gate 不允许机器人置顶消息:请频道管理员放开置顶权限' } }],
    ['not_pinnable', { kind: 'invalid' }],
    ['message_not_found', { kind: 'gone' }],
    ['internal_error', { kind: 'network' }],
  ])('%s is told for what it is', async (error, expected) => {
    const ref = await post();
    world.sandbox.fault({ method: 'pins.add', fault: { error }, count: 1 });
    await expect(world.messenger.pin(ref)).rejects.toMatchObject(expected);
  });

  it('without the scope say which one to add', async () => {
    const bare = await startSlackWorld({ transport: 'http', sandbox: { manifest: withoutPins() } });
    try {
      const message = { outboxId: 'bare', to: { kind: 'channel', id: 'C1' }, view: card, locale: 'zh', userIds: new Map() } as const;
      const ref = await bare.messenger.send(message);
      await expect(bare.messenger.pin(ref)).rejects.toMatchObject({
        kind: 'permission',
        code: 'missing_scope',
        remedy: { zh: expect.stringContaining('pins:write'), en: expect.stringContaining('pins:write') },
      });
    } finally {
      await bare.stop();
    }
  });

  it('draw from the limit of their methods, which is 20 a minute', async () => {
    const ref = await post();
    const buckets = world.messenger.buckets({ kind: 'pin', to: ref });
    expect(buckets.map(({ key, perSecond }) => [key, perSecond * 60])).toEqual([['slack:pins.add', 20]]);
    for (let each = 0; each < 20; each += 1) await world.messenger.pin(ref);
    await expect(world.messenger.pin(ref)).rejects.toMatchObject({ kind: 'rate', retryAfterMs: 3_000 });
  });
});

describe('pins in Feishu', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await startDesk({ transport: 'http' });
  });
  afterEach(() => desk.stop());
  const post = (outboxId: string) => desk.messenger.send(desk.outgoing({ to: { kind: 'channel', id: guards }, outboxId, view: card }));
  const pins = () => desk.sandbox.client.pins(zhou, guards).map(({ id }) => id);

  it('are set and taken off, twice over, with the scope that sends messages', async () => {
    const first = await post('one');
    const second = await post('two');
    await desk.messenger.pin(first);
    await desk.messenger.pin(first);
    await desk.messenger.pin(second);
    expect(pins()).toEqual([second.messageId, first.messageId]);
    expect(desk.messages(guards).map(({ pinned }) => pinned !== undefined)).toEqual([true, true]);
    await desk.messenger.unpin(first);
    await desk.messenger.unpin(first);
    expect(pins()).toEqual([second.messageId]);
    const calls = desk.sandbox.transcript().filter(({ name }) => name.startsWith('im.pin.'));
    expect(calls.map(({ name, code }) => `${name} ${code}`)).toEqual([
      ...Array.from({ length: 3 }, () => 'im.pin.create 0'),
      'im.pin.delete 0',
      'im.pin.delete 0',
    ]);
  });

  it.each([
    ['230046', { kind: 'permission', remedy: { zh: expect.stringContaining('群主'), en: expect.stringContaining('owner') } }],
    ['230027', { kind: 'permission' }],
    ['99991672', { kind: 'permission', remedy: { zh: expect.stringContaining('权限') } }],
    ['230045', { kind: 'gone' }],
    ['230050', { kind: 'gone' }],
    ['230047', { kind: 'rate' }],
  ])('%s is told for what it is', async (error, expected) => {
    const ref = await post('one');
    desk.sandbox.fault({ method: 'im.pin.create', fault: { error }, count: 1 });
    await expect(desk.messenger.pin(ref)).rejects.toMatchObject({ code: error, ...expected });
  });

  it('of one message come at most five times a second', async () => {
    const ref = await post('one');
    for (let each = 0; each < 5; each += 1) await desk.messenger.pin(ref);
    await expect(desk.messenger.pin(ref)).rejects.toMatchObject({ kind: 'rate', code: '230047' });
  });

  it('of a message there is not are refused', async () => {
    await expect(desk.messenger.pin({ channelId: guards, messageId: 'om_none' })).rejects.toMatchObject({
      kind: 'gone',
      code: '230001',
    });
  });
});
