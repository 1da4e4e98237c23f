import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

const oneEach = [
  { on: '2026-12-01', shift: 'early', people: ['an'] },
  { on: '2026-12-01', shift: 'late', people: ['bai'] },
];

describe('a hand-over whose log was edited in the messages it came from, on a messenger that tells nobody', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());
  afterEach(() => {
    room.slack.editedText = () => Promise.resolve(null);
  });

  const notes = (code: string, text: string, message: string) =>
    room.ask(code, { kind: 'words', from: 'message', text: `记录 ${text}`, mentions: [] }, { message });
  const saysNow = (texts: Readonly<Record<string, string>>): string[] => {
    const asked: string[] = [];
    room.slack.editedText = (message) => {
      asked.push(message);
      return Promise.resolve(texts[message] ?? null);
    };
    return asked;
  };
  const log = async () => {
    const rows = await room.db.query<{ line: string; changes: string[] }>(
      `SELECT e.fields::text AS line, ARRAY(SELECT c.kind FROM entry_change c WHERE c.entry_id = e.id ORDER BY c.at) AS changes
       FROM entry e WHERE e.type = 'duty-log' ORDER BY e.at, e.id`,
      [],
    );
    return rows;
  };
  const signedByGoing = async (preset: string) => {
    await room.goesBy([preset], oneEach);
    await room.types('an', 'in');
    await notes('an', '三楼漏水', 'm1');
    await notes('an', '大门灯坏了', 'm2');
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await room.settle();
    await room.goesThrough('an', 'outgoing', 'done');
    await room.signs('an');
  };

  it('is not sealed before whoever signs last has read the change; signed again it is', async () => {
    await signedByGoing('center-security-2');
    saysNow({ m1: '记录 三楼和四楼漏水' });
    const said = says(await room.signs('bai'));
    for (const part of ['日志的原消息改过,还没签字', '三楼和四楼漏水', '确认并签字']) expect(said).toContain(part);
    expect(said).not.toContain('大门灯坏了');
    expect(await room.only()).toMatchObject({ state: 'signing', incoming_signed_at: null });
    const [first, second] = await log();
    expect(first?.line).toContain('三楼和四楼漏水');
    expect([first?.changes, second?.changes]).toEqual([['edit'], []]);
    expect(await room.audits('record.edit')).toHaveLength(1);
    expect(says(await room.signs('bai'))).not.toContain('原消息改过');
    expect((await room.only()).state).toBe('sealed');
    expect((await log())[0]?.changes).toEqual(['edit']);
  });

  it('a code that was right stays so: no other one is needed to sign again [engineering-duty-16]', async () => {
    await signedByGoing('engineering-duty');
    await room.goesThrough('bai', 'verify', 'fine');
    await room.goesThrough('bai', 'incoming', 'done');
    await room.goesThrough('bai', 'open', 'carried');
    saysNow({ m2: '记录 大门灯坏了,已换' });
    const { id, code } = await room.only();
    const said = says(await room.submit('bai', 'handover.met', { id }, { code: code ?? '' }));
    for (const part of ['口令对了', '原消息改过', '大门灯坏了,已换']) expect(said).toContain(part);
    expect((await room.only()).met_at).not.toBeNull();
    await room.signs('bai');
    expect((await room.only()).state).toBe('sealed');
  });

  it('asks for the messages of this shift only, and for none before the last signature', async () => {
    await room.goesBy(['center-security-2'], oneEach);
    await room.types('an', 'in');
    await notes('an', '三楼漏水', 'm1');
    await room.types('an', 'log 打字记的');
    await room.until('2026-12-01T16:01');
    await room.types('bai', 'in');
    await notes('bai', '晚班开始', 'm3');
    const asked = saysNow({ m3: '记录 晚班开始了' });
    await room.types('an', 'handover');
    await room.settle();
    await room.signs('an');
    expect(asked).toEqual([]);
    await room.signs('bai');
    expect(asked).toEqual(['m1']);
    expect((await room.only()).state).toBe('sealed');
  });

  it('is sealed as it is where the messenger does not answer in time', async () => {
    await signedByGoing('center-security-2');
    room.slack.editedText = () => new Promise(() => undefined);
    await room.signs('bai');
    expect((await room.only()).state).toBe('sealed');
    expect((await log()).flatMap(({ changes }) => changes)).toEqual([]);
  });

  it('asks for all of them side by side', async () => {
    await signedByGoing('center-security-2');
    const waiting: (() => void)[] = [];
    // None is answered before all are asked for.
    room.slack.editedText = (message) =>
      new Promise((resolve) => {
        waiting.push(() => resolve(`记录 ${message} 改过`));
        if (waiting.length === 2) for (const answer of waiting) answer();
      });
    const said = says(await room.signs('bai'));
    for (const part of ['m1 改过', 'm2 改过']) expect(said).toContain(part);
    expect((await log()).map(({ changes }) => changes)).toEqual([['edit'], ['edit']]);
  });
});
