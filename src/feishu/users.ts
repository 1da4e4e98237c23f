import type { FoundUser } from '../runtime/messenger.ts';
import type { FeishuApi } from './api.ts';

const namesMs = 600_000;
const mostNames = 10_000;

/** Feishu's own records of its users: only names and the way from an e-mail address to an open id. */
export class Users {
  readonly #api: FeishuApi;
  readonly #names = new Map<string, { name: string; until: number }>();

  constructor(api: FeishuApi) {
    this.#api = api;
  }

  /** Null: Feishu knows no such person here. Throws {@link MessengerError}. */
  async byId(openId: string): Promise<FoundUser | null> {
    const name = await this.#name(openId);
    return name === null ? null : { userId: openId, name, email: null, external: false };
  }

  /** By the personal address of the account, not the company mailbox: that is what Feishu looks up. */
  async byEmail(email: string): Promise<FoundUser | null> {
    const answer = await this.#api.call((client, options) =>
      client.contact.v3.user.batchGetId(
        { params: { user_id_type: 'open_id' }, data: { emails: [email], include_resigned: false } },
        options,
      ),
    );
    const openId = answer.data?.user_list?.find((user) => user.user_id !== undefined && user.user_id !== '')?.user_id;
    if (openId === undefined) return null;
    return { userId: openId, name: (await this.#name(openId)) ?? email, email, external: false };
  }

  async #name(openId: string): Promise<string | null> {
    const known = this.#names.get(openId);
    if (known !== undefined && performance.now() < known.until) return known.name;
    const answer = await this.#api.call((client, options) =>
      client.contact.v3.user.basicBatch({ params: { user_id_type: 'open_id' }, data: { user_ids: [openId] } }, options),
    );
    const name = answer.data?.users?.find((user) => user.user_id === openId)?.name;
    if (name === undefined || name === '') return null;
    if (this.#names.size >= mostNames) this.#names.clear();
    this.#names.set(openId, { name, until: performance.now() + namesMs });
    return name;
  }
}
