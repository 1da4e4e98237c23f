import type * as lark from '@larksuiteoapi/node-sdk';
import { z } from 'zod';

const answer = z.object({
  code: z.number(),
  msg: z.string().optional(),
  tenant_access_token: z.string().min(1).optional(),
  expire: z.number().optional(),
});

/** A token is replaced this long before Feishu lets it expire, as the SDK does. */
const marginMs = 180_000;

/** The token request was answered, but with a refusal. */
export class TokenRefused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`tenant_access_token refused (${code})`);
    this.code = code;
  }
}

/**
 * The tenant access token of one client. The SDK's own cache is shared by the process, fetches the token once per waiting call and keeps a
 * token that Feishu has refused; this one fetches once for all who wait and forgets what was refused.
 */
export class Tokens {
  readonly #client: lark.Client;
  readonly #credentials: { app_id: string; app_secret: string };
  #current: { token: string; until: number } | null = null;
  #pending: Promise<string> | null = null;

  constructor(client: lark.Client, appId: string, appSecret: string) {
    this.#client = client;
    this.#credentials = { app_id: appId, app_secret: appSecret };
  }

  /** Throws {@link TokenRefused}, or whatever the HTTP client throws. */
  get(): Promise<string> {
    if (this.#current !== null && performance.now() < this.#current.until) return Promise.resolve(this.#current.token);
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  /** Feishu refused this token. Another one that has been fetched meanwhile stays. */
  drop(token: string): void {
    if (this.#current?.token === token) this.#current = null;
  }

  async #fetch(): Promise<string> {
    const body = answer.parse(await this.#client.auth.v3.tenantAccessToken.internal({ data: this.#credentials }));
    if (body.code !== 0 || body.tenant_access_token === undefined) throw new TokenRefused(String(body.code));
    const lifeMs = (body.expire ?? 7200) * 1000;
    this.#current = { token: body.tenant_access_token, until: performance.now() + Math.max(lifeMs - marginMs, lifeMs / 2) };
    return body.tenant_access_token;
  }
}
