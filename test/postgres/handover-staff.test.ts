import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

const day = '2026-12-01';
const late = { on: day, shift: 'late', people: ['bai', 'cao'] };

/** Two are on post at every moment of every shift, also while one follows the other. */
describe('leaving at the end of a shift that has to have two on post', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());

  const comes = async (code: string, wall: string) => {
    await room.until(`${day}T${wall}`);
    await room.types(code, 'in');
    await room.settle();
  };
  const leaves = async (code: string, wall: string) => {
    await room.until(`${day}T${wall}`);
    const said = says(await room.types(code, 'out'));
    await room.settle();
    return said;
  };
  /** Handed over and signed by both. */
  const isDone = async (outgoing: string, incoming: string) => {
    const known = async () => (await room.handovers()).find((row) => row.outgoing === outgoing);
    await room.types(outgoing, 'handover');
    const id = (await known())?.id ?? '';
    const items = await room.db.query<{ id: string }>(
      "SELECT id::text AS id FROM handover_item WHERE handover_id = $1::uuid AND kind = 'verify'",
      [id],
    );
    await room.press(outgoing, 'handover.sign', { id });
    for (const item of items) await room.press(incoming, 'handover.item', { id, item: item.id, as: 'fine' });
    await room.press(incoming, 'handover.sign', { id });
    await room.settle();
    expect((await known())?.state).toBe('sealed');
  };
  const heldUntil = async (code: string) =>
    (await room.punches(code)).find(({ kind }) => kind === 'out')?.held_until?.toISOString() ?? null;

  describe('one who goes, two who come', () => {
    beforeEach(async () => {
      await room.goesBy(['center-security-1'], [{ on: day, shift: 'early', people: ['an'] }, late]);
      await comes('an', '10:00');
      await comes('bai', '15:55');
    });

    it('is refused where one of the two has come, with the figures, and allowed once both are there; the stay counts [center-security-1-13]', async () => {
      await isDone('an', 'bai');
      const said = await leaves('an', '16:05');
      for (const part of ['还不能下班', '你走后在岗 1 人,至少要 2 人', 'center-security-1-13', '请带班放行']) expect(said).toContain(part);
      expect((await room.punches('an')).map(({ kind }) => kind)).toEqual(['in']);
      await comes('cao', '16:20');
      expect(await leaves('an', '16:21')).toContain('已下班打卡 16:21');
      expect(await heldUntil('an')).toBe('2026-12-01T08:20:00.000Z');
    });

    it('is allowed in time where both have come before the end [center-security-1-13]', async () => {
      await isDone('an', 'bai');
      await comes('cao', '15:59');
      expect(await leaves('an', '16:00')).toContain('已下班打卡 16:00');
      expect(await heldUntil('an')).toBeNull();
    });

    it('is said with the last signature, and a lead lets them go all the same [center-security-1-13]', async () => {
      await room.until(`${day}T16:01`);
      await isDone('an', 'bai');
      expect(room.reads('an')).toContain('你走后在岗 1 人,至少要 2 人');
      expect(room.reads('an')).not.toContain('可以下班了');
      const [row] = await room.handovers();
      await room.submit('lead', 'handover.override', { id: row?.id ?? '' }, { reason: '我来顶' });
      expect(await leaves('an', '16:10')).toContain('已下班打卡');
    });

    it('goes with a note where the desk has softened the rule [center-security-1-13]', async () => {
      const softened = { rule: 'center-security-1-13', reaction: 'flag', reason: '人手不够', by: 'lead', from: '2025-01-01' };
      await room.db.query('UPDATE adoption SET overrides = $1::jsonb', [JSON.stringify([softened])]);
      await isDone('an', 'bai');
      const said = await leaves('an', '16:05');
      for (const part of ['已下班打卡 16:05', '你走后在岗 1 人,至少要 2 人']) expect(said).toContain(part);
    });
  });

  it('of two who leave at once with one relief there, one goes and one stays until the other has come [center-security-1-13]', async () => {
    await room.goesBy(['center-security-1'], [{ on: day, shift: 'early', people: ['an', 'dai'] }, late]);
    await comes('an', '10:00');
    await comes('dai', '10:00');
    await comes('bai', '15:55');
    await isDone('an', 'bai');
    await isDone('dai', 'cao');
    await room.until(`${day}T16:01`);
    const said = (await Promise.all([room.types('an', 'out'), room.types('dai', 'out')])).map(says);
    expect(said.filter((one) => one.includes('已下班打卡'))).toHaveLength(1);
    expect(said.filter((one) => one.includes('你走后在岗 1 人,至少要 2 人'))).toHaveLength(1);
    await comes('cao', '16:10');
    expect(await leaves(said[0]?.includes('已下班打卡') === true ? 'dai' : 'an', '16:11')).toContain('已下班打卡 16:11');
  });

  it('is asked of nobody where no shift follows, or where they go on in it [center-security-1-13]', async () => {
    await room.goesBy(['center-security-1'], [{ on: day, shift: 'early', people: ['an', 'dai'] }]);
    await comes('an', '10:00');
    expect(await leaves('an', '16:00')).toContain('已下班打卡 16:00');
    await room.goesBy(
      ['center-security-1'],
      [
        { on: day, shift: 'early', people: ['an'] },
        { on: day, shift: 'late', people: ['an', 'bai'] },
      ],
    );
    await comes('an', '10:00');
    expect(await leaves('an', '16:00')).toContain('已下班打卡 16:00');
  });
});
