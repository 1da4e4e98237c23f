import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { MessengerStatus, WebRequest, WebRoute } from '../runtime/messenger.ts';
import type { ReadyReport } from './health.ts';
import { createMetrics } from './metrics.ts';
import { createWebServer, PortTaken, type WebServer, type WebServerOptions } from './server.ts';

const running: WebServer[] = [];
const logged: string[] = [];
const log = { debug() {}, info() {}, warn() {}, error: (_fields: object, message: string) => void logged.push(message) };
const ready: ReadyReport = { status: 'ready', database: { up: true, roundTripMs: 1 }, messengers: [] };

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  logged.length = 0;
});

async function listen(routes: readonly WebRoute[], more: Partial<WebServerOptions> = {}) {
  const metrics = createMetrics();
  const server = createWebServer({ port: 0, host: '127.0.0.1', routes, health: { ready: async () => ready }, metrics, log, ...more });
  running.push(server);
  const port = await server.start();
  const counted = async (source: string, reason: string) =>
    (await metrics.exposition()).text.includes(`zhiban_refused_requests_total{source="${source}",reason="${reason}"} 1`);
  return { server, port, base: `http://127.0.0.1:${port}`, counted };
}

const heard: WebRequest[] = [];
const listener = (path: string, method: 'GET' | 'POST' = 'POST', maxBytes = 1_000): WebRoute => ({
  method,
  path,
  maxBytes,
  async handle(request) {
    heard.push(request);
    return { status: 200, body: JSON.stringify(request.params) };
  },
});

/** Writes bytes as they are and gives everything that comes back until the other side closes. */
function raw(port: number, text: string, finish = false): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => (finish ? socket.end(text) : socket.write(text)));
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(said));
  });
}

