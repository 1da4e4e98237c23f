import { Agent, request } from 'node:http';
import pg from 'pg';
import { sandboxApps } from '../../src/sandbox/apps.ts';

/**
 * The baseline of what is due: as many rows written, posted to the same Slack and marked done, each by one plain statement or call, with as many under
 * way as the outbox of the bot has. Prints how long it took.
 */
const { slack } = sandboxApps;
const count = Number(process.env.OBLIGATIONS);
const chats = (process.env.CHATS ?? '').split(',');
const concurrency = 64;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
await pool.query(
  'CREATE TABLE bench_obligation (id int PRIMARY KEY, chat text NOT NULL, due_at timestamptz NOT NULL, done_at timestamptz)',
);
const agent = new Agent({ keepAlive: true, maxSockets: concurrency });

function post(chat: string, number: number): Promise<void> {
  const text = JSON.stringify({ channel: chat, text: `#${number}` });
  return new Promise((resolve, reject) => {
    const call = request(
      `${process.env.SLACK_API_URL ?? ''}chat.postMessage`,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${slack.botToken}`,
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(text),
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${response.statusCode}`))));
      },
    );
    call.on('error', reject);
    call.end(text);
  });
}

async function one(number: number): Promise<void> {
  const chat = chats[number % chats.length] ?? '';
  await pool.query('INSERT INTO bench_obligation (id, chat, due_at) VALUES ($1, $2, $3)', [number, chat, new Date()]);
  await post(chat, number);
  await pool.query('UPDATE bench_obligation SET done_at = $2 WHERE id = $1', [number, new Date()]);
}

let next = 0;
const started = performance.now();
const worker = async (): Promise<void> => {
  for (let number = next++; number < count; number = next++) await one(number);
};
await Promise.all(Array.from({ length: concurrency }, worker));
process.stdout.write(`${JSON.stringify({ port: 0, seconds: (performance.now() - started) / 1000 })}\n`);
agent.destroy();
await pool.end();
