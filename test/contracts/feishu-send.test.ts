import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { causes, messengerError } from '../../src/feishu/errors.ts';
import { sdkLog } from '../../src/feishu/sdk-log.ts';
import { Limiter } from '../../src/runtime/limiter.ts';
import { MessengerError } from '../../src/runtime/messenger.ts';
import { visibleText } from '../harness/read-payload.ts';
import { app, type Desk, guards, startDesk, until, wu, zhou } from './feishu-harness.ts';

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('sending', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await startDesk({ transport: 'http' });
  });
  afterEach(() => desk.stop());
  const named = (name: string) => desk.sandbox.transcript().filter((entry) => entry.name === name);

  it('sends to a group and to a person, and edits in place', async () => {
    const ref = await desk.messenger.send(desk.outgoing());
    expect(ref.channelId).toBe(guards);
    await desk.messenger.send(desk.outgoing({ to: { kind: 'person', id: zhou } }));
    expect(desk.messages()).toHaveLength(1);
    await desk.messenger.edit({
      ...desk.outgoing({ view: { kind: 'card', title: '早班结束', summary: '完', blocks: [], actions: [] } }),
      ref,
    });
    const [message] = desk.messages(guards);
    expect([message?.edited, visibleText(message?.payload)]).toEqual([true, expect.stringContaining('早班结束')]);
  });

  it('tells an edit of a message that no longer exists as gone, and any other wrong parameter as a bug', async () => {
    const ref = await desk.messenger.send(desk.outgoing());
    await expect(desk.messenger.edit({ ...desk.outgoing(), ref: { ...ref, messageId: 'om_lost' } })).rejects.toMatchObject({
      kind: 'gone',
      code: '230001',
      remedy: { zh: '没有这条消息', en: 'There is no such message' },
    });
    await expect(desk.messenger.send(desk.outgoing({ to: { kind: 'channel', id: 'oc_none' } }))).rejects.toMatchObject({
      kind: 'invalid',
      code: '230001',
    });
  });

  it('pings the person who has to act and names the others', async () => {
    const text = [
      { kind: 'mention', person: 'p1', name: '小周' } as const,
      ' 接 ',
      { kind: 'mention', person: 'p2', name: '小吴' } as const,
    ];
    await desk.messenger.send(
      desk.outgoing({
        userIds: new Map([['p1', zhou]]),
        view: { kind: 'card', title: '接班', summary: '接班', blocks: [{ kind: 'text', text }], actions: [] },
      }),
    );
    expect(JSON.stringify(desk.newestCard(guards))).toContain(`<at id=${zhou}></at> 接 小吴`);
  });

  it('does not send twice what arrived although the answer was lost', async () => {
    const message = desk.outgoing();
    desk.sandbox.fault({ method: 'im.message.create', fault: 'drop-after', count: 1 });
    expect(await failure(desk.messenger.send(message))).toMatchObject({ kind: 'network' });
    expect(await desk.messenger.findSent(message, new Date())).toBeNull();
    const ref = await desk.messenger.send(message);
    expect(desk.messages(guards).map((each) => each.id)).toEqual([ref.messageId]);
  });

  it('finds by its marker what arrived more than an hour ago', async () => {
    const message = desk.outgoing({
      view: { kind: 'card', title: '早班', summary: '早班', blocks: [{ kind: 'text', text: '带班:陈队' }], actions: [] },
    });
    await desk.messenger.send(desk.outgoing());
    desk.sandbox.fault({ method: 'im.message.create', fault: 'drop-after', count: 1 });
    await failure(desk.messenger.send(message));
    desk.sandbox.elapse(3_700_000);
    const found = await desk.messenger.findSent(message, new Date(Date.now() - 3_700_000));
    expect(found).toEqual({ channelId: guards, messageId: desk.messages(guards)[1]?.id });
    expect(await desk.messenger.findSent(desk.outgoing(), new Date(Date.now() - 3_700_000))).toBeNull();
  });

  it('sends a file to one person, once however the connection breaks, and finds it by its name after an hour', async () => {
    const content = Buffer.from('%PDF-1.7 sick note');
    const file = {
      outboxId: '0190c5a0-0000-7000-8000-0000000000f1',
      to: { kind: 'person', id: zhou },
      name: '#12 病假证明.pdf',
      content,
    } as const;
    for (const method of ['im.file.create', 'im.message.create']) {
      desk.sandbox.fault({ method, fault: 'drop-before', count: 1 });
      expect(await failure(desk.messenger.sendFile(file))).toMatchObject({ kind: 'network' });
    }
    const shared = () => desk.messages().flatMap((message) => message.files);
    expect(shared()).toEqual([]);
    desk.sandbox.fault({ method: 'im.message.create', fault: 'drop-after', count: 1 });
    expect(await failure(desk.messenger.sendFile(file))).toMatchObject({ kind: 'network' });
    expect(await desk.messenger.findSentFile(file, new Date())).toBeNull();
    const ref = await desk.messenger.sendFile(file);
    expect(shared()).toMatchObject([{ name: '#12 病假证明.pdf', size: content.length }]);
    desk.sandbox.elapse(3_700_000);
    const hourAgo = new Date(Date.now() - 3_700_000);
    expect(await desk.messenger.findSentFile(file, hourAgo)).toEqual(ref);
    expect(await desk.messenger.findSentFile({ ...file, name: '#13 病假证明.pdf' }, hourAgo)).toBeNull();
  });

  it('sends nothing when the request was lost', async () => {
    desk.sandbox.fault({ method: 'im.message.create', fault: 'drop-before', count: 1 });
    expect(await failure(desk.messenger.send(desk.outgoing()))).toMatchObject({ kind: 'network', code: 'no-answer' });
    expect(desk.messages(guards)).toEqual([]);
    expect(desk.messenger.status().state).toBe('down');
    await desk.messenger.send(desk.outgoing());
    expect(desk.messenger.status().state).toBe('up');
  });

  it('replaces a token that Feishu refuses, and asks for it once however many wait', async () => {
    expect(named('auth.tenant_access_token')).toHaveLength(1);
    desk.sandbox.revokeTokens();
    await Promise.all([zhou, wu].map((id) => desk.messenger.send(desk.outgoing({ to: { kind: 'person', id } }))));
    expect(named('auth.tenant_access_token')).toHaveLength(2);
    expect(desk.messages()).toHaveLength(1);
  });

  it('gives up on a token that is refused twice', async () => {
    desk.sandbox.fault({ method: 'im.message.create', fault: { error: '99991663' }, count: 2 });
    expect(await failure(desk.messenger.send(desk.outgoing()))).toMatchObject({ kind: 'auth', code: '99991663' });
  });

  it('waits as long as Feishu says', async () => {
    desk.sandbox.fault({ method: 'im.message.create', fault: 'rate-limited', count: 1 });
    expect(await failure(desk.messenger.send(desk.outgoing()))).toMatchObject({ kind: 'rate', code: '99991400', retryAfterMs: 1_000 });
    const all = await Promise.all(Array.from({ length: 8 }, () => failure(desk.messenger.send(desk.outgoing()))));
    const refused = all.filter((error) => error !== null);
    expect(refused).toHaveLength(3);
    for (const error of refused) expect(error).toMatchObject({ kind: 'rate', code: '230020' });
  });

  it('stays below the limits of Feishu with the buckets it names', () => {
    let now = 0;
    const limiter = new Limiter(() => now);
    const sent: number[] = [];
    let chat = 0;
    while (now < 120_000) {
      const wait = limiter.take(desk.messenger.buckets({ kind: 'send', to: { kind: 'channel', id: `oc_${chat}` } }));
      if (wait === 0) {
        sent.push(now);
        chat += 1;
      } else now += wait;
    }
    const most = (windowMs: number) => Math.max(...sent.map((start, at) => sent.slice(at).findIndex((time) => time >= start + windowMs)));
    expect(most(1_000)).toBeLessThanOrEqual(50);
    expect(most(60_000)).toBeLessThanOrEqual(1_000);
    expect(sent.length).toBeGreaterThan(1_800);
  });

  it('keeps five a second to one chat', () => {
    let now = 0;
    const limiter = new Limiter(() => now);
    const sent: number[] = [];
    while (now < 10_000) {
      const wait = limiter.take(desk.messenger.buckets({ kind: 'send', to: { kind: 'person', id: zhou } }));
      if (wait === 0) sent.push(now);
      else now += wait;
    }
    expect(Math.max(...sent.map((start) => sent.filter((time) => time >= start && time < start + 1_000).length))).toBeLessThanOrEqual(5);
  });

  it('says how to get a bot into a chat it is not in', async () => {
    await desk.sandbox.setBotInChannel(guards, false);
    const error = await failure(desk.messenger.send(desk.outgoing()));
    expect(error).toMatchObject({ kind: 'gone', code: '230002', remedy: { zh: expect.stringContaining('加进群') } });
  });

  it('sends the words of a card that Feishu refuses', async () => {
    desk.sandbox.fault({ method: 'im.message.create', fault: { error: '230099' }, count: 1 });
    await desk.messenger.send(
      desk.outgoing({
        view: { kind: 'card', title: '早班', summary: '门岗早班', blocks: [{ kind: 'text', text: '带班:陈队' }], actions: [] },
      }),
    );
    expect(visibleText(desk.newestCard(guards))).toContain('门岗早班 带班:陈队');
    expect(desk.logged.some((line) => line.level === 'error')).toBe(true);
  });

  it('reports HTTP 500 as a matter of the network', async () => {
    desk.sandbox.fault({ method: 'im.message.create', fault: 'http-500', count: 1 });
    expect(await failure(desk.messenger.send(desk.outgoing()))).toMatchObject({ kind: 'network', code: 'http-500' });
  });

  it('reports what comes as HTTP 200 with a code like what comes as HTTP 400', async () => {
    desk.sandbox.fault({ method: 'contact.user.batch_get_id', fault: { error: '99991672' }, count: 1 });
    expect(await failure(desk.messenger.userByEmail('ou_wu@duty.example'))).toMatchObject({ kind: 'permission', code: '99991672' });
  });

  it('finds people by address and by id, and asks for a name once', async () => {
    expect(await desk.messenger.userByEmail('ou_wu@duty.example')).toEqual({
      userId: wu,
      name: '小吴',
      email: 'ou_wu@duty.example',
      external: false,
    });
    expect(await desk.messenger.userByEmail('nobody@duty.example')).toBeNull();
    expect(await desk.messenger.userById('ou_nobody')).toBeNull();
    for (let time = 0; time < 3; time += 1) expect((await desk.messenger.userById(wu))?.name).toBe('小吴');
    expect(named('contact.user.basic_batch')).toHaveLength(2);
  });

  it('counts every call that Feishu counts', async () => {
    await desk.messenger.send(desk.outgoing());
    await desk.messenger.userById(wu);
    expect(desk.calls).toBe(desk.sandbox.callsThisMonth());
  });

  it('has no home page to publish', async () => {
    const before = desk.calls;
    await desk.messenger.publishHome(zhou, { kind: 'home', title: '主页', blocks: [] }, 'zh', new Map());
    expect([desk.calls, desk.messenger.buckets({ kind: 'home', to: { kind: 'person', id: zhou } })]).toEqual([before, []]);
  });
});

