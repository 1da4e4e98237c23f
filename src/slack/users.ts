import type { WebClient } from '@slack/web-api';
import type { Logger } from '../runtime/log.ts';
import type { FoundUser } from '../runtime/messenger.ts';

/** The part of a user object that is read. */
export interface SlackUser {
  readonly id?: string | undefined;
  readonly team_id?: string | undefined;
  readonly name?: string | undefined;
  readonly real_name?: string | undefined;
  readonly deleted?: boolean | undefined;
  readonly is_restricted?: boolean | undefined;
  readonly is_ultra_restricted?: boolean | undefined;
  readonly is_stranger?: boolean | undefined;
  readonly profile?:
    | { readonly real_name?: string | undefined; readonly display_name?: string | undefined; readonly email?: string | undefined }
    | undefined;
}

const keptMs = 3_600_000;
const mostKept = 20_000;
const pageSize = 500;
/** A press cannot wait longer for what a guest is told by; three seconds are all there is. */
const askMs = 1_200;
/** Tier 2: 20 pages a minute. */
const pageEveryMs = 3_500;
/** Tier 4 is 100 a minute for `users.info`; what is left is for others who ask. */
const askEveryMs = 1_000;
const mostAsksAtOnce = 30;

/** Whether someone is a guest or from elsewhere. */
export function isExternal(user: SlackUser, team: string | null): boolean {
  const guest = user.is_restricted === true || user.is_ultra_restricted === true || user.is_stranger === true;
  return guest || (team !== null && user.team_id !== undefined && user.team_id !== team);
}

export function foundUser(user: SlackUser, team: string | null): FoundUser | null {
  if (user.id === undefined || user.deleted === true) return null;
  const names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name];
  return {
    userId: user.id,
    name: names.find((name) => name !== undefined && name.trim() !== '') ?? user.id,
    email: user.profile?.email ?? null,
    external: isExternal(user, team),
  };
}

/**
 * Remembers who is a guest, because no press, command or message says so. All members are read once after the start; someone new is asked for
 * when first met. Where Slack cannot be asked in time, only the team in the payload tells: a guest is then met as someone no desk knows,
 * unless a lead has put the guest on a desk.
 */
export class Guests {
  readonly #client: WebClient;
  readonly #log: Logger;
  readonly #known = new Map<string, { guest: boolean; until: number }>();
  readonly #asking = new Map<string, Promise<boolean>>();
  #stopped = false;
  #asks = mostAsksAtOnce;
  #askedAt = performance.now();

  constructor(client: WebClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  note(user: SlackUser): void {
    if (user.id === undefined) return;
    if (this.#known.size >= mostKept) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(user.id, { guest: isExternal(user, null), until: performance.now() + keptMs });
  }

  /** Reads the members page by page; stops at the first error, since each person is asked for when met. */
  async readAll(): Promise<void> {
    let cursor = '';
    do {
      const page = await this.#client.users.list({ limit: pageSize, ...(cursor === '' ? {} : { cursor }) });
      for (const user of page.members ?? []) this.note(user);
      cursor = page.response_metadata?.next_cursor ?? '';
      if (cursor !== '') await new Promise((resolve) => setTimeout(resolve, pageEveryMs).unref());
    } while (cursor !== '' && !this.#stopped);
  }

  stop(): void {
    this.#stopped = true;
  }

  async isGuest(userId: string): Promise<boolean> {
    const known = this.#known.get(userId);
    if (known !== undefined && known.until > performance.now()) return known.guest;
    const asking = this.#asking.get(userId) ?? (this.#mayAsk() ? this.#ask(userId) : undefined);
    if (asking === undefined) return known?.guest ?? false;
    this.#asking.set(userId, asking);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(known?.guest ?? false), askMs);
    });
    try {
      return await Promise.race([asking, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  #mayAsk(): boolean {
    const now = performance.now();
    this.#asks = Math.min(mostAsksAtOnce, this.#asks + (now - this.#askedAt) / askEveryMs);
    this.#askedAt = now;
    if (this.#asks < 1) return false;
    this.#asks -= 1;
    return true;
  }

  async #ask(userId: string): Promise<boolean> {
    try {
      const { user } = await this.#client.users.info({ user: userId });
      if (user === undefined) return false;
      this.note(user);
      return isExternal(user, null);
    } catch (error) {
      this.#log.warn(
        { platform: 'slack', reason: error instanceof Error ? error.name : 'unknown' },
        'could not ask Slack whether someone is a guest',
      );
      return this.#known.get(userId)?.guest ?? false;
    } finally {
      this.#asking.delete(userId);
    }
  }
}
