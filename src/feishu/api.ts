import * as lark from '@larksuiteoapi/node-sdk';
import axios, { type AxiosRequestConfig, isAxiosError } from 'axios';
import { z } from 'zod';
import type { Logger } from '../runtime/log.ts';
import type { MessengerError } from '../runtime/messenger.ts';
import { type Failure, messengerError, rejectedToken } from './errors.ts';
import { sdkLog } from './sdk-log.ts';
import { TokenRefused, Tokens } from './tokens.ts';

/** What every call of the SDK takes beside its payload. */
export type CallOptions = NonNullable<Parameters<lark.Client['im']['v1']['message']['patch']>[1]>;

export interface ApiOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** `feishu`, `lark`, or an address without a slash at the end. */
  readonly domain: string;
  readonly log: Logger;
  readonly countCall?: (platform: 'feishu', calls: number) => void;
  /** Told when a call shows that Feishu as a whole does not work for us; no message is tried before {@link FeishuApi.trouble} is over. */
  readonly onTrouble?: () => void;
}

/** Feishu itself answers within a second; a call that takes longer is repeated with the same `uuid`. */
const callTimeoutMs = 10_000;
/** A file of many megabytes takes longer on its way. */
const uploadTimeoutMs = 30_000;

/** The address the SDK is given: its own constants for the two public ones, anything else verbatim. */
export function sdkDomain(domain: string): lark.Domain | string {
  if (domain === 'feishu') return lark.Domain.Feishu;
  return domain === 'lark' ? lark.Domain.Lark : domain;
}

/** What the SDK calls: axios with a time limit, giving the body alone, or body and headers where the SDK asks for them. */
export function createHttp(): lark.HttpInstance {
  const http = axios.create({ timeout: callTimeoutMs });
  const request = async <R>(options: lark.HttpRequestOptions<unknown>): Promise<R> => {
    const { $return_headers: withHeaders, ...config } = options;
    const multipart =
      new Headers(config.headers as Record<string, string> | undefined).get('content-type')?.startsWith('multipart/') === true;
    const timeout = multipart ? { timeout: uploadTimeoutMs } : {};
    const answer = await http.request<unknown>({ ...(config as AxiosRequestConfig), ...timeout });
    return (withHeaders === true ? { data: answer.data, headers: answer.headers } : answer.data) as R;
  };
  return {
    request,
    get: (url, options) => request({ ...options, method: 'get', url }),
    delete: (url, options) => request({ ...options, method: 'delete', url }),
    head: (url, options) => request({ ...options, method: 'head', url }),
    options: (url, options) => request({ ...options, method: 'options', url }),
    post: (url, data, options) => request({ ...options, method: 'post', url, data }),
    put: (url, data, options) => request({ ...options, method: 'put', url, data }),
    patch: (url, data, options) => request({ ...options, method: 'patch', url, data }),
  };
}

const body = z.object({ code: z.union([z.number(), z.string()]).optional(), msg: z.string().optional().catch(undefined) });

/** The SDK's client with one way to fail: whatever goes wrong becomes a {@link MessengerError}. */
export class FeishuApi {
  readonly client: lark.Client;
  readonly #tokens: Tokens;
  readonly #options: ApiOptions;
  /** How the last call ended; null: none yet. Only what says something about Feishu as a whole is kept. */
  #trouble: MessengerError | null = null;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.client = new lark.Client({
      appId: options.appId,
      appSecret: options.appSecret,
      domain: sdkDomain(options.domain),
      httpInstance: createHttp(),
      cache: new lark.DefaultCache(),
      disableTokenCache: true,
      logger: sdkLog(options.log),
      loggerLevel: lark.LoggerLevel.warn,
    });
    this.#tokens = new Tokens(this.client, options.appId, options.appSecret);
  }

  /** Why Feishu as a whole does not work for us at the moment: away, credentials refused, quota used up. */
  trouble(): MessengerError | null {
    return this.#trouble;
  }

  /** Something arrived from Feishu, so it is not away. */
  heard(): void {
    if (this.#trouble?.kind === 'network') this.#trouble = null;
  }

  /** Fetches a token if there is none. Throws {@link MessengerError}. */
  async signIn(): Promise<void> {
    await this.#token();
  }

  /** Makes one call; a refused token is replaced and the call repeated once. Throws {@link MessengerError}. */
  async call<Answer>(run: (client: lark.Client, options: CallOptions) => Promise<Answer>): Promise<Answer> {
    const token = await this.#token();
    const first = await this.#attempt(run, token);
    if (!('failure' in first)) return first.answer;
    if (first.failure.code === null || !rejectedToken.has(first.failure.code)) throw this.#failed(first.failure);
    this.#tokens.drop(token);
    const second = await this.#attempt(run, await this.#token());
    if ('failure' in second) throw this.#failed(second.failure);
    return second.answer;
  }

  async #token(): Promise<string> {
    try {
      const token = await this.#tokens.get();
      return token;
    } catch (error) {
      if (error instanceof TokenRefused) throw this.#failed({ status: 200, code: error.code, resetSeconds: null, cause: error });
      if (isAxiosError(error)) throw this.#failed(await failureOf(error));
      throw error;
    }
  }

  async #attempt<Answer>(
    run: (client: lark.Client, options: CallOptions) => Promise<Answer>,
    token: string,
  ): Promise<{ answer: Answer } | { failure: Failure }> {
    this.#options.countCall?.('feishu', 1);
    try {
      const answer = await run(this.client, lark.withTenantToken(token));
      const parsed = body.safeParse(answer);
      const code = parsed.success ? String(parsed.data.code ?? 0) : '0';
      if (code !== '0') return { failure: { status: 200, code, says: parsed.data?.msg, resetSeconds: null } };
      this.#trouble = null;
      return { answer };
    } catch (error) {
      if (isAxiosError(error)) return { failure: await failureOf(error) };
      throw error;
    }
  }

  #failed(failure: Failure): MessengerError {
    const error = messengerError(failure);
    if (error.kind === 'network' || error.kind === 'auth' || error.kind === 'quota') {
      this.#trouble = error;
      this.#options.onTrouble?.();
    }
    return error;
  }
}

/** Without the request, which carries the token. */
async function failureOf(error: {
  message: string;
  code?: string | undefined;
  response?: { status: number; data: unknown; headers: unknown } | undefined;
}): Promise<Failure> {
  const cause = new Error(error.message);
  if (error.response === undefined) return { status: null, code: null, resetSeconds: null, cause };
  const parsed = body.safeParse(await readBody(error.response.data));
  const reset = z.object({ 'x-ogw-ratelimit-reset': z.coerce.number().nonnegative() }).safeParse({ ...(error.response.headers as object) });
  return {
    status: error.response.status,
    code: parsed.success && parsed.data.code !== undefined ? String(parsed.data.code) : null,
    says: parsed.data?.msg,
    resetSeconds: reset.success ? reset.data['x-ogw-ratelimit-reset'] : null,
    cause,
  };
}

/** The body of a refused download is a stream. */
async function readBody(data: unknown): Promise<unknown> {
  if (data === null || typeof data !== 'object' || !(Symbol.asyncIterator in data)) return data;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of data as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 65_536) return null;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
