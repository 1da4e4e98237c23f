import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Platform } from '../runtime/intent.ts';
import type { Logger } from '../runtime/log.ts';
import type { WebResponse, WebRoute } from '../runtime/messenger.ts';
import type { RefusedReason } from '../runtime/metrics.ts';
import { readBody } from './body.ts';
import type { ReadyReport } from './health.ts';
import type { Metrics } from './metrics.ts';
import { operatorRoutes } from './operator-routes.ts';
import { createPaths } from './paths.ts';

export interface WebServerOptions {
  /** 0 is any free port. */
  readonly port: number;
  /** Default: every address of the machine. */
  readonly host?: string;
  readonly routes: readonly WebRoute[];
  readonly health: { ready(): Promise<ReadyReport> };
  readonly metrics: Pick<Metrics, 'refused' | 'exposition'>;
  readonly log: Logger;
  /** A request must have arrived whole within this; default 10 s. */
  readonly requestMs?: number;
  /** What is being answered at {@link WebServer.stop} may take this long; default 5 s. */
  readonly graceMs?: number;
}

export interface WebServer {
  /** Listens and gives the port. Throws {@link PortTaken}. */
  start(): Promise<number>;
  /** Takes nothing new, lets running answers finish, then closes every connection. */
  stop(): Promise<void>;
}

/** What is said, why it was a refusal of the port's own (adapters count theirs), and whether the connection ends with it. */
type Answer = WebResponse & { readonly refused?: RefusedReason; readonly hangUp?: true };

export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number, cause: unknown) {
    super(`Port ${port} is already in use: stop what listens there or set PORT. 端口 ${port} 已被占用:停掉占用它的程序,或设置 PORT。`, {
      cause,
    });
    this.port = port;
  }
}

const plain = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
const words: Readonly<Record<number, string>> = {
  400: 'Bad request',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  413: 'Too large',
  431: 'Headers too large',
  500: 'Something broke',
};

/** The one HTTP port: the routes it is given, and `/healthz`, `/readyz` and `/metrics` for operators. Bodies reach a route raw. */
export function createWebServer(options: WebServerOptions): WebServer {
  const { log, metrics, requestMs = 10_000, graceMs = 5_000 } = options;
  const find = createPaths([...options.routes, ...operatorRoutes(options.health, metrics)]);
  let stopping = false;

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const method = request.method ?? 'GET';
    const found = find(method, path);
    if (found.kind === 'none') return failure(404, 'not-found');
    if (found.kind === 'wrong-method') return { ...failure(405, 'wrong-method'), headers: { allow: found.allow.join(', ') } };
    const body = await readBody(request, found.route.maxBytes);
    if (body === 'oversized') return { ...failure(413, 'oversized'), hangUp: true };
    if (body === 'broken') return { ...failure(400), hangUp: true };
    return found.route.handle({ method, path, headers: request.headers, body, params: found.params });
  };

  const server = createServer(
    {
      requestTimeout: requestMs,
      headersTimeout: requestMs,
      connectionsCheckingInterval: Math.min(1_000, requestMs),
      keepAliveTimeout: 65_000,
    },
    (request, response) => {
      answer(request)
        .catch((error: unknown) => {
          log.error({ err: error, path: request.url?.split('?', 1)[0] }, 'a route of the HTTP port failed');
          return { ...failure(500), hangUp: true as const };
        })
        .then((said) => {
          if (said.refused !== undefined) metrics.refused(sourceOf(request.url), said.refused);
          send(request, response, said, stopping || 'hangUp' in said);
        })
        .catch((error: unknown) => log.error({ err: error }, 'an answer of the HTTP port could not be sent'));
    },
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
    metrics.refused('web', status === 408 ? 'timeout' : status === 431 ? 'oversized' : 'unreadable');
    if (socket.writable) socket.end(`HTTP/1.1 ${status} ${words[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    else socket.destroy();
  });

  return {
    start: () =>
      new Promise((resolve, reject) => {
        const failed = (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new PortTaken(options.port, error) : error);
        server.once('error', failed);
        server.listen(options.port, options.host, () => {
          server.off('error', failed);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    async stop() {
      if (!server.listening) return;
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

const failure = (status: number, refused?: RefusedReason): Answer => ({
  status,
  body: words[status] ?? '',
  ...(refused === undefined ? {} : { refused }),
});

function sourceOf(url: string | undefined): Platform | 'web' {
  const first = url?.split(/[/?]/)[1];
  return first === 'slack' || first === 'feishu' ? first : 'web';
}

function send(request: IncomingMessage, response: ServerResponse, said: WebResponse, hangUp: boolean): void {
  if (response.destroyed) return;
  const body = Buffer.isBuffer(said.body) ? said.body : Buffer.from(said.body);
  response.writeHead(said.status, { ...plain, ...said.headers, 'content-length': body.length, ...(hangUp ? { connection: 'close' } : {}) });
  response.end(request.method === 'HEAD' ? undefined : body);
  // The rest of a body nobody reads would hold the connection open.
  if (hangUp && !request.complete) response.once('finish', () => request.destroy());
}
