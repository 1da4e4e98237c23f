import { z } from 'zod';
import { type ApiRoute, failure } from '../api-server.ts';
import { randomKey } from '../state.ts';

const body = z.object({ app_id: z.string(), app_secret: z.string() });

/** Tenant access tokens: two hours, several at a time, refused once they are over or taken back. */
export class TokenOffice {
  readonly #appId: string;
  readonly #appSecret: string;
  readonly #now: () => number;
  readonly #lifeSeconds: number;
  readonly #tokens = new Map<string, number>();

  constructor(options: { appId: string; appSecret: string; now: () => number; lifeSeconds: number }) {
    this.#appId = options.appId;
    this.#appSecret = options.appSecret;
    this.#now = options.now;
    this.#lifeSeconds = options.lifeSeconds;
  }

  holds(token: string): boolean {
    return (this.#tokens.get(token) ?? 0) > this.#now();
  }

  /** Every token given out so far is refused from now on. */
  revokeAll(): void {
    this.#tokens.clear();
  }

  knows(appId: string, appSecret: string): boolean {
    return appId === this.#appId && appSecret === this.#appSecret;
  }

  route(): ApiRoute {
    return {
      name: 'auth.tenant_access_token',
      method: 'POST',
      path: '/open-apis/auth/v3/tenant_access_token/internal',
      scopes: [],
      access: 'open',
      errorStatus: 200,
      handle: ({ json }) => {
        const parsed = body.safeParse(json);
        if (!parsed.success) return failure(400, 10003, 'invalid param');
        if (parsed.data.app_id !== this.#appId) return failure(200, 10003, 'invalid app_id');
        if (parsed.data.app_secret !== this.#appSecret) return failure(200, 10014, 'app secret invalid');
        const token = randomKey('t-');
        this.#tokens.set(token, this.#now() + this.#lifeSeconds * 1000);
        return { status: 200, body: { code: 0, msg: 'ok', tenant_access_token: token, expire: this.#lifeSeconds } };
      },
    };
  }
}
