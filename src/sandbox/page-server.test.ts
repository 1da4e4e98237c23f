import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStage, type Stage } from '../../test/browser/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.stop());

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function call(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const init =
    body === undefined
      ? { headers }
      : { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
  const response = await fetch(stage.url + path, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const errorOf = (answer: Answer) => answer.body['error'] as { zh: string; en: string };

/** `fetch` does not let a caller choose the host it names. */
function statusWithHost(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(stage.url);
    const sent = httpRequest({ host: '127.0.0.1', port, path: '/sandbox/clock', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the page and its files', () => {
  it('serves the page with a strict content policy and nothing outside its folder', async () => {
    const page = await fetch(`${stage.url}/`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).toContain('/app.js');
    expect((await fetch(`${stage.url}/chat/client.js`)).headers.get('content-type')).toContain('text/javascript');
    for (const path of ['/../page-server.ts', '/%2e%2e/page-server.ts', '/..%2fclient.ts', '/nothing.js'])
      expect((await fetch(stage.url + path)).status).toBe(404);
  });

  it('names no other host in any of its files', async () => {
    const seen = new Set<string>();
    const visit = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const text = await (await fetch(stage.url + path)).text();
      for (const [, to = ''] of text.matchAll(/(?:from '|href="|src="|url\(")([^'"]+)['"]/g)) {
        if (/^https?:/.test(to)) throw new Error(`${path} names ${to}`);
        if (/^[./]/.test(to)) await visit(new URL(to, `http://page${path}`).pathname);
      }
    };
    await visit('/');
    expect(seen).toContain('/slack/blocks.js');
    expect(seen).toContain('/css/feishu.css');
  });
});

describe('the API', () => {
  it('tells what there is and what one person sees', async () => {
    const { body } = await call('/sandbox/setup');
    expect(body).toMatchObject({
      zone: 'Asia/Shanghai',
      clients: [{ platform: 'slack', bot: { name: 'Zhiban' } }, { platform: 'feishu' }],
    });
    const state = await call('/sandbox/slack/U0ZHOU?conversation=D0BOT');
    expect(state.body).toMatchObject({ conversation: 'D0BOT', earlier: 0, modal: null, home: { type: 'home' } });
    expect((state.body['messages'] as unknown[]).length).toBe(1);
  });

  it('gives the latest messages and says how many are before them', async () => {
    const { body } = await call('/sandbox/slack/U0ZHOU?conversation=C0GATE&limit=2');
    expect((body['messages'] as { id: string }[]).map(({ id }) => id)).toEqual(['m4', 'm5']);
    expect(body['earlier']).toBe(3);
  });

  it('gives a file of a message to who sees the message, never to be shown as a page', async () => {
    stage.slack.change((state) => {
      const [first] = state.messages;
      if (first !== undefined) state.messages = [{ ...first, files: [{ id: 'F1', name: '证明.html', size: 8 }] }];
    });
    const where = stage.slack.state.messages[0]?.conversation ?? '';
    const got = await fetch(`${stage.url}/sandbox/slack/U0ZHOU/file?${new URLSearchParams({ conversation: where, id: 'F1' })}`);
    expect([got.status, got.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    expect(got.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('证明.html')}`);
    expect(await got.text()).toBe('bytes of 证明.html');
    expect((await call(`/sandbox/slack/U0ZHOU/file?conversation=${where}&id=F2`)).status).toBe(404);
    expect((await call('/sandbox/slack/U0ZHOU/file?conversation=C0NONE&id=F1')).status).toBe(404);
  });

  it('hands every verb to the messenger, files as bytes', async () => {
    const { slack, feishu } = stage;
    await call('/sandbox/slack/U0ZHOU/say', {
      conversation: 'D0BOT',
      text: 'roster',
      files: [{ name: 'r.csv', mimeType: 'text/csv', content: Buffer.from('日期,早').toString('base64') }],
    });
    await call('/sandbox/slack/U0ZHOU/command', { conversation: 'C0GATE', command: '/clock', text: 'in' });
    await call('/sandbox/slack/U0ZHOU/press', {
      where: { message: 'm4', conversation: 'C0GATE' },
      element: { action_id: 'a' },
      values: { b: {} },
    });
    await call('/sandbox/slack/U0ZHOU/submit', { values: {} });
    await call('/sandbox/slack/U0ZHOU/close', {});
    await call('/sandbox/slack/U0ZHOU/open-home', {});
    await call('/sandbox/slack/U0ZHOU/shortcut', { conversation: 'C0GATE', message: 'm4', callbackId: 'record.add' });
    await call('/sandbox/slack/U0ZHOU/read', { conversation: 'C0SEA' });
    await call('/sandbox/feishu/ou_wu/menu', { key: 'home' });
    expect(slack.calls.map(({ verb }) => verb)).toEqual(['say', 'command', 'press', 'submit', 'close', 'open-home', 'shortcut', 'read']);
    expect(slack.calls[0]).toMatchObject({ files: [{ name: 'r.csv', mimeType: 'text/csv', content: Buffer.from('日期,早') }] });
    expect(slack.calls[2]).toMatchObject({
      where: { message: 'm4', conversation: 'C0GATE' },
      element: { action_id: 'a' },
      values: { b: {} },
    });
    expect(feishu.calls).toEqual([{ verb: 'menu', user: 'ou_wu', key: 'home' }]);
  });

  it('refuses bad input with the field that is wrong, and does nothing', async () => {
    const wrong: [string, unknown, number, RegExp][] = [
      ['/sandbox/slack/U0ZHOU/say', { conversation: 'C0GATE', text: ' ' }, 400, /a text or a file/],
      ['/sandbox/slack/U0ZHOU/say', { conversation: 'C0GATE', text: 'x', loud: true }, 400, /loud/],
      ['/sandbox/slack/U0ZHOU/say', { conversation: 'C0GATE', files: [{ name: 'a', content: '%%' }] }, 400, /files\.0\.content/],
      ['/sandbox/slack/U0ZHOU/command', { conversation: 'C0GATE', command: 'clock' }, 400, /command: .*starts with/],
      ['/sandbox/slack/U0ZHOU/press', { where: 'cellar', element: {} }, 400, /where/],
      ['/sandbox/slack/U0ZHOU/say', { conversation: 'C0OTHER', text: 'x' }, 404, /not in the conversation C0OTHER/],
      ['/sandbox/slack/U0NOBODY/say', { conversation: 'C0GATE', text: 'x' }, 404, /no user U0NOBODY/],
      ['/sandbox/teams/U0ZHOU/say', { conversation: 'C0GATE', text: 'x' }, 404, /no client teams, only slack, feishu/],
      ['/sandbox/slack/U0ZHOU/shout', {}, 404, /no shout/],
      ['/sandbox/nowhere', {}, 404, /no POST/],
    ];
    for (const [path, body, status, text] of wrong) {
      const answer = await call(path, body);
      expect(answer.status, path).toBe(status);
      expect(errorOf(answer).en, path).toMatch(text);
      expect(errorOf(answer).zh).toMatch(/\p{Script=Han}/u);
    }
    expect(stage.slack.calls).toEqual([]);
    expect(stage.errors).toEqual([]);
  });

  it('takes JSON of this machine only', async () => {
    const body = JSON.stringify({ conversation: 'C0GATE', text: 'x' });
    const post = (headers: Record<string, string>, text = body) =>
      fetch(`${stage.url}/sandbox/slack/U0ZHOU/say`, { method: 'POST', headers, body: text });
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post({ 'content-type': 'application/json' }, '{')).status).toBe(400);
    expect((await post({ 'content-type': 'application/json', origin: 'https://evil.example' })).status).toBe(403);
    expect(
      (await post({ 'content-type': 'application/json' }, JSON.stringify({ text: 'x'.repeat(25 * 1024 * 1024) })).catch(() => null))
        ?.status ?? 413,
    ).toBe(413);
    expect(await statusWithHost('rebound.example')).toBe(403);
    expect(await statusWithHost('localhost:3000')).toBe(200);
    expect(stage.slack.calls).toEqual([]);
  });

  it('reports a bug of a messenger as 500 and keeps running', async () => {
    stage.slack.press = () => Promise.reject(new Error('broken'));
    const answer = await call('/sandbox/slack/U0ZHOU/press', { where: 'home', element: {} });
    expect(answer.status).toBe(500);
    expect(errorOf(answer).en).toBe('The sandbox failed: broken');
    expect(stage.errors).toHaveLength(1);
    expect((await call('/sandbox/health')).body).toEqual({ status: 'ready' });
  });
});

describe('the clock over HTTP', () => {
  it('tells the time and what is due next', async () => {
    expect((await call('/sandbox/clock')).body).toEqual({
      now: '2026-12-02T23:31:00Z',
      frozen: true,
      zone: 'Asia/Shanghai',
      next: stage.next,
    });
  });

  it('moves to a moment, by a duration, to the next thing, and over a downtime', async () => {
    expect((await call('/sandbox/clock', { now: '2026-12-03T08:00:00+08:00' })).body['now']).toBe('2026-12-03T00:00:00Z');
    await call('/sandbox/clock', { advance: 'PT2H' });
    await call('/sandbox/clock', { advance: 'P1M' });
    await call('/sandbox/clock', { next: true });
    await call('/sandbox/clock', { now: '2026-12-05T08:00:00+08:00', downtime: true });
    expect(stage.moves).toEqual([
      'advance 2026-12-03T00:00:00Z',
      'advance 2026-12-03T02:00:00Z',
      'advance 2027-01-03T02:00:00Z',
      'advance 2026-12-03T08:00:00Z',
      'jump 2026-12-05T00:00:00Z',
    ]);
  });

  it('does one move after the other', async () => {
    await Promise.all([
      call('/sandbox/clock', { advance: 'PT1H' }),
      call('/sandbox/clock', { advance: 'PT1H' }),
      call('/sandbox/clock', { advance: 'PT1H' }),
    ]);
    expect(stage.moves).toEqual(['advance 2026-12-03T00:31:00Z', 'advance 2026-12-03T01:31:00Z', 'advance 2026-12-03T02:31:00Z']);
  });

  it('refuses what is no time, and says when nothing is due', async () => {
    const wrong: [unknown, RegExp][] = [
      [{ now: '2026-12-03 08:00' }, /"2026-12-03 08:00" is not a moment/],
      [{ advance: 'two hours' }, /not a positive ISO 8601 duration/],
      [{ advance: '-PT2H' }, /not a positive ISO 8601 duration/],
      [{ next: false }, /next/],
      [{ now: '2026-12-03T08:00:00+08:00', fast: true }, /fast/],
      [{}, /The clock takes/],
      [[], /The clock takes/],
    ];
    for (const [body, text] of wrong) {
      const answer = await call('/sandbox/clock', body);
      expect(answer.status).toBe(400);
      expect(errorOf(answer).en).toMatch(text);
    }
    stage.next = null;
    const nothing = await call('/sandbox/clock', { next: true });
    expect([nothing.status, errorOf(nothing).zh]).toEqual([409, '没有到期的事。']);
    expect(stage.moves).toEqual([]);
  });
});

describe('the stream of changes', () => {
  it('tells what changed, many changes at once as one', async () => {
    const leave = new AbortController();
    const response = await fetch(`${stage.url}/sandbox/events`, { signal: leave.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (reader === undefined) throw new Error('no stream');
    await reader.read();
    for (let time = 0; time < 20; time += 1) stage.feishu.change(() => undefined);
    expect((await reader.read()).value).toBe('data: {"changed":["feishu","clock"]}\n\n');
    stage.clock.advance('PT1M');
    expect((await reader.read()).value).toBe('data: {"changed":["clock"]}\n\n');
    leave.abort();
  });

  it('ends with the server', async () => {
    const response = await fetch(`${stage.url}/sandbox/events`);
    await stage.stop();
    await expect(response.text().catch(() => 'closed')).resolves.toBeTypeOf('string');
  });
});
