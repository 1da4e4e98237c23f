import { remedies } from '../config/env.ts';
import { migrate } from '../db/migrate.ts';
import { databasePlace, type Env, explain, reachDatabase } from './database.ts';
import { exit, type Terminal, usage } from './terminal.ts';

/** `migrate`: applies the migrations the database lacks and names them. 0: done, or nothing to do; 1: not possible, with the reason; 2: usage. */
export async function migrateCommand(args: readonly string[], env: Env, terminal: Terminal): Promise<number> {
  if (args.length > 0) return usage(terminal, { zh: '用法:zhiban migrate', en: 'Usage: zhiban migrate' });
  const place = databasePlace(env);
  if (place === null)
    return usage(terminal, { zh: `DATABASE_URL:${remedies.DATABASE_URL.zh}`, en: `DATABASE_URL: ${remedies.DATABASE_URL.en}` });
  try {
    const { url, leave } = await reachDatabase(place);
    try {
      const applied = await migrate(url);
      for (const name of applied) terminal.out(name);
      const count = applied.length;
      const done =
        count === 0
          ? { zh: '数据库已是最新', en: 'The database is up to date' }
          : { zh: `已应用 ${count} 个迁移`, en: `${count} ${count === 1 ? 'migration' : 'migrations'} applied` };
      terminal.out(done[terminal.locale]);
      return exit.ok;
    } finally {
      await leave();
    }
  } catch (error) {
    const said = explain(error);
    if (said === null) throw error;
    terminal.err(said[terminal.locale]);
    return exit.found;
  }
}
