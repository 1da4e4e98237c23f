import { connectDatabase } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';

/** A database of this name, made anew with the schema of the code; gives its URL. */
export async function newDatabase(server: string, name: string): Promise<string> {
  const admin = connectDatabase(server);
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, []);
  await admin.query(`CREATE DATABASE ${name}`, []);
  await admin.close();
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  await migrate(url);
  return url;
}