describe('the start', () => {
  let desk: Desk;
  afterEach(() => desk.stop());

  it('registers slash commands once and changes what reads differently', async () => {
    const commands = [{ command: 'duty', description: { zh: '值班', en: 'Duty' } }];
    desk = await startDesk({ transport: 'http', messenger: { commands } });
    const written = () =>
      desk.sandbox
        .transcript()
        .filter((entry) => entry.name.startsWith('slash_command.') && entry.method !== 'GET')
        .map((entry) => [entry.name, entry.code]);
    expect(written()).toEqual([['slash_command.create', 0]]);
    await desk.messenger.start({ intent: () => Promise.reject(new Error('unused')), event: () => Promise.resolve() });
    expect(written()).toHaveLength(1);
    expect(desk.sandbox.client.commands().find((command) => command.name === '/duty')?.description).toBe('值班');
  });

  it('comes back by itself after a call that did not get through, without anybody writing', async () => {
    desk = await startDesk({ transport: 'http' });
    desk.sandbox.fault({ method: 'im.message.create', fault: 'drop-before', count: 1 });
    expect(await failure(desk.messenger.send(desk.outgoing()))).toMatchObject({ kind: 'network' });
    expect(desk.messenger.status().state).toBe('down');
    await expect.poll(() => desk?.messenger.status().state, { timeout: 5_000 }).toBe('up');
  });

  it('is degraded, not down, when the quota of the month is used up', async () => {
    desk = await startDesk({ transport: 'http', sandbox: { monthlyQuota: 2 } });
    expect(await failure(desk.messenger.send(desk.outgoing()))).toMatchObject({ kind: 'quota', code: '99991403' });
    expect(desk.messenger.status()).toMatchObject({ state: 'degraded', cause: { en: expect.stringContaining('1st') } });
  });

  it('goes on without scopes it can do without', async () => {
    const { shippedAppManifest } = await import('../../src/sandbox/feishu/app-manifest.ts');
    const manifest = shippedAppManifest();
    desk = await startDesk({
      transport: 'http',
      sandbox: { app: { ...manifest, scopes: { tenant: ['im:message:send_as_bot'] } } },
      messenger: { commands: [{ command: 'duty', description: { zh: '值班', en: 'Duty' } }] },
    });
    expect(desk.messenger.tenant()).toBeNull();
    await desk.messenger.send(desk.outgoing());
    await desk.sandbox.client.say(zhou, `oc_p2p_${zhou}`, '上班');
    expect(desk.messenger.tenant()).toBe(app.tenantKey);
    await until(() => desk.messenger.status().state === 'up');
  });
});

