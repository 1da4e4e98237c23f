import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { CallContext } from './api/method.ts';
import { callApi, readArgs, type Tokens } from './call-api.ts';
import type { Rates } from './rates.ts';
import { takeResponse } from './response-url.ts';
import type { Sockets } from './sockets.ts';
import type { Recorded, Requests } from './transcript.ts';

export interface ServerOptions {
  readonly tokens: Tokens;
  readonly rates: Pick<Rates, 'take'>;
  readonly requests: Requests;
  readonly sockets: Sockets;
  readonly context: (baseUrl: string) => CallContext;
  /** 0 is any free port. */
  readonly port: number;
}

/** How long the answer to a call with the fault `slow` takes; the call itself is carried out at once. */
const slowMs = 11_000;
const maxBytes = 60_000_000;

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const json = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

/** The HTTP side of the local Slack: Web API, `response_url`, files, and the door of Socket Mode. */
export class ApiServer {
  readonly #options: ServerOptions;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  #online = true;
  #port = 0;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
    this.#server.on('connection', (socket) => {
      if (!this.#online) {
        socket.destroy();
        return;
      }
      this.#connections.add(socket);
      socket.on('close', () => this.#connections.delete(socket));
    });
    this.#server.on('upgrade', (request, socket, head) => options.sockets.upgrade(request, socket, head));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
      for (const socket of this.#connections) socket.destroy();
    });
  }

  /** Off: nobody is answered and open connections break, as when the network is away. */
  setOnline(online: boolean): void {
    this.#online = online;
    if (online) return;
    for (const socket of this.#connections) socket.destroy();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { requests } = this.#options;
    const raw = await readAll(request);
    if (raw === null) {
      response.writeHead(413).end();
      return;
    }
    const path = new URL(request.url ?? '/', this.baseUrl).pathname;
    const name = nameOf(path);
    const args = name === 'upload' ? 'unread' : readArgs(request.headers, raw);
    const entry = requests.record({
      at: performance.now(),
      method: name,
      headers: request.headers,
      args: typeof args === 'string' ? {} : args,
      status: null,
      error: null,
    });
    await this.#answer(request, response, path, raw, entry);
  }

  async #answer(request: IncomingMessage, response: ServerResponse, path: string, raw: Buffer, entry: Recorded): Promise<void> {
    const fault = this.#options.requests.next(entry.method);
    if (fault === 'drop-before') {
      request.socket.destroy();
      return;
    }
    const answer = this.#faulty(fault) ?? this.#route(request, path, raw);
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs).unref());
    if (fault === 'drop-after') {
      request.socket.destroy();
      return;
    }
    entry.status = answer.status;
    entry.error = typeof answer.body === 'string' ? (/"error":"([a-z_]+)"/.exec(answer.body)?.[1] ?? null) : null;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  #faulty(fault: ReturnType<Requests['next']>): Answer | null {
    if (fault === 'http-500') return { status: 500, body: 'Internal Server Error' };
    if (fault === 'rate-limited') return json(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '1' });
    if (typeof fault === 'object' && fault !== null) return json(200, { ok: false, error: fault.error });
    return null;
  }

  #route(request: IncomingMessage, path: string, raw: Buffer): Answer {
    const { tokens, rates } = this.#options;
    const context = this.#options.context(this.baseUrl);
    const [, first = '', second = '', third = ''] = path.split('/');
    switch (first) {
      case 'api': {
        const answer = callApi(second, request.headers, raw, tokens, rates, context);
        return json(answer.status, answer.body, answer.headers);
      }
      case 'actions': {
        const answer = takeResponse(
          context.workspace,
          context.workspace.responseAddresses.get(third),
          raw.toString('utf8'),
          context.monotonic(),
        );
        return {
          status: answer.status,
          headers: { 'content-type': answer.body === 'ok' ? 'text/plain' : 'application/json' },
          body: answer.body,
        };
      }
      case 'files-pri': {
        const file = context.workspace.files.get(second);
        const allowed = request.headers.authorization === `Bearer ${tokens.bot}` && context.scopes.has('files:read');
        // Without a good token Slack shows its sign-in page.
        if (!allowed)
          return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<html><body>Sign in</body></html>' };
        if (file === undefined || !file.complete) return { status: 404, body: '' };
        return { status: 200, headers: { 'content-type': file.mimeType }, body: file.content };
      }
      case 'upload': {
        const file = context.workspace.files.get(second);
        if (file === undefined || file.complete) return { status: 404, body: '' };
        file.content = uploaded(request.headers['content-type'] ?? '', raw);
        return { status: 200, headers: { 'content-type': 'text/plain' }, body: `OK - ${file.content.length}` };
      }
      default:
        return { status: 404, body: '' };
    }
  }
}

const kinds: Readonly<Record<string, string>> = { actions: 'response_url', 'files-pri': 'files', upload: 'upload' };

function nameOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  return first === 'api' ? second : (kinds[first] ?? path);
}

/** The file of a multipart body with one part, or the body itself. */
function uploaded(contentType: string, raw: Buffer): Buffer {
  const boundary = /boundary=([^;]+)/.exec(contentType)?.[1];
  if (boundary === undefined) return raw;
  const from = raw.indexOf('\r\n\r\n') + 4;
  const end = raw.lastIndexOf(`\r\n--${boundary}`);
  return raw.subarray(from, end);
}

async function readAll(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Buffer);
    size += bytes.length;
    if (size > maxBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
