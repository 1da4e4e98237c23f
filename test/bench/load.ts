import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

/** A slash command, as Slack sends it. */
export interface TypedCommand {
  readonly userId: string;
  readonly command: string;
  readonly text: string;
}

/** A button that is pressed or a form that is sent: what Slack puts into `payload`, without the trigger. */
export interface Interaction {
  readonly payload: Readonly<Record<string, unknown>>;
}

export type Press = TypedCommand | Interaction;

export interface LoadResult {
  readonly count: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** New connections for each round: a server closes one that was idle for some seconds, perhaps in the moment it is used again. */
const newAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: 256 });

function bodyOf(press: Press, team: string, number: number): string {
  if ('payload' in press) {
    const payload = { ...press.payload, trigger_id: `${process.pid}.${number}.${performance.now()}` };
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  }
  return new URLSearchParams({
    token: 'unused',
    team_id: team,
    team_domain: 'bench',
    channel_id: 'D0BENCH',
    channel_name: 'directmessage',
    user_id: press.userId,
    user_name: press.userId,
    command: press.command,
    text: press.text,
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: 'http://127.0.0.1:9/none',
    trigger_id: `${process.pid}.${number}.${press.userId}`,
  }).toString();
}

function send(agent: Agent, url: URL, secret: string, team: string, press: Press, number: number): Promise<boolean> {
  const body = bodyOf(press, team, number);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return new Promise((resolve) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode === 200));
      },
    );
    call.on('error', () => resolve(false));
    call.end(body);
  });
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

function summarise(times: number[], failed: number, seconds: number): LoadResult {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    count: times.length,
    failed,
    seconds,
    perSecond: times.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  };
}

/** As many as the server takes, `concurrency` at a time. Times in milliseconds. */
export async function closedLoop(
  url: string,
  secret: string,
  team: string,
  presses: readonly Press[],
  concurrency: number,
): Promise<LoadResult> {
  const address = new URL(url);
  const agent = newAgent();
  const times: number[] = [];
  let failed = 0;
  let index = 0;
  const started = performance.now();
  const worker = async () => {
    for (let number = index++; number < presses.length; number = index++) {
      const press = presses[number];
      if (press === undefined) return;
      const at = performance.now();
      if (!(await send(agent, address, secret, team, press, number))) failed += 1;
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  agent.destroy();
  return summarise(times, failed, (performance.now() - started) / 1000);
}

/** `perSecond` presses a second whatever the answers take: what a person waits, queueing included. */
export async function openLoop(
  url: string,
  secret: string,
  team: string,
  presses: readonly Press[],
  perSecond: number,
): Promise<LoadResult> {
  const address = new URL(url);
  const agent = newAgent();
  const times: number[] = [];
  let failed = 0;
  const started = performance.now();
  const pending: Promise<void>[] = [];
  for (const [number, press] of presses.entries()) {
    const due = started + (number * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    pending.push(
      send(agent, address, secret, team, press, number).then((fine) => {
        if (!fine) failed += 1;
        times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(pending);
  agent.destroy();
  return summarise(times, failed, (performance.now() - started) / 1000);
}
