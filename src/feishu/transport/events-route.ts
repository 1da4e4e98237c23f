import { z } from 'zod';
import type { Logger } from '../../runtime/log.ts';
import type { WebRequest, WebResponse, WebRoute } from '../../runtime/messenger.ts';
import type { RefusedReason } from '../../runtime/metrics.ts';
import { type Envelope, envelopeSchema } from '../inbound/envelope.ts';
import { limits } from '../limits.ts';
import { decrypt, sameText, signature } from './verify.ts';

export interface EventsRouteOptions {
  readonly encryptKey: string;
  readonly verificationToken: string;
  readonly log: Logger;
  /** Null until the bot has started. */
  readonly receiver: () => ((envelope: Envelope) => Promise<object>) | null;
  /** Milliseconds since 1970, for the freshness of requests. */
  readonly now: () => number;
  /** Counts what is not let in; nothing else of it is kept. */
  readonly refused?: (reason: RefusedReason) => void;
}

const encryptedBody = z.object({ encrypt: z.string().min(1) });
const challengeBody = z.object({ type: z.literal('url_verification'), token: z.string(), challenge: z.string() });
const json = { 'content-type': 'application/json; charset=utf-8' };

const answer = (body: object): WebResponse => ({ status: 200, headers: json, body: JSON.stringify(body) });

/**
 * Events and callbacks over HTTP. The SDK's own adapter checks neither the verification token nor the age of a request and signs a
 * re-serialised body, so nothing of it is used: signature over the raw bytes, freshness to both sides, no request twice, then decryption,
 * then the token, and only then the envelope.
 */
export function createEventsRoute(options: EventsRouteOptions): WebRoute {
  const seen = new Map<string, number>();
  const forget = (now: number) => {
    for (const [key, until] of seen) {
      if (until > now) return;
      seen.delete(key);
    }
  };

  const refuse = (status: number, reason: RefusedReason): WebResponse => {
    options.refused?.(reason);
    return { status, body: '' };
  };

  const handle = async (request: WebRequest): Promise<WebResponse> => {
    if (request.body.length > limits.eventBytes) return refuse(413, 'oversized');
    const encrypted = encryptedBody.safeParse(parseJson(request.body.toString('utf8')));
    const signed = readSignature(request);
    if (signed !== null) {
      const now = options.now();
      if (!sameText(signed.signature, signature(signed.timestamp, signed.nonce, options.encryptKey, request.body)))
        return refuse(401, 'forged');
      if (Math.abs(now - Number(signed.timestamp) * 1000) > limits.freshnessMs) return refuse(401, 'stale');
      forget(now);
      if (seen.has(signed.signature)) return refuse(409, 'replayed');
    }
    if (!encrypted.success) return refuse(signed === null ? 401 : 400, signed === null ? 'forged' : 'unreadable');
    const opened = decrypt(encrypted.data.encrypt, options.encryptKey);
    if (opened === null) return refuse(signed === null ? 401 : 400, signed === null ? 'forged' : 'unreadable');
    const body = parseJson(opened);
    const challenge = challengeBody.safeParse(body);
    if (challenge.success)
      return sameText(challenge.data.token, options.verificationToken)
        ? answer({ challenge: challenge.data.challenge })
        : refuse(401, 'forged');
    // Feishu does not sign the question whether the address is ours; everything else is signed.
    if (signed === null) return refuse(401, 'forged');
    const envelope = envelopeSchema.safeParse(body);
    if (!envelope.success) return refuse(400, 'unreadable');
    if (!sameText(envelope.data.header.token ?? '', options.verificationToken)) return refuse(401, 'forged');
    return deliver(envelope.data, signed.signature);
  };

  const deliver = async (envelope: Envelope, key: string): Promise<WebResponse> => {
    const receive = options.receiver();
    if (receive === null) return { status: 503, body: '' };
    seen.set(key, options.now() + 2 * limits.freshnessMs);
    try {
      return answer(await receive(envelope));
    } catch (error) {
      // Not saved: Feishu delivers it again, possibly with the same signature.
      seen.delete(key);
      options.log.error({ err: error, type: envelope.header.event_type }, 'an event could not be handled');
      return { status: 500, body: '' };
    }
  };

  return { method: 'POST', path: '/feishu/events', maxBytes: limits.eventBytes, handle };
}

function readSignature({ headers }: WebRequest): { timestamp: string; nonce: string; signature: string } | null {
  const timestamp = headers['x-lark-request-timestamp'];
  const nonce = headers['x-lark-request-nonce'];
  const given = headers['x-lark-signature'];
  if (timestamp === undefined && nonce === undefined && given === undefined) return null;
  const text = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');
  return { timestamp: /^\d{1,12}$/.test(text(timestamp)) ? text(timestamp) : '0', nonce: text(nonce), signature: text(given) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
