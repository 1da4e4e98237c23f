import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/runtime/reply.ts';
import type { Card, Form } from '../../src/view/view.ts';
import { findPressable, visibleText } from '../harness/read-payload.ts';
import { type SlackWorld, startSlackWorld, until } from './slack-world.ts';

const card = (title: string): Card => ({
  kind: 'card',
  symbol: '🕗',
  title,
  state: { word: '待审批', tone: 'orange' },
  summary: `${title} · 09:00–18:00`,
  blocks: [{ kind: 'facts', facts: [{ label: '在岗', value: '周敏 07:21' }] }],
  actions: [
    { kind: 'press', route: 'test.press', args: { slot: 's1' }, label: '接班的事', style: 'primary' },
    { kind: 'press', route: 'test.form', args: {}, label: '请假' },
  ],
});
const form: Form = {
  kind: 'form',
  route: 'test.submit',
  args: { desk: 'd1' },
  title: '请假',
  intro: [{ kind: 'text', text: '写清楚原因' }],
  fields: [
    { kind: 'text', name: 'reason', label: '原因', required: true },
    { kind: 'date', name: 'day', label: '日期', required: true, initial: '2026-12-01' },
    { kind: 'choices', name: 'kinds', label: '种类', required: false, options: [{ value: 'a', label: '事假' }] },
    { kind: 'people', name: 'who', label: '代班', required: false, initial: ['U2'] },
  ],
  submit: '提交',
  cancel: '取消',
};
const say = (title: string): Reply => ({ kind: 'say', locale: 'zh', view: card(title) });

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await startSlackWorld({ transport });
  });
  afterEach(() => world.stop());

  const messages = (user: string, where: string) => world.sandbox.client.messages(user, where);
  const shown = (user: string, where: string) => messages(user, where).map((message) => visibleText(message.payload));
  const press = async (label: string, where: 'home' | 'modal' | 'C1' | 'DU1' = 'C1') => {
    const { client } = world.sandbox;
    if (where === 'home' || where === 'modal') {
      const payload = where === 'home' ? client.home('U1') : client.modal('U1')?.view;
      return client.press('U1', where, findPressable(payload, label), {});
    }
    const message = messages('U1', where).findLast((candidate) => findPressable(candidate.payload, label) !== null);
    return client.press('U1', { message: message?.id ?? '', conversation: where }, findPressable(message?.payload, label), {});
  };

  it('knows who it is', () => {
    expect(world.messenger.status()).toEqual({ state: 'up', cause: null });
    expect(world.messenger.tenant()).toBe('T1');
  });

  it('answers a command to the person only, and reads its words and mentions', async () => {
    world.answer = () => say('早班开始');
    expect(await world.sandbox.client.command('U1', 'C1', '/duty', 'who @Wu Lei &lt;now&gt;')).toMatchObject({ ok: true, toast: null });
    expect(world.intents).toMatchObject([
      {
        platform: 'slack',
        tenant: 'T1',
        userId: 'U1',
        external: false,
        place: { kind: 'channel', id: 'C1', messageId: null },
        ask: { kind: 'words', from: 'command', text: 'duty who @U2 <now>', mentions: [{ token: '@U2', userId: 'U2' }] },
      },
    ]);
    expect(messages('U1', 'C1')).toMatchObject([{ ephemeral: true, from: { bot: true } }]);
    expect(shown('U1', 'C1')[0]).toContain('🟠 待审批');
    expect(messages('U2', 'C1')).toEqual([]);
  });

  it('replaces the pressed message in place', async () => {
    const sent = await world.messenger.send({
      outboxId: 'o1',
      to: { kind: 'channel', id: 'C1' },
      view: card('换班待审批'),
      locale: 'zh',
      userIds: new Map(),
    });
    world.answer = () => ({ kind: 'replace', locale: 'zh', view: card('换班已批准') });
    expect(await press('接班的事')).toMatchObject({ ok: true });
    expect(world.intents[0]).toMatchObject({
      ask: { kind: 'press', route: 'test.press', args: { slot: 's1' } },
      place: { kind: 'channel', id: 'C1', messageId: sent.messageId },
    });
    expect(messages('U2', 'C1')).toHaveLength(1);
    expect(messages('U2', 'C1')[0]).toMatchObject({ id: sent.messageId, edited: true });
    expect(shown('U2', 'C1')[0]).toContain('换班已批准');
  });

  it('opens a form, keeps what was typed when it is refused, and shows the result', async () => {
    await world.messenger.send({ outboxId: 'o1', to: { kind: 'channel', id: 'C1' }, view: card('班次'), locale: 'zh', userIds: new Map() });
    world.answer = () => ({ kind: 'form', locale: 'zh', form });
    await press('请假');
    const opened = world.sandbox.client.modal('U1');
    expect(visibleText(opened?.view)).toContain('写清楚原因');
    const typed = { reason: { reason: { type: 'plain_text_input', value: '带孩子看病' } } };

    world.answer = () => ({ kind: 'invalid', locale: 'zh', form, errors: { day: '这一天没有班' } });
    expect(await world.sandbox.client.submitModal('U1', typed)).toEqual({ ok: false, toast: null, errors: { day: '这一天没有班' } });
    expect(world.sandbox.client.modal('U1')?.id).toBe(opened?.id);

    world.answer = () => say('已提交');
    expect(await world.sandbox.client.submitModal('U1', typed)).toMatchObject({ ok: true });
    expect(world.intents.at(-1)?.ask).toEqual({
      kind: 'submit',
      route: 'test.submit',
      args: { desk: 'd1' },
      values: { reason: '带孩子看病', day: '2026-12-01', who: ['U2'] },
    });
    expect(visibleText(world.sandbox.client.modal('U1')?.view)).toContain('已提交');
  });

  it('hears what is said in the direct chat, with files, and what mentions it in a channel', async () => {
    await world.sandbox.client.say('U1', 'DU1', '谁值班 &amp; 明天');
    await world.sandbox.client.say('U1', 'DU1', '排班表', [
      { name: 'roster.csv', mimeType: 'text/csv', content: Buffer.from('日期,姓名') },
    ]);
    await world.sandbox.client.say('U1', 'C1', '@Zhiban 谁值班');
    expect(world.intents.map(({ ask, place }) => ({ ask, place: place.kind }))).toMatchObject([
      { place: 'direct', ask: { kind: 'words', from: 'message', text: '谁值班 & 明天' } },
      { place: 'direct', ask: { kind: 'file', text: '排班表', file: { name: 'roster.csv', size: 13, mimeType: 'text/csv' } } },
      { place: 'channel', ask: { kind: 'words', from: 'mention', text: '谁值班', mentions: [] } },
    ]);
    const ask = world.intents[1]?.ask;
    const bytes = await world.messenger.download(ask?.kind === 'file' ? ask.file.id : '', null, 1_000);
    expect(bytes.toString()).toBe('日期,姓名');
    await expect(world.messenger.download(ask?.kind === 'file' ? ask.file.id : '', null, 5)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('publishes home and opens modals from it', async () => {
    world.answer = (intent) =>
      intent.ask.kind === 'home'
        ? {
            kind: 'home',
            locale: 'zh',
            view: {
              kind: 'home',
              title: '我的值班',
              blocks: [{ kind: 'actions', actions: [{ kind: 'press', route: 'test.press', args: {}, label: '我的班' }] }],
            },
          }
        : say('下一班');
    await world.sandbox.client.openHome('U1');
    expect(visibleText(world.sandbox.client.home('U1'))).toContain('我的值班');
    await press('我的班', 'home');
    expect(visibleText(world.sandbox.client.modal('U1')?.view)).toContain('下一班');
    await press('请假', 'modal');
    expect(world.intents.at(-1)).toMatchObject({ place: { kind: 'form' }, ask: { route: 'test.form' } });
  });

  it('tells guests apart', async () => {
    await world.sandbox.client.command('U9', 'C1', '/duty', 'who');
    expect(world.intents[0]).toMatchObject({ userId: 'U9', external: true });
    expect(world.refused).toEqual(['external']);
  });

  it('keeps what the bot itself says, edits and deletes to itself', async () => {
    await world.sandbox.event('message.im', {
      type: 'message',
      channel: 'DU1',
      channel_type: 'im',
      user: 'U0ZHIBANBOT',
      bot_id: 'B1',
      text: 'x',
      ts: '1.1',
      event_ts: '1.1',
    });
    await world.sandbox.event('message.im', {
      type: 'message',
      subtype: 'message_changed',
      channel: 'DU1',
      channel_type: 'im',
      ts: '1.1',
      event_ts: '1.1',
    });
    await world.sandbox.event('message.im', {
      type: 'message',
      subtype: 'message_deleted',
      channel: 'DU1',
      channel_type: 'im',
      ts: '1.1',
      event_ts: '1.1',
    });
    expect(world.intents).toEqual([]);
  });

  it('hears when it is let into a channel and when its tokens are revoked', async () => {
    await world.sandbox.admin.inviteBot('C2', 'U1');
    await world.sandbox.admin.revokeTokens();
    await world.sandbox.admin.uninstall();
    expect(world.events).toMatchObject([
      { kind: 'channel-joined', channelId: 'C2' },
      { kind: 'revoked', tenant: 'T1' },
      { kind: 'revoked' },
    ]);
  });

  it('acknowledges an event only after it was committed, so that a failed one comes again with the same key', async () => {
    let failures = 2;
    world.answer = () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      return { kind: 'nothing', locale: 'zh' };
    };
    await world.sandbox.client.say('U1', 'DU1', '上班');
    await until(() => world.intents.length === 3);
    expect(new Set(world.intents.map((intent) => intent.eventKey)).size).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(world.intents).toHaveLength(3);
  });
});
