import { z } from 'zod';
import type { Words } from '../core/locale.ts';

/** A value that is one word: what people paste from a console often carries a blank or a line end too many. */
const word = z.string().regex(/^\S+$/);
const zone = z
  .string()
  .regex(/^[A-Za-z]\w*(\/[\w+-]+)*$/)
  .refine(isZone);
const address = z.url({ protocol: /^https?$/ });

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** Every variable the process reads. An empty one counts as absent. */
export const envSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: z.string().default('.data'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  PUBLIC_URL: address.transform(withoutSlash).optional(),
  SECRET_KEY: word.min(32).optional(),
  DEFAULT_TIME_ZONE: zone.default('Asia/Shanghai'),
  DEFAULT_LOCALE: z.enum(['zh', 'en']).default('zh'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SLACK_BOT_TOKEN: word.startsWith('xoxb-').optional(),
  SLACK_SIGNING_SECRET: word.min(8).optional(),
  SLACK_APP_TOKEN: word.startsWith('xapp-').optional(),
  SLACK_CLIENT_ID: word.optional(),
  SLACK_CLIENT_SECRET: word.optional(),
  SLACK_API_URL: address.transform((url) => `${withoutSlash(url)}/`).optional(),
  FEISHU_APP_ID: word.regex(/^cli_[0-9a-f]{16}$/).optional(),
  FEISHU_APP_SECRET: word.optional(),
  FEISHU_ENCRYPT_KEY: word.optional(),
  FEISHU_VERIFICATION_TOKEN: word.optional(),
  FEISHU_DOMAIN: z.union([z.enum(['feishu', 'lark']), address.transform(withoutSlash)]).default('feishu'),
  FEISHU_TRANSPORT: z.enum(['ws', 'http']).default('ws'),
});

export type EnvKey = keyof z.input<typeof envSchema>;
export type Env = z.output<typeof envSchema>;

export const envKeys: readonly EnvKey[] = envSchema.keyof().options;

/** Variables that are known but change nothing, and why: an operator who sets one is told. */
export const ineffective: Readonly<Partial<Record<EnvKey, Words>>> = {
  SECRET_KEY: {
    zh: '没有作用:数据库里不保存任何令牌,没有要加密的内容',
    en: 'has no effect: no token is kept in the database, so there is nothing to encrypt',
  },
  SLACK_CLIENT_ID: {
    zh: '没有作用:一个进程服务一个 Slack 工作区,用 SLACK_BOT_TOKEN',
    en: 'has no effect: one process serves one Slack workspace, by SLACK_BOT_TOKEN',
  },
  SLACK_CLIENT_SECRET: {
    zh: '没有作用:一个进程服务一个 Slack 工作区,用 SLACK_BOT_TOKEN',
    en: 'has no effect: one process serves one Slack workspace, by SLACK_BOT_TOKEN',
  },
};

/** What each variable has to be and where it is found: said when the value does not fit. */
export const remedies: Readonly<Record<EnvKey, Words>> = {
  DATABASE_URL: {
    zh: '写成 postgres://用户:密码@主机:5432/库名;留空则使用 DATA_DIR 下自带的 Postgres',
    en: 'write postgres://user:password@host:5432/name, or leave it empty to use a Postgres of our own under DATA_DIR',
  },
  DATA_DIR: { zh: '写一个可写的目录,例如 .data', en: 'name a directory that can be written to, such as .data' },
  PORT: {
    zh: '写 0 到 65535 之间的整数,例如 3000;0 表示任意空闲端口',
    en: 'write a whole number from 0 to 65535, such as 3000; 0 is any free port',
  },
  PUBLIC_URL: {
    zh: '写外部访问本进程的网址,例如 https://duty.example.com',
    en: 'write the address this process is reached at from outside, such as https://duty.example.com',
  },
  SECRET_KEY: {
    zh: '写至少 32 个字符且不含空格的随机串,可用 openssl rand -hex 32 生成',
    en: 'write at least 32 random characters without blanks, for example from: openssl rand -hex 32',
  },
  DEFAULT_TIME_ZONE: { zh: '写 IANA 时区名,例如 Asia/Shanghai', en: 'write an IANA zone name, such as Asia/Shanghai' },
  DEFAULT_LOCALE: { zh: '写 zh 或 en', en: 'write zh or en' },
  LOG_LEVEL: { zh: '写 fatal、error、warn、info、debug、trace 或 silent', en: 'write fatal, error, warn, info, debug, trace or silent' },
  SLACK_BOT_TOKEN: {
    zh: '在 Slack 应用的 OAuth & Permissions 页复制以 xoxb- 开头的 Bot User OAuth Token',
    en: 'copy the Bot User OAuth Token, which begins with xoxb-, from OAuth & Permissions of the Slack app',
  },
  SLACK_SIGNING_SECRET: {
    zh: '在 Slack 应用的 Basic Information 页复制 Signing Secret;或改设 SLACK_APP_TOKEN 使用 Socket Mode',
    en: 'copy the Signing Secret from Basic Information of the Slack app, or set SLACK_APP_TOKEN to use Socket Mode',
  },
  SLACK_APP_TOKEN: {
    zh: '在 Slack 应用的 Basic Information → App-Level Tokens 生成带 connections:write、以 xapp- 开头的令牌',
    en: 'make an app-level token with connections:write under Basic Information of the Slack app; it begins with xapp-',
  },
  SLACK_CLIENT_ID: { zh: '删掉这一项', en: 'remove it' },
  SLACK_CLIENT_SECRET: { zh: '删掉这一项', en: 'remove it' },
  SLACK_API_URL: {
    zh: '留空,或写完整网址,例如 https://slack.com/api/',
    en: 'leave it empty, or write a whole address, such as https://slack.com/api/',
  },
  FEISHU_APP_ID: {
    zh: '在飞书开发者后台的“凭证与基础信息”页复制 App ID:cli_ 加 16 位十六进制',
    en: 'copy the App ID from Credentials & Basic Info of the Feishu app: cli_ and 16 hexadecimal digits',
  },
  FEISHU_APP_SECRET: {
    zh: '在飞书开发者后台的“凭证与基础信息”页复制 App Secret',
    en: 'copy the App Secret from Credentials & Basic Info of the Feishu app',
  },
  FEISHU_ENCRYPT_KEY: {
    zh: '在飞书开发者后台的“事件与回调 → 加密策略”设置并复制 Encrypt Key;FEISHU_TRANSPORT=ws 时不需要',
    en: 'set and copy the Encrypt Key under Events & Callbacks, Encryption Strategy of the Feishu app; FEISHU_TRANSPORT=ws needs none',
  },
  FEISHU_VERIFICATION_TOKEN: {
    zh: '在飞书开发者后台的“事件与回调 → 加密策略”复制 Verification Token;FEISHU_TRANSPORT=ws 时不需要',
    en: 'copy the Verification Token under Events & Callbacks, Encryption Strategy of the Feishu app; FEISHU_TRANSPORT=ws needs none',
  },
  FEISHU_DOMAIN: { zh: '写 feishu、lark 或私有部署的网址', en: 'write feishu, lark, or the address of a private deployment' },
  FEISHU_TRANSPORT: { zh: '写 ws(长连接)或 http(回调地址)', en: 'write ws (long connection) or http (request address)' },
};
