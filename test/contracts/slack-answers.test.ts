import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/runtime/reply.ts';
import { ownManifest } from '../../src/sandbox/slack/manifest.ts';
import type { Action, Form } from '../../src/view/view.ts';
import { findPressable, visibleText } from '../harness/read-payload.ts';
import { type SlackWorld, startSlackWorld, until } from './slack-world.ts';

const press = (label: string): Action => ({ kind: 'press', route: 'test.press', args: { label }, label });
const notice = (title: string, actions: readonly Action[] = [press('再来')]): Reply => ({
  kind: 'say',
  locale: 'zh',
  view: { kind: 'notice', tone: 'ok', title, blocks: [], actions },
});
const form: Form = {
  kind: 'form',
  route: 'test.submit',
  args: {},
  title: '请假',
  intro: [{ kind: 'actions', actions: [press('规定')] }],
  fields: [{ kind: 'text', name: 'reason', label: '原因', required: true }],
  submit: '提交',
  cancel: '取消',
};
const typed = { reason: { reason: { type: 'plain_text_input', value: '事假' } } };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Where an answer goes when the first way is closed; over Socket Mode with an app that has shortcuts and hears of lost channels. */
describe('answers', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    const own = ownManifest();
    const lost = ['channel_left', 'channel_archive', 'channel_unarchive'];
    const manifest = {
      ...own,
      features: { ...own.features, shortcuts: [{ name: 'Add to duty log', type: 'message', callback_id: 'record.add' }] },
      settings: {
        ...own.settings,
        event_subscriptions: { bot_events: [...(own.settings.event_subscriptions?.bot_events ?? []), ...lost] },
      },
    };
    world = await startSlackWorld({ transport: 'socket', sandbox: { manifest } });
  });
  afterEach(() => world.stop());

  const client = () => world.sandbox.client;
  const say = (where: string, view: Reply) =>
    view.kind === 'say'
      ? world.messenger.send({
          outboxId: `o${where}`,
          to: { kind: 'channel', id: where },
          view: view.view,
          locale: 'zh',
          userIds: new Map(),
        })
      : Promise.reject(new Error('only what is said'));
  const pressIn = (where: string, label: string) => {
    const message = client()
      .messages('U1', where)
      .findLast((candidate) => findPressable(candidate.payload, label) !== null);
    return client().press('U1', { message: message?.id ?? '', conversation: where }, findPressable(message?.payload, label), {});
  };
  const pressInModal = (label: string) => client().press('U1', 'modal', findPressable(client().modal('U1')?.view, label), {});
  const titles = (where: string) =>
    client()
      .messages('U1', where)
      .map((message) => `${message.text}${message.ephemeral ? ' (only you)' : ''}`);

  it('are said to the person in a channel, and as a message in the direct chat', async () => {
    await say('C1', notice('班次'));
    await say('DU1', notice('班次'));
    world.answer = () => notice('收到');
    await pressIn('C1', '再来');
    await pressIn('DU1', '再来');
    expect(titles('C1')).toEqual(['✅ 班次', '✅ 收到 (only you)']);
    expect(titles('DU1')).toEqual(['✅ 班次', '✅ 收到']);
  });

  it('replace what only the person sees', async () => {
    world.answer = () => notice('第一');
    await client().command('U1', 'C1', '/duty', 'who');
    world.answer = () => ({ kind: 'replace', locale: 'zh', view: { kind: 'notice', tone: 'ok', title: '第二', blocks: [], actions: [] } });
    await pressIn('C1', '再来');
    expect(titles('C1')).toEqual(['✅ 第二 (only you)']);
  });

  it('are said where the pressed message can no longer be replaced', async () => {
    await say('C1', notice('班次'));
    world.sandbox.fault({ method: 'response_url', fault: { error: 'expired_url' }, count: 1 });
    world.answer = () => ({
      kind: 'replace',
      locale: 'zh',
      view: { kind: 'notice', tone: 'ok', title: '已批准', blocks: [], actions: [] },
    });
    await pressIn('C1', '再来');
    expect(titles('C1')).toEqual(['✅ 班次', '✅ 已批准 (only you)']);
  });

  it('open modals on top of each other, and change the top one where three are open', async () => {
    await say('C1', notice('班次'));
    world.answer = () => ({ kind: 'form', locale: 'zh', form });
    await pressIn('C1', '再来');
    world.answer = () => notice('规定如下', [press('规定')]);
    await pressInModal('规定');
    await pressInModal('规定');
    const third = client().modal('U1')?.id;
    world.answer = () => notice('还是规定', [press('规定')]);
    await pressInModal('规定');
    expect(client().modal('U1')?.id).toBe(third);
    expect(visibleText(client().modal('U1')?.view)).toContain('还是规定');
    await client().closeModal('U1');
    await client().closeModal('U1');
    expect(visibleText(client().modal('U1')?.view)).toContain('原因');
  });

  const limit = (method: string, count: number) => world.sandbox.fault({ method, fault: 'rate-limited', count });

  it('wait as long as Slack asks and are shown then, in the direct chat and in a channel', async () => {
    await say('DU1', notice('班次'));
    await say('C1', notice('班次'));
    limit('chat.postMessage', 2);
    world.answer = () => notice('收到');
    await pressIn('DU1', '再来');
    await until(() => titles('DU1').length === 2);
    limit('response_url', 1);
    await pressIn('C1', '再来');
    await until(() => titles('C1').length === 2);
    expect([titles('DU1').at(-1), titles('C1').at(-1)]).toEqual(['✅ 收到', '✅ 收到 (only you)']);
    expect(world.lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('come one after the other where many are pressed faster than Slack takes them', async () => {
    await say('DU1', notice('班次'));
    world.answer = () => notice('收到');
    const [first] = client().messages('U1', 'DU1');
    const button = findPressable(first?.payload, '再来');
    await Promise.all(Array.from({ length: 6 }, () => client().press('U1', { message: first?.id ?? '', conversation: 'DU1' }, button, {})));
    await until(() => titles('DU1').length === 7);
    expect(titles('DU1').filter((title) => title.startsWith('⚠️'))).toEqual([]);
  });

  it('wait where a card is replaced, a form is opened or a submitted form shows its result', async () => {
    await say('C1', notice('班次'));
    limit('views.open', 1);
    world.answer = () => ({ kind: 'form', locale: 'zh', form });
    await pressIn('C1', '再来');
    await until(() => client().modal('U1') !== null);
    limit('views.update', 1);
    world.answer = async () => {
      await pause(2_800);
      return notice('已提交');
    };
    await client().submitModal('U1', typed);
    await until(() => visibleText(client().modal('U1')?.view).includes('已提交'));
    await client().closeModal('U1');
    limit('response_url', 1);
    world.answer = () => ({
      kind: 'replace',
      locale: 'zh',
      view: { kind: 'notice', tone: 'ok', title: '已批准', blocks: [], actions: [] },
    });
    await pressIn('C1', '再来');
    await until(() => titles('C1').includes('✅ 已批准'));
  }, 20_000);

  it('say to press again where a form would open too late, and show in the chat what needs no window', async () => {
    await say('C1', notice('班次'));
    limit('views.open', 4);
    world.answer = () => ({ kind: 'form', locale: 'zh', form });
    await pressIn('C1', '再来');
    await until(() => titles('C1').at(-1) === '⚠️ 没能打开,请再点一次 (only you)');
    await pressIn('C1', '再来');
    await until(() => client().modal('U1') !== null);
    world.sandbox.fault({ method: 'views.push', fault: { error: 'expired_trigger_id' }, count: 1 });
    world.answer = () => notice('规定如下', []);
    await pressInModal('规定');
    await until(() => titles('DU1').at(-1) === '✅ 规定如下');
  }, 20_000);

  it('are said by name where the address of the press is used up', async () => {
    await say('C1', notice('班次'));
    world.sandbox.fault({ method: 'response_url', fault: { error: 'used_url' }, count: 1 });
    world.answer = () => notice('收到');
    await pressIn('C1', '再来');
    expect(titles('C1').at(-1)).toBe('✅ 收到 (only you)');
  });

  it('do not keep the bot from stopping', async () => {
    await say('DU1', notice('班次'));
    limit('chat.postMessage', 100);
    world.answer = () => notice('收到');
    const pressed = pressIn('DU1', '再来');
    await pause(300);
    const before = performance.now();
    await world.messenger.stop();
    expect(performance.now() - before).toBeLessThan(2_000);
    await pressed;
  });

  it('say to press again where the window could not be opened in time', async () => {
    await say('C1', notice('班次'));
    world.sandbox.fault({ method: 'views.open', fault: { error: 'expired_trigger_id' }, count: 1 });
    world.answer = () => ({ kind: 'form', locale: 'zh', form });
    expect(await pressIn('C1', '再来')).toMatchObject({ ok: true });
    expect(titles('C1').at(-1)).toBe('⚠️ 没能打开,请再点一次 (only you)');
  });

  it('show a form that takes too long as being worked on, and then its result', async () => {
    await say('C1', notice('班次'));
    world.answer = () => ({ kind: 'form', locale: 'zh', form });
    await pressIn('C1', '再来');
    world.answer = async () => {
      await pause(2_800);
      return notice('已提交');
    };
    expect(await client().submitModal('U1', typed)).toMatchObject({ ok: true });
    expect(visibleText(client().modal('U1')?.view)).toContain('正在处理');
    await until(() => visibleText(client().modal('U1')?.view).includes('已提交'));
  });

  it('put errors above the form where no open field bears their name', async () => {
    await say('C1', notice('班次'));
    world.answer = () => ({ kind: 'form', locale: 'zh', form });
    await pressIn('C1', '再来');
    world.answer = () => ({
      kind: 'invalid',
      locale: 'zh',
      form: { ...form, fields: [{ kind: 'text', name: 'reason', label: '原因', required: true, initial: '事假' }] },
      errors: { general: '额度已用完' },
    });
    await client().submitModal('U1', typed);
    expect(visibleText(client().modal('U1')?.view)).toContain('额度已用完');
    expect(JSON.stringify(client().modal('U1')?.view)).toContain('"initial_value":"事假"');
  });

  it('close the form where there is nothing to show, and refuse an empty required field before it is sent', async () => {
    await say('C1', notice('班次'));
    world.answer = () => ({ kind: 'form', locale: 'zh', form });
    await pressIn('C1', '再来');
    world.answer = () => ({ kind: 'nothing', locale: 'zh' });
    const before = world.intents.length;
    expect(await client().submitModal('U1', {})).toMatchObject({ ok: false, errors: { reason: 'Please complete this required field.' } });
    expect(world.intents).toHaveLength(before);
    expect(await client().submitModal('U1', typed)).toMatchObject({ ok: true });
    expect(client().modal('U1')).toBeNull();
  });

  it('carry a message shortcut with the message it was used on', async () => {
    await client().say('U2', 'C1', '3 号门打不开');
    const [message] = client().messages('U1', 'C1');
    world.answer = () => ({ kind: 'form', locale: 'zh', form });
    await client().shortcut('U1', 'C1', message?.id ?? '', 'record.add');
    expect(world.intents[0]).toMatchObject({
      ask: { kind: 'shortcut', route: 'record.add', text: '3 号门打不开', author: 'U2' },
      place: { kind: 'channel', id: 'C1', messageId: message?.id },
    });
    expect(client().modal('U1')).not.toBeNull();
  });

  it('tell a guest in the direct chat and on the home page that nothing is shown', async () => {
    world.answer = () => notice('这里只对本单位的人开放', []);
    await client().say('U9', 'DU9', '谁值班');
    await client().openHome('U9');
    expect(client().messages('U9', 'DU9').at(-1)?.text).toBe('✅ 这里只对本单位的人开放');
    expect(visibleText(client().home('U9'))).toContain('这里只对本单位的人开放');
    expect(world.intents.every((intent) => intent.external)).toBe(true);
  });

  it('hear of channels that were lost and found again', async () => {
    await world.sandbox.admin.removeBot('C1');
    await world.sandbox.admin.archive('C2', 'U1');
    await world.sandbox.admin.unarchive('C2', 'U1');
    expect(world.events).toMatchObject([
      { kind: 'channel-lost', channelId: 'C1' },
      { kind: 'channel-lost', channelId: 'C2' },
      { kind: 'channel-joined', channelId: 'C2' },
    ]);
  });
});
