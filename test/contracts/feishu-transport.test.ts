import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFeishuMessenger, FeishuMisconfigured } from '../../src/feishu/index.ts';
import { encrypt, signedHeaders } from '../../src/sandbox/feishu/push.ts';
import { app, type Desk, startDesk, until, zhou } from './feishu-harness.ts';

const direct = `oc_p2p_${zhou}`;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function message(text: string, over: { token?: string; id?: string } = {}): object {
  return {
    schema: '2.0',
    header: {
      event_id: over.id ?? randomUUID(),
      event_type: 'im.message.receive_v1',
      create_time: '1700000000000',
      token: over.token ?? app.verificationToken,
      app_id: app.appId,
      tenant_key: app.tenantKey,
    },
    event: {
      sender: { sender_id: { open_id: zhou }, sender_type: 'user', tenant_key: app.tenantKey },
      message: { message_id: 'om_1', chat_id: direct, chat_type: 'p2p', message_type: 'text', content: JSON.stringify({ text }) },
    },
  };
}

describe('events over HTTP', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await startDesk({ transport: 'http' });
  });
  afterEach(() => desk.stop());

  const sealed = (event: object) => JSON.stringify({ encrypt: encrypt(JSON.stringify(event), app.encryptKey) });
  const post = (body: string, headers: Record<string, string>) => fetch(desk.url, { method: 'POST', body, headers });

  it('answers the challenge of the developer console', async () => {
    expect(await desk.sandbox.challenge()).toBe(true);
  });

  it('answers no challenge with another token, unencrypted, or wrongly signed', async () => {
    const challenge = { type: 'url_verification', token: 'forged', challenge: 'c' };
    const right = { ...challenge, token: app.verificationToken };
    expect((await post(sealed(challenge), {})).status).toBe(401);
    expect((await post(JSON.stringify(right), {})).status).toBe(401);
    expect((await post(sealed(right), signedHeaders(sealed(right), 'another key'))).status).toBe(401);
    const unsigned = await post(sealed(right), {});
    expect([unsigned.status, await unsigned.json()]).toEqual([200, { challenge: 'c' }]);
    expect(desk.refused).toEqual(['forged', 'forged', 'forged']);
  });

  it('lets a signed and encrypted event in, whatever the spacing of its body', async () => {
    const body = `{ "encrypt" :  ${JSON.stringify(encrypt(JSON.stringify(message('谁值班')), app.encryptKey))} }\n`;
    const answer = await post(body, signedHeaders(body, app.encryptKey));
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect(desk.intents[0]?.ask).toMatchObject({ text: '谁值班' });
  });

  it.each([
    ['forged signature', 401, 'forged', (body: string) => ({ ...signedHeaders(body, app.encryptKey), 'x-lark-signature': '0'.repeat(64) })],
    ['no signature', 401, 'forged', () => ({})],
    ['a signature of another body', 401, 'forged', () => signedHeaders('{}', app.encryptKey)],
    ['six minutes old', 401, 'stale', (body: string) => signedHeaders(body, app.encryptKey, String(Math.floor(Date.now() / 1000) - 360))],
    ['six minutes ahead', 401, 'stale', (body: string) => signedHeaders(body, app.encryptKey, String(Math.floor(Date.now() / 1000) + 360))],
    ['no time at all', 401, 'stale', (body: string) => signedHeaders(body, app.encryptKey, '0')],
  ] as const)('refuses: %s', async (_, status, reason, headers) => {
    const body = sealed(message('谁值班'));
    expect((await post(body, headers(body))).status).toBe(status);
    expect(desk.refused).toEqual([reason]);
    expect(desk.intents).toEqual([]);
  });

  it('refuses another verification token behind a right signature', async () => {
    const body = sealed(message('谁值班', { token: 'forged' }));
    expect((await post(body, signedHeaders(body, app.encryptKey))).status).toBe(401);
    expect(desk.refused).toEqual(['forged']);
  });

  it('refuses the same signed request once more, but not one that was not taken', async () => {
    const body = sealed(message('谁值班'));
    const headers = signedHeaders(body, app.encryptKey);
    desk.answer = () => Promise.reject(new Error('the database is away'));
    expect((await post(body, headers)).status).toBe(500);
    desk.answer = () => ({ kind: 'nothing', locale: 'zh' });
    expect((await post(body, headers)).status).toBe(200);
    expect((await post(body, headers)).status).toBe(409);
    expect(desk.refused).toEqual(['replayed']);
  });

  it('refuses what is not encrypted with our key, and what is no event', async () => {
    const other = JSON.stringify({ encrypt: encrypt(JSON.stringify(message('x')), 'another key') });
    const nothing = sealed({ hello: 'world' });
    const plain = JSON.stringify(message('x'));
    for (const body of [other, nothing, plain]) expect((await post(body, signedHeaders(body, app.encryptKey))).status).toBe(400);
    expect(desk.refused).toEqual(['unreadable', 'unreadable', 'unreadable']);
  });

  it('refuses a body over the limit', async () => {
    const body = JSON.stringify({ encrypt: 'x'.repeat(1024 * 1024) });
    const answer = await post(body, signedHeaders(body, app.encryptKey)).catch(() => null);
    expect(answer === null || answer.status === 413).toBe(true);
    const handled = await desk.messenger.webRoutes[0]?.handle({
      method: 'POST',
      path: '/feishu/events',
      headers: {},
      body: Buffer.from(body),
    });
    expect(handled?.status).toBe(413);
    expect(desk.refused).toEqual(['oversized']);
  });

  it('keeps Chinese characters whole that arrive in two pieces', async () => {
    const body = Buffer.from(`{"备注":"值班","encrypt":${JSON.stringify(encrypt(JSON.stringify(message('谁值班')), app.encryptKey))}}`);
    const headers = Object.entries({ ...signedHeaders(body.toString(), app.encryptKey), 'content-length': String(body.length) }).map(
      ([key, value]) => `${key}: ${value}`,
    );
    const at = body.indexOf(Buffer.from('值')) + 1;
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(desk.url).port), '127.0.0.1', () => {
        socket.write(`POST /feishu/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers.join('\r\n')}\r\n\r\n`);
        socket.write(body.subarray(0, at));
        setTimeout(() => socket.write(body.subarray(at)), 50);
      });
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(desk.intents[0]?.ask).toMatchObject({ text: '谁值班' });
  });

  it('answers 503 before it has started', async () => {
    await desk.messenger.stop();
    const body = sealed(message('谁值班'));
    expect((await post(body, signedHeaders(body, app.encryptKey))).status).toBe(503);
  });

  it('says the same for an event nobody asked for and for a bot that talks', async () => {
    const strange = {
      ...message('x'),
      header: { ...(message('x') as { header: object }).header, event_type: 'im.message.reaction.created_v1' },
    };
    const bot = message('x') as { event: { sender: { sender_type: string } } };
    bot.event.sender.sender_type = 'app';
    for (const event of [strange, bot]) {
      const body = sealed(event);
      expect((await post(body, signedHeaders(body, app.encryptKey))).status).toBe(200);
    }
    expect(desk.intents).toEqual([]);
  });
});

