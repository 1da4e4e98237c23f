import { access, constants, mkdir } from 'node:fs/promises';
import { envSchema } from '../config/env.ts';
import { loadConfig, readEnv } from '../config/index.ts';
import { connectDatabase } from '../db/connect.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { presetFiles } from '../policy/load.ts';
import { askBot } from './ask-bot.ts';
import { databasePlace, type Env, explain, reachDatabase } from './database.ts';
import { examineDatabase } from './examine-database.ts';
import type { Finding } from './finding.ts';
import { exit, standardTerminal, type Terminal, usage } from './terminal.ts';

const marks = { ok: '✓', note: '·', warn: '!', bad: '✗' } as const;
const words = {
  ok: { zh: '正常', en: 'ok' },
  note: { zh: '说明', en: 'note' },
  warn: { zh: '注意', en: 'warning' },
  bad: { zh: '错误', en: 'error' },
} as const;

/**
 * Looks at everything an operator can put right: settings, data folder, database and its migrations, presets, parked and waiting messages,
 * failing work, and what a running bot says of its messengers. Changes nothing and never calls a messenger. 0: nothing is broken; 1: something is.
 */
export async function doctorCommand(
  args: readonly string[],
  env: Env = readEnv(),
  terminal: Terminal = standardTerminal(env),
): Promise<number> {
  if (args.length > 0) return usage(terminal, { zh: '用法:zhiban doctor', en: 'Usage: zhiban doctor' });
  const findings: Finding[] = [];
  const tell = (found: readonly Finding[]): void => {
    for (const finding of found) {
      findings.push(finding);
      const { locale } = terminal;
      terminal.out(`${marks[finding.state]} ${words[finding.state][locale]}  ${finding.what[locale]}`);
      if (finding.remedy !== undefined) terminal.out(`    → ${finding.remedy[locale]}`);
    }
  };
  tell(settings(env));
  tell(presets());
  tell(await database(env));
  tell(await askBot(portOf(env)));
  const bad = findings.filter((finding) => finding.state === 'bad').length;
  const warned = findings.filter((finding) => finding.state === 'warn').length;
  terminal.out(
    {
      zh: `\n${bad} 项错误,${warned} 项注意`,
      en: `\n${bad} ${bad === 1 ? 'error' : 'errors'}, ${warned} ${warned === 1 ? 'warning' : 'warnings'}`,
    }[terminal.locale],
  );
  return bad === 0 ? exit.ok : exit.found;
}

function settings(env: Env): Finding[] {
  const loaded = loadConfig(env);
  if (!loaded.ok) {
    return loaded.refusal.map(({ key, what, remedy }) => ({
      state: 'bad' as const,
      what: { zh: `${key}:${what.zh}`, en: `${key} ${what.en}` },
      remedy,
    }));
  }
  const messengers = [loaded.value.slack && 'Slack', loaded.value.feishu && 'Feishu'].filter((name) => name !== null);
  return [{ state: 'ok', what: { zh: `设置完整(${messengers.join('、')})`, en: `The settings are complete (${messengers.join(', ')})` } }];
}

function presets(): Finding[] {
  const files = [...presetFiles().values()];
  const broken = files.filter((file) => file.preset === null);
  if (broken.length === 0)
    return [{ state: 'ok', what: { zh: `${files.length} 个制度预设都能载入`, en: `All ${files.length} presets load` } }];
  return broken.map((file) => ({
    state: 'bad',
    what: {
      zh: `制度预设 ${file.id} 不能载入:${file.problems[0]?.words.zh ?? ''}`,
      en: `The preset ${file.id} does not load: ${file.problems[0]?.words.en ?? ''}`,
    },
    remedy: { zh: `运行 zhiban preset check ${file.id}`, en: `Run zhiban preset check ${file.id}` },
  }));
}

async function database(env: Env): Promise<Finding[]> {
  const place = databasePlace(env);
  // A URL that does not fit is already named among the settings.
  if (place === null) return [];
  const folder = place.url === null ? await dataFolder(place.dataDir) : [];
  if (folder.some((finding) => finding.state === 'bad')) return folder;
  try {
    const { url, leave } = await reachDatabase(place);
    try {
      return [...folder, ...(await examine(url))];
    } finally {
      await leave();
    }
  } catch (error) {
    const said = explain(error);
    if (said === null) throw error;
    return [...folder, { state: 'bad', what: said }];
  }
}

async function dataFolder(dataDir: string): Promise<Finding[]> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK);
    return [{ state: 'ok', what: { zh: `数据目录 ${dataDir} 可写`, en: `The data folder ${dataDir} can be written to` } }];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return [
      {
        state: 'bad',
        what: { zh: `数据目录 ${dataDir} 不可写(${code})`, en: `The data folder ${dataDir} cannot be written to (${code})` },
        remedy: {
          zh: '改 DATA_DIR 或目录权限,或设置 DATABASE_URL',
          en: 'Change DATA_DIR or the rights of the folder, or set DATABASE_URL',
        },
      },
    ];
  }
}

async function examine(url: string): Promise<Finding[]> {
  const pending = await pendingMigrations(url);
  if (pending.length > 0) {
    return [
      {
        state: 'bad',
        what: { zh: `数据库缺少迁移:${pending.join('、')}`, en: `The database lacks migrations: ${pending.join(', ')}` },
        remedy: {
          zh: '运行 npm run db:migrate,或启动值班,启动时会自动迁移',
          en: 'Run npm run db:migrate, or start the bot, which migrates',
        },
      },
    ];
  }
  const opened = connectDatabase(url, { poolSize: 2 });
  try {
    return await examineDatabase(opened);
  } finally {
    await opened.close();
  }
}

function portOf(env: Env): number | null {
  const parsed = envSchema.shape.PORT.safeParse(env.PORT?.trim() || undefined);
  return parsed.success && parsed.data > 0 ? parsed.data : null;
}
