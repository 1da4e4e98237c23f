import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { applyDeskFile } from '../../src/features/people/index.ts';
import type { Intent } from '../../src/runtime/intent.ts';
import { type BotProcess, startBotProcess } from './bots.ts';
import { checkAll } from './check/all.ts';
import type { HeldSlot } from './check/roster.ts';
import { readHolders } from './check/roster.ts';
import { createChoice } from './choice.ts';
import { nextDeed } from './intents.ts';
import { type StormSize, stormOrganisation, tenants } from './organisation.ts';
import { publishRosters, zone } from './roster.ts';
import { createSigners } from './signers.ts';
import { look, readIds, type StormIds } from './state.ts';

export interface StormOptions {
  readonly url: string;
  readonly db: Database;
  readonly seed: number;
  /** Presses and forms in all, without the repeated ones. */
  readonly deeds: number;
  readonly processes: number;
  /** Deeds decided on from one look; all of them are under way at once. */
  readonly wave: number;
  readonly size: StormSize;
  readonly log: (line: string) => void;
}

export interface StormResult {
  /** What must not be: empty where all went well. */
  readonly problems: readonly string[];
  /** Deeds by kind, answers by kind, requests by type and state. */
  readonly counts: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const start = '2026-12-01T09:40';

/** Two deliveries of one event; `digests` are of their answers. */
export interface Twice {
  readonly what: string;
  readonly eventKey: string;
  readonly digests: readonly string[];
}

/** Everything the checks need beside the database. */
export interface Aftermath {
  readonly db: Database;
  readonly ids: StormIds;
  readonly organisation: ReturnType<typeof stormOrganisation>;
  /** Who was in which shift before the storm. */
  readonly before: readonly HeldSlot[];
  readonly twice: readonly Twice[];
  readonly now: Temporal.Instant;
}

/** Tellings of the runtime that are no fault. */
const harmless = ['a decision lost every race'];
const isBug = (title: string): boolean => title === '出错了' || title === 'Something broke';

/**
 * Random deeds of many people, all at once, through several bot processes on one database; time passes between the waves. Then everything that must
 * hold is looked up in the database itself.
 */
export async function storm(options: StormOptions): Promise<StormResult> {
  const { db, log } = options;
  const choice = createChoice(options.seed);
  const organisation = stormOrganisation(options.size);
  let now = Temporal.PlainDateTime.from(start).toZonedDateTime(zone).toInstant();
  const applied = await applyDeskFile(db, organisation.file, { vocabulary: deskFileVocabulary(), now, dryRun: false, by: null });
  if (!applied.ok) throw new Error(JSON.stringify(applied.refusal));
  const ids = await readIds(db, organisation);
  await publishRosters(db, { org: ids.org, now, desks: organisation.desks }, ids);
  await earnRest(db, ids, now);
  await db.query('ANALYZE', []);
  const before = await readHolders(db);
  const signers = createSigners(organisation);

  const counts: Record<string, number> = {};
  const count = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const problems: string[] = [];
  const twice: Twice[] = [];
  const onLog = ({ level, text }: { level: string; text: string }): void => {
    if (level === 'error') problems.push(`log: ${text}`);
    else if (!harmless.some((known) => text.includes(known))) count(`warn: ${text.slice(0, 80)}`);
    else count('lost every race');
  };
  const bots = await Promise.all(Array.from({ length: options.processes }, () => startBotProcess(options.url, now.toString(), onLog)));
  const started = performance.now();
  let done = 0;

  const send = async (bot: BotProcess, intent: Intent, what: string): Promise<{ digest: string; title: string }> => {
    const answer = await bot.order({ kind: 'intent', intent });
    if (answer.kind === 'failed') problems.push(`${what}: ${answer.error}`);
    if (answer.kind !== 'answer') return { digest: '', title: 'nothing' };
    count(`answered: ${answer.reply}`);
    if (isBug(answer.title)) problems.push(`${what}: the bot says it broke`);
    if (process.env.STORM_TITLES !== undefined) count(`${what}: ${answer.title.replaceAll(/\d+/g, 'n').slice(0, 90)}`);
    return answer;
  };

  /** One deed, sometimes delivered twice, sometimes pressed twice. */
  const act = async (number: number): Promise<void> => {
    const deed = nextDeed({ ids, seen, signers, choice });
    if (deed === null) return;
    done += 1;
    count(`did: ${deed.what}`);
    const person = ids.people.get(deed.person);
    if (person === undefined) throw new Error(`There is nobody with the id ${deed.person}`);
    const { platform, userId } = person;
    const intentOf = (eventKey: string): Intent => ({
      platform,
      tenant: tenants[platform],
      eventKey,
      userId,
      place: { kind: 'direct', id: `D-${userId}`, messageId: null },
      ask: deed.ask,
      external: false,
    });
    const bot = (): BotProcess => {
      const found = choice.one(bots);
      if (found === undefined) throw new Error('There is no bot');
      return found;
    };
    const key = `storm-${options.seed}-${number}`;
    const repeats = choice.weighted({ once: 76, delivered: 14, pressed: 10 });
    const label = `${key} ${deed.what} by ${person.code}`;
    if (repeats === 'once') await send(bot(), intentOf(key), label);
    else {
      count(repeats === 'delivered' ? 'delivered twice' : 'pressed twice');
      const keys = repeats === 'delivered' ? [key, key] : [key, `${key}-again`];
      const answers = await Promise.all(keys.map((each) => send(bot(), intentOf(each), label)));
      if (repeats === 'delivered')
        twice.push({
          what: `${deed.what} (${answers.map((one) => one.title).join(' | ')})`,
          eventKey: key,
          digests: answers.map((one) => one.digest),
        });
    }
  };

  let seen = await look(db, new Date(now.epochMilliseconds));
  try {
    for (let number = 0; done < options.deeds; ) {
      const size = Math.min(options.wave, options.deeds - done);
      await Promise.all(Array.from({ length: size }, () => act(number++)));
      now = now.add({ minutes: choice.number(200) });
      await Promise.all(bots.map((bot) => bot.order({ kind: 'clock', at: now.toString() })));
      const settling = bots.map((bot) => bot.order({ kind: 'settle' }));
      for (const answer of await Promise.all(settling)) if (answer.kind === 'failed') problems.push(`settle: ${answer.error}`);
      seen = await look(db, new Date(now.epochMilliseconds));
      log(
        `${done} of ${options.deeds} at ${now.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })}, ${seen.requests.length} requests, ${problems.length} problems`,
      );
      if (number > options.deeds * 20) throw new Error('There is nothing left to do');
    }
  } finally {
    const left = await Promise.allSettled(bots.map((bot) => bot.stop()));
    if (left.some((one) => one.status === 'rejected')) for (const bot of bots) bot.kill();
  }
  const seconds = (performance.now() - started) / 1000;
  problems.push(...(await checkAll({ db, ids, organisation, before, twice, now })));
  for (const { type, state } of (await look(db, new Date(now.epochMilliseconds))).requests) count(`request: ${type} ${state}`);
  return { problems, counts, seconds };
}

/** Officials of the office have done duty this month and last: what they earned is theirs to take until the month is over. */
async function earnRest(db: Database, ids: StormIds, now: Temporal.Instant): Promise<void> {
  const people = [...ids.houseOf].flatMap(([desk, { house, rostered }]) =>
    house === 'office' ? rostered.map((one) => ({ desk, person: ids.person.get(one.code) ?? '' })) : [],
  );
  for (const on of ['2026-12-01', '2026-12-02'])
    await db.query(
      `INSERT INTO balance_entry (org_id, id, person_id, account, kind, amount, "on", expires_on, desk_id, source, rules, at)
       SELECT $1::uuid, gen_random_uuid(), p.person, 'comp-rest', 'earned', 1, $2::date, '2026-12-31', p.desk, 'duty:' || p.person, '{}', $3
       FROM unnest($4::uuid[], $5::uuid[]) AS p(person, desk)`,
      [ids.org, on, new Date(now.epochMilliseconds), people.map((one) => one.person), people.map((one) => one.desk)],
    );
}
