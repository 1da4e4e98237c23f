import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/database.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { createSandboxSlack } from '../../src/sandbox/slack/index.ts';
import { encodeCall } from '../../src/slack/render/action-code.ts';
import { formCallback } from '../../src/slack/render/form.ts';
import { type Figure, figure } from './figures.ts';
import { closedLoop, type LoadResult, openLoop, type Press } from './load.ts';
import { type Child, startBot, startChild } from './processes.ts';
import { team } from './seed.ts';
import { newDatabase } from './server-database.ts';
import { deskOf, leadOf, type PlannedSwap, personOf, planSwaps, type SwapSize, seedSwaps, userOf } from './swap-seed.ts';

export interface SwapOptions {
  /** Server with the right to create databases. */
  readonly server: string;
  readonly log: (line: string) => void;
}

const { slack } = sandboxApps;
const size: SwapSize = { people: 200, desks: 10, history: 365, ahead: 190 };
const concurrency = 16;
const warmUp = 100;
const rounds = 3;
const perRound = 100;
const openRate = 50;
const openCount = 500;

const who = (number: number) => ({
  user: { id: userOf(number), team_id: team },
  team: { id: team, domain: 'bench' },
  api_app_id: 'A0BENCH',
});

/** The filled form of a swap, as Slack sends it. */
const filing = (swap: PlannedSwap): Press => {
  const chosen = (value: string) => ({ type: 'static_select', selected_option: { value } });
  const fields: Readonly<Record<string, object>> = {
    partner: chosen(personOf(swap.partner)),
    given_shift: chosen(swap.given),
    return_shift: chosen(swap.returned),
    reason: { type: 'plain_text_input', value: '家里有事' },
  };
  return {
    payload: {
      type: 'view_submission',
      ...who(swap.subject),
      view: {
        id: `V${swap.given}`,
        type: 'modal',
        callback_id: formCallback,
        private_metadata: encodeCall({ route: 'request.file', args: { type: 'swap', desk: deskOf(swap.desk) } }),
        state: { values: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { [name]: value }])) },
      },
    },
  };
};

/** A button of a card in front of somebody. */
const pressing = (person: number, route: string, card: Card, answers: string): Press => ({
  payload: {
    type: 'block_actions',
    ...who(person),
    channel: { id: card.channel, name: 'directmessage' },
    container: { type: 'message', message_ts: card.message, channel_id: card.channel, is_ephemeral: false },
    response_url: answers,
    actions: [{ type: 'button', action_id: 'a1', block_id: 'b1', value: encodeCall({ route, args: { id: card.request } }) }],
  },
});

/** A card of a request where it was sent to. */
interface Card {
  readonly request: string;
  readonly channel: string;
  readonly message: string;
}

/** Takes what is posted to response_urls, and keeps the last of it for whoever looks into a bench that fails. */
async function startAnswers(): Promise<{ readonly url: string; readonly server: Server; last(): string }> {
  let last = '';
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      last = Buffer.concat(parts).toString();
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`, server, last: () => last };
}

/** A swap of the bench with its request. */
interface Filed {
  readonly swap: PlannedSwap;
  readonly request: string;
}

/** The requests of what was filed; a press that took long was acknowledged before it was done, so they are waited for. */
async function filedOf(db: Database, swaps: readonly PlannedSwap[]): Promise<readonly Filed[]> {
  const byDuty = new Map(swaps.map((swap) => [`${swap.given} ${personOf(swap.subject)}`, swap]));
  for (let second = 0; ; second += 1) {
    const rows = await db.query<{ request: string; duty: string }>(
      `SELECT d.request_id::text AS request, d.slot_id || ' ' || d.person_id AS duty FROM request_duty d
       WHERE d.part = 'given' AND (d.slot_id, d.person_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
      [swaps.map((swap) => swap.given), swaps.map((swap) => personOf(swap.subject))],
    );
    if (rows.length === swaps.length)
      return rows.flatMap(({ request, duty }) => {
        const swap = byDuty.get(duty);
        return swap === undefined ? [] : [{ swap, request }];
      });
    if (second === 30) throw new Error(`Of ${swaps.length} swaps ${rows.length} were filed`);
    await sleep(1_000);
  }
}

/** Waits until every request is in the state and everything queued is sent; gives where the cards of the kind are, by request. */
async function settled(db: Database, filed: readonly Filed[], state: string, kind: string): Promise<ReadonlyMap<string, Card>> {
  const ids = filed.map((one) => one.request);
  for (let second = 0; ; second += 1) {
    const [row] = await db.query<{ there: number; waiting: number }>(
      `SELECT (SELECT count(*)::int FROM request WHERE id = ANY($1::uuid[]) AND state = $2) AS there,
         (SELECT count(*)::int FROM outbox WHERE state IN ('waiting', 'sending') AND due_at <= now()) AS waiting`,
      [ids, state],
    );
    if (row?.there === ids.length && row.waiting === 0) break;
    if (second === 60) throw new Error(`Of ${ids.length} swaps ${row?.there ?? 0} are ${state}; ${row?.waiting ?? 0} messages wait`);
    await sleep(1_000);
  }
  const cards = await db.query<{ request: string; channel: string; message: string }>(
    `SELECT substr(subject, $2::int) AS request, channel_id AS channel, message_id AS message FROM message_ref WHERE subject = ANY($1::text[])`,
    [ids.map((id) => `${kind}/${id}`), kind.length + 2],
  );
  return new Map(cards.map((card) => [card.request, card]));
}