describe.each(['ws', 'http'] as const)('deliveries over %s', (transport) => {
  let desk: Desk;
  afterEach(() => desk.stop());

  it('repeats an event that was not saved, under the same key', async () => {
    desk = await startDesk({ transport, sandbox: { retryDelaysMs: [30, 60] } });
    let attempts = 0;
    desk.answer = () => {
      attempts += 1;
      if (attempts < 3) throw new Error('the database is away');
      return { kind: 'nothing', locale: 'zh' };
    };
    await desk.sandbox.client.say(zhou, direct, '上班');
    await until(() => attempts === 3);
    expect(new Set(desk.intents.map((intent) => intent.eventKey)).size).toBe(1);
    await until(() => desk.sandbox.deliveries().length === 3);
    expect(desk.sandbox.deliveries().map((delivery) => [delivery.attempt, delivery.outcome])).toEqual([
      [1, 'refused'],
      [2, 'refused'],
      [3, 'answered'],
    ]);
  });

  it('shows a person that a press failed, and does not repeat it', async () => {
    desk = await startDesk({ transport });
    await desk.messenger.send(
      desk.outgoing({
        to: { kind: 'person', id: zhou },
        view: {
          kind: 'card',
          title: '早班',
          summary: '早班',
          blocks: [],
          actions: [{ kind: 'press', route: 'a.b', args: {}, label: '上班打卡' }],
        },
      }),
    );
    desk.answer = () => Promise.reject(new Error('bug'));
    const card = desk.newestCard() as { body: { elements: unknown[] } };
    const outcome = await desk.sandbox.client.press(
      zhou,
      { message: desk.messages()[0]?.id ?? '', conversation: direct },
      card.body.elements.at(-1),
      {},
    );
    expect(outcome.toast?.text).toContain('200340');
    expect(desk.intents).toHaveLength(1);
  });
});

