import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

describe('the home page', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());
  beforeEach(() => room.goesBy(['engineering-duty']));

  const home = async (code: string): Promise<string> => JSON.stringify(await room.types(code, 'home'));

  const offered = async (code: string): Promise<string[]> => {
    const page = await home(code);
    return ['上班打卡', '下班打卡'].filter((label) => page.includes(`"label":"${label}"`));
  };

  it('lists a hand-over that waits for my signature, from the moment it can be signed until it is, for each side', async () => {
    await room.until('2026-12-01T11:00');
    await room.types('an', 'handover');
    await room.settle();
    // Opened early: nobody can sign it yet.
    expect(await home('an')).not.toContain('签字');
    await room.until('2026-12-01T15:29');
    expect(await home('an')).not.toContain('签字');
    await room.until('2026-12-01T15:30');
    expect(await home('an')).toContain('待你签字 · 交接班 · 客服 早班');
    expect(await home('bai')).toContain('待你接班签字 · 交接班 · 客服 早班');
    for (const other of ['cao', 'zhang']) expect(await home(other)).not.toContain('签字');
    await room.writes('an', ['duty', 'machines', 'open-problems']);
    await room.goesThrough('an', 'outgoing', 'done');
    await room.goesThrough('bai', 'verify', 'fine');
    await room.goesThrough('bai', 'incoming', 'done');
    await room.signs('an');
    expect(await home('an')).not.toContain('签字');
    expect(await home('bai')).toContain('待你接班签字');
    await room.submit('bai', 'handover.met', { id: (await room.only()).id }, { code: (await room.only()).code ?? '' });
    await room.signs('bai');
    expect((await room.only()).state).toBe('sealed');
    expect(await home('bai')).not.toContain('签字');
  });

  it('offers to clock in and out only while the press can succeed', async () => {
    // Here whoever is not on the roster is asked whether they clock in all the same.
    await room.until('2026-12-01T13:59');
    expect(await offered('an')).toEqual(['上班打卡', '下班打卡']);
    expect(await offered('zhang')).toEqual(['上班打卡']);
    await room.types('an', 'in');
    expect(await offered('an')).toEqual(['下班打卡']);
    expect(await offered('bai')).toEqual(['上班打卡']);
  });

  it('offers neither to whoever is off duty where only the rostered clock in', async () => {
    await room.goesBy(['property-security-duty']);
    await room.until('2026-12-01T13:59');
    for (const code of ['bai', 'zhang']) expect(await offered(code)).toEqual([]);
    // 白雪 comes at four; the clock opens two hours before.
    await room.until('2026-12-01T14:00');
    expect([await offered('bai'), await offered('zhang')]).toEqual([['上班打卡'], []]);
  });

  it('offers nobody to leave a shift that is over and that they never came to', async () => {
    await room.goesBy(['property-security-duty']);
    await room.until('2026-12-01T17:00');
    expect(await offered('an')).toEqual([]);
  });
});
