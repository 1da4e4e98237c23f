import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says, userOf } from '../harness/exchange.ts';
import { IncidentRoom } from '../harness/incident-room.ts';
import { unzipped } from '../harness/unzip.ts';

describe('the written report of an incident', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    await room.goesBy(['center-security-2'], { guan: ['centre-admin'], dui: ['guard-captain'] });
    await room.reports('an', '大厅有安全隐患');
    await room.pressesCard('guan', '收到');
  });

  const told = () => room.slack.files.map(({ to }) => to.id).sort();
  const text = (at: number) => unzipped(room.slack.files.at(at)?.content ?? Buffer.alloc(0), 'word/document.xml').replace(/<[^>]+>/g, '');

  it('holds what is known, what was written and every deed, and goes to those who were told and the leads alone', async () => {
    await room.fillsCard('an', '写报告…', { course: '吊顶松动 <3 处> & 落灰\u0007', handling: '已围挡', cause: '渗水' });
    expect(told()).toEqual(['an', 'dui', 'guan', 'lin', 'wang', 'zhang'].map(userOf).sort());
    expect(room.slack.files[0]?.name).toBe('安全隐患 2026-1 书面报告 2026-12-01.docx');
    const document = text(0);
    for (const part of [
      '突发事件书面报告',
      '安全隐患 #2026-1 · 客服',
      '大厅有安全隐患',
      '吊顶松动 &lt;3 处&gt; &amp; 落灰 ',
      '渗水',
      '已围挡',
      '中心管理人员 guan · 10:00 已收到',
      'center-security-2-13',
      '交书面报告',
      '安平',
    ])
      expect(document).toContain(part);
    expect(room.reads('dui')).toContain('报告已交');
  });

  it('is in English for who reads English', async () => {
    await room.db.query("UPDATE person SET locale = 'en' WHERE code = 'guan'", []);
    await room.fillsCard('an', '写报告…', { course: 'Loose ceiling', handling: 'Fenced off' });
    const mine = room.slack.files.findIndex(({ to }) => to.id === userOf('guan'));
    expect(room.slack.files[mine]?.name).toBe('Hazard 2026-1 report 2026-12-01.docx');
    expect(text(mine)).toContain('Written incident report');
  });

  it('that says nothing is not taken and what was typed stays', async () => {
    const form = await room.pressesCard('an', '写报告…');
    const reply = await room.fills('an', form, { course: '经过写好了', handling: ' ' });
    expect(says(reply)).toContain('要填');
    expect(JSON.stringify(reply)).toContain('经过写好了');
    expect(told()).toEqual([]);
  });

  it('is given to whoever asks and may read it, once in a while, and to nobody else', async () => {
    const { id } = await room.only();
    expect(says(await room.ask('bai', { kind: 'press', route: 'incident.get-report', args: { id } }))).toContain('还没有书面报告');
    await room.fillsCard('an', '写报告…', { course: '经过', handling: '已围挡' });
    room.slack.files.length = 0;
    const asks = () => room.ask('bai', { kind: 'press', route: 'incident.get-report', args: { id } });
    await Promise.all([asks(), asks()]);
    await room.settle();
    expect(told()).toEqual([userOf('bai')]);
    await room.db.query("DELETE FROM member WHERE person_id = (SELECT id FROM person WHERE code = 'bai')", []);
    room.now = room.now.add({ minutes: 30 });
    expect(says(await asks())).toContain('这个事件你不能动');
  });

  it('of whoever left before it was sent is not sent to them', async () => {
    room.slack.failFile = ({ to }) => (to.id === userOf('guan') ? { error: room.slack.error('rate', 60_000), delivered: false } : null);
    await room.fillsCard('an', '写报告…', { course: '经过', handling: '已围挡' });
    room.slack.failFile = null;
    await room.db.query("UPDATE person SET active = false WHERE code = 'guan'", []);
    await room.until('2026-12-01T10:05');
    expect(told()).not.toContain(userOf('guan'));
  });
});
