import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { actionsIn, formIn, labelsIn, RequestRoom, reads, viewIn } from '../harness/request-room.ts';

const errand = { from: '2026-12-03', from_time: '14:00', until_time: '16:00', kind: 'business', reason: '去区里开会' };

describe('requests', () => {
  let test: TestDatabase;
  let room: RequestRoom;

  beforeAll(async () => {
    test = await testDatabase();
    room = new RequestRoom(test.database);
  });
  afterAll(() => test.drop());
  beforeEach(() => room.open());

  describe('from filing to a decision', () => {
    it('asks whoever leads the desk, names the one who cannot be written to, and tells the asker how it ended', async () => {
      const id = await room.files('bo', 'outing', errand);
      const card = room.sentTo('chen').at(-1);
      expect(card?.kind === 'card' && card.title).toBe('外出 · 公务外出 #1');
      expect(card === undefined ? '' : reads(card)).toContain('12月3日(周四)14:00–16:00');
      expect(card === undefined ? '' : reads(card)).toContain('蔡文 没有关联消息账号');
      expect(labelsIn(viewIn(await room.press('chen', 'request.show', { id })))).toContain('同意');
      const reply = viewIn(await room.press('chen', 'request.approve', { id }));
      expect(reads(reply)).toContain('陈志远 10:00 同意');
      await room.settle();
      expect(await room.state(id)).toBe('approved');
      expect(room.sentTo('bo').map(reads).join()).toContain('已批准');
      expect(await room.actions(id)).toEqual(['request.file', 'request.approve']);
    });

    it('counts numbers by desk', async () => {
      await room.files('bo', 'outing', errand);
      const id = await room.files('an', 'outing', { ...errand, from: '2026-12-04' });
      expect(reads(viewIn(await room.press('an', 'request.show', { id })))).toContain('#2');
    });

    it('shows the same card in English to who reads English', async () => {
      const id = await room.files('an', 'outing', errand);
      expect(reads(viewIn(await room.press('an', 'request.show', { id })))).toContain('Thu 3 Dec 14:00–16:00');
    });

    it('refuses with a reason that the asker reads and nobody else is sent', async () => {
      const id = await room.files('bo', 'outing', errand);
      const form = await room.press('chen', 'request.refuse', { id });
      expect(await room.fills('chen', form, { text: ' ' })).toMatchObject({ kind: 'invalid', errors: { text: '请写几个字' } });
      await room.fills('chen', form, { text: '那天人手不够' });
      await room.settle();
      expect(await room.state(id)).toBe('refused');
      expect(room.sentTo('bo').map(reads).join()).toContain('那天人手不够');
      const audit = await test.database.query<{ detail: unknown }>("SELECT detail FROM audit_entry WHERE action = 'request.refuse'", []);
      expect(JSON.stringify(audit)).not.toContain('人手');
    });

    it('asks back, and goes on with the answer', async () => {
      const id = await room.files('bo', 'outing', errand);
      await room.submit('chen', 'request.ask-with', { id }, { text: '谁顶你的班' });
      expect(await room.state(id)).toBe('asked');
      await room.submit('bo', 'request.answer-with', { id }, { text: '安琪' });
      expect(await room.state(id)).toBe('approving');
      const card = reads(viewIn(await room.press('chen', 'request.show', { id })));
      expect(card).toContain('陈志远问:谁顶你的班');
      expect(card).toContain('答:安琪');
    });

    it('keeps what was typed when a field is wrong', async () => {
      const desk = await room.desk();
      const args = { type: 'leave', desk, kind: 'annual' };
      const wrong = { kind: 'annual', from: '2026-12-05', until: '2026-12-03', reason: '回家' };
      const reply = await room.submit('bo', 'request.file', args, wrong);
      expect(reply).toMatchObject({ kind: 'invalid', errors: { until: '结束在开始之前' } });
      const initials = formIn(reply).fields.map((field) => ('initial' in field ? field.initial : null));
      expect(initials).toEqual(expect.arrayContaining(['2026-12-05', '2026-12-03', '回家']));
    });
  });

  describe('nobody decides their own request', () => {
    it('takes what a lead asks for to the lead above, and refuses the lead who presses', async () => {
      await test.database.query("DELETE FROM member WHERE person_id = (SELECT id FROM person WHERE code = 'cai')", []);
      const id = await room.files('chen', 'outing', errand);
      expect(room.sentTo('boss').map(reads).join()).toContain('待审批');
      const reply = viewIn(await room.press('chen', 'request.approve', { id }));
      expect(reply).toMatchObject({ title: '不能审批自己的申请' });
      expect(await room.state(id)).toBe('approving');
    });

    it('says at filing that the chain leads to nobody, and whom to ask', async () => {
      await test.database.query("DELETE FROM member WHERE roles && '{team-lead,department-head}'", []);
      const args = { type: 'outing', desk: await room.desk(), kind: 'business' };
      const reply = await room.submit('bo', 'request.file', args, errand);
      expect(reply.kind).toBe('invalid');
      expect(JSON.stringify(reply)).toContain('直接上级审批,但没有这个人');
      expect(await test.database.query('SELECT 1 FROM request', [])).toEqual([]);
    });

    it('lets a lead file for a member, with both names, and sends it on to the next lead', async () => {
      await test.database.query("DELETE FROM member WHERE person_id = (SELECT id FROM person WHERE code = 'cai')", []);
      const id = await room.files('chen', 'outing', { ...errand, subject: await room.person('bo') });
      expect(reads(viewIn(await room.press('bo', 'request.show', { id })))).toContain('白波(陈志远代提)');
      expect(viewIn(await room.press('chen', 'request.approve', { id }))).toMatchObject({ title: '不能审批自己的申请' });
    });
  });

  describe('at the same moment', () => {
    it('lets one of two deciders win, and tells the other who was first', async () => {
      await test.database.query("UPDATE member SET roles = '{team-lead}' WHERE person_id = (SELECT id FROM person WHERE code = 'an')", []);
      const id = await room.files('bo', 'outing', errand);
      const replies = await Promise.all([
        room.press('chen', 'request.approve', { id }),
        room.submit('an', 'request.refuse-with', { id }, { text: 'too few that day' }),
      ]);
      const titles = replies.map((reply) => reads(viewIn(reply)));
      const state = await room.state(id);
      expect(['approved', 'refused']).toContain(state);
      expect(titles.filter((title) => title.includes('先办的') || title.includes('was first'))).toHaveLength(1);
      expect((await room.actions(id)).filter((action) => action !== 'request.file')).toHaveLength(1);
    });

    it('decides once for a double press, and repeats the answer', async () => {
      const id = await room.files('bo', 'outing', errand);
      const replies = await Promise.all([
        room.press('chen', 'request.approve', { id }, 'press-1'),
        room.press('chen', 'request.approve', { id }, 'press-1'),
        room.press('chen', 'request.approve', { id }, 'press-2'),
      ]);
      expect(replies.every((reply) => reply.kind === 'replace' || reply.kind === 'say')).toBe(true);
      expect((await room.actions(id)).filter((action) => action === 'request.approve')).toHaveLength(1);
    });

    it('withdraws or approves, never both', async () => {
      for (let round = 0; round < 5; round += 1) {
        const id = await room.files('bo', 'outing', { ...errand, from: `2026-12-1${round}` });
        await Promise.all([room.press('bo', 'request.withdraw', { id }), room.press('chen', 'request.approve', { id })]);
        const actions = (await room.actions(id)).filter((action) => action !== 'request.file');
        expect(actions).toHaveLength(1);
        expect(await room.state(id)).toBe(actions[0] === 'request.approve' ? 'approved' : 'withdrawn');
      }
    });
  });

  describe('taking back', () => {
    it('withdraws before it is decided; a lead says why', async () => {
      const id = await room.files('bo', 'outing', errand);
      const form = await room.press('chen', 'request.withdraw', { id });
      expect(formIn(form).route).toBe('request.withdraw-with');
      await room.fills('chen', form, { text: '提错了' });
      expect(await room.state(id)).toBe('withdrawn');
      const late = viewIn(await room.press('chen', 'request.approve', { id }));
      expect(late).toMatchObject({ title: '已经处理过了:已撤回' });
    });

    it('cancels what was approved by the same chain, and again after it was kept', async () => {
      const id = await room.files('bo', 'outing', errand);
      await room.press('chen', 'request.approve', { id });
      await room.submit('bo', 'request.cancel-with', { id }, { text: '会取消了' });
      expect(await room.state(id)).toBe('cancelling');
      await room.settle();
      expect(room.sentTo('chen').map(reads).join()).toContain('会取消了');
      await room.submit('chen', 'request.refuse-with', { id }, { text: '还是要去' });
      expect(await room.state(id)).toBe('approved');
      await room.submit('bo', 'request.cancel-with', { id }, { text: '真的取消了' });
      await room.press('chen', 'request.approve', { id });
      expect(await room.state(id)).toBe('cancelled');
    });
  });

  describe('time', () => {
    it('reminds a slow decider, and lapses when the thing begins', async () => {
      const id = await room.files('bo', 'outing', errand);
      const before = room.sentTo('chen').length;
      await room.until('2026-12-01T23:00');
      expect(room.sentTo('chen').length).toBe(before + 1);
      await room.until('2026-12-03T14:00');
      expect(await room.state(id)).toBe('lapsed');
      expect(room.sentTo('bo').map(reads).join()).toContain('过期了');
      expect(viewIn(await room.press('chen', 'request.approve', { id }))).toMatchObject({ title: '已经处理过了:已过期' });
    });

    it('refuses a press after its time even before it has lapsed', async () => {
      const id = await room.files('bo', 'outing', errand);
      room.now = room.now.add({ hours: 24 * 3 });
      expect(viewIn(await room.press('chen', 'request.approve', { id }))).toMatchObject({ title: '过了时间,不能再办' });
    });

    it('tells the leads when nobody is left who could decide', async () => {
      const id = await room.files('bo', 'outing', errand);
      await test.database.query(
        "UPDATE member SET roles = '{desk-admin}' WHERE person_id IN (SELECT id FROM person WHERE code IN ('chen', 'cai')); ",
        [],
      );
      await test.database.query("UPDATE request_step SET words = '{guard-captain}' WHERE request_id = $1::uuid", [id]);
      await room.until('2026-12-01T23:00');
      expect(room.sentTo('chen').map(reads).join()).toContain('现在没有人能审批');
      expect(reads(viewIn(await room.press('bo', 'request.show', { id })))).toContain('现在没有人能审批');
    });
  });

  describe('somebody in the place of a decider', () => {
    it('lets a delegate decide in the stated period only, for the one who is away', async () => {
      await room.types('chen', '委托 潘主任 12月2日到12月3日');
      const [row] = await test.database.query<{ to: string }>('SELECT to_person::text AS to FROM delegation', []);
      expect(row?.to).toBe(await room.person('deputy'));
      const id = await room.files('bo', 'outing', { ...errand, from: '2026-12-20' });
      expect(viewIn(await room.press('deputy', 'request.approve', { id }))).toMatchObject({ title: '这一步不由你办' });
      await room.until('2026-12-02T09:00');
      const card = reads(viewIn(await room.press('deputy', 'request.approve', { id })));
      expect(card).toContain('潘主任(代陈志远)');
      expect(await room.state(id)).toBe('approved');
    });

    it('lets a delegate without a period decide exactly while the other is away on approved leave', async () => {
      await room.types('chen', '委托 潘主任');
      const id = await room.files('bo', 'outing', { ...errand, from: '2026-12-20' });
      const leave = await room.files('chen', 'leave', { kind: 'annual', from: '2026-12-02', until: '2026-12-02' });
      const away = (approved: boolean) =>
        test.database.query(
          `INSERT INTO absence (org_id, id, desk_id, person_id, request_id, starts_at, ends_at, approved)
           SELECT org_id, gen_random_uuid(), desk_id, subject_id, id, starts_at, ends_at, $2 FROM request WHERE id = $1::uuid`,
          [leave, approved],
        );
      await room.until('2026-12-02T09:00');
      await away(false);
      expect(viewIn(await room.press('deputy', 'request.approve', { id }))).toMatchObject({ title: '这一步不由你办' });
      await test.database.query('DELETE FROM absence', []);
      await away(true);
      expect(reads(viewIn(await room.press('deputy', 'request.approve', { id })))).toContain('潘主任(代陈志远)');
    });

    it('hands one decision to another lead', async () => {
      const id = await room.files('bo', 'outing', errand);
      const form = await room.press('chen', 'request.hand', { id });
      await room.fills('chen', form, { to: await room.person('boss') });
      await room.settle();
      expect(room.sentTo('boss').map(reads).join()).toContain('待审批');
      await room.press('boss', 'request.approve', { id });
      expect(await room.state(id)).toBe('approved');
    });
  });

  describe('by a regulation', () => {
    const trip = { kind: 'personal', from: '2026-12-07', until: '2026-12-07', reason: '家里有事' };
    const role = (code: string, role: string) =>
      test.database.query('UPDATE member SET roles = ARRAY[$2] WHERE person_id = (SELECT id FROM person WHERE code = $1)', [code, role]);

    beforeEach(async () => {
      await room.open('[{ id: maintenance-leave, from: "2025-01-01" }]');
      for (const [code, name] of [
        ['chen', 'station-lead'],
        ['cai', 'guard'],
        ['boss', 'regional-lead'],
        ['deputy', 'department-manager'],
      ] as const)
        await role(code, name);
    });

    it('refuses with rule, figure, limit and what would be allowed, and keeps the form', async () => {
      const args = { type: 'leave', desk: await room.desk(), kind: 'personal' };
      const reply = await room.submit('bo', 'request.file', args, { ...trip, until: '2026-12-14' });
      const said = JSON.stringify(reply);
      expect(said).toContain('8 天,上限 7 天;最多到 12月13日(周日)');
      expect(said).toContain('maintenance-leave-03');
      expect(await test.database.query('SELECT 1 FROM request', [])).toEqual([]);
    });

    it('names who is missing where the chain leads to nobody', async () => {
      await role('chen', 'guard');
      const args = { type: 'leave', desk: await room.desk(), kind: 'personal' };
      expect(JSON.stringify(await room.submit('bo', 'request.file', args, trip))).toContain('要由站长审批,但没有这个人');
    });

    it('goes by the tier of its length, and shows the rule at stake', async () => {
      const id = await room.files('bo', 'leave', { ...trip, until: '2026-12-10' });
      expect(room.sentTo('boss').map(reads).join()).toContain('待审批');
      expect(reads(viewIn(await room.press('boss', 'request.show', { id })))).toContain('maintenance-leave');
    });

    it('asks for what is owed, closes when it is done, and tells the leads of a miss', async () => {
      const first = await room.files('bo', 'leave', trip);
      const second = await room.files('an', 'leave', { ...trip, from: '2026-12-09', until: '2026-12-09' });
      for (const id of [first, second]) {
        expect(viewIn(await room.press('deputy', 'request.approve', { id }))).toMatchObject({ title: '这一步不由你办' });
        await room.press('chen', 'request.approve', { id });
        expect(await room.state(id)).toBe('approving');
        await room.press('deputy', 'request.approve', { id });
        expect(await room.state(id)).toBe('approved');
      }
      const owed = await test.database.query<{ id: string; request: string; due_at: Date }>(
        'SELECT id::text AS id, request_id::text AS request, due_at FROM request_follow_up ORDER BY due_at',
        [],
      );
      expect(owed.map((row) => row.due_at.toISOString())).toEqual(['2026-12-08T16:00:00.000Z', '2026-12-10T16:00:00.000Z']);
      await room.press('bo', 'request.done', { id: first, follow: owed[0]?.id ?? '' });
      expect(await room.state(first)).toBe('closed');
      await room.until('2026-12-11T00:00');
      expect(await room.state(second)).toBe('approved');
      expect(room.sentTo('chen').map(reads).join()).toContain('没有按时销假');
      expect(await test.database.query("SELECT state FROM request_follow_up WHERE state = 'missed'", [])).toHaveLength(1);
      expect(viewIn(await room.press('an', 'request.done', { id: second, follow: owed[1]?.id ?? '' }))).toMatchObject({
        title: 'This is done already',
      });
    });
  });

  describe('a rule that holds in principle', () => {
    it('is set aside by a decider who says why, and both stay on record [telecom-leave-16]', async () => {
      await room.open('[{ id: telecom-leave, from: "2025-01-01" }]');
      await test.database.query("UPDATE member SET roles = '{team-lead,department-director}' WHERE roles && '{team-lead}'", []);
      await test.database.query(
        `WITH r AS (INSERT INTO roster (org_id, id, desk_id, month, state) SELECT org_id, gen_random_uuid(), id, '2026-12', 'published' FROM desk WHERE code = 'gate' RETURNING *),
           s AS (INSERT INTO slot (org_id, id, desk_id, roster_id, shift, duty_on, starts_at, ends_at)
             SELECT org_id, gen_random_uuid(), desk_id, id, 'night', '2026-12-08', '2026-12-08T12:00Z', '2026-12-09T00:00Z' FROM r RETURNING *)
         INSERT INTO assignment (org_id, id, slot_id, desk_id, person_id, role, starts_at, ends_at, live)
         SELECT s.org_id, gen_random_uuid(), s.id, s.desk_id, p.id, 'duty-officer', s.starts_at, s.ends_at, true FROM s, person p WHERE p.code = 'bo'`,
        [],
      );
      const values = { kind: 'personal', from: '2026-12-08', until: '2026-12-08', reason: '家里有事', circumstances: 'ordinary' };
      const id = await room.files('bo', 'leave', values);
      const form = await room.press('chen', 'request.approve', { id });
      expect(JSON.stringify(form)).toContain('原则上');
      await room.fills('chen', form, { text: '家里老人住院,已找好人' });
      const [row] = await test.database.query<{ flags: { reason: string; rules: string[] }[] }>(
        'SELECT flags FROM request WHERE id = $1::uuid',
        [id],
      );
      expect(row?.flags.find((flag) => flag.rules.includes('telecom-leave-16'))).toMatchObject({ reason: '家里老人住院,已找好人' });
    });
  });

  describe('lists', () => {
    it('shows what waits for me, what I asked for, and every type there is', async () => {
      const id = await room.files('bo', 'outing', errand);
      const waiting = viewIn(await room.types('chen', '待审批'));
      expect(waiting).toMatchObject({ title: '等我审批 · 1' });
      expect(reads(waiting)).toContain('白波 12月3日(周四)14:00–16:00');
      expect(reads(viewIn(await room.types('bo', '我的申请')))).toContain('待审批');
      const types = reads(viewIn(await room.types('bo', '申请')));
      for (const name of ['请假', '换班', '加班', '动火作业']) expect(types).toContain(name);
      expect(viewIn(await room.types('an', 'approvals'))).toMatchObject({ title: 'Nothing waits for you' });
      expect(viewIn(await room.press('an', 'request.show', { id }))).toMatchObject({ tone: 'info' });
    });
  });

  describe('a sentence', () => {
    it('is shown back with absolute days before it is sent', async () => {
      const card = viewIn(await room.types('bo', '申请 外出 明天 14:00-16:00 公务 去区里开会'));
      expect(reads(card)).toContain('12月2日(周三)14:00–16:00');
      expect(await test.database.query('SELECT 1 FROM request', [])).toEqual([]);
      const send = actionsIn(card).find((action) => action.label === '提交');
      if (send?.kind !== 'press') throw new Error('no button');
      expect(viewIn(await room.press('bo', send.route, send.args))).toMatchObject({ title: '已提交 · 外出 · 公务外出' });
    });

    it('asks for a day that does not exist instead of guessing', async () => {
      const reply = viewIn(await room.types('bo', '申请 外出 2月30日 14:00-16:00 公务'));
      expect(reply).toMatchObject({ title: expect.stringContaining('没有“2月30日') });
      expect(labelsIn(reply)).toEqual(['填表…']);
    });
  });
});
