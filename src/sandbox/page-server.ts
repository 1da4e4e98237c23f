import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBody } from '../web/body.ts';
import type { SandboxClient } from './client.ts';
import type { SandboxClock } from './clock.ts';
import { PageRefusal } from './page-requests.ts';
import { createPageRoutes, type SandboxBot } from './page-routes.ts';

export interface PageServerOptions {
  readonly clients: readonly SandboxClient[];
  readonly clock: SandboxClock;
  readonly bot: SandboxBot;
  /** 0 is any free port. */
  readonly port: number;
  /** Hears of bugs: what was thrown while a request was answered. */
  readonly onError?: (error: unknown) => void;
}

export interface PageServer {
  /** Listens on the loopback interface only. Rejects with the error of `listen` when the port is taken. */
  start(): Promise<{ readonly url: string }>;
  stop(): Promise<void>;
}

/** Five files of a few MB as base64. */
const bodyBytes = 24 * 1024 * 1024;
/** Changes closer together than this are told as one. */
const tellAfterMs = 40;
const pageFolder = fileURLToPath(new URL('./page/', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const safety = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: http: https:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * The sandbox page and its JSON API under `/sandbox/…`. Takes requests of this machine's own pages only: a foreign `Host` or `Origin` is
 * refused, so that no web site the tester happens to visit can move the clock.
 */
export function createPageServer(options: PageServerOptions): PageServer {
  const routes = createPageRoutes(options.clients, options.clock, options.bot);
  const streams = new Set<ServerResponse>();
  const pending = new Set<string>();
  let telling: NodeJS.Timeout | null = null;

  const tell = (topic: string) => {
    pending.add(topic);
    telling ??= setTimeout(() => {
      telling = null;
      const frame = `data: ${JSON.stringify({ changed: [...pending] })}\n\n`;
      pending.clear();
      for (const stream of streams) stream.write(frame);
    }, tellAfterMs);
  };
  const listen = () => [
    ...options.clients.map((client) =>
      client.onChange(() => {
        tell(client.platform);
        tell('clock');
      }),
    ),
    options.clock.onMove(() => tell('clock')),
  ];
  let silence: (() => void)[] = [];

  const openStream = (request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { ...safety, 'content-type': 'text/event-stream; charset=utf-8' });
    response.write('retry: 1000\n\n');
    streams.add(response);
    const alive = setInterval(() => response.write(': still here\n\n'), 20_000);
    request.once('close', () => {
      clearInterval(alive);
      streams.delete(response);
    });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    refuseStrangers(request);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const parts = url.pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decode);
    if (parts[0] !== 'sandbox') return serveFile(url.pathname, request, response);
    const [, first, second, third, more] = parts;
    const post = request.method === 'POST';
    if (!post && request.method !== 'GET') throw new PageRefusal(405, { zh: '只有 GET 和 POST。', en: 'Only GET and POST.' });
    if (first === 'events' && second === undefined && !post) return openStream(request, response);
    if (first === 'setup' && second === undefined && !post) return json(response, 200, routes.setup());
    if (first === 'health' && second === undefined && !post) return json(response, 200, await routes.health());
    if (first === 'clock' && second === undefined) {
      return json(response, 200, post ? await routes.moveClock(await readJson(request)) : await routes.clock());
    }
    if (first !== undefined && second !== undefined && more === undefined) {
      if (third === undefined && !post) {
        return json(response, 200, routes.state(first, second, url.searchParams.get('conversation'), url.searchParams.get('limit')));
      }
      if (third === 'file' && !post) {
        return download(response, routes.file(first, second, url.searchParams.get('conversation'), url.searchParams.get('id')));
      }
      if (third !== undefined && post) return json(response, 200, await routes.act(first, second, third, await readJson(request)));
    }
    throw new PageRefusal(404, { zh: `没有 ${request.method} ${url.pathname}。`, en: `There is no ${request.method} ${url.pathname}.` });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const refusal = error instanceof PageRefusal ? error : null;
      if (refusal === null) options.onError?.(error);
      const why = refusal?.words ?? { zh: `沙盒出错:${messageOf(error)}`, en: `The sandbox failed: ${messageOf(error)}` };
      if (response.headersSent) response.destroy();
      else json(response, refusal?.status ?? 500, { error: why, problems: refusal?.problems ?? [] });
      if (!request.complete) response.once('finish', () => request.destroy());
    });
  });

  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, '127.0.0.1', () => {
          server.off('error', reject);
          silence = listen();
          resolve({ url: `http://localhost:${(server.address() as AddressInfo).port}` });
        });
      }),
    async stop() {
      for (const stop of silence) stop();
      silence = [];
      if (telling !== null) clearTimeout(telling);
      telling = null;
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const stream of streams) stream.end();
      server.closeAllConnections();
      await closed;
    },
  };
}

const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

function refuseStrangers(request: IncomingMessage): void {
  const { host, origin } = request.headers;
  const foreign = origin !== undefined && !localHost.test(origin.replace(/^https?:\/\//, ''));
  if (host !== undefined && localHost.test(host) && !foreign) return;
  throw new PageRefusal(403, { zh: '沙盒只接受本机的请求。', en: 'The sandbox takes requests of this machine only.' });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw new PageRefusal(415, { zh: '请求体必须是 application/json。', en: 'The body must be application/json.' });
  }
  const body = await readBody(request, bodyBytes);
  if (body === 'oversized')
    throw new PageRefusal(413, { zh: '请求太大,文件合计不超过约 17 MB。', en: 'Too large: files may be about 17 MB together.' });
  if (body === 'broken') throw new PageRefusal(400, { zh: '请求没有传完。', en: 'The request did not arrive whole.' });
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new PageRefusal(400, { zh: '请求体不是 JSON。', en: 'The body is not JSON.' });
  }
}

/** The files of the page by their path; nothing else of the disk can be named. */
function pageFiles(): ReadonlyMap<string, string> {
  const names = readdirSync(pageFolder, { recursive: true, encoding: 'utf8' }).filter((name) => types[extname(name)] !== undefined);
  return new Map(names.map((name) => [`/${name.split(sep).join('/')}`, join(pageFolder, name)]));
}

function serveFile(path: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new PageRefusal(405, { zh: '只有 GET。', en: 'Only GET.' });
  const file = pageFiles().get(path === '/' ? '/index.html' : path);
  if (file === undefined) throw new PageRefusal(404, { zh: `没有 ${path}。`, en: `There is no ${path}.` });
  response.writeHead(200, { ...safety, 'content-type': types[extname(file)] });
  response.end(request.method === 'HEAD' ? undefined : readFileSync(file));
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...safety, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** Never shown in the page itself: a file somebody sent may be a page of its own. */
function download(response: ServerResponse, file: { readonly name: string; readonly content: Buffer }): void {
  response.writeHead(200, {
    ...safety,
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
  response.end(file.content);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new PageRefusal(400, { zh: '地址里有坏的百分号编码。', en: 'The path has broken percent-encoding.' });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
