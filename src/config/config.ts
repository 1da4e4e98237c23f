import type { Locale, Words } from '../core/locale.ts';
import type { Zone } from '../core/time.ts';
import type { Secret } from './secret.ts';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface SlackConfig {
  readonly botToken: Secret;
  /** Socket Mode when an app token is set, else signed requests to `POST /slack/events`. */
  readonly transport: { readonly kind: 'socket'; readonly appToken: Secret } | { readonly kind: 'http'; readonly signingSecret: Secret };
  /** Ends with a slash; null is Slack's own address. */
  readonly apiUrl: string | null;
}

export interface FeishuConfig {
  readonly appId: string;
  readonly appSecret: Secret;
  /** `feishu`, `lark`, or the address of a private deployment without a slash at the end. */
  readonly domain: string;
  /** `ws` is the long connection; `http` takes signed and encrypted requests at `POST /feishu/events`. */
  readonly transport: { readonly kind: 'ws' } | { readonly kind: 'http'; readonly encryptKey: Secret; readonly verificationToken: Secret };
}

/** What the environment says, checked and frozen. At least one messenger is there. */
export interface Config {
  /** Null: a Postgres of our own under `dataDir`. Secret because it holds a password. */
  readonly databaseUrl: Secret | null;
  readonly dataDir: string;
  /** 0 is any free port. */
  readonly port: number;
  /** Where this process is reached from outside, without a slash at the end: the request address of a messenger's manifest. */
  readonly publicUrl: string | null;
  /** For an organisation that has not chosen its own. */
  readonly timeZone: Zone;
  readonly locale: Locale;
  readonly logLevel: LogLevel;
  readonly slack: SlackConfig | null;
  readonly feishu: FeishuConfig | null;
  /** Variables that are set and change nothing, for the log of the start. */
  readonly ineffective: readonly { readonly key: string; readonly why: Words }[];
}
