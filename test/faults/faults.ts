import { setTimeout as pause } from 'node:timers/promises';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/database.ts';
import { applyDeskFile } from '../../src/features/people/index.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { createSandboxFeishu } from '../../src/sandbox/feishu/index.ts';
import { sandboxSeeds } from '../../src/sandbox/seed.ts';
import { createSandboxSlack } from '../../src/sandbox/slack/index.ts';
import { readTick, type Tick } from '../bench/obligations-clock.ts';
import { newDatabase } from '../bench/server-database.ts';
import { createChoice } from '../storm/choice.ts';
import { Bots, noteClaims, patiently } from './bots.ts';
import { checkAll } from './check.ts';
import { asksLeave, clocksInAndOut, type Deed, handsOver, reportsIncident, reportsRound, writesLog } from './deeds.ts';
import { afternoon, type FaultPerson, type FaultSize, faultDeskFile, faultPeople, type Post, publishShifts } from './organisation.ts';
import { Doer } from './person.ts';
import { RestartedPostgres } from './postgres.ts';

export interface FaultOptions {
  readonly dataDir: string;
  readonly seed: number;
  /** How often one of the bots is killed. */
  readonly kills: number;
  /** How often Postgres is restarted under load. */
  readonly restarts: number;
  /** People go on until so much is done, and everything has been killed as often as it should. */
  readonly deeds: number;
  readonly size: FaultSize;
  readonly log: (line: string) => void;
}

export interface FaultResult {
  /** What was lost, doubled or broken: empty where all went well. */
  readonly problems: readonly string[];
  /** Deeds by kind; presses that arrived and that did not. */
  readonly counts: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** False: nobody begins anything new. */
type Goes = () => boolean;

const bots = 2;
/** Sim minutes of rounds before anything is killed. */
const roundsAhead = 3;
/** Days of leave of one person: they lie two days apart, in a calendar that is known. */
const mostLeaves = 20;
const minuteMs = 60_000;
const patienceMs = 180_000;
/** What was said is delivered again until somebody answers it; a restart of the database takes some seconds. */
const retries = [500, 1_000, 1_500, 2_000, 3_000, 4_000, ...Array.from({ length: 30 }, () => 5_000)];

/**
 * People work through both messengers while bots are killed and Postgres is restarted at random moments. Afterwards what they did, and what they were
 * answered, is compared with the database and with what the messengers hold.
 */
export async function faults(options: FaultOptions): Promise<FaultResult> {
  const { log, size } = options;
  const choice = createChoice(options.seed);
  const postgres = await RestartedPostgres.start(options.dataDir);
  const url = await newDatabase(postgres.url, 'faults');
  const db = connectDatabase(url, { poolSize: 4 });
  const text = faultDeskFile(size);
  const tick: { now: Tick } = { now: { at: afternoon.subtract({ minutes: roundsAhead }).epochMilliseconds, since: null } };
  const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(readTick(tick.now)) };
  const seeds = sandboxSeeds([text]);
  const slack = createSandboxSlack({
    ...sandboxApps.slack,
    seed: seeds.slack,
    clock,
    eventUrl: null,
    limits: 'off',
    retryAfterMs: retries,
  });
  const feishu = createSandboxFeishu({
    ...sandboxApps.feishu,
    seed: seeds.feishu,
    clock,
    eventUrl: null,
    limits: 'off',
    retryDelaysMs: retries,
  });
  const [{ apiUrl }, { domain }] = await Promise.all([slack.start(), feishu.start()]);
  const env = sandboxApps.env({ slackApiUrl: apiUrl, feishuDomain: domain, transport: 'socket', port: 0 });
  const running = new Bots({ db, url, env, tick: () => tick.now });
  try {
    await prepare(db, text, size, clock.now());
    await Promise.all(Array.from({ length: bots }, (_, place) => running.start(place)));
    for (let minute = 0; minute < roundsAhead; minute += 1) {
      tick.now = { at: readTick(tick.now) + minuteMs, since: null };
      running.tell(tick.now);
      await calm(db, clock);
    }
    tick.now = { at: readTick(tick.now), since: Date.now() };
    running.tell(tick.now);

    const people = faultPeople(size);
    const doers = new Map(people.map((person) => [person.code, new Doer({ slack, feishu }[person.platform].client, person)]));
    const done: Deed[] = [];
    const work = new Work(people, doers, done);
    const started = performance.now();
    let killed = 0;
    const broken = async () => {
      const places = Array.from({ length: bots }, (_, place) => place);
      const restartAfter = (restart: number): number => Math.floor(((restart + 1) * options.kills) / (options.restarts + 1));
      const due = Array.from({ length: options.restarts }, (_, restart) => restartAfter(restart));
      for (let kill = 0; kill <= options.kills; kill += 1) {
        for (const _ of due.filter((after) => after === kill)) {
          const how = choice.chance(0.5) ? 'fast' : 'immediate';
          await pause(choice.number(1_500));
          await postgres.restart(how);
          log(`Postgres restarted (${how}), ${done.length} deeds`);
        }
        if (kill === options.kills) break;
        await pause(200 + choice.number(1_500));
        // Now and then both at once: then nobody is there.
        const victims = choice.chance(0.15) ? places : [choice.number(bots)];
        await Promise.all(victims.map((place) => running.kill(place)));
        killed = kill + 1;
        if (kill % 10 === 9) log(`${kill + 1} kills, ${done.length} deeds`);
      }
    };
    let over = false;
    const goes = () => !over || done.length < options.deeds;
    // What is done is spread over all the kills: who is far ahead waits a little.
    const waits = () => !over && done.length > (options.deeds * (killed + 1)) / Math.max(1, options.kills);
    work.waits = waits;
    const faulty = broken().finally(() => {
      over = true;
    });
    await Promise.all([faulty, work.all(goes)]);
    await calm(db, clock);
    const seconds = (performance.now() - started) / 1000;
    tick.now = { at: readTick(tick.now), since: null };
    running.tell(tick.now);
    await calm(db, clock);
    await running.stop();
    const died = running.died === 0 ? [] : [`${running.died} bots ended by themselves`];
    const problems = await checkAll({ db, deeds: done, doers, people, slackApi: apiUrl, feishu: feishu.client });
    const counts: Record<string, number> = {};
    for (const { kind } of done) counts[kind] = (counts[kind] ?? 0) + 1;
    for (const doer of doers.values()) {
      counts['presses that arrived'] = (counts['presses that arrived'] ?? 0) + doer.acknowledged;
      counts['presses that did not'] = (counts['presses that did not'] ?? 0) + doer.refused;
    }
    return { problems: [...died, ...problems], counts, seconds };
  } finally {
    await running.stop();
    await Promise.all([slack.stop(), feishu.stop()]);
    await db.close();
    await postgres.stop();
  }
}

