/** What a body holds once it is read: the address check of Slack, the certificate check, or something for Bolt. */
export type ReadBody =
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'ssl-check' }
  | { readonly kind: 'body'; readonly body: Record<string, unknown> }
  | { readonly kind: 'unreadable' };

/** Reads a JSON or form body; the content type may carry a charset. Interactivity comes as JSON in the form field `payload`. */
export function readBody(contentType: string | undefined, raw: Buffer): ReadBody {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  const text = raw.toString('utf8');
  if (type === 'application/json') {
    const body = parseObject(text);
    if (body === null) return { kind: 'unreadable' };
    const { challenge } = body;
    if (body['type'] === 'url_verification' && typeof challenge === 'string') return { kind: 'challenge', challenge };
    return { kind: 'body', body };
  }
  if (type !== 'application/x-www-form-urlencoded') return { kind: 'unreadable' };
  const form = Object.fromEntries(new URLSearchParams(text));
  if (form['ssl_check'] !== undefined) return { kind: 'ssl-check' };
  if (form['payload'] === undefined) return { kind: 'body', body: form };
  const body = parseObject(form['payload']);
  return body === null ? { kind: 'unreadable' } : { kind: 'body', body };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
