import { connectDatabase } from '../../src/db/connect.ts';
import { startEmbedded } from '../../src/db/embedded.ts';

// Starts the server of a folder, counts the start in it, says so and waits to be ended.
const server = await startEmbedded({ dataDir: process.argv[2] ?? '', durable: process.argv[3] !== 'fast' });
const database = connectDatabase(server.url);
await database.query(
  `DO $$ BEGIN PERFORM pg_advisory_xact_lock(2); CREATE TABLE IF NOT EXISTS starts (id int PRIMARY KEY, n int NOT NULL); END $$`,
  [],
);
// One statement: two processes that start at once never read the same count.
const [row] = await database.query<{ n: number }>(
  'INSERT INTO starts VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET n = starts.n + 1 RETURNING n',
  [],
);
process.stdout.write(`ready ${JSON.stringify({ adopted: server.adopted, starts: row?.n })}\n`);
if (process.argv[4] === 'exit') process.exit(0);
if (process.argv[4] === 'stop') {
  await database.close();
  await server.stop();
} else {
  setInterval(() => undefined, 1_000);
}