async function prepare(db: Database, text: string, size: FaultSize, now: Temporal.Instant): Promise<void> {
  const applied = await applyDeskFile(db, text, { vocabulary: deskFileVocabulary(), now, dryRun: false, by: null });
  if (!applied.ok) throw new Error(JSON.stringify(applied.refusal));
  await publishShifts(db, size);
  await noteClaims(db);
}

/** Everything due is done, and every message is where it belongs. */
async function calm(db: Database, clock: { now(): Temporal.Instant }): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const now = new Date(clock.now().epochMilliseconds);
    const left = await patiently(() =>
      db.query<{ what: string }>(
        `SELECT 'due ' || kind || ' ' || coalesce(error, '') AS what FROM due WHERE done_at IS NULL AND due_at <= $1
         UNION ALL SELECT 'outbox ' || state || ' ' || coalesce(error, '') FROM outbox WHERE state = 'sending' OR (state = 'waiting' AND due_at <= $1)`,
        [now],
      ),
    );
    if (left.length === 0) return;
    if (performance.now() > deadline) throw new Error(`It never came to rest: ${JSON.stringify(left.slice(0, 10))}`);
    await pause(100);
  }
}

/** What everybody does, one thing after the other, until nobody begins anything new. */
class Work {
  readonly #people: readonly FaultPerson[];
  readonly #doers: ReadonlyMap<string, Doer>;
  readonly #done: Deed[];
  /** True: nobody begins anything just now. */
  waits: () => boolean = () => false;

  constructor(people: readonly FaultPerson[], doers: ReadonlyMap<string, Doer>, done: Deed[]) {
    this.#people = people;
    this.#doers = doers;
    this.#done = done;
  }

  #of(post: Post): Doer[] {
    return this.#people.flatMap((person) => (person.post === post ? (this.#doers.get(person.code) ?? []) : []));
  }

  async all(goes: Goes): Promise<void> {
    const admins = this.#of('admin');
    const [lead, manager] = this.#of('lead');
    if (lead === undefined || manager === undefined) throw new Error('There is nobody to approve');
    const comes = this.#of('comes');
    await Promise.all([
      ...this.#of('hall').map((doer, index) =>
        this.#again(goes, (number) => {
          const admin = admins[(number + index) % admins.length];
          return number % 2 === 0 || admin === undefined ? writesLog(doer, number) : reportsIncident(doer, admin, number);
        }),
      ),
      ...this.#of('staff').map((doer) =>
        this.#again(goes, (number) => (number < mostLeaves ? asksLeave(doer, [lead, manager], number) : Promise.resolve(null))),
      ),
      ...this.#of('yard').map((doer) => this.#again(goes, () => clocksInAndOut(doer))),
      ...this.#of('guard').map((doer) => this.#again(goes, () => reportsRound(doer))),
      this.#handovers(goes, comes),
    ]);
  }

  async #again(goes: Goes, act: (number: number) => Promise<Deed | null>): Promise<void> {
    for (let number = 0; goes(); number += 1) {
      while (this.waits()) await pause(200);
      const deed = await act(number);
      if (deed === null) await pause(500);
      else this.#done.push(deed);
    }
  }

  /** Each hands over once, a few at a time. */
  async #handovers(goes: Goes, comes: readonly Doer[]): Promise<void> {
    for (const [index, out] of this.#of('goes').entries()) {
      const relief = comes[index];
      if (relief === undefined || !goes()) return;
      this.#done.push(await handsOver(out, relief));
    }
  }
}
