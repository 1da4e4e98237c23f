import bolt from '@slack/bolt';
import pg from 'pg';

/** The baseline: a bare Bolt app that writes one row per request. Prints its port. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
await pool.query('CREATE TABLE IF NOT EXISTS bench_baseline (id bigserial PRIMARY KEY, user_id text NOT NULL, at timestamptz NOT NULL)');
const app = new bolt.App({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  authorize: () => Promise.resolve({ botToken: 'xoxb-bench', botId: 'B0', botUserId: 'U0' }),
  tokenVerificationEnabled: false,
  logLevel: bolt.LogLevel.ERROR,
});
app.command('/clock', async ({ command, ack }) => {
  await pool.query('INSERT INTO bench_baseline (user_id, at) VALUES ($1, $2)', [command.user_id, new Date()]);
  await ack({ response_type: 'ephemeral', text: 'in' });
});
const server = await app.start(0);
const address = server.address();
process.stdout.write(`${JSON.stringify({ port: address !== null && typeof address === 'object' ? address.port : 0 })}\n`);
