import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendanceEffects } from '../../src/features/attendance/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { RequestRoom } from '../harness/request-room.ts';

describe('overtime that is claimed', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());

  it('pays no hour twice where no rule says what overtime is, also of two claims at the same moment', async () => {
    const room = new RequestRoom(test.database, attendanceEffects);
    await room.open();
    const claim = { from: '2026-11-30', from_time: '18:00', until_time: '20:00', reason: '盘点' };
    const args = { type: 'overtime', desk: await room.desk() };
    const replies = await Promise.all([1, 2].map(() => room.submit('bo', 'request.file', args, claim)));
    expect(replies.map((reply) => reply.kind).toSorted()).toEqual(['invalid', 'say']);
    expect(JSON.stringify(replies)).toContain('这段时间已经在加班申请 #1 里');
    expect((await room.submit('bo', 'request.file', args, { ...claim, from_time: '19:59', until_time: '21:00' })).kind).toBe('invalid');
    expect((await room.submit('bo', 'request.file', args, { ...claim, from_time: '20:00', until_time: '21:00' })).kind).toBe('say');
    expect((await room.submit('an', 'request.file', args, claim)).kind).toBe('say');
  });
});
