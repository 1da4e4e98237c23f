import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentEffects, documentSlice } from '../../src/features/document/index.ts';
import { peopleSlice } from '../../src/features/people/index.ts';
import { createRequestSlice } from '../../src/features/request/index.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { LeaveRoom, staff, stationFile } from '../harness/leave-room.ts';

const pdf = Buffer.from('%PDF-1.7 sick note of Ann');
const shownText = (reply: unknown): string => JSON.stringify(reply);

describe('evidence sent to the bot', () => {
  let test: TestDatabase;
  let room: LeaveRoom;
  let numbers = 0;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new LeaveRoom(test.database, [createRequestSlice([...documentEffects]), documentSlice, peopleSlice]);
    await test.database.query(
      'TRUNCATE organisation, workspace, desk, person, identity, member, request, request_file, outbox, inbox CASCADE',
      [],
    );
    await room.apply(stationFile(['telecom-leave']));
  });

  /** A request of Ann's, as it is stored; gives its id. */
  async function requested(extra: Record<string, unknown> = {}): Promise<string> {
    const { org, desk, person } = await room.ids();
    const id = newId();
    numbers += 1;
    const unit = createUnit({ org, now: room.now, newId });
    unit.insert('request', {
      orgId: org,
      id,
      deskId: desk,
      number: numbers,
      type: 'leave',
      kind: 'sick',
      state: 'approving',
      subjectId: person.ann,
      filedBy: person.ann,
      station: desk,
      fromOn: '2026-12-03',
      untilOn: '2026-12-05',
      startsAt: '2026-12-02T16:00:00Z',
      endsAt: '2026-12-05T16:00:00Z',
      filedAt: room.now,
      lapsesAt: '2026-12-20T00:00:00Z',
      ...extra,
    });
    await test.database.write(unit.statements);
    return id;
  }
  const files = () =>
    test.database.query<{ id: string; request: string | null; document: string; from: string | null; until: string | null }>(
      `SELECT id::text AS id, request_id::text AS request, document, from_on::text AS from, until_on::text AS until FROM request_file ORDER BY at, id`,
      [],
    );
  const step = async (request: string, decidedBy: string | null) => {
    const { org } = await room.ids();
    const unit = createUnit({ org, now: room.now, newId });
    unit.insert('request_step', {
      orgId: org,
      id: newId(),
      requestId: request,
      round: 'grant',
      kind: 'approve',
      stage: 1,
      words: ['superior'],
      state: decidedBy === null ? 'open' : 'agreed',
      decidedBy,
      decidedAt: decidedBy === null ? null : room.now,
    });
    await test.database.write(unit.statements);
  };

  it('asks which request it belongs to, which document it is and which days it covers', async () => {
    const request = await requested();
    const card = await room.sends(staff.ann, 'IMG_001.pdf', pdf);
    expect(shownText(card)).toContain('它属于哪个申请');
    const form = await room.press(staff.ann, 'document.place', { file: (await files())[0]?.id ?? '', request });
    expect(form).toMatchObject({
      kind: 'form',
      form: { fields: [{ initial: 'medical-certificate' }, { initial: '2026-12-03' }, { initial: '2026-12-05' }] },
    });
    const done = await room.fills(staff.ann, form, { document: 'medical-certificate', from: '2026-12-03', until: '2026-12-05' });
    expect(shownText(done)).toContain('已附到');
    expect(await files()).toMatchObject([{ request, document: 'medical-certificate', from: '2026-12-03', until: '2026-12-05' }]);
  });

  it('says which days of the leave a certificate leaves out [telecom-leave-14]', async () => {
    const request = await requested();
    await room.sends(staff.ann, 'note.pdf', pdf);
    const form = await room.press(staff.ann, 'document.place', { file: (await files())[0]?.id ?? '', request });
    const done = await room.fills(staff.ann, form, { document: 'medical-certificate', from: '2026-12-03', until: '2026-12-04' });
    expect(shownText(done)).toContain('还没有证明的日子:12月5日(周六)');
  });

  it('keeps what was typed where the days are missing or backwards', async () => {
    const request = await requested();
    await room.sends(staff.ann, 'note.pdf', pdf);
    const form = await room.press(staff.ann, 'document.place', { file: (await files())[0]?.id ?? '', request });
    const without = await room.fills(staff.ann, form, { document: 'medical-certificate' });
    expect(without).toMatchObject({ kind: 'invalid', errors: { from: '请填证明覆盖的日期' } });
    const backwards = await room.fills(staff.ann, form, { document: 'medical-certificate', from: '2026-12-05', until: '2026-12-03' });
    expect(backwards).toMatchObject({ kind: 'invalid', errors: { until: '结束日期在开始日期之前' } });
    expect(backwards).toMatchObject({ form: { fields: [{}, { initial: '2026-12-05' }, { initial: '2026-12-03' }] } });
  });

  it('refuses thirty megabytes before they are read, and what is larger than its messenger says', async () => {
    const known = await room.sends(staff.ann, 'scan.pdf', pdf, { size: 30 * 1024 * 1024 });
    expect(shownText(known)).toContain('文件 30 MB,上限 10 MB');
    room.slack.download = () => Promise.reject(room.slack.tooLarge());
    const unknown = await room.sends(staff.ann, 'scan.pdf', pdf, { size: 0 });
    expect(shownText(unknown)).toContain('文件超过 10 MB');
    expect(await files()).toEqual([]);
  });

  it('takes ten megabytes, and nothing that is no photo or PDF', async () => {
    const ten = Buffer.concat([pdf, Buffer.alloc(10 * 1024 * 1024 - pdf.length)]);
    expect(shownText(await room.sends(staff.ann, 'scan.pdf', ten))).toContain('收到一份证明');
    expect(shownText(await room.sends(staff.ann, 'scan.pdf', Buffer.from('<html>')))).toContain('这个文件打不开');
    expect(shownText(await room.sends(staff.ann, 'empty.pdf', Buffer.alloc(0)))).toContain('文件是空的');
    expect(await files()).toHaveLength(1);
  });

  it('keeps it for a request still to be filed where there is none', async () => {
    const card = await room.sends(staff.ann, 'note.pdf', pdf);
    const form = await room.presses(staff.ann, card, '说明是什么');
    const done = await room.fills(staff.ann, form, { document: 'medical-certificate', from: '2026-12-03', until: '2026-12-05' });
    expect(shownText(done)).toContain('提交申请时附上');
    expect(await files()).toMatchObject([{ request: null, document: 'medical-certificate' }]);
  });

  it('that waits goes with the request it is for, not with one that asks for no proof, nor with what its sender files for somebody else', async () => {
    await room.apply(stationFile([]));
    const keeps = async (who: string): Promise<void> => {
      const form = await room.presses(who, await room.sends(who, 'note.pdf', pdf), '说明是什么');
      await room.fills(who, form, { document: 'medical-certificate', from: '2026-12-03', until: '2026-12-05' });
    };
    await keeps(staff.ann);
    await keeps(staff.lead);
    const { desk, person } = await room.ids();
    const file = (who: string, type: string, kind: string | null, values: Record<string, string>) =>
      room.ask(who, {
        kind: 'submit',
        route: 'request.file',
        args: { type, desk, ...(kind === null ? {} : { kind }) },
        values: { ...(kind === null ? {} : { kind }), reason: '看病', ...values },
      });
    await file(staff.ann, 'outing', 'business', { from: '2026-12-20', from_time: '10:00', until_time: '11:00' });
    expect((await files()).map((one) => one.request)).toEqual([null, null]);
    const filed = await file(staff.lead, 'leave', 'sick', { from: '2026-12-03', until: '2026-12-05', subject: person.ann });
    expect(shownText(filed)).toContain('已提交');
    const placed = (await files()).map((one) => one.request !== null);
    expect(placed).toEqual([true, false]);
  });

  it('is nobody else’s to place, and is placed once', async () => {
    const request = await requested();
    await room.sends(staff.ann, 'note.pdf', pdf);
    const args = { file: (await files())[0]?.id ?? '', request };
    expect(shownText(await room.press(staff.bo, 'document.place', args))).toContain('这份证明不是你发的');
    const form = await room.press(staff.ann, 'document.place', args);
    await room.fills(staff.ann, form, { document: 'other' });
    expect(shownText(await room.fills(staff.ann, form, { document: 'other' }))).toContain('已经附上了');
  });

  it('goes to those who decide and to whom it is about, alone and once, and keeps who looked', async () => {
    const request = await requested({ number: 12 });
    const { org, person } = await room.ids();
    await step(request, person.lead);
    await room.sends(staff.ann, 'note.pdf', pdf);
    const file = (await files())[0]?.id ?? '';
    const form = await room.press(staff.ann, 'document.place', { file, request });
    await room.fills(staff.ann, form, { document: 'medical-certificate', from: '2026-12-03', until: '2026-12-05' });
    expect(shownText(await room.press(staff.bo, 'document.show', { file }))).toContain('你不能看这份证明');
    expect(shownText(await room.press(staff.lead, 'document.show', { file }))).toContain('已单独发给你');
    await room.press(staff.lead, 'document.show', { file });
    await room.runtime.settle();
    expect(room.slack.files.map(({ to, name, content }) => ({ to, name, content: content.toString() }))).toEqual([
      { to: { kind: 'person', id: staff.lead }, name: '#12 医院诊断证明.pdf', content: pdf.toString() },
    ]);
    const looked = await test.database.query<{ person: string }>(
      `SELECT person_id::text AS person FROM audit_entry WHERE action = 'document.look' AND org_id = $1::uuid`,
      [org],
    );
    expect(new Set(looked.map((entry) => entry.person))).toEqual(new Set([person.lead]));
    await room.press(staff.ann, 'document.show', { file });
    await room.runtime.settle();
    expect(room.slack.files.at(-1)?.to.id).toBe(staff.ann);
  });

  it('is sent once although the connection broke after it arrived, and again where it did not', async () => {
    const request = await requested();
    await room.sends(staff.ann, 'note.pdf', pdf);
    const file = (await files())[0]?.id ?? '';
    await room.fills(staff.ann, await room.press(staff.ann, 'document.place', { file, request }), { document: 'other' });
    for (const delivered of [true, false]) {
      room.slack.files.length = 0;
      let first = true;
      room.slack.failFile = () => {
        if (!first) return null;
        first = false;
        return { error: room.slack.error('network'), delivered };
      };
      room.now = room.now.add({ hours: 1 });
      await room.press(staff.ann, 'document.show', { file });
      await room.runtime.settle();
      room.now = room.now.add({ seconds: 5 });
      await room.runtime.settle();
      expect([delivered, room.slack.files.length]).toEqual([delivered, 1]);
    }
  });

  it('is forgotten after two weeks where nobody said what it belongs to', async () => {
    await room.sends(staff.ann, 'note.pdf', pdf);
    const { org } = await room.ids();
    const drop = async () => {
      const unit = createUnit({ org, now: room.now, newId });
      await documentSlice.planners?.[0]?.plan(
        { now: room.now, org, orgZone: 'Asia/Shanghai', orgLocale: 'zh', db: test.database, unit, newId },
        '',
        room.now,
        room.now,
      );
      await test.database.write(unit.statements);
    };
    room.now = room.now.add({ hours: 14 * 24 });
    await drop();
    expect(await files()).toHaveLength(1);
    room.now = room.now.add({ seconds: 1 });
    await drop();
    expect(await files()).toEqual([]);
  });
});