describe('the codes of Feishu', () => {
  const kinds = [
    ['99991400', 'rate'],
    ['230020', 'rate'],
    ['99991403', 'quota'],
    ['99991663', 'auth'],
    ['99991661', 'auth'],
    ['99991664', 'auth'],
    ['99991671', 'auth'],
    ['99991677', 'auth'],
    ['99991672', 'permission'],
    ['230001', 'invalid'],
    ['230002', 'gone'],
    ['230006', 'permission'],
    ['230012', 'gone'],
    ['230017', 'gone'],
    ['230013', 'gone'],
    ['230018', 'permission'],
    ['230022', 'invalid'],
    ['230023', 'permission'],
    ['230024', 'permission'],
    ['230025', 'invalid'],
    ['230027', 'permission'],
    ['230099', 'invalid'],
    ['230011', 'gone'],
    ['230110', 'gone'],
    ['231003', 'gone'],
  ] as const;

  it.each(kinds)('%s is %s', (code, kind) => {
    const error = messengerError({ status: 400, code, resetSeconds: 7 });
    expect(error).toBeInstanceOf(MessengerError);
    expect([error.kind, error.code, error.retryAfterMs]).toEqual([kind, code, kind === 'rate' ? 7_000 : null]);
  });

  it('have a remedy in both languages, without exclamation marks', () => {
    for (const { remedy } of Object.values(causes)) {
      expect(remedy.zh).toMatch(/\p{Script=Han}/u);
      expect(remedy.en).toMatch(/^[A-Z]/);
      expect(remedy.zh + remedy.en).not.toMatch(/[!!您]/);
    }
  });

  it('that are unknown are bugs, and no answer at all is the network', () => {
    expect(messengerError({ status: 400, code: '1', resetSeconds: null }).kind).toBe('invalid');
    expect(messengerError({ status: null, code: null, resetSeconds: null }).kind).toBe('network');
    expect(messengerError({ status: 502, code: null, resetSeconds: null }).kind).toBe('network');
  });
});

describe('the log of the SDK', () => {
  it('never shows a token or a secret', () => {
    const lines: string[] = [];
    const write = (_: object, message: string) => void lines.push(message);
    const log = sdkLog({ debug: write, info: write, warn: write, error: write });
    const error = Object.assign(new Error('Request failed, Authorization: Bearer t-g1044abc.def'), {
      config: { headers: { Authorization: 'Bearer t-g1044abc' } },
    });
    log.error([error, 'app_secret=hush&x=1', { token: 'hush' }, '{"ticket":"hush"}']);
    expect(lines.join()).not.toMatch(/t-g1044|hush/);
    expect(lines.join()).toContain('Request failed');
  });
});
