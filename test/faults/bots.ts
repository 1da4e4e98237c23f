import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../src/db/database.ts';
import { type ClockedBot, startClockedBot, type Tick } from '../bench/obligations-clock.ts';

/** Asks the database, again and again while it is away. */
export async function patiently<Value>(ask: () => Promise<Value>): Promise<Value> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(200);
    }
  }
}

/** Notes under which connection each worker claims, so that what a dead one had in hand can be told from what a living one has. */
export async function noteClaims(db: Database): Promise<void> {
  await db.query('CREATE TABLE faults_claim (worker text PRIMARY KEY, app text NOT NULL)', []);
  await db.query(
    `CREATE FUNCTION faults_note_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO faults_claim VALUES (NEW.claimed_by, current_setting('application_name')) ON CONFLICT DO NOTHING; RETURN NULL; END $$`,
    [],
  );
  for (const table of ['outbox', 'due'])
    await db.query(
      `CREATE TRIGGER faults_claim AFTER UPDATE OF claimed_by ON ${table} FOR EACH ROW
       WHEN (NEW.claimed_by IS NOT NULL AND NEW.claimed_by IS DISTINCT FROM OLD.claimed_by) EXECUTE FUNCTION faults_note_claim()`,
      [],
    );
}

/** Several bots on one database, each of which can be killed at any moment and starts anew. */
export class Bots {
  readonly #db: Database;
  readonly #url: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #tick: () => Tick;
  readonly #running = new Map<number, { readonly bot: ClockedBot; readonly app: string }>();
  #started = 0;
  /** Bots that ended although nobody ended them. */
  died = 0;

  constructor(given: {
    readonly db: Database;
    readonly url: string;
    readonly env: Readonly<Record<string, string>>;
    readonly tick: () => Tick;
  }) {
    this.#db = given.db;
    this.#url = given.url;
    this.#env = given.env;
    this.#tick = given.tick;
  }

  async start(place: number): Promise<void> {
    this.#started += 1;
    const app = `faults-${this.#started}`;
    const url = new URL(this.#url);
    url.searchParams.set('application_name', app);
    const bot = await startClockedBot({ ...this.#env, DATABASE_URL: url.toString() }, this.#tick());
    const own = { bot, app };
    this.#running.set(place, own);
    void bot.gone.then(() => {
      if (this.#running.get(place) === own) this.died += 1;
    });
  }

  tell(tick: Tick): void {
    for (const { bot } of this.#running.values()) bot.tell(tick);
  }

  /** `kill -9`. What the dead process had in hand is free after a minute; here that minute passes at once. Then it starts again. */
  async kill(place: number): Promise<void> {
    const victim = this.#running.get(place);
    if (victim === undefined) throw new Error(`There is no bot ${place}`);
    this.#running.delete(place);
    await victim.bot.kill();
    await this.#free(victim.app);
    await this.start(place);
  }

  async #free(app: string): Promise<void> {
    // A statement that had begun is carried out whether or not anybody waits for it.
    const isConnected = () => this.#db.query('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [app]);
    while ((await patiently(isConnected)).length > 0) await pause(20);
    const past = `claimed_till = now() - interval '1 second'`;
    const theirs = 'claimed_by IN (SELECT worker FROM faults_claim WHERE app = $1)';
    await patiently(() => this.#db.query(`UPDATE outbox SET ${past} WHERE state = 'sending' AND ${theirs}`, [app]));
    await patiently(() => this.#db.query(`UPDATE due SET ${past} WHERE done_at IS NULL AND claimed_till > now() AND ${theirs}`, [app]));
  }

  async stop(): Promise<void> {
    const left = [...this.#running.values()];
    this.#running.clear();
    await Promise.all(left.map(({ bot }) => bot.stop()));
  }
}
