import * as lark from '@larksuiteoapi/node-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Temporal } from '../../src/core/time.ts';
import { renderCard } from '../../src/feishu/render/render.ts';
import { cardProblems } from '../../src/feishu/schema.ts';
import { shippedAppManifest } from '../../src/sandbox/feishu/app-manifest.ts';
import { createSandboxFeishu, type SandboxFeishu } from '../../src/sandbox/feishu/index.ts';
import { SlidingWindow } from '../../src/sandbox/feishu/sliding-window.ts';
import { app, guards, guest, until, wu, zhou } from './feishu-harness.ts';

const direct = `oc_p2p_${zhou}`;
const user = (id: string, external = false) => ({ id, name: id, title: '', email: `${id}@duty.example`, locale: 'zh' as const, external });
const card = renderCard(
  {
    kind: 'card',
    title: '早班',
    summary: '早班',
    blocks: [{ kind: 'text', text: '带班:陈队' }],
    actions: [{ kind: 'press', route: 'a.b', args: {}, label: '上班打卡' }],
  },
  { locale: 'zh', userIds: new Map() },
);

const manifest = shippedAppManifest();
const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined, trace: () => undefined };

interface Reply {
  status: number;
  code: number;
  data: Record<string, unknown>;
  msg: string;
  headers: Headers;
}

