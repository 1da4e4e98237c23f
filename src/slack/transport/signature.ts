import { createHmac, timingSafeEqual } from 'node:crypto';

/** Older or newer than this against our clock, a request is refused: it was kept by somebody, or made for later. */
export const freshnessMs = 5 * 60_000;

/** `v0=` and the HMAC-SHA256 of `v0:timestamp:body` over the bytes as they came. */
export function signatureOf(secret: string, timestamp: string, body: Buffer): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

/** Whether a request is Slack's and of now; compared in constant time. */
export function verifySignature(
  secret: string,
  request: { readonly timestamp: string | null; readonly signature: string | null; readonly body: Buffer },
  nowMs: number,
): 'good' | 'forged' | 'stale' {
  const { timestamp, signature, body } = request;
  if (timestamp === null || signature === null || !/^\d{1,12}$/.test(timestamp)) return 'forged';
  const expected = Buffer.from(signatureOf(secret, timestamp, body));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return Math.abs(nowMs - Number(timestamp) * 1_000) > freshnessMs ? 'stale' : 'good';
}