describe('the HTTP port', () => {
  it('hands a route the raw bytes, the path without the query, and what stood for the names', async () => {
    const { base } = await listen([listener('/feishu/events'), listener('/calendar/:token.ics', 'GET')]);
    const body = Buffer.from('{ "text" : "值班" }\n');
    await fetch(`${base}/feishu/events?from=elsewhere`, { method: 'POST', body });
    const got = heard.pop();
    expect(got?.path).toBe('/feishu/events');
    expect(got?.body.equals(body)).toBe(true);
    expect(await (await fetch(`${base}/calendar/abc.def.ics`)).json()).toEqual({ token: 'abc.def' });
  });

  it('keeps a Chinese character whole that arrives in two pieces', async () => {
    const { port } = await listen([listener('/feishu/events')]);
    const body = Buffer.from('交班');
    await new Promise<void>((resolve) => {
      const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/feishu/events' }, (response) =>
        response.resume().on('end', resolve),
      );
      request.write(body.subarray(0, 2));
      setTimeout(() => request.end(body.subarray(2)), 30);
    });
    expect(heard.pop()?.body.toString()).toBe('交班');
  });

  it('says 404 and 405, and counts them', async () => {
    const { base, counted } = await listen([listener('/slack/events')]);
    expect((await fetch(`${base}/nothing`)).status).toBe(404);
    const wrong = await fetch(`${base}/slack/events`);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await counted('web', 'not-found')).toBe(true);
    expect(await counted('slack', 'wrong-method')).toBe(true);
  });

  it('refuses a body that says it is too long without reading it', async () => {
    const { port, counted } = await listen([listener('/slack/events')]);
    const before = heard.length;
    const said = await raw(port, 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\nfirst bytes');
    expect(said).toMatch(/^HTTP\/1\.1 413 /);
    expect(said).toMatch(/connection: close/i);
    expect(heard).toHaveLength(before);
    expect(await counted('slack', 'oversized')).toBe(true);
  });

  it('refuses a body that turns out too long, whole or in chunks, and a sender still writing hears it', async () => {
    const { base, port } = await listen([listener('/slack/events')]);
    const before = heard.length;
    expect((await fetch(`${base}/slack/events`, { method: 'POST', body: 'x'.repeat(1_001) })).status).toBe(413);
    expect((await fetch(`${base}/slack/events`, { method: 'POST', body: 'x'.repeat(1_000) })).status).toBe(200);
    const chunk = `3e8\r\n${'x'.repeat(1_000)}\r\n`;
    const said = await raw(port, `POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`);
    expect(said).toMatch(/^HTTP\/1\.1 413 /);
    expect(heard).toHaveLength(before + 1);
  });

  it('lets a sender of many megabytes read the refusal', async () => {
    const { base } = await listen([listener('/slack/events')]);
    const answer = await fetch(`${base}/slack/events`, { method: 'POST', body: Buffer.alloc(8_000_000) });
    expect(answer.status).toBe(413);
  });

  it('gives up on a body that does not arrive, and on one that breaks off', async () => {
    const { port, counted } = await listen([listener('/slack/events')], { requestMs: 200 });
    const before = heard.length;
    expect(await raw(port, 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345')).toMatch(/^HTTP\/1\.1 408 /);
    await raw(port, 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345', true);
    expect(await raw(port, 'not http\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(heard).toHaveLength(before);
    expect(await counted('web', 'timeout')).toBe(true);
  });

  it('answers a bug with 500 and keeps its words to the log', async () => {
    const broken: WebRoute = {
      method: 'GET',
      path: '/broken',
      maxBytes: 0,
      handle: () => Promise.reject(new Error('a secret detail')),
    };
    const { base } = await listen([broken]);
    const answer = await fetch(`${base}/broken`);
    expect([answer.status, await answer.text()]).toEqual([500, 'Something broke']);
    expect(logged).toEqual(['a route of the HTTP port failed']);
  });

  it('keeps connections open between requests', async () => {
    const { port } = await listen([]);
    const get = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
    const said = await raw(port, `${get}${get}GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(said.match(/200 OK/g)).toHaveLength(3);
  });

  it('lets a running answer finish when it stops, takes no new one, and does not wait for ever', async () => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: WebRoute = {
      method: 'GET',
      path: '/slow',
      maxBytes: 0,
      handle: async () => waiting.then(() => ({ status: 200, body: 'done' })),
    };
    const stuck: WebRoute = { method: 'GET', path: '/stuck', maxBytes: 0, handle: () => new Promise(() => undefined) };
    const { server, base } = await listen([slow, stuck], { graceMs: 300 });
    const answer = fetch(`${base}/slow`);
    const lost = fetch(`${base}/stuck`).catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stopped = server.stop();
    await expect(fetch(`${base}/healthz`)).rejects.toThrow();
    release();
    expect(await (await answer).text()).toBe('done');
    await stopped;
    expect(await lost).toBe('cut');
  });

  it('names the port that is taken', async () => {
    const { port } = await listen([]);
    const second = createWebServer({
      port,
      host: '127.0.0.1',
      routes: [],
      health: { ready: async () => ready },
      metrics: createMetrics(),
      log,
    });
    await expect(second.start()).rejects.toThrow(PortTaken);
    await expect(second.start()).rejects.toThrow(`Port ${port}`);
  });

  it('is not built with two routes on one path', async () => {
    await expect(listen([listener('/a/:one'), listener('/a/:two')])).rejects.toThrow('/a/:two');
  });
});

describe('what operators ask', () => {
  it('says alive while the database is away, and 503 for ready', async () => {
    const { base } = await listen([], {
      health: { ready: async () => ({ ...ready, status: 'away', database: { up: false, roundTripMs: null } }) },
    });
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const answer = await fetch(`${base}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'away', database: { up: false, roundTripMs: null }, messengers: [] },
    ]);
  });

  it('shows a messenger that is down with its cause, and stays in service', async () => {
    const status: MessengerStatus = { state: 'down', cause: { zh: '连不上飞书', en: 'Feishu cannot be reached' } };
    const { base } = await listen([], {
      health: { ready: async () => ({ ...ready, status: 'degraded', messengers: [{ platform: 'feishu', ...status }] }) },
    });
    const answer = await fetch(`${base}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'degraded',
      messengers: [{ platform: 'feishu', state: 'down', cause: { zh: '连不上飞书' } }],
    });
  });

  it('answers HEAD without a body and serves the figures', async () => {
    const { base } = await listen([]);
    const head = await fetch(`${base}/healthz`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const figures = await fetch(`${base}/metrics`);
    expect(figures.headers.get('content-type')).toContain('text/plain');
    expect(await figures.text()).toContain('process_resident_memory_bytes');
  });
});
