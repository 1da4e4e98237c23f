import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

describe('a hand-over whose shift becomes another one', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());

  const replanned = async () => {
    await room.db.query(
      `INSERT INTO due (org_id, id, kind, key, due_at, desk_id, payload)
       SELECT org_id, gen_random_uuid(), 'runtime.plan', gen_random_uuid()::text, $1, id, '{"repeat": false}' FROM desk`,
      [new Date(room.now.epochMilliseconds)],
    );
    await room.settle();
  };
  const gives = (shift: string, code: string) =>
    room.db.query(
      `UPDATE assignment a SET person_id = $2::uuid FROM slot s WHERE s.id = a.slot_id AND s.shift = $1 AND s.duty_on = '2026-12-01'`,
      [shift, room.of(code)],
    );
  const opened = async (preset: string) => {
    await room.goesBy([preset]);
    await room.types('an', 'in');
    await room.until('2026-12-01T15:35');
    await room.types('an', 'handover');
    await room.settle();
    return (await room.only()).id;
  };

  it('is the one of the new end where the end was moved while it was open', async () => {
    const id = await opened('engineering-duty');
    for (const table of ['slot', 'assignment'])
      await room.db.query(`UPDATE ${table} SET ends_at = $1 WHERE ends_at = $2`, [
        new Date(room.at('2026-12-01T17:00').epochMilliseconds),
        new Date(room.at('2026-12-01T16:00').epochMilliseconds),
      ]);
    await replanned();
    expect(await room.db.query('SELECT at FROM handover', [])).toEqual([{ at: new Date(room.at('2026-12-01T17:00').epochMilliseconds) }]);
    await room.until('2026-12-01T16:50');
    await room.types('an', 'handover');
    expect((await room.only()).id).toBe(id);
  });

  it('is gone for who was swapped away, and opens for who came instead', async () => {
    const id = await opened('engineering-duty');
    await gives('early', 'dai');
    expect(says(await room.press('an', 'handover.sign', { id }))).toContain('不在了');
    await room.types('dai', 'in');
    await room.types('dai', 'handover');
    await room.settle();
    expect((await room.handovers()).map(({ outgoing }) => outgoing)).toEqual(['an', 'dai']);
    expect(JSON.stringify(await room.types('bai', 'take over'))).not.toContain('安平');
  });

  it('has not been met by who comes instead of the one who was there [engineering-duty-16]', async () => {
    const _id = await opened('engineering-duty');
    await room.db.query('UPDATE handover SET met_at = $1, incoming_id = $2::uuid', [new Date(room.now.epochMilliseconds), room.of('bai')]);
    await gives('late', 'cao');
    await room.goesThrough('cao', 'verify', 'fine');
    expect(await room.only()).toMatchObject({ incoming: 'cao', met_at: null });
  });

  it('in the middle of it is not the one of its end', async () => {
    await room.goesBy(['telecom-duty', 'telecom-handover']);
    await room.types('an', 'in');
    const id = (await opened('telecom-duty')) && (await room.only()).id;
    await room.submit('lead', 'handover.override', { id }, { reason: '中午替一下' });
    expect((await room.only()).state).toBe('overridden');
    // Signed long before an end that was moved since: it is not what they leave with.
    for (const table of ['slot', 'assignment'])
      await room.db.query(`UPDATE ${table} SET ends_at = ends_at + interval '3 hours' WHERE ends_at = $1`, [
        new Date(room.at('2026-12-01T16:00').epochMilliseconds),
      ]);
    await room.until('2026-12-01T18:55');
    await room.types('bai', 'in');
    await room.until('2026-12-01T19:01');
    expect(says(await room.types('an', 'out'))).toContain('还不能下班');
  });

  it('in the middle of it that nobody signed is the one of its end when that comes', async () => {
    await room.goesBy(['telecom-handover']);
    await room.types('an', 'in');
    const at = () =>
      room.db
        .query<{ at: string }>("SELECT to_char(at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS at FROM handover", [])
        .then((rows) => rows.map((row) => row.at));
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await room.settle();
    // As one of noon stands there that 戴青 was to take over, and has signed.
    await room.db.query('UPDATE handover SET at = $1, incoming_id = $2::uuid, incoming_signed_at = $1, state = $3', [
      new Date(room.at('2026-12-01T12:00').epochMilliseconds),
      room.of('dai'),
      'signing',
    ]);
    const { id } = await room.only();
    await room.types('an', 'handover');
    await room.settle();
    expect(JSON.stringify(room.sees('an').at(-1))).toContain('白雪 待签');
    expect(await at()).toEqual(['16:00']);
    expect(await room.only()).toMatchObject({ id, incoming: 'bai', incoming_signed_at: null });
  });

  describe('that the roster has no more', () => {
    const closed = async (code: string) => {
      const { id } = await room.only();
      expect((await room.only()).state).toBe('cancelled');
      for (const who of ['an', 'bai']) expect(room.reads(who)).toContain('值班表变了,这次不用交接');
      expect(room.reads('an')).toContain('已取消');
      for (const route of ['handover.sign', 'handover.step', 'handover.fill', 'handover.code'])
        expect(says(await room.press(code, route, { id }))).toContain('值班表变了,这次不用交接');
      expect(says(await room.press('lead', 'handover.override-open', { id }))).toContain('值班表变了');
      expect(says(await room.press(code, 'handover.amend-open', { id }))).toContain('只能补充已签好的交接');
      expect(await room.audits('handover.cancelled')).toHaveLength(1);
      await replanned();
      expect(await room.audits('handover.cancelled')).toHaveLength(1);
    };

    it('is closed, and both sides hear why, where the shift itself is gone; it never becomes one of a post', async () => {
      const id = await opened('engineering-duty');
      const early = "(SELECT id FROM slot WHERE shift = 'early' AND duty_on = '2026-12-01')";
      await room.db.query(`DELETE FROM punch WHERE assignment_id IN (SELECT id FROM assignment WHERE slot_id = ${early})`, []);
      await room.db.query(`DELETE FROM assignment WHERE slot_id = ${early}`, []);
      await room.db.query(`DELETE FROM slot WHERE id = ${early}`, []);
      expect(says(await room.press('an', 'handover.sign', { id }))).toContain('不在了');
      await replanned();
      await closed('an');
      expect((await room.items('open')).filter(({ state }) => state === 'carried')).toEqual([]);
    });

    it('is closed for who was swapped away, and goes on where they come back', async () => {
      const id = await opened('engineering-duty');
      await room.signs('an');
      await gives('early', 'dai');
      await replanned();
      await closed('an');
      await gives('early', 'an');
      await room.types('an', 'handover');
      await room.settle();
      expect(await room.only()).toMatchObject({ id, state: 'preparing', outgoing_signed_at: null });
      expect(says(await room.press('an', 'handover.step', { id }))).toContain('逐项确认');
    });

    it('is closed on a desk without rules about it, too', async () => {
      await room.goesBy([]);
      await room.types('an', 'in');
      await room.until('2026-12-01T15:35');
      await room.types('an', 'handover');
      await gives('early', 'dai');
      await replanned();
      expect((await room.only()).state).toBe('cancelled');
    });
  });

  it('stays stopped as long as a second incident is open [engineering-duty-22]', async () => {
    const id = await opened('engineering-duty');
    await room.types('bai', 'in');
    await room.db.query(`UPDATE handover SET state = 'verifying', met_at = $1, incoming_id = $2::uuid`, [
      new Date(room.now.epochMilliseconds),
      room.of('bai'),
    ]);
    await room.reports('an', '配电房跳闸');
    expect((await room.only()).state).toBe('stopped');
    await room.until('2026-12-01T15:40');
    await room.reports('an', '水泵故障');
    const [first, second] = await room.db.query<{ id: string }>('SELECT id::text AS id FROM incident ORDER BY opened_at', []);
    await room.submit('an', 'incident.handle', { id: first?.id ?? '' }, { text: '处理好了' });
    expect((await room.only()).state).toBe('stopped');
    await room.submit('an', 'incident.handle', { id: second?.id ?? '' }, { text: '处理好了' });
    expect((await room.only()).state).not.toBe('stopped');
    expect(id).toBe((await room.only()).id);
  });

  it('names a quiet incident without what happened', async () => {
    await room.goesBy(['engineering-duty']);
    await room.types('an', 'in');
    await room.reports('an', '发现泄密,三号柜');
    await room.until('2026-12-01T15:35');
    await room.types('an', 'handover');
    await room.settle();
    const texts = (await room.items('open')).map(({ text }) => text);
    expect(texts.some((one) => one.includes('只通知有关人员'))).toBe(true);
    expect(texts.join()).not.toContain('泄密');
    expect(JSON.stringify(await room.db.query('SELECT fields FROM entry', []))).not.toContain('泄密');
  });
});
