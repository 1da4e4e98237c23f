import { connectDatabase } from '../../src/db/connect.ts';
import { startEmbedded } from '../../src/db/embedded.ts';

// Starts the server of a folder, writes one row, says so and waits to be ended.
const server = await startEmbedded({ dataDir: process.argv[2] ?? '', durable: process.argv[3] !== 'fast' });
const database = connectDatabase(server.url);
await database.query(`DO $$ BEGIN PERFORM pg_advisory_xact_lock(2); CREATE TABLE IF NOT EXISTS starts (at timestamptz); END $$`, []);
await database.query('INSERT INTO starts VALUES (now())', []);
const [row] = await database.query<{ n: number }>('SELECT count(*)::int AS n FROM starts', []);
process.stdout.write(`ready ${JSON.stringify({ adopted: server.adopted, starts: row?.n })}\n`);
if (process.argv[4] === 'exit') process.exit(0);
if (process.argv[4] === 'stop') {
  await database.close();
  await server.stop();
} else {
  setInterval(() => undefined, 1_000);
}