function cardOf(cards: ReadonlyMap<string, Card>, request: string): Card {
  const card = cards.get(request);
  if (card === undefined) throw new Error('A card of a request was not sent');
  return card;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const fine = (results: readonly LoadResult[]): void => {
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  if (failed > 0) throw new Error(`${failed} presses were not answered with 200`);
};

/**
 * Swaps from the filled form over the partner's consent to the lead's approval, in the real process, beside a bare Bolt app with one INSERT: by the
 * rules of telecom-swap, on the roster of 200 people with a year of duties, punches and requests behind it.
 */
export async function swapFigures({ server, log }: SwapOptions): Promise<Figure[]> {
  const numbers = Array.from({ length: size.people + size.desks + 1 }, (_, number) => number);
  const users = numbers.map((number) => ({
    id: userOf(number),
    name: `员工${number}`,
    title: '',
    email: `${number}@example.com`,
    locale: 'zh' as const,
    external: false,
  }));
  const local = createSandboxSlack({
    ...slack,
    teamId: team,
    seed: { users, channels: [] },
    clock: { now: () => Temporal.Now.instant() },
    eventUrl: 'http://127.0.0.1:9/none',
    limits: 'off',
  });
  const { apiUrl } = await local.start();
  const answers = await startAnswers();
  const children: Child[] = [];
  const url = await newDatabase(server, 'bench_swap');
  const db = connectDatabase(url);
  try {
    const started = performance.now();
    await seedSwaps(db, size);
    log(
      `bench_swap: ${size.people} people on ${size.desks} desks, ${size.history} days in ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
    const baseline = await startChild(
      'test/bench/baseline.ts',
      { DATABASE_URL: await newDatabase(server, 'bench_swap_base'), SLACK_SIGNING_SECRET: slack.signingSecret },
      (line) => (typeof line['port'] === 'number' ? line['port'] : null),
    );
    children.push(baseline);
    const bot = await startBot({
      DATABASE_URL: url,
      PORT: '0',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: apiUrl,
    });
    children.push(bot);
    const eventsOf = (child: Child): string => `http://127.0.0.1:${child.port}/slack/events`;
    const fire = (child: Child, presses: readonly Press[]) => closedLoop(eventsOf(child), slack.signingSecret, team, presses, concurrency);
    const atRate = (child: Child, presses: readonly Press[]) => openLoop(eventsOf(child), slack.signingSecret, team, presses, openRate);

    const today = Temporal.Now.zonedDateTimeISO('Asia/Shanghai').toPlainDate();
    const plan = planSwaps(size, today.add({ days: 2 }), today.add({ days: size.ahead }));
    const needed = warmUp + rounds * perRound + openCount;
    if (plan.length < needed) throw new Error(`${needed} swaps are needed, the roster has room for ${plan.length}`);
    let next = 0;
    const some = (count: number): readonly PlannedSwap[] => {
      next += count;
      return plan.slice(next - count, next);
    };

    /** The rest of a swap's way, after it was filed. */
    const agreements = async (swaps: readonly PlannedSwap[]): Promise<{ filed: readonly Filed[]; presses: readonly Press[] }> => {
      const filed = await filedOf(db, swaps);
      const cards = await settled(db, filed, 'confirming', 'request.partner');
      const presses = filed.map(({ swap, request }) => pressing(swap.partner, 'request.agree', cardOf(cards, request), answers.url));
      return { filed, presses };
    };
    const approvals = async (filed: readonly Filed[]): Promise<readonly Press[]> => {
      const cards = await settled(db, filed, 'approving', 'request.decide');
      return filed.map(({ swap, request }) => pressing(leadOf(size, swap.desk), 'request.approve', cardOf(cards, request), answers.url));
    };
    const through = async (swaps: readonly PlannedSwap[]): Promise<LoadResult> => {
      const filing_ = await fire(bot, swaps.map(filing));
      const { filed, presses } = await agreements(swaps);
      fine([filing_, await fire(bot, presses), await fire(bot, await approvals(filed))]);
      await settled(db, filed, 'approved', 'request.decide');
      return filing_;
    };

    fine([await fire(baseline, plan.slice(0, warmUp).map(filing))]);
    await through(some(warmUp));
    const ours: LoadResult[] = [];
    const theirs: LoadResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      theirs.push(await fire(baseline, plan.slice(0, perRound).map(filing)));
      ours.push(await through(some(perRound)));
    }
    const calm = some(openCount);
    const fileBase = await atRate(baseline, calm.map(filing));
    const file = await atRate(bot, calm.map(filing));
    const { filed, presses } = await agreements(calm);
    const agree = await atRate(bot, presses);
    const signatures = await approvals(filed);
    const approveBase = await atRate(baseline, signatures);
    const approve = await atRate(bot, signatures);
    await settled(db, filed, 'approved', 'request.decide');
    fine([...theirs, fileBase, file, agree, approveBase, approve]);
    log(
      `swap: p50 at ${openRate}/s filing ${file.p50.toFixed(0)} ms, agreeing ${agree.p50.toFixed(0)} ms, approving ${approve.p50.toFixed(0)} ms; p99 agreeing ${agree.p99.toFixed(0)} ms`,
    );
    return [
      figure(
        'swap.throughput',
        median(ours.map((result) => result.perSecond)),
        '/s',
        median(theirs.map((result) => result.perSecond)),
        `≥ ${openRate}/s`,
        (value) => value >= openRate,
      ),
      figure('swap.file.p99', file.p99, 'ms', fileBase.p99, '< 200 ms at 50/s', (value) => value < 200),
      figure('swap.approve.p99', approve.p99, 'ms', approveBase.p99, '< 200 ms at 50/s', (value) => value < 200),
    ];
  } catch (error) {
    log(`swap: the last answer to a button was ${answers.last().slice(0, 2_000)}`);
    throw error;
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await db.close();
    answers.server.close();
    await local.stop();
  }
}
