import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackWorld, startSlackWorld } from './slack-world.ts';

describe('what is said in a channel and put into the log', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await startSlackWorld({ transport: 'socket' });
    await world.sandbox.client.say('U1', 'C1', '电梯停了', []);
    world.intents.length = 0;
  });
  afterEach(() => world.stop());

  const message = () => world.sandbox.client.messages('U1', 'C1').at(-1)?.id ?? '';
  const reacts = (reaction: string, ts = message()) =>
    world.sandbox.event('reaction_added', {
      type: 'reaction_added',
      user: 'U2',
      reaction,
      item: { type: 'message', channel: 'C1', ts },
      item_user: 'U1',
      event_ts: '2.1',
    });
  const edited = (text: string, before: string, more: Record<string, string> = {}) =>
    world.sandbox.event('message.channels', {
      type: 'message',
      subtype: 'message_changed',
      channel: 'C1',
      channel_type: 'channel',
      ts: '9.1',
      event_ts: '9.1',
      message: { type: 'message', user: 'U1', text, ts: '1.5', ...more },
      previous_message: { type: 'message', user: 'U1', text: before, ts: '1.5' },
    });

  it('a memo on a message hands the message on, whoever wrote it', async () => {
    const ts = message();
    expect(await reacts('memo')).toBe(true);
    expect(world.intents).toMatchObject([
      {
        userId: 'U2',
        place: { kind: 'channel', id: 'C1', messageId: ts },
        ask: { kind: 'shortcut', route: 'record.react', text: '电梯停了', author: 'U1' },
        external: false,
      },
    ]);
  });

  it('a memo on an answer in a thread is on that answer', async () => {
    await world.sandbox.client.reply('U1', 'C1', message(), '修好了');
    world.intents.length = 0;
    const ts = message();
    await world.sandbox.client.react('U2', 'C1', ts, 'memo');
    await world.sandbox.client.react('U2', 'C1', ts, 'memo');
    expect(world.intents).toMatchObject([{ place: { messageId: ts }, ask: { text: '修好了', author: 'U1' } }]);
  });

  it('an edit in the client is handed on with what it says now, of one’s own message only', async () => {
    const ts = message();
    await world.sandbox.client.edit('U1', 'C1', ts, '电梯好了');
    expect(world.intents).toMatchObject([{ userId: 'U1', place: { messageId: ts }, ask: { kind: 'edited', text: '电梯好了' } }]);
    expect(world.sandbox.client.messages('U1', 'C1').at(-1)).toMatchObject({ text: '电梯好了', edited: true });
    await expect(world.sandbox.client.edit('U2', 'C1', ts, '别的')).rejects.toThrow('did not write');
  });

  it('other reactions, and one on a message that is gone, are nothing', async () => {
    await reacts('eyes');
    await reacts('memo', '1.0');
    expect(world.intents).toEqual([]);
  });

  it('an edit is handed on with the message it is of; what only unfolds a link, or is a bot’s, is not', async () => {
    await edited('电梯停了 &amp; 修好了', '电梯停了');
    await edited('一样', '一样');
    await edited('新', '旧', { bot_id: 'B1' });
    expect(world.intents).toMatchObject([
      { userId: 'U1', place: { kind: 'channel', id: 'C1', messageId: '1.5' }, ask: { kind: 'edited', text: '电梯停了 & 修好了' } },
    ]);
  });
});