describe('the local Feishu', () => {
  let sandbox: SandboxFeishu;
  let domain: string;
  let token: string;
  let outbound: (envelope: unknown) => unknown = () => ({});
  let socket: lark.WSClient | null = null;

  beforeEach(async () => {
    outbound = () => ({});
    sandbox = createSandboxFeishu({
      ...app,
      seed: { users: [user(zhou), user(wu), user(guest, true)], channels: [{ id: guards, name: '门岗', members: [zhou, wu], bot: true }] },
      clock: { now: () => Temporal.Instant.from('2026-12-03T07:20:00+08:00') },
      eventUrl: null,
      retryDelaysMs: [20, 20],
      app: { ...manifest, scopes: { tenant: [...manifest.scopes.tenant, 'im:message.urgent'] } },
    });
    domain = (await sandbox.start()).domain;
    await signIn();
  });
  afterEach(async () => {
    socket?.close({ force: true });
    socket = null;
    await sandbox.stop();
  });

  const signIn = async () => {
    const body = JSON.stringify({ app_id: app.appId, app_secret: app.appSecret });
    const answer = await fetch(`${domain}/open-apis/auth/v3/tenant_access_token/internal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    token = ((await answer.json()) as { tenant_access_token: string }).tenant_access_token;
  };
  const call = async (method: string, path: string, body?: unknown, bearer = token): Promise<Reply> => {
    const response = await fetch(`${domain}/open-apis${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(bearer === '' ? {} : { authorization: `Bearer ${bearer}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 404) return { status: 404, code: -1, msg: await response.text(), data: {}, headers: response.headers };
    const json = (await response.json()) as { code: number; msg: string; data?: Record<string, unknown> };
    return { status: response.status, code: json.code, msg: json.msg, data: json.data ?? {}, headers: response.headers };
  };
  const send = (over: object = {}, to = 'chat_id') =>
    call('POST', `/im/v1/messages?receive_id_type=${to}`, {
      receive_id: guards,
      msg_type: 'interactive',
      content: JSON.stringify(card),
      ...over,
    });
  const patch = (id: unknown, content: unknown = card) =>
    call('PATCH', `/im/v1/messages/${String(id)}`, { content: JSON.stringify(content) });

  /** The SDK's own long connection, with a handler of the test's. */
  const connect = async () => {
    class Raw extends lark.EventDispatcher {
      override async invoke(data: unknown): Promise<unknown> {
        return outbound(data);
      }
    }
    const client = new lark.WSClient({ appId: app.appId, appSecret: app.appSecret, domain, logger: quiet });
    socket = client;
    await client.start({ eventDispatcher: new Raw({ logger: quiet }) });
    await until(() => sandbox.connections() === 1);
  };
  const press = async () => {
    const { data } = await send();
    const message = String(data['message_id']);
    return { message, outcome: await sandbox.client.press(zhou, { message, conversation: guards }, card.body.elements.at(-1), {}) };
  };

  it('wants a token it knows', async () => {
    expect((await send({}, 'chat_id')).code).toBe(0);
    expect(await call('GET', '/bot/v3/info', undefined, '')).toMatchObject({ status: 400, code: 99991661 });
    expect(await call('GET', '/bot/v3/info', undefined, 't-other')).toMatchObject({ status: 400, code: 99991663 });
    sandbox.elapse(7_200_000);
    expect(await call('GET', '/bot/v3/info')).toMatchObject({ status: 400, code: 99991663 });
  });

  it('refuses a method whose scope the app lacks', async () => {
    expect(await call('POST', '/im/v1/messages/om_1/urgent_app', {})).toMatchObject({ status: 404 });
    await sandbox.stop();
    sandbox = createSandboxFeishu({
      ...app,
      seed: { users: [], channels: [] },
      clock: { now: () => Temporal.Now.instant() },
      eventUrl: null,
      app: { ...manifest, scopes: { tenant: [] } },
    });
    domain = (await sandbox.start()).domain;
    await signIn();
    expect(await send()).toMatchObject({ status: 400, code: 99991672, msg: expect.stringContaining('im:message:send_as_bot') });
    expect((await call('GET', '/bot/v3/info')).code).toBe(0);
  });

  it('gives the same message for the same uuid within an hour, and another one later', async () => {
    const uuid = 'u'.repeat(50);
    const first = await send({ uuid });
    expect((await send({ uuid })).data['message_id']).toBe(first.data['message_id']);
    expect((await send({ uuid: `${uuid}x` })).code).toBe(230001);
    sandbox.elapse(3_600_001);
    expect((await send({ uuid })).data['message_id']).not.toBe(first.data['message_id']);
  });

  it('takes five messages a second in a chat and says how long to wait', async () => {
    const answers = [];
    for (let at = 0; at < 6; at += 1) answers.push(await send());
    expect(answers.map((answer) => answer.code)).toEqual([0, 0, 0, 0, 0, 230020]);
    expect([answers[5]?.status, answers[5]?.headers.get('x-ogw-ratelimit-reset')]).toEqual([400, '1']);
    sandbox.elapse(1_001);
    expect((await send()).code).toBe(0);
  });

  it('takes fifty messages a second from the app, wherever they go', async () => {
    const codes = [];
    for (let at = 0; at < 51; at += 1) codes.push((await send({ receive_id: 'oc_nowhere' })).code);
    expect([codes.filter((code) => code === 230001).length, codes.at(-1)]).toEqual([50, 99991400]);
  });

  it('takes a thousand a minute', () => {
    const minute = new SlidingWindow(1_000, 60_000);
    for (let at = 0; at < 1_000; at += 1) minute.count('app', at);
    expect([minute.waitMs('app', 1_000), minute.waitMs('app', 60_001), minute.waitMs('other', 1_000)]).toEqual([59_000, null, null]);
  });

  it('refuses a card it does not understand, with the inner code', async () => {
    const wrong = JSON.stringify({ ...card, extra: 1 });
    expect(await send({ content: wrong })).toMatchObject({ status: 400, code: 230099, msg: expect.stringContaining('200621') });
    const { data } = await send();
    expect((await patch(data['message_id'], { ...card, extra: 1 })).code).toBe(230099);
  });

  it('refuses cards over 30 KB and texts over 150 KB', async () => {
    const big = { ...card, body: { elements: [{ tag: 'markdown', content: 'x'.repeat(30 * 1024) }] } };
    expect((await send({ content: JSON.stringify(big) })).code).toBe(230025);
    expect((await send({ msg_type: 'text', content: JSON.stringify({ text: 'x'.repeat(150 * 1024) }) })).code).toBe(230025);
    expect(cardProblems(big)).toContain('more bytes than a card may have');
  });

  it('sends nothing to strangers of the organisation, nor where the bot is not', async () => {
    expect(await send({ receive_id: guest }, 'open_id')).toMatchObject({ status: 400, code: 230013 });
    await sandbox.setBotInChannel(guards, false);
    expect(await send()).toMatchObject({ status: 400, code: 230002 });
  });

  it('lets the bot update its own cards for fourteen days, five times a second', async () => {
    const { data } = await send();
    await sandbox.client.say(zhou, guards, '你好');
    const said = sandbox.client.messages(zhou, guards).find((message) => !message.from.bot);
    expect((await patch(said?.id)).code).toBe(230012);
    const codes = [];
    for (let at = 0; at < 6; at += 1) codes.push((await patch(data['message_id'])).code);
    expect(codes).toEqual([0, 0, 0, 0, 0, 230020]);
    sandbox.elapse(14 * 86_400_000 + 1);
    await signIn();
    expect(await patch(data['message_id'])).toMatchObject({ status: 400, code: 230031 });
  });

  it('takes two delayed updates within half an hour, and undoes one that comes before the answer', async () => {
    await connect();
    let update = '';
    const other = renderCard({ kind: 'card', title: '新', summary: '新', blocks: [], actions: [] }, { locale: 'zh', userIds: new Map() });
    const redraw = () => call('POST', '/interactive/v1/card/update', { token: update, card: other });
    outbound = async (envelope) => {
      update = (envelope as { event: { token: string } }).event.token;
      expect((await redraw()).code).toBe(0);
      return {};
    };
    const { message } = await press();
    const shown = () => JSON.stringify(sandbox.client.messages(zhou, guards).find((each) => each.id === message)?.payload);
    expect(shown()).toContain('早班');
    expect((await redraw()).code).toBe(0);
    expect(shown()).toContain('新');
    expect((await redraw()).code).toBe(300030);
    outbound = (envelope) => {
      update = (envelope as { event: { token: string } }).event.token;
      return {};
    };
    await press();
    sandbox.elapse(30 * 60_000 + 1);
    expect((await redraw()).code).toBe(300020);
  });

  it.each([
    ['nothing', undefined, '200340'],
    ['a text', 'done', '200672'],
    ['an unknown property', { toast: { type: 'info', content: 'x' }, extra: 1 }, '200672'],
    ['a toast of another kind', { toast: { type: 'ok', content: 'x' } }, '200672'],
    ['a broken card', { card: { type: 'raw', data: { schema: '2.0', body: { elements: [{ tag: 'note' }] } } } }, '200673'],
  ])('shows an error when a callback is answered with %s', async (_, answer, code) => {
    await connect();
    outbound = () => answer;
    expect((await press()).outcome).toMatchObject({ ok: false, toast: { tone: 'error', text: expect.stringContaining(code) } });
  });

  it('gives a callback three seconds', async () => {
    await connect();
    outbound = () => new Promise((resolve) => setTimeout(() => resolve({}), 3_300));
    expect((await press()).outcome.toast?.text).toContain('200341');
  });

  it('does not press what is no longer there', async () => {
    const { data } = await send();
    const gone = { tag: 'button', text: { tag: 'plain_text', content: '旧' }, behaviors: [{ type: 'callback', value: {} }] };
    expect(await sandbox.client.press(zhou, { message: String(data['message_id']), conversation: guards }, gone, {})).toMatchObject({
      ok: false,
    });
    expect(sandbox.deliveries()).toEqual([]);
  });

  it('lets nobody submit a form with a required field empty', async () => {
    const form = {
      ...card,
      body: {
        elements: [
          {
            tag: 'form',
            name: 'F',
            elements: [
              { tag: 'date_picker', name: 'day', required: true },
              {
                tag: 'button',
                name: 'S',
                text: { tag: 'plain_text', content: '交' },
                form_action_type: 'submit',
                behaviors: [{ type: 'callback', value: {} }],
              },
            ],
          },
        ],
      },
    };
    const { data } = await send({ content: JSON.stringify(form) });
    const where = { message: String(data['message_id']), conversation: guards };
    const submit = form.body.elements[0]?.elements[1];
    expect((await sandbox.client.press(zhou, where, submit, {})).toast?.text).toBe('有必填项未填写');
    await connect();
    let value: unknown;
    outbound = (envelope) => {
      value = (envelope as { event: { action: { form_value: unknown } } }).event.action.form_value;
      return {};
    };
    expect((await sandbox.client.press(zhou, where, submit, { day: '2026-12-04' })).ok).toBe(true);
    expect(value).toEqual({ day: '2026-12-04 +0800' });
  });

  it('keeps events for a connection that comes later, and gives up after its schedule', async () => {
    await sandbox.client.say(zhou, direct, '早');
    await connect();
    await until(() => sandbox.deliveries().at(-1)?.outcome === 'answered');
    outbound = () => Promise.reject(new Error('no'));
    await sandbox.client.say(zhou, direct, '晚');
    await until(() => sandbox.deliveries().filter((delivery) => delivery.outcome === 'refused').length === 3);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(sandbox.deliveries().at(-1)).toMatchObject({ attempt: 3, outcome: 'refused' });
  });

  it('has each slash command once', async () => {
    const command = { command: 'duty', description: { default_value: '值班', i18n: { zh_cn: '值班', en_us: 'Duty' } } };
    const path = '/application/v7/app_slash_commands';
    const made = await call('POST', path, command);
    expect(await call('POST', path, command)).toMatchObject({ code: 40000000, msg: expect.stringContaining('already exists') });
    expect((await call('POST', path, { ...command, command: '/Duty' })).code).toBe(40000000);
    expect((await call('PATCH', `${path}/${String(made.data['command_id'])}`, { command: 'clock' })).code).toBe(0);
    expect((await call('GET', path)).data['items']).toMatchObject([{ command: 'clock' }]);
    expect((await call('DELETE', `${path}/${String(made.data['command_id'])}`)).code).toBe(0);
    expect((await call('GET', path)).data['items']).toEqual([]);
  });

  it('takes files and images within their limits, as the SDK sends them', async () => {
    const client = new lark.Client({ appId: app.appId, appSecret: app.appSecret, domain, cache: new lark.DefaultCache(), logger: quiet });
    const file = await client.im.v1.file.create({ data: { file_type: 'stream', file_name: '值班表.csv', file: Buffer.from('姓名') } });
    const sent = await send({ msg_type: 'file', content: JSON.stringify({ file_key: file?.file_key }) });
    expect(sent.code).toBe(0);
    const down = await client.im.v1.messageResource.get({
      path: { message_id: String(sent.data['message_id']), file_key: file?.file_key ?? '' },
      params: { type: 'file' },
    });
    const chunks = [];
    for await (const chunk of down.getReadableStream()) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).toString()).toBe('姓名');
    expect(
      (await client.im.v1.image.create({ data: { image_type: 'message', image: Buffer.alloc(11 * 1024 * 1024) } }).catch(() => null)) ??
        null,
    ).toBeNull();
    expect((await send({ msg_type: 'file', content: JSON.stringify({ file_key: 'file_v3_none' }) })).code).toBe(230055);
  });

  it("buzzes members of the chat about the bot's own message", async () => {
    const { data } = await send();
    const buzz = await call('PATCH', `/im/v1/messages/${String(data['message_id'])}/urgent_app?user_id_type=open_id`, {
      user_id_list: [zhou, 'ou_nobody'],
    });
    expect(buzz.data).toEqual({ invalid_user_id_list: ['ou_nobody'] });
    await sandbox.client.say(zhou, guards, '你好');
    const said = sandbox.client.messages(zhou, guards).find((message) => !message.from.bot);
    expect((await call('PATCH', `/im/v1/messages/${said?.id}/urgent_app`, { user_id_list: [zhou] })).code).toBe(230012);
  });

  it('lists groups with their members, and knows no other method', async () => {
    expect((await call('GET', '/im/v1/chats')).data['items']).toMatchObject([{ chat_id: guards }]);
    expect((await call('GET', `/im/v1/chats/${guards}/members?page_size=1`)).data).toMatchObject({
      has_more: true,
      items: [{ member_id: zhou }],
    });
    expect((await fetch(`${domain}/open-apis/im/v9/none`)).status).toBe(404);
  });
});
