import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

const twoEach = [
  { on: '2026-12-01', shift: 'early', people: ['an', 'dai'] },
  { on: '2026-12-01', shift: 'late', people: ['bai', 'cao'] },
];

describe('two who go and two who come, at once', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());

  const of = async (outgoing: string) => {
    const row = (await room.handovers()).find((one) => one.outgoing === outgoing);
    if (row === undefined) throw new Error(`${outgoing} hands nothing over`);
    return row;
  };
  const itemsOf = async (outgoing: string, kind: string) =>
    room.db.query<{ id: string; state: string }>(
      'SELECT id::text AS id, state FROM handover_item WHERE handover_id = $1::uuid AND kind = $2 ORDER BY "position"',
      [(await of(outgoing)).id, kind],
    );
  const signs = async (code: string, outgoing: string) => says(await room.press(code, 'handover.sign', { id: (await of(outgoing)).id }));
  /** Both who go have clocked in, opened their hand-over and made it ready. */
  const isReady = async (preset: string) => {
    await room.goesBy([preset], twoEach);
    for (const code of ['an', 'dai']) await room.types(code, 'in');
    await room.until('2026-12-01T15:40');
    for (const code of ['an', 'dai']) {
      await room.types(code, 'handover');
      await room.settle();
      const { id } = await of(code);
      for (const item of await itemsOf(code, 'outgoing')) await room.press(code, 'handover.item', { id, item: item.id, as: 'done' });
      await signs(code, code);
    }
    await room.settle();
  };

  describe('one relief for both in one moment', () => {
    it.each([1, 2, 3])('takes over from one of them with both codes, the other relief is left to the other (%i)', async () => {
      await isReady('engineering-duty');
      const [an, dai] = [await of('an'), await of('dai')];
      const replies = await Promise.all([an, dai].map(({ id, code }) => room.submit('bai', 'handover.met', { id }, { code: code ?? '' })));
      const said = replies.map(says);
      expect(said.filter((one) => one.includes('你已经在接') && one.includes('曹勇'))).toHaveLength(1);
      expect([await of('an'), await of('dai')].filter(({ met_at }) => met_at !== null)).toHaveLength(1);
    });

    it('goes through the items of one of them', async () => {
      await isReady('engineering-duty');
      const wanted = await Promise.all(
        ['an', 'dai'].map(async (code) => ({ id: (await of(code)).id, item: (await itemsOf(code, 'verify'))[0]?.id ?? '', as: 'fine' })),
      );
      const said = (await Promise.all(wanted.map((args) => room.press('bai', 'handover.item', args)))).map(says);
      expect(said.filter((one) => one.includes('你已经在接'))).toHaveLength(1);
      const states = [...(await itemsOf('an', 'verify')), ...(await itemsOf('dai', 'verify'))].filter(({ state }) => state === 'fine');
      expect(states).toHaveLength(1);
    });

    it('signs one of them where no code is asked for', async () => {
      await isReady('center-security-2');
      const said = await Promise.all(['an', 'dai'].map((code) => signs('bai', code)));
      expect(said.filter((one) => one.includes('你已经在接'))).toHaveLength(1);
      expect([await of('an'), await of('dai')].filter(({ state }) => state === 'sealed')).toHaveLength(1);
    });

    it('is no matter between two: each takes over from one in the same moment', async () => {
      await isReady('center-security-2');
      await Promise.all([signs('bai', 'an'), signs('cao', 'dai')]);
      expect([(await of('an')).incoming, (await of('dai')).incoming]).toEqual(['bai', 'cao']);
      expect([(await of('an')).state, (await of('dai')).state]).toEqual(['sealed', 'sealed']);
    });
  });

  describe('one of them is taken over from, and the other waits', () => {
    beforeEach(async () => {
      await isReady('center-security-2');
      await signs('bai', 'an');
      await room.until('2026-12-01T16:00');
    });

    it('the relief who has taken over reads nothing of it; the other one and those who lead do', async () => {
      expect((await of('an')).state).toBe('sealed');
      expect(room.reads('bai')).not.toContain('该你接班了');
      expect(room.reads('cao')).toContain('16:00 该你接班了');
      expect(room.reads('lead')).toContain('戴青 没人接班');
      expect(room.reads('lead')).not.toContain('安平 没人接班');
      expect(await room.audits('handover.relief-late')).toMatchObject([{ missing: [room.of('cao')] }]);
    });
  });

  it('a sole relief who has taken over from one is told of the other, and not of the first', async () => {
    await room.goesBy(
      ['center-security-2'],
      twoEach.map((line) => (line.shift === 'late' ? { ...line, people: ['bai'] } : line)),
    );
    for (const code of ['an', 'dai']) await room.types(code, 'in');
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await signs('an', 'an');
    await signs('bai', 'an');
    await room.until('2026-12-01T16:00');
    const told = room
      .sees('bai')
      .map((view) => JSON.stringify(view))
      .filter((view) => view.includes('16:00 该你接班了'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('戴青');
    expect(told[0]).not.toContain('安平');
  });

  it('who has signed and is not at the desk, where a rule wants that, reads to clock in instead [telecom-handover-04]', async () => {
    await room.goesBy(
      ['telecom-handover'],
      twoEach.map((line) => ({ ...line, people: line.people.slice(0, 1) })),
    );
    await room.types('an', 'in');
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await signs('an', 'an');
    await signs('bai', 'an');
    expect((await of('an')).state).toBe('sealed');
    await room.until('2026-12-01T16:00');
    expect(room.reads('bai')).toContain('你已接班,还没上班打卡');
    expect(room.reads('bai')).not.toContain('该你接班了');
    expect(room.reads('an')).toContain('接班人还没到');
  });
});
