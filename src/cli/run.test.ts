import { describe, expect, it } from 'vitest';
import { commands } from './commands.ts';
import { run } from './run.ts';
import { terminalLocale } from './terminal.ts';

async function say(args: readonly string[], env: Record<string, string> = { DEFAULT_LOCALE: 'en' }) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { locale: terminalLocale(env), out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  return { code: await run(args, env, terminal), out: out.join('\n'), err: err.join('\n') };
}

describe('zhiban', () => {
  it('says what there is, in either language', async () => {
    const english = await say(['help']);
    expect(english.code).toBe(0);
    const lines = english.out.split('\n').map((line) => line.trim());
    for (const { name, forms } of commands) {
      for (const { form, does } of forms)
        expect(lines.some((line) => line.startsWith(`${name} ${form}`.trim()) && line.endsWith(does.en))).toBe(true);
    }
    expect((await say(['--help'], { LANG: 'zh_CN.UTF-8' })).out).toContain('用法:npm run zhiban -- 命令');
  });

  it('without a command says the same and fails', async () => {
    const said = await say([]);
    expect([said.code, said.out]).toEqual([2, (await say(['help'])).out]);
  });

  it('knows the nearest command', async () => {
    expect(await say(['docter'])).toEqual({
      code: 2,
      out: '',
      err: 'There is no command docter; did you mean doctor. All commands: zhiban help',
    });
    expect((await say(['docter'], { DEFAULT_LOCALE: 'zh' })).err).toBe('没有命令 docter;是不是 doctor。全部命令:zhiban help');
    expect((await say(['xyzzy'])).err).toBe('There is no command xyzzy. All commands: zhiban help');
  });

  it('knows the nearest second word, before it looks for a database', async () => {
    const said = await say(['desk', 'aply', 'desk.yaml'], { DEFAULT_LOCALE: 'en', DATA_DIR: '/nowhere' });
    expect(said.code).toBe(2);
    expect(said.err).toMatch(/^There is no command desk aply; did you mean desk apply\./);
    expect(said.err).toContain('desk export');
    expect((await say(['outbox'])).err).not.toContain('There is no command');
  });

  it('explains one command', async () => {
    const said = await say(['audit', '--help']);
    expect([said.code, said.err]).toEqual([0, '']);
    expect(said.out).toContain('audit verify');
    expect(said.out).not.toContain('outbox');
  });

  it('makes no database for a command that only looks', async () => {
    const said = await say(['audit', 'verify'], { DEFAULT_LOCALE: 'en', DATA_DIR: '/nowhere/at/all' });
    expect([said.code, said.err]).toEqual([1, 'There is no database in /nowhere/at/all yet: run npm start once, or set DATABASE_URL']);
    const migrated = await say(['migrate'], { DEFAULT_LOCALE: 'zh', DATA_DIR: '/nowhere/at/all' });
    expect([migrated.code, migrated.err]).toEqual([1, '/nowhere/at/all 里还没有数据库:先用 npm start 启动一次,或设置 DATABASE_URL']);
  });

  it('says which setting does not fit', async () => {
    const said = await say(['migrate'], { DEFAULT_LOCALE: 'en', DATABASE_URL: 'mysql://x/y' });
    expect([said.code, said.err]).toEqual([2, expect.stringContaining('DATABASE_URL: write postgres://')]);
  });
});
