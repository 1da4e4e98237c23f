import type { Words } from '../core/locale.ts';
import { type Env, withDatabase } from './database.ts';
import type { Terminal } from './terminal.ts';

export interface Command {
  readonly name: string;
  /** What may follow the name, one line each, with what it does. */
  readonly forms: readonly { readonly form: string; readonly does: Words }[];
  /** Gives the exit code. Loads what it needs only now, so that help is there at once. */
  run(args: readonly string[], env: Env, terminal: Terminal): Promise<number>;
}

/** Everything an operator can run, in the order help shows it. */
export const commands: readonly Command[] = [
  {
    name: 'doctor',
    forms: [
      {
        form: '',
        does: {
          zh: '检查设置、数据库、消息平台和待办,说明哪里不对、怎么办',
          en: 'check settings, database, messengers and queues, and say what to do',
        },
      },
    ],
    run: async (args, env, terminal) => (await import('./doctor.ts')).doctorCommand(args, env, terminal),
  },
  {
    name: 'desk',
    forms: [
      {
        form: 'apply FILE [--dry-run]',
        does: {
          zh: '按文件建立或更新班组,列出改变;--dry-run 只列出',
          en: 'make the desks what the file says and list what changes; --dry-run only lists',
        },
      },
      {
        form: 'export [DESK] [--organisation CODE]',
        does: { zh: '输出组织或一个班组的文件', en: 'print the desk file of an organisation or of one desk' },
      },
    ],
    run: async (args, env, terminal) => {
      const { deskCommand } = await import('./desk.ts');
      return withDatabase(env, terminal, (database) => deskCommand(args, { database, log: terminal.out }));
    },
  },
  {
    name: 'roster',
    forms: [
      {
        form: 'import FILE [--desk CODE] [--month YYYY-MM] [--publish [--reason TEXT]] [--dry-run]',
        does: {
          zh: '导入值班表(CSV 或 XLSX),读不懂的逐格列出;--publish 直接发布',
          en: 'import a roster (CSV or XLSX), listing by cell what cannot be read; --publish at once',
        },
      },
    ],
    run: async (args, env, terminal) => (await import('./roster.ts')).rosterCommand(args, env, terminal),
  },
  {
    name: 'preset',
    forms: [
      { form: 'list', does: { zh: '列出自带的制度', en: 'list the regulations that are shipped' } },
      { form: 'show ID', does: { zh: '显示一个制度的规则', en: 'show the rules of one' } },
      {
        form: 'check [FILE…] [--json]',
        does: { zh: '检查制度文件,统计已落实与待落实的规则', en: 'check preset files and count traced and pending rules' },
      },
    ],
    run: async (args, env, terminal) => (await import('./preset.ts')).presetCommand(args, env, terminal),
  },
  {
    name: 'audit',
    forms: [{ form: 'verify', does: { zh: '验证审计记录没有被改动', en: 'prove that the audit was not changed' } }],
    run: async (args, env, terminal) => (await import('./audit.ts')).auditCommand(args, env, terminal),
  },
  {
    name: 'outbox',
    forms: [
      { form: 'list-dead', does: { zh: '列出发不出去、等人处理的消息', en: 'list the messages that wait for an operator' } },
      { form: 'release ID|all', does: { zh: '原因排除后重新发送', en: 'send them again once the cause is gone' } },
      { form: 'drop ID', does: { zh: '放弃一条消息', en: 'give one up' } },
    ],
    run: async (args, env, terminal) => (await import('./outbox.ts')).outboxCommand(args, env, terminal),
  },
  {
    name: 'migrate',
    forms: [{ form: '', does: { zh: '把数据库更新到这个版本需要的结构', en: 'bring the database to the schema this version needs' } }],
    run: async (args, env, terminal) => (await import('./migrate.ts')).migrateCommand(args, env, terminal),
  },
  {
    name: 'manifest',
    forms: [
      {
        form: 'slack [--http]',
        does: {
          zh: '输出 Slack 应用清单;--http:不用 Socket Mode,由 PUBLIC_URL 接收',
          en: 'print the Slack app manifest; --http: at PUBLIC_URL instead of Socket Mode',
        },
      },
    ],
    run: async (args, env, terminal) => (await import('./manifest.ts')).manifestCommand(args, env, terminal),
  },
];
