import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { labelsIn, RequestRoom, reads, viewIn } from '../harness/request-room.ts';

const errand = { from: '2026-12-03', from_time: '14:00', until_time: '16:00', kind: 'business', reason: '去区里开会' };
const trip = { kind: 'personal', from: '2026-12-07', until: '2026-12-07', reason: '家里有事' };

describe('who may do what with a request', () => {
  let test: TestDatabase;
  let room: RequestRoom;

  beforeAll(async () => {
    test = await testDatabase();
    room = new RequestRoom(test.database);
  });
  afterAll(() => test.drop());
  beforeEach(() => room.open());
  const without = (code: string) =>
    test.database.query('DELETE FROM member WHERE person_id = (SELECT id FROM person WHERE code = $1)', [code]);

  it('shows nothing of it in the small forms to who takes no part in it', async () => {
    const id = await room.files('bo', 'outing', errand);
    await room.submit('chen', 'request.ask-with', { id }, { text: '谁顶你的班' });
    for (const route of ['request.answer', 'request.cancel', 'request.withdraw-other', 'request.approve-reason', 'request.refuse']) {
      const reply = await room.press('an', route, { id });
      expect([route, reply.kind]).toEqual([route, 'say']);
      expect(JSON.stringify(reply)).not.toMatch(/谁顶你的班|公务外出|14:00/);
    }
    expect(await room.press('bo', 'request.answer', { id })).toMatchObject({ kind: 'form' });
    expect(await room.press('chen', 'request.withdraw-other', { id })).toMatchObject({ kind: 'form' });
  });

  it('keeps the reason from a lead who does not decide it, who may still withdraw it', async () => {
    const id = await room.files('chen', 'leave', trip);
    await test.database.query("UPDATE request_step SET words = '{department-head}' WHERE request_id = $1::uuid", [id]);
    await test.database.query("UPDATE member SET roles = '{team-lead}' WHERE person_id = (SELECT id FROM person WHERE code = 'an')", []);
    const card = viewIn(await room.press('an', 'request.show', { id }));
    expect(reads(card)).not.toContain('家里有事');
    expect(labelsIn(card)).toContain('Withdraw for them…');
    expect(reads(viewIn(await room.press('boss', 'request.show', { id })))).toContain('家里有事');
  });

  describe('once it is to be taken back', () => {
    const granted = async (): Promise<string> => {
      const id = await room.files('bo', 'outing', { ...errand, from: '2026-12-20' });
      await room.press('chen', 'request.approve', { id });
      expect(await room.state(id)).toBe('approved');
      return id;
    };

    it('the lead who asks for it does not decide on it: it goes to whom they answer to', async () => {
      await without('cai');
      const id = await granted();
      await room.submit('chen', 'request.cancel-with', { id }, { text: '那天全员到岗' });
      expect(await room.state(id)).toBe('cancelling');
      expect(viewIn(await room.press('chen', 'request.approve', { id }))).toMatchObject({ title: '不能审批自己的申请' });
      await room.settle();
      expect(room.sentTo('boss').map(reads).join()).toContain('那天全员到岗');
      await room.press('boss', 'request.approve', { id });
      expect(await room.state(id)).toBe('cancelled');
    });

    it('says so where nobody else could decide on it', async () => {
      const id = await granted();
      for (const code of ['cai', 'boss', 'deputy']) await without(code);
      const reply = await room.submit('chen', 'request.cancel-with', { id }, { text: '那天全员到岗' });
      expect(await room.state(id)).toBe('approved');
      expect(JSON.stringify(reply)).toContain('直接上级审批,但没有这个人');
      await room.submit('bo', 'request.cancel-with', { id }, { text: '会取消了' });
      await room.press('chen', 'request.approve', { id });
      expect(await room.state(id)).toBe('cancelled');
    });

    it('is not ended by the moment of an earlier attempt', async () => {
      const id = await room.files('bo', 'outing', { ...errand, from: '2026-12-20' });
      await room.press('chen', 'request.approve', { id });
      await test.database.query('UPDATE request SET starts_at = NULL, ends_at = NULL WHERE id = $1::uuid', [id]);
      await room.submit('bo', 'request.cancel-with', { id }, { text: '会取消了' });
      await room.submit('chen', 'request.refuse-with', { id }, { text: '还开' });
      await room.until('2026-12-05T10:00');
      await room.submit('bo', 'request.cancel-with', { id }, { text: '真的取消了' });
      await room.until('2026-12-15T11:00');
      expect(await room.state(id)).toBe('cancelling');
      await room.until('2026-12-19T11:00');
      expect(await room.state(id)).toBe('approved');
    });
  });

  describe('in the place of a decider', () => {
    it('who left the desk since it was handed to them does not sign', async () => {
      const id = await room.files('bo', 'outing', errand);
      await room.submit('chen', 'request.hand-with', { id }, { to: await room.person('boss') });
      await without('boss');
      expect(viewIn(await room.press('boss', 'request.approve', { id }))).toMatchObject({ title: '这一步不由你办' });
      expect(await room.state(id)).toBe('approving');
    });

    it('a delegate who stands nowhere any more does not sign', async () => {
      await room.types('chen', '委托 潘主任 12月1日到12月3日');
      const id = await room.files('bo', 'outing', errand);
      await without('deputy');
      expect(viewIn(await room.press('deputy', 'request.approve', { id }))).toMatchObject({ title: '这一步不由你办' });
    });

    it('a signature that is given with one of an earlier stage names for whom', async () => {
      await without('cai');
      const id = await room.files('bo', 'outing', errand);
      await test.database.query(
        `INSERT INTO delegation (org_id, id, from_person, to_person, starts_at, by_person, at)
         SELECT id, gen_random_uuid(), $1::uuid, $2::uuid, now() - interval '20 years', $1::uuid, now() FROM organisation`,
        [await room.person('boss'), await room.person('chen')],
      );
      await test.database.query(
        `INSERT INTO request_step (org_id, id, request_id, round, kind, stage, words, state)
         SELECT org_id, gen_random_uuid(), id, 'grant', 'approve', 2, '{department-head}', 'waiting' FROM request WHERE id = $1::uuid`,
        [id],
      );
      expect(reads(viewIn(await room.press('chen', 'request.approve', { id })))).toContain('陈志远(代郭主任)');
    });

    it('only whoever gave a delegation takes it back', async () => {
      await room.types('chen', '委托 潘主任 12月1日到12月3日');
      const [row] = await test.database.query<{ id: string }>('SELECT id::text AS id FROM delegation', []);
      const id = row?.id ?? '';
      expect(JSON.stringify(await room.press('deputy', 'request.delegate-end', { id }))).not.toContain('已收回');
      expect(await room.actions(id)).toEqual(['request.delegate']);
      expect(JSON.stringify(await room.press('chen', 'request.delegate-end', { id }))).toContain('已收回');
    });
  });


  it('waits in the list of who it is for, also where they are further up and stand elsewhere', async () => {
    for (const [code, superior] of [
      ['bo', 'chen'],
      ['chen', 'deputy'],
    ])
      await test.database.query("UPDATE person SET attributes = jsonb_build_object('superior', $2::text) WHERE code = $1", [code, superior]);
    await test.database.query(
      `WITH other AS (INSERT INTO desk (org_id, id, code, name, zone, locale, kinds, settings)
         SELECT org_id, gen_random_uuid(), 'office', '办公室', zone, locale, kinds, settings FROM desk WHERE code = 'centre' RETURNING id)
       UPDATE member SET desk_id = (SELECT id FROM other) WHERE person_id = (SELECT id FROM person WHERE code = 'deputy')`,
      [],
    );
    const id = await room.files('bo', 'outing', errand);
    await test.database.query("UPDATE request_step SET words = '{superior-of-superior}' WHERE request_id = $1::uuid", [id]);
    expect(reads(viewIn(await room.types('deputy', '待审批')))).toContain('白波');
    await room.press('deputy', 'request.approve', { id });
    expect(await room.state(id)).toBe('approved');
  });

  it('keeps texts that a database cannot', async () => {
    const id = await room.files('bo', 'outing', { ...errand, reason: '去\u0000区里' });
    expect(reads(viewIn(await room.press('chen', 'request.show', { id })))).toContain('去区里');
    await room.submit('chen', 'request.refuse-with', { id }, { text: '人\u0000手不够' });
    expect(await room.state(id)).toBe('refused');
  });

  it('says that a text is too long, and keeps it', async () => {
    const id = await room.files('bo', 'outing', errand);
    const reply = await room.submit('chen', 'request.refuse-with', { id }, { text: '长'.repeat(601) });
    expect(reply).toMatchObject({ kind: 'invalid', errors: { text: '最多 600 个字' } });
  });
});