describe('the long connection', () => {
  let desk: Desk;
  afterEach(() => desk.stop());

  it('puts an event together that comes in several frames', async () => {
    desk = await startDesk({ transport: 'ws', sandbox: { splitBytes: 101 } });
    const text = '谁值班'.repeat(200);
    await desk.sandbox.client.say(zhou, direct, text);
    expect(desk.intents[0]?.ask).toMatchObject({ text });
  });

  it('starts while Feishu is down, says so, and comes up by itself', async () => {
    desk = await startDesk({ transport: 'ws', offline: true });
    expect(desk.messenger.status().state).toBe('down');
    expect(desk.messenger.status().cause?.zh).toBeTruthy();
    desk.sandbox.setOnline(true);
    await until(() => desk.messenger.status().state === 'up', 10_000);
    expect(desk.messenger.tenant()).toBe(app.tenantKey);
    await desk.sandbox.client.say(zhou, direct, '上班');
    expect(desk.intents).toHaveLength(1);
  });

  it('comes back after the connection is cut, and hears what was said meanwhile', async () => {
    desk = await startDesk({ transport: 'ws' });
    desk.sandbox.setOnline(false);
    await until(() => desk.messenger.status().state === 'down');
    await desk.sandbox.client.say(zhou, direct, '上班');
    desk.sandbox.setOnline(true);
    await until(() => desk.intents.length === 1, 10_000);
    expect(desk.sandbox.connections()).toBe(1);
    await until(() => desk.messenger.status().state === 'up');
  });

  it('says that the credentials are wrong instead of failing to start', async () => {
    desk = await startDesk({ transport: 'ws', offline: true, messenger: { appSecret: 'wrong' } });
    desk.sandbox.setOnline(true);
    await until(() => desk.messenger.status().cause?.en.includes('App Secret is wrong') === true, 10_000);
    expect(JSON.stringify(desk.logged)).not.toContain('secret-of-the-app');
  });
});

describe('settings that cannot work', () => {
  const base = { appId: app.appId, appSecret: 's', domain: 'http://127.0.0.1:1', transport: 'ws', log: silent } as const;
  it.each([
    ['FEISHU_APP_ID', { ...base, appId: 'cli_1' }],
    ['FEISHU_APP_SECRET', { ...base, appSecret: '' }],
    ['FEISHU_ENCRYPT_KEY', { ...base, transport: 'http', verificationToken: 'v' }],
    ['FEISHU_VERIFICATION_TOKEN', { ...base, transport: 'http', encryptKey: 'k' }],
  ] as const)('names %s at once', (name, options) => {
    expect(() => createFeishuMessenger(options)).toThrow(FeishuMisconfigured);
    expect(() => createFeishuMessenger(options)).toThrow(name);
  });
});
