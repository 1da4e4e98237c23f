import bolt from '@slack/bolt';
import pg from 'pg';

/** The baseline: a bare Bolt app that writes one row per command, button or form. Prints its port. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
await pool.query('CREATE TABLE IF NOT EXISTS bench_baseline (id bigserial PRIMARY KEY, user_id text NOT NULL, at timestamptz NOT NULL)');
const app = new bolt.App({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  authorize: () => Promise.resolve({ botToken: 'xoxb-bench', botId: 'B0', botUserId: 'U0' }),
  tokenVerificationEnabled: false,
  logLevel: bolt.LogLevel.ERROR,
});
const save = (user: string) => pool.query('INSERT INTO bench_baseline (user_id, at) VALUES ($1, $2)', [user, new Date()]);
app.command('/clock', async ({ command, ack }) => {
  await save(command.user_id);
  await ack({ response_type: 'ephemeral', text: 'in' });
});
app.view(/.*/, async ({ body, ack }) => {
  await save(body.user.id);
  await ack({ response_action: 'clear' });
});
app.action(/.*/, async ({ body, ack }) => {
  await save(body.user.id);
  await ack();
});
const server = await app.start(0);
const address = server.address();
process.stdout.write(`${JSON.stringify({ port: address !== null && typeof address === 'object' ? address.port : 0 })}\n`);
