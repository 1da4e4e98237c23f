import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, type CallContext } from './api/method.ts';
import { methods } from './methods.ts';
import type { Rates } from './rates.ts';

export interface Tokens {
  readonly bot: string;
  readonly app: string;
}

/** What a call is answered with. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

const fail = (error: string, extra: object = {}): ApiAnswer => ({ status: 200, headers: {}, body: { ok: false, error, ...extra } });

/** What came with a request: the arguments of a form or of a JSON body, or why they cannot be read. */
export function readArgs(
  headers: IncomingHttpHeaders,
  raw: Buffer,
): Record<string, unknown> | 'invalid_form_data' | 'invalid_post_type' | 'invalid_json' {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (raw.length === 0) return {};
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
  if (type !== 'application/json') return type === undefined ? 'invalid_post_type' : 'invalid_form_data';
  try {
    const body: unknown = JSON.parse(raw.toString('utf8'));
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'invalid_json';
    // A form holds text only; a JSON body says the same with types.
    return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]));
  } catch {
    return 'invalid_json';
  }
}

/** Answers one call as Slack would: token, scopes, rate, arguments, then the method itself. */
export function callApi(
  name: string,
  headers: IncomingHttpHeaders,
  raw: Buffer,
  tokens: Tokens,
  rates: Pick<Rates, 'take'>,
  context: CallContext,
): ApiAnswer {
  const method = methods[name];
  // Slack answers 200 here too.
  if (method === undefined) return fail('unknown_method', { req_method: name });
  const given = readArgs(headers, raw);
  if (typeof given === 'string') return fail(given);
  const { token: argument, ...rest } = given;
  if (method.token !== 'none') {
    const token = headers.authorization?.replace(/^Bearer /, '') ?? argument;
    if (token === undefined || token === '') return fail('not_authed');
    if (token !== tokens.bot && token !== tokens.app) return fail('invalid_auth');
    if (token !== (method.token === 'app' ? tokens.app : tokens.bot)) return fail('not_allowed_token_type');
  }
  const scopeHeaders = { 'x-oauth-scopes': [...context.scopes].join(','), 'x-accepted-oauth-scopes': method.scopes.join(',') };
  if (method.token === 'bot' && method.scopes.length > 0 && !method.scopes.some((scope) => context.scopes.has(scope))) {
    return {
      ...fail('missing_scope', { needed: method.scopes.join(','), provided: [...context.scopes].join(',') }),
      headers: scopeHeaders,
    };
  }
  const args = method.args.safeParse(rest);
  const wait = rates.take(name, method.rate, args.success ? (method.channelOf?.(args.data) ?? null) : null);
  if (wait > 0) return { status: 429, headers: { 'retry-after': String(wait) }, body: { ok: false, error: 'ratelimited' } };
  if (!args.success) {
    const messages = args.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `[ERROR] unknown argument: ${issue.keys.join(', ')}`
        : `[ERROR] ${issue.code === 'invalid_type' ? `missing required field: ${issue.path.join('.')}` : `invalid value for ${issue.path.join('.')}: ${issue.message}`}`,
    );
    return { ...fail('invalid_arguments', { response_metadata: { messages } }), headers: scopeHeaders };
  }
  try {
    return { status: 200, headers: scopeHeaders, body: method.run(args.data, context) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { ...fail(error.code, error.extra), headers: scopeHeaders };
  }
}
