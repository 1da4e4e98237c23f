import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { emptyDatabase } from '../harness/database.ts';

describe('zhiban on a database that was just made', () => {
  let empty: Awaited<ReturnType<typeof emptyDatabase>>;

  beforeAll(async () => {
    empty = await emptyDatabase();
  });
  afterAll(() => empty.drop());

  async function say(...args: string[]) {
    const said: string[] = [];
    const note = (line: string) => void said.push(line);
    const code = await run(args, { DATABASE_URL: empty.url }, { locale: 'en', out: note, err: note });
    return { code, said: said.join('\n') };
  }

  it('asks for the migrations before it does anything else, makes them once, and then works', async () => {
    const before = await say('desk', 'export');
    expect(before).toEqual({ code: 1, said: expect.stringMatching(/lacks the migrations .+npm run db:migrate/) });
    const first = await say('migrate');
    expect(first).toEqual({ code: 0, said: expect.stringMatching(/_init\n(?:\d+_\w+\n)*\d+ migrations? applied$/) });
    expect(await say('migrate')).toEqual({ code: 0, said: 'The database is up to date' });
    expect(await say('audit', 'verify')).toEqual({ code: 0, said: 'The audit is empty' });
    expect((await say('desk', 'export')).said).toContain('there is none');
  });

  it('says why when nobody answers', async () => {
    const said: string[] = [];
    const terminal = { locale: 'en', out: () => undefined, err: (line: string) => void said.push(line) } as const;
    expect(await run(['migrate'], { DATABASE_URL: 'postgres://duty@127.0.0.1:1/duty' }, terminal)).toBe(1);
    expect(said.join()).toMatch(/cannot be reached \(ECONNREFUSED\)/);
  });
});
