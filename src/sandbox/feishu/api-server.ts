import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { SandboxFault } from '../client.ts';

export interface ApiRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON, or null. */
  readonly json: unknown;
  readonly raw: Buffer;
  readonly headers: IncomingMessage['headers'];
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One method of the Open API. `name` is how faults and transcripts call it. */
export interface ApiRoute {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `:name` stands for one segment. */
  readonly path: string;
  /** Any of these scopes suffices; empty: none is needed. */
  readonly scopes: readonly string[];
  /** `open`: no token, and not counted. */
  readonly access: 'open' | 'tenant';
  /** `im` reports business errors as HTTP 400, older APIs as 200 with a code. */
  readonly errorStatus: 200 | 400;
  handle(request: ApiRequest): ApiAnswer;
}

/** A request as it came, for assertions of tests. Tokens are left out. */
export interface TranscriptEntry {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
  readonly status: number;
  /** The business code of the answer; null where the connection was cut. */
  readonly code: number | null;
}

export const success = (data?: unknown): ApiAnswer => ({
  status: 200,
  body: { code: 0, msg: 'success', ...(data === undefined ? {} : { data }) },
});
export const failure = (status: number, code: number, msg: string, headers?: Readonly<Record<string, string>>): ApiAnswer => ({
  status,
  body: { code, msg },
  ...(headers === undefined ? {} : { headers }),
});

export const rateLimited = (status: 400 | 429, code: number, waitMs: number): ApiAnswer =>
  failure(status, code, 'request trigger frequency limit', {
    'x-ogw-ratelimit-limit': '100',
    'x-ogw-ratelimit-reset': String(Math.max(1, Math.ceil(waitMs / 1000))),
  });

const slowMs = 4_000;
const longestBody = 40 * 1024 * 1024;

export interface ApiServerOptions {
  readonly routes: readonly ApiRoute[];
  /** Token, scopes and quota; null: go on. */
  readonly admit: (route: ApiRoute, headers: IncomingMessage['headers']) => ApiAnswer | null;
}

/** The HTTP side of a local Feishu: routing, faults and the transcript. WebSocket upgrades are handed to whoever asked for them. */
export class ApiServer {
  readonly #options: ApiServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #faults: { method: string; fault: SandboxFault['fault']; left: number }[] = [];
  readonly transcript: TranscriptEntry[] = [];
  online = true;

  constructor(options: ApiServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        process.stderr.write(`sandbox feishu: ${error instanceof Error ? error.stack : String(error)}\n`);
        response.destroy();
      });
    });
    this.#server.on('connection', (socket) => {
      if (!this.online) return socket.destroy();
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  onUpgrade(listener: (request: IncomingMessage, socket: Socket, head: Buffer) => void): void {
    this.#server.on('upgrade', listener);
  }

  /** Resolves to the port. */
  start(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }

  /** Ends every connection at once. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  fault({ method, fault, count }: SandboxFault): void {
    this.#faults.push({ method, fault, left: count });
  }

  #takeFault(name: string): SandboxFault['fault'] | null {
    const found = this.#faults.find((entry) => entry.left > 0 && (entry.method === name || entry.method === '*'));
    if (found === undefined) return null;
    found.left -= 1;
    return found.fault;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const found = findRoute(this.#options.routes, request.method ?? 'GET', url.pathname);
    const raw = await readAll(request);
    if (raw === null) return send(response, failure(413, 234006, 'The file size exceed the max value.'));
    const json = parse(raw, request.headers['content-type']);
    const note = (status: number, code: number | null) => {
      this.transcript.push({
        name: found?.route.name ?? 'unknown',
        method: request.method ?? '',
        path: url.pathname,
        query: url.search,
        body: json ?? null,
        status,
        code,
      });
      if (this.transcript.length > 20_000) this.transcript.splice(0, 10_000);
    };
    if (found === null) {
      note(404, null);
      return send(response, { status: 404, body: '404 page not found' });
    }
    const fault = this.#takeFault(found.route.name);
    if (fault === 'drop-before') {
      note(0, null);
      return void request.socket.destroy();
    }
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs));
    const answer =
      fault === null || fault === 'drop-after' || fault === 'slow'
        ? (this.#options.admit(found.route, request.headers) ??
          found.route.handle({ params: found.params, query: url.searchParams, json, raw, headers: request.headers }))
        : faulty(fault, found.route);
    if (fault === 'drop-after') {
      note(0, null);
      return void request.socket.destroy();
    }
    note(answer.status, codeOf(answer.body));
    send(response, answer);
  }
}

function faulty(fault: Exclude<SandboxFault['fault'], 'drop-before' | 'drop-after' | 'slow'>, route: ApiRoute): ApiAnswer {
  if (fault === 'http-500') return { status: 500, body: 'internal server error' };
  if (fault === 'rate-limited') return rateLimited(429, 99991400, 1_000);
  return failure(route.errorStatus, Number(fault.error), 'fault of the sandbox');
}

function codeOf(body: unknown): number | null {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'number' ? body.code : null;
}

function findRoute(routes: readonly ApiRoute[], method: string, path: string): { route: ApiRoute; params: Record<string, string> } | null {
  const given = path.split('/');
  for (const route of routes) {
    const wanted = route.path.split('/');
    if (route.method !== method || wanted.length !== given.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, at) => {
      const segment = given[at] ?? '';
      if (!part.startsWith(':')) return part === segment;
      params[part.slice(1)] = decodeURIComponent(segment);
      return segment !== '';
    });
    if (fits) return { route, params };
  }
  return null;
}

async function readAll(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(raw: Buffer, type: string | undefined): unknown {
  if (raw.length === 0 || type?.includes('json') !== true) return null;
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  if (response.destroyed) return;
  const text = Buffer.isBuffer(answer.body) ? answer.body : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': Buffer.isBuffer(answer.body) ? 'application/octet-stream' : 'application/json; charset=utf-8',
    ...answer.headers,
  });
  response.end(text);
}
