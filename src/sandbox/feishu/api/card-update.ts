import { z } from 'zod';
import { type ApiRoute, failure, success } from '../api-server.ts';
import { judgeCard } from '../card-schema.ts';
import { type FeishuState, randomKey } from '../state.ts';

const body = z.strictObject({ token: z.string(), card: z.record(z.string(), z.unknown()) });
const lifeMs = 30 * 60_000;
const uses = 2;

interface UpdateToken {
  readonly messageId: string;
  readonly issuedMs: number;
  left: number;
  /** The callback it came with has been answered. */
  answered: boolean;
  /** What stood there before an update that came too early. */
  before: { readonly card: unknown } | null;
}

/** Delayed updates of pressed cards: a token lives 30 minutes and is good for two, and only after the callback was answered. */
export class CardUpdates {
  readonly #state: FeishuState;
  readonly #tokens = new Map<string, UpdateToken>();

  constructor(state: FeishuState) {
    this.#state = state;
  }

  issue(messageId: string): string {
    const token = randomKey('c-');
    this.#tokens.set(token, { messageId, issuedMs: this.#state.nowMs(), left: uses, answered: false, before: null });
    return token;
  }

  /** The callback has been answered: an update that came earlier is undone, as it is in Feishu. */
  answered(token: string): void {
    const found = this.#tokens.get(token);
    if (found === undefined) return;
    found.answered = true;
    const message = this.#state.messages.get(found.messageId);
    if (found.before !== null && message !== undefined) this.#state.redraw(message, found.before.card);
    found.before = null;
  }

  route(): ApiRoute {
    return {
      name: 'card.update',
      method: 'POST',
      path: '/open-apis/interactive/v1/card/update',
      scopes: [],
      access: 'tenant',
      errorStatus: 200,
      handle: ({ json }) => {
        const parsed = body.safeParse(json);
        if (!parsed.success) return failure(200, 300000, 'invalid param');
        const found = this.#tokens.get(parsed.data.token);
        const message = found === undefined ? undefined : this.#state.messages.get(found.messageId);
        if (found === undefined || message === undefined) return failure(200, 300010, 'invalid token');
        if (this.#state.nowMs() - found.issuedMs > lifeMs) return failure(200, 300020, 'token expired');
        if (found.left === 0) return failure(200, 300030, 'token used more than twice');
        const judged = judgeCard(parsed.data.card);
        if (judged !== null) return failure(200, 230099, `ErrCode: ${judged.code}; ErrMsg: ${judged.message}; `);
        found.left -= 1;
        if (!found.answered) found.before ??= { card: message.card };
        this.#state.redraw(message, parsed.data.card);
        return success();
      },
    };
  }
}
