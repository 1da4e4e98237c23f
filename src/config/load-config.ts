import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Words } from '../core/locale.ts';
import { ok, type Result, refuse } from '../core/result.ts';
import type { Config, FeishuConfig, SlackConfig } from './config.ts';
import { type Env, type EnvKey, envKeys, envSchema, ineffective, remedies } from './env.ts';
import { Secret } from './secret.ts';

/** One thing that is wrong with the environment. The value itself is never part of it: it may be a secret. */
export interface Problem {
  readonly key: EnvKey;
  readonly what: Words;
  readonly remedy: Words;
}

const wrong: Words = { zh: '值不对', en: 'does not fit' };
const missing: Words = { zh: '没有设置', en: 'is not set' };
const noMessenger: Words = {
  zh: '没有设置:Slack 和飞书至少要有一个(另一组见 FEISHU_APP_ID)',
  en: 'is not set: at least one of Slack and Feishu is needed (for the other see FEISHU_APP_ID)',
};

const slackKeys = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'] as const;
const feishuKeys = ['FEISHU_APP_ID', 'FEISHU_APP_SECRET', 'FEISHU_ENCRYPT_KEY', 'FEISHU_VERIFICATION_TOKEN'] as const;

/** Checks the whole environment and gives either a frozen {@link Config} or every problem there is, in the order of `.env.example`. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Result<Config, readonly Problem[]> {
  const given = Object.fromEntries(envKeys.map((key) => [key, env[key]?.trim() || undefined] as const)) as Partial<Record<EnvKey, string>>;
  const parsed = envSchema.safeParse(given);
  const unfit = new Set(parsed.error?.issues.map((issue) => issue.path[0]));
  const absent = new Map(missingKeys(given));
  const problems = envKeys.flatMap((key): Problem[] => {
    const what = unfit.has(key) ? wrong : absent.get(key);
    return what === undefined ? [] : [{ key, what, remedy: remedies[key] }];
  });
  return parsed.success && problems.length === 0 ? ok(Object.freeze(toConfig(parsed.data))) : refuse(problems);
}

/** Variables that others make necessary. Looks at what was given, so that a wrong value elsewhere hides nothing. */
function missingKeys(given: Partial<Record<EnvKey, string>>): [EnvKey, Words][] {
  const has = (key: EnvKey): boolean => given[key] !== undefined;
  const slack = slackKeys.some(has);
  const feishu = feishuKeys.some(has);
  if (!slack && !feishu) return [['SLACK_BOT_TOKEN', noMessenger]];
  const needed: EnvKey[] = [];
  if (slack) needed.push('SLACK_BOT_TOKEN');
  if (slack && !has('SLACK_APP_TOKEN')) needed.push('SLACK_SIGNING_SECRET');
  if (feishu) needed.push('FEISHU_APP_ID', 'FEISHU_APP_SECRET');
  if (feishu && given.FEISHU_TRANSPORT === 'http') needed.push('FEISHU_ENCRYPT_KEY', 'FEISHU_VERIFICATION_TOKEN');
  return needed.filter((key) => !has(key)).map((key) => [key, missing]);
}

const secret = (value: string | undefined): Secret | null => (value === undefined ? null : new Secret(value));

function toConfig(env: Env): Config {
  return {
    databaseUrl: secret(env.DATABASE_URL),
    dataDir: env.DATA_DIR,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? null,
    timeZone: env.DEFAULT_TIME_ZONE,
    locale: env.DEFAULT_LOCALE,
    logLevel: env.LOG_LEVEL,
    slack: toSlack(env),
    feishu: toFeishu(env),
    ineffective: envKeys.flatMap((key) => {
      const why = env[key] === undefined ? undefined : ineffective[key];
      return why === undefined ? [] : [{ key, why }];
    }),
  };
}

function toSlack(env: Env): SlackConfig | null {
  if (env.SLACK_BOT_TOKEN === undefined) return null;
  const botToken = new Secret(env.SLACK_BOT_TOKEN);
  const apiUrl = env.SLACK_API_URL ?? null;
  if (env.SLACK_APP_TOKEN !== undefined)
    return { botToken, apiUrl, transport: { kind: 'socket', appToken: new Secret(env.SLACK_APP_TOKEN) } };
  return { botToken, apiUrl, transport: { kind: 'http', signingSecret: new Secret(env.SLACK_SIGNING_SECRET ?? '') } };
}

function toFeishu(env: Env): FeishuConfig | null {
  if (env.FEISHU_APP_ID === undefined) return null;
  const app = { appId: env.FEISHU_APP_ID, appSecret: new Secret(env.FEISHU_APP_SECRET ?? ''), domain: env.FEISHU_DOMAIN };
  if (env.FEISHU_TRANSPORT === 'ws') return { ...app, transport: { kind: 'ws' } };
  return {
    ...app,
    transport: {
      kind: 'http',
      encryptKey: new Secret(env.FEISHU_ENCRYPT_KEY ?? ''),
      verificationToken: new Secret(env.FEISHU_VERIFICATION_TOKEN ?? ''),
    },
  };
}

/** The environment of the process over the `.env` file of its folder, if there is one: what was exported wins. */
export function readEnv(file = '.env'): Record<string, string | undefined> {
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...process.env } : process.env;
}
