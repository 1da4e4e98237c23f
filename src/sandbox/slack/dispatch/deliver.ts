import { createHmac } from 'node:crypto';
import type { Sockets } from '../sockets.ts';
import type { JsonObject } from '../state.ts';

/** What Slack delivers to an app. */
export type Delivery =
  | { readonly kind: 'command'; readonly form: Readonly<Record<string, string>> }
  | { readonly kind: 'interactive'; readonly payload: JsonObject }
  | { readonly kind: 'event'; readonly payload: JsonObject; readonly retry?: { readonly number: number; readonly reason: string } };

/** What came back: the body of the answer, or why there is none, with the client's own name for it. */
export type Delivered =
  | { readonly ok: true; readonly body: unknown }
  | {
      readonly ok: false;
      readonly reason: 'dispatch_failed' | 'operation_timeout' | 'http_client_error' | 'http_service_error';
      readonly status: number | null;
    };

export interface DeliverOptions {
  /** Null: Socket Mode. */
  readonly eventUrl: string | null;
  readonly signingSecret: string;
  readonly sockets: Sockets;
  readonly isOnline: () => boolean;
}

/** An app has this long to answer. */
const answerWithinMs = 3_000;

/** Delivers over HTTP, signed with real time, or over a socket. */
export function createDeliver(options: DeliverOptions): (delivery: Delivery) => Promise<Delivered> {
  return (delivery) => {
    if (!options.isOnline()) return Promise.resolve({ ok: false, reason: 'dispatch_failed', status: null });
    return options.eventUrl === null ? overSocket(options.sockets, delivery) : overHttp(options.eventUrl, options.signingSecret, delivery);
  };
}

async function overSocket(sockets: Sockets, delivery: Delivery): Promise<Delivered> {
  const envelope =
    delivery.kind === 'event'
      ? {
          type: 'events_api' as const,
          payload: delivery.payload,
          accepts_response_payload: false,
          retry_attempt: delivery.retry?.number ?? 0,
          retry_reason: delivery.retry?.reason ?? '',
        }
      : {
          type: delivery.kind === 'command' ? ('slash_commands' as const) : ('interactive' as const),
          payload: delivery.kind === 'command' ? delivery.form : delivery.payload,
          accepts_response_payload: true,
        };
  const outcome = await sockets.deliver(envelope, answerWithinMs);
  if (outcome === 'no-connection') return { ok: false, reason: 'dispatch_failed', status: null };
  if (outcome === 'timeout') return { ok: false, reason: 'operation_timeout', status: null };
  const empty =
    outcome.payload === undefined ||
    (typeof outcome.payload === 'object' && outcome.payload !== null && Object.keys(outcome.payload).length === 0);
  return { ok: true, body: empty ? '' : outcome.payload };
}

export function signedHeaders(secret: string, body: string, atSeconds: number): Record<string, string> {
  const timestamp = String(atSeconds);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
}

async function overHttp(url: string, secret: string, delivery: Delivery): Promise<Delivered> {
  const isEvent = delivery.kind === 'event';
  const body = isEvent
    ? JSON.stringify(delivery.payload)
    : new URLSearchParams(delivery.kind === 'command' ? delivery.form : { payload: JSON.stringify(delivery.payload) }).toString();
  const retry =
    isEvent && delivery.retry !== undefined
      ? { 'x-slack-retry-num': String(delivery.retry.number), 'x-slack-retry-reason': delivery.retry.reason }
      : {};
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signedHeaders(secret, body, Math.floor(Date.now() / 1000)),
        ...retry,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const text = await answer.text();
    if (answer.status >= 500) return { ok: false, reason: 'http_service_error', status: answer.status };
    if (!answer.ok) return { ok: false, reason: 'http_client_error', status: answer.status };
    return { ok: true, body: readAnswer(answer.headers.get('content-type') ?? '', text) };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    if (!late && !(error instanceof TypeError)) throw error;
    return { ok: false, reason: late ? 'operation_timeout' : 'dispatch_failed', status: null };
  }
}

function readAnswer(contentType: string, text: string): unknown {
  if (!contentType.startsWith('application/json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
