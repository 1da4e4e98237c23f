import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { TokenOffice } from './api/token.ts';
import { type ApiRoute, type ApiServer, failure, success } from './api-server.ts';
import { decodeFrame, encodeFrame, frameMethod } from './frames.ts';
import { randomKey } from './state.ts';

const credentials = z.object({ AppID: z.string(), AppSecret: z.string() });
const reply = z.object({ code: z.number(), data: z.string().optional() });

/** Seconds, as the real endpoint sends them; reconnecting is quicker here. */
const clientConfig = { PingInterval: 120, ReconnectCount: -1, ReconnectInterval: 1, ReconnectNonce: 1 };
const mostConnections = 50;

/** What became of one delivery: the answer (null: none in it), or that there was none in time. */
export type Delivery =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly reason: 'no-connection' | 'timeout' | 'refused' };

/** The long connection's server side: endpoint, sockets and protobuf frames. One connection, any, gets an event. */
export class LongConnectionServer {
  readonly #office: TokenOffice;
  readonly #sockets = new Set<WebSocket>();
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, (delivery: Delivery) => void>();
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #splitBytes: number;
  readonly #onConnect: () => void;
  #port = 0;

  constructor(options: { office: TokenOffice; splitBytes: number; onConnect: () => void }) {
    this.#office = options.office;
    this.#splitBytes = options.splitBytes;
    this.#onConnect = options.onConnect;
  }

  attach(api: ApiServer, port: number): void {
    this.#port = port;
    api.onUpgrade((request, socket, head) => this.#upgrade(request, socket, head));
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Ends the connections as a restarting server does. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  stop(): void {
    this.cut();
    this.#server.close();
  }

  route(): ApiRoute {
    return {
      name: 'ws.endpoint',
      method: 'POST',
      path: '/callback/ws/endpoint',
      scopes: [],
      access: 'open',
      errorStatus: 200,
      handle: ({ json }) => {
        const parsed = credentials.safeParse(json);
        if (!parsed.success || !this.#office.knows(parsed.data.AppID, parsed.data.AppSecret))
          return { ...failure(200, 514, 'auth failed'), body: { code: 514, msg: 'auth failed', data: {} } };
        if (this.#sockets.size >= mostConnections)
          return { status: 200, body: { code: 1000040350, msg: 'the number of connections exceeded the limit', data: {} } };
        const ticket = randomKey('');
        this.#tickets.add(ticket);
        // device_id must not come first: the SDK reads the whole address as a query.
        const url = `ws://127.0.0.1:${this.#port}/ws/v2?fpid=493&device_id=${randomKey('').slice(0, 19)}&service_id=1&ticket=${ticket}`;
        return success({ URL: url, ClientConfig: clientConfig });
      },
    };
  }

  /** Hands an event to one connection and waits for its answer. */
  deliver(body: Buffer, waitMs: number): Promise<Delivery> {
    const open = [...this.#sockets].filter((socket) => socket.readyState === socket.OPEN);
    const socket = open[Math.floor(Math.random() * open.length)];
    if (socket === undefined) return Promise.resolve({ ok: false, reason: 'no-connection' });
    const messageId = randomKey('');
    const parts = Math.max(1, Math.ceil(body.length / this.#splitBytes));
    return new Promise((resolve) => {
      const settle = (delivery: Delivery) => {
        clearTimeout(timer);
        this.#waiting.delete(messageId);
        socket.off('close', onClose);
        resolve(delivery);
      };
      const onClose = () => settle({ ok: false, reason: 'no-connection' });
      const timer = setTimeout(() => settle({ ok: false, reason: 'timeout' }), waitMs);
      this.#waiting.set(messageId, settle);
      socket.once('close', onClose);
      for (let part = 0; part < parts; part += 1) {
        const headers = { type: 'event', message_id: messageId, sum: String(parts), seq: String(part), trace_id: messageId };
        const payload = body.subarray(part * this.#splitBytes, (part + 1) * this.#splitBytes);
        socket.send(encodeFrame({ method: frameMethod.data, headers, payload }));
      }
    });
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#sockets.add(client);
      // Every delivery under way listens for its end.
      client.setMaxListeners(0);
      client.on('close', () => this.#sockets.delete(client));
      client.on('error', () => client.terminate());
      client.on('message', (data) =>
        this.#receive(client, Buffer.isBuffer(data) ? data : Buffer.concat([data].flat().map((part) => Buffer.from(part as Uint8Array)))),
      );
      this.#onConnect();
    });
  }

  #receive(client: WebSocket, bytes: Buffer): void {
    const frame = decodeFrame(bytes);
    if (frame.method === frameMethod.control) {
      if (frame.headers['type'] !== 'ping') return;
      client.send(
        encodeFrame({ method: frameMethod.control, headers: { type: 'pong' }, payload: Buffer.from(JSON.stringify(clientConfig)) }),
      );
      return;
    }
    const settle = this.#waiting.get(frame.headers['message_id'] ?? '');
    if (settle === undefined) return;
    const parsed = reply.safeParse(JSON.parse(frame.payload.toString('utf8')));
    if (!parsed.success || parsed.data.code !== 200) return settle({ ok: false, reason: 'refused' });
    settle({
      ok: true,
      answer: parsed.data.data === undefined ? null : JSON.parse(Buffer.from(parsed.data.data, 'base64').toString('utf8')),
    });
  }
}
