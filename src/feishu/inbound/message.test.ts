import { describe, expect, it } from 'vitest';
import { decodeMessage } from './message.ts';

const bot = 'ou_bot';
const hearing = { botOpenId: () => Promise.resolve(bot), quoted: () => Promise.resolve(null), commands: new Set(['duty', 'clock']) };
const deaf = {
  botOpenId: () => Promise.reject(new Error('not needed')),
  quoted: () => Promise.reject(new Error('not needed')),
  commands: new Set<string>(),
};

interface Given {
  chat?: 'p2p' | 'group';
  type?: string;
  content: object;
  mentions?: readonly (readonly [key: string, id: string])[];
  sender?: 'user' | 'app';
}

const event = ({ chat = 'p2p', type = 'text', content, mentions = [], sender = 'user' }: Given) => ({
  sender: { sender_id: { open_id: 'ou_1' }, sender_type: sender, tenant_key: 't' },
  message: {
    message_id: 'om_1',
    chat_id: 'oc_1',
    chat_type: chat,
    message_type: type,
    content: JSON.stringify(content),
    mentions: mentions.map(([key, id]) => ({ key, id: { open_id: id }, name: id })),
  },
});

describe('a message', () => {
  it('in the direct chat is words, whatever blanks are in it', async () => {
    const said = await decodeMessage(event({ content: { text: '  谁值班\n 明天 ' } }), deaf);
    expect(said).toMatchObject({
      userId: 'ou_1',
      place: { kind: 'direct', id: 'oc_1', messageId: 'om_1' },
      ask: { kind: 'words', from: 'message', text: '谁值班 明天' },
    });
  });

  it('in a group loses the mention of the bot and no other', async () => {
    const mentions = [
      ['@_user_1', bot],
      ['@_user_12', 'ou_2'],
    ] as const;
    const said = await decodeMessage(event({ chat: 'group', content: { text: '@_user_1 代班 @_user_12' }, mentions }), hearing);
    expect(said?.ask).toEqual({
      kind: 'words',
      from: 'mention',
      text: '代班 @_user_12',
      mentions: [{ token: '@_user_12', userId: 'ou_2', name: 'ou_2' }],
    });
  });

  it.each([
    ['nobody is mentioned', { content: { text: '谁值班' } }],
    ['somebody else is mentioned', { content: { text: '@_user_1 谁值班' }, mentions: [['@_user_1', 'ou_2']] }],
    ['another slash command is meant', { content: { text: '/poll lunch' } }],
    ['a bot speaks', { content: { text: '@_user_1 谁值班' }, mentions: [['@_user_1', bot]], sender: 'app' }],
  ] as const)('in a group is not for us when %s', async (_, given) => {
    expect(await decodeMessage(event({ ...given, chat: 'group' }), hearing)).toBeNull();
  });

  it('that replies to another one carries what it replies to, only where the bot is mentioned', async () => {
    const quoted = { messageId: 'om_0', text: '水管漏了', author: 'ou_2' };
    const knows = { ...hearing, quoted: (id: string) => Promise.resolve(id === 'om_0' ? quoted : null) };
    const reply = (mentioned: boolean) => {
      const given = event({
        chat: 'group',
        content: { text: '@_user_1 记录' },
        mentions: [['@_user_1', mentioned ? bot : 'ou_2']],
      });
      return { ...given, message: { ...given.message, parent_id: 'om_0' } };
    };
    expect((await decodeMessage(reply(true), knows))?.ask).toMatchObject({ text: '记录', quoted });
    expect(await decodeMessage(reply(false), { ...knows, quoted: deaf.quoted })).toBeNull();
  });

  it('of words with pictures is the words, then each picture with them, in the direct chat only', async () => {
    const content = {
      title: '',
      content: [
        [{ tag: 'text', text: '记录 门锁坏了' }],
        [
          { tag: 'img', image_key: 'img_v3_1' },
          { tag: 'img', image_key: 'img_v3_2' },
        ],
      ],
    };
    const said = await decodeMessage(event({ type: 'post', content }), deaf);
    const file = (id: string) => ({ kind: 'file', text: '记录 门锁坏了', file: { id, name: id, size: 0, mimeType: null } });
    expect(said).toMatchObject({ ask: { kind: 'words', text: '记录 门锁坏了' }, more: [file('img_v3_1'), file('img_v3_2')] });
    expect(await decodeMessage(event({ type: 'post', content, chat: 'group' }), hearing)).toBeNull();
  });

  it('that begins with our slash command needs no mention', async () => {
    expect((await decodeMessage(event({ chat: 'group', content: { text: '/duty who 门岗' } }), hearing))?.ask).toMatchObject({
      from: 'mention',
      text: 'duty who 门岗',
    });
  });

  it('with format is its words', async () => {
    const content = {
      title: '请假',
      content: [
        [
          { tag: 'at', user_id: '@_user_1' },
          { tag: 'text', text: ' 明天', style: ['bold'] },
        ],
        [{ tag: 'img', image_key: 'img_1' }],
      ],
    };
    expect((await decodeMessage(event({ type: 'post', content, mentions: [['@_user_1', 'ou_2']] }), deaf))?.ask).toMatchObject({
      text: '请假 @_user_1 明天',
    });
  });

  it.each([
    ['file', { file_key: 'file_1', file_name: '值班表.xlsx' }, { id: 'file_1', name: '值班表.xlsx' }],
    ['image', { image_key: 'img_1' }, { id: 'img_1', name: 'img_1' }],
  ])('that is a %s is handed on as one in the direct chat only', async (type, content, file) => {
    expect((await decodeMessage(event({ type, content }), deaf))?.ask).toMatchObject({ kind: 'file', file });
    expect(await decodeMessage(event({ chat: 'group', type, content }), hearing)).toBeNull();
  });

  it('of a kind we cannot read asks for nothing in particular', async () => {
    expect((await decodeMessage(event({ type: 'sticker', content: { file_key: 's' } }), deaf))?.ask).toMatchObject({
      kind: 'words',
      text: '',
    });
  });
});
