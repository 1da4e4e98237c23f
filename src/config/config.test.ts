import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { envKeys } from './env.ts';
import { configReport, loadConfig, type Problem, readEnv, Secret } from './index.ts';

const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'signing-secret-of-slack' };
const feishu = { FEISHU_APP_ID: 'cli_0123456789abcdef', FEISHU_APP_SECRET: 'secret-of-feishu' };

const problemsOf = (env: Record<string, string>): readonly Problem[] => {
  const loaded = loadConfig(env);
  return loaded.ok ? [] : loaded.refusal;
};
const keysOf = (env: Record<string, string>): string[] => problemsOf(env).map((problem) => problem.key);
const configOf = (env: Record<string, string>) => {
  const loaded = loadConfig(env);
  if (!loaded.ok) throw new Error(configReport(loaded.refusal));
  return loaded.value;
};

describe('the environment', () => {
  it('has the same variables as .env.example, in the same order', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    expect(Object.keys(parseEnv(example)).sort()).toEqual([...envKeys].sort());
    expect([...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1])).toEqual(envKeys);
  });

  it('takes the copied example as a clean start that only lacks a messenger', () => {
    const example = parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')) as Record<string, string>;
    expect(keysOf(example)).toEqual(['SLACK_BOT_TOKEN']);
  });

  it('fills in what is left out', () => {
    const config = configOf(slack);
    expect(config).toMatchObject({
      databaseUrl: null,
      dataDir: '.data',
      port: 3000,
      publicUrl: null,
      timeZone: 'Asia/Shanghai',
      locale: 'zh',
      logLevel: 'info',
      feishu: null,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('speaks to Slack over HTTP, and in Socket Mode once there is an app token', () => {
    expect(configOf(slack).slack?.transport.kind).toBe('http');
    expect(configOf({ ...slack, SLACK_APP_TOKEN: 'xapp-1' }).slack?.transport.kind).toBe('socket');
    expect(configOf({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack?.transport.kind).toBe('socket');
    expect(keysOf({ SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual(['SLACK_SIGNING_SECRET']);
    expect(keysOf({ SLACK_APP_TOKEN: 'xapp-1' })).toEqual(['SLACK_BOT_TOKEN']);
  });

  it('speaks to Feishu over the long connection, and over HTTP only with both keys', () => {
    expect(configOf(feishu).feishu).toMatchObject({ domain: 'feishu', transport: { kind: 'ws' } });
    expect(keysOf({ ...feishu, FEISHU_TRANSPORT: 'http' })).toEqual(['FEISHU_ENCRYPT_KEY', 'FEISHU_VERIFICATION_TOKEN']);
    const http = configOf({ ...feishu, FEISHU_TRANSPORT: 'http', FEISHU_ENCRYPT_KEY: 'key', FEISHU_VERIFICATION_TOKEN: 'token' });
    expect(http.feishu?.transport.kind).toBe('http');
  });

  it('gives addresses one spelling', () => {
    const config = configOf({
      ...slack,
      ...feishu,
      SLACK_API_URL: 'http://127.0.0.1:4001/api',
      FEISHU_DOMAIN: 'http://127.0.0.1:4002/',
      PUBLIC_URL: 'https://duty.example.com/',
    });
    expect(config.slack?.apiUrl).toBe('http://127.0.0.1:4001/api/');
    expect(config.feishu?.domain).toBe('http://127.0.0.1:4002');
    expect(config.publicUrl).toBe('https://duty.example.com');
  });

  it.each([
    ['DATABASE_URL', 'mysql://localhost/duty'],
    ['PORT', '70000'],
    ['PORT', 'three'],
    ['PUBLIC_URL', 'duty.example.com'],
    ['SECRET_KEY', 'short'],
    ['DEFAULT_TIME_ZONE', 'Asia/Shanghi'],
    ['DEFAULT_TIME_ZONE', '+08:00'],
    ['DEFAULT_LOCALE', 'fr'],
    ['LOG_LEVEL', 'loud'],
    ['SLACK_BOT_TOKEN', 'xoxp-1'],
    ['SLACK_APP_TOKEN', 'xoxb-1'],
    ['SLACK_API_URL', 'slack'],
    ['FEISHU_APP_ID', 'cli_1'],
    ['FEISHU_APP_SECRET', 'two words'],
    ['FEISHU_DOMAIN', 'larksuite'],
    ['FEISHU_TRANSPORT', 'socket'],
  ])('refuses %s=%s and says what to write', (key, value) => {
    const problems = problemsOf({ ...slack, ...feishu, [key]: value });
    expect(problems.map((problem) => problem.key)).toEqual([key]);
    const report = configReport(problems);
    expect(report).toContain(problems[0]?.remedy.zh);
    expect(report).toContain(problems[0]?.remedy.en);
    if (key.includes('SECRET') || key.includes('TOKEN')) expect(report).not.toContain(value);
  });

  it('reports everything at once', () => {
    expect(keysOf({ PORT: 'x', DEFAULT_LOCALE: 'fr', SLACK_BOT_TOKEN: 'nope', FEISHU_APP_ID: 'cli_0123456789abcdef' })).toEqual([
      'PORT',
      'DEFAULT_LOCALE',
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'FEISHU_APP_SECRET',
    ]);
    expect(configReport(problemsOf({ PORT: 'x' }))).toMatchInlineSnapshot(`
      "Zhiban cannot start: 2 settings need attention (see .env.example)
      值班无法启动:2 项设置需要处理(见 .env.example)

        PORT
          does not fit: write a whole number from 0 to 65535, such as 3000; 0 is any free port
          值不对:写 0 到 65535 之间的整数,例如 3000;0 表示任意空闲端口

        SLACK_BOT_TOKEN
          is not set: at least one of Slack and Feishu is needed (for the other see FEISHU_APP_ID): copy the Bot User OAuth Token, which begins with xoxb-, from OAuth & Permissions of the Slack app
          没有设置:Slack 和飞书至少要有一个(另一组见 FEISHU_APP_ID):在 Slack 应用的 OAuth & Permissions 页复制以 xoxb- 开头的 Bot User OAuth Token
      "
    `);
  });

  it('says which settings change nothing', () => {
    expect(configOf(slack).ineffective).toEqual([]);
    const { ineffective } = configOf({ ...slack, SLACK_CLIENT_ID: '1.2', SECRET_KEY: 'k'.repeat(32) });
    expect(ineffective.map(({ key }) => key)).toEqual(['SECRET_KEY', 'SLACK_CLIENT_ID']);
    expect(ineffective[0]?.why.en).toContain('no effect');
  });

  it('takes blanks around a value for what they are', () => {
    expect(configOf({ SLACK_BOT_TOKEN: ' xoxb-1 \n', SLACK_SIGNING_SECRET: '0123456789abcdef ' }).slack?.botToken.reveal()).toBe('xoxb-1');
    expect(configOf({ ...slack, PORT: ' ' }).port).toBe(3000);
  });
});

describe('a secret', () => {
  it('prints as stars wherever it ends up', () => {
    const config = configOf({ ...slack, ...feishu, DATABASE_URL: 'postgres://duty:hidden-word@localhost/duty' });
    const shown = [
      JSON.stringify(config),
      inspect(config, { depth: 9 }),
      `${config.slack?.botToken}`,
      String(new Secret('hidden-word')),
    ].join();
    for (const value of ['xoxb-1', 'signing-secret-of-slack', 'secret-of-feishu', 'hidden-word']) expect(shown).not.toContain(value);
    expect(shown).toContain('***');
    expect(config.slack?.botToken.reveal()).toBe('xoxb-1');
  });
});

describe('the .env file', () => {
  it('gives way to what is exported, and may be missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhiban-env-'));
    try {
      const file = join(folder, '.env');
      expect(readEnv(file)).toEqual(process.env);
      writeFileSync(file, 'ZHIBAN_ONLY_HERE="a b" # said\nPATH=/nowhere\n');
      expect(readEnv(file)).toMatchObject({ ZHIBAN_ONLY_HERE: 'a b', PATH: process.env['PATH'] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
