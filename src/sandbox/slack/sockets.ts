import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { JsonObject } from './state.ts';

const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

export interface Envelope {
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: JsonObject;
  readonly accepts_response_payload: boolean;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

const pingEveryMs = 5_000;

/** The other end of Socket Mode: tickets, hello, envelopes, acknowledgements, disconnects. */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #open = new Set<WebSocket>();
  readonly #waiting = new Map<
    string,
    { readonly client: WebSocket; readonly finish: (outcome: { readonly payload: unknown } | 'timeout' | 'no-connection') => void }
  >();
  readonly #appId: string;
  #turn = 0;
  /** Tests hold the hello back to see what a bot does with a silent connection. */
  helloHeld = false;

  constructor(appId: string) {
    this.#appId = appId;
  }

  /** The address for one connection. */
  ticket(host: string): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return `ws://${host}/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => this.#accept(client));
  }

  #accept(client: WebSocket): void {
    const ping = setInterval(() => client.ping(), pingEveryMs);
    client.on('close', () => {
      clearInterval(ping);
      this.#open.delete(client);
      // Whoever was being asked can no longer answer.
      for (const waiting of this.#waiting.values()) if (waiting.client === client) waiting.finish('no-connection');
    });
    client.on('error', () => client.terminate());
    client.on('message', (data: Buffer) => this.#acknowledged(data.toString('utf8')));
    if (this.helloHeld) return;
    this.#open.add(client);
    const host = 'sandbox';
    client.send(
      JSON.stringify({ type: 'hello', num_connections: this.#open.size, connection_info: { app_id: this.#appId }, debug_info: { host } }),
    );
  }

  #acknowledged(text: string): void {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return;
    }
    const ack = ackSchema.safeParse(json);
    if (ack.success) this.#waiting.get(ack.data.envelope_id)?.finish({ payload: ack.data.payload });
  }

  connections(): number {
    return this.#open.size;
  }

  /** Sends an envelope over one of the connections and waits for its acknowledgement. */
  async deliver(envelope: Envelope, withinMs: number): Promise<{ readonly payload: unknown } | 'no-connection' | 'timeout'> {
    const clients = [...this.#open].filter((client) => client.readyState === WebSocket.OPEN);
    const client = clients[this.#turn % Math.max(1, clients.length)];
    this.#turn += 1;
    if (client === undefined) return 'no-connection';
    const envelopeId = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish('timeout'), withinMs);
      const finish = (outcome: { readonly payload: unknown } | 'timeout' | 'no-connection') => {
        clearTimeout(timer);
        this.#waiting.delete(envelopeId);
        resolve(outcome);
      };
      this.#waiting.set(envelopeId, { client, finish });
      client.send(JSON.stringify({ envelope_id: envelopeId, ...envelope }));
    });
  }

  /** Asks every connection to come back, as Slack does every few hours; `warning` comes a while before, `refresh_requested` at once. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
    for (const client of this.#open) client.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const client of [...this.#server.clients]) client.terminate();
    this.#open.clear();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}
