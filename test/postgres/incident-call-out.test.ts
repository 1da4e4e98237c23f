import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shiftExtended } from '../../src/features/incident/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { IncidentRoom } from '../harness/incident-room.ts';

/** Everybody of a desk is called in, on the real runtime. */
describe('everybody is called out', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());
  const at = (time: string) => room.until(`2026-12-01T${time}`);

  const open = async () => {
    await room.goesBy(['center-security-1']);
    await room.reports('an', '特殊情况 大量人员聚集');
  };

  it('each answers, and the roll shows who is in, who comes, who does not and who is silent [center-security-1-12]', async () => {
    await open();
    expect(await room.notices()).toHaveLength(4);
    expect((await room.notices()).filter((line) => line.includes(' call whole-unit told'))).toHaveLength(3);
    await room.pressesCard('zhang', '我来');
    await room.fillsCard('lin', '来不了…', { text: '在外地' });
    const card = room.reads('an');
    expect(card).toContain('"在岗","value":"1 · 白雪"');
    expect(card).toContain('"能来","value":"1 · 张班长"');
    expect(card).toContain('"来不了","value":"1 · 林主管"');
    expect(card).toContain('"未答","value":"1 · 王总"');
    expect(room.reads('C0CALLS')).toContain('在岗 1 · 能来 1 · 来不了 1 · 未答 1');
    expect(room.reads('zhang')).toContain('你的答复:10:00 能来');
  });

  it('whoever is on duty at the moment of the call is in, is told and is not asked [center-security-1-12]', async () => {
    await open();
    expect(await room.notices()).toContain('bai call whole-unit answered');
    expect(room.reads('bai')).toContain('你在岗,算已到');
    await expect(room.pressesCard('bai', '我来')).rejects.toThrow('has no “我来”');
    expect(room.reads('bai')).not.toContain('林主管');
  });

  it('whoever is rostered and not in, although others of the shift are, is asked [center-security-1-12]', async () => {
    await room.goesBy(['center-security-1']);
    await room.types('an', '上班打卡');
    await room.reports('an', '特殊情况 大量人员聚集');
    expect(await room.notices()).toContain('bai call whole-unit told');
  });

  it('an answer is changed until the call-out ends, and the last one counts [center-security-1-12]', async () => {
    await open();
    await room.pressesCard('zhang', '我来');
    await at('10:04');
    await room.fillsCard('zhang', '来不了…', { text: '车坏了' });
    expect(room.reads('an')).toContain('"来不了","value":"1 · 张班长"');
    expect(room.reads('zhang')).toContain('你的答复:10:04 来不了');
    const again = await room.pressesCard('zhang', '我来');
    await room.pressesCard('lin', '我来');
    await at('10:06');
    expect(says(again)).not.toContain('已经答复过');
    expect(room.reads('an')).toContain('"能来","value":"2 · ');
    await room.fillsCard('an', '处置完毕…', { text: '已疏散' });
    const { id } = await room.only();
    expect(says(await room.ask('zhang', { kind: 'press', route: 'incident.coming', args: { id } }))).toContain('不用再来了');
    expect(says(await room.ask('zhang', { kind: 'press', route: 'incident.absent-open', args: { id } }))).toContain('不用再来了');
    await expect(room.pressesCard('zhang', '来不了…')).rejects.toThrow('has no “来不了…”');
  });

  it('whoever also has to know acknowledges with either answer, or with its own button first [center-security-1-12]', async () => {
    await room.goesBy(['center-security-1', 'center-security-2'], { guan: ['centre-admin'], er: ['centre-admin'] });
    await room.reports('an', '特殊情况 大量人员聚集');
    const own = async (code: string) => (await room.notices()).filter((line) => line.startsWith(`${code} to `));
    expect((await own('guan')).join()).toContain(' told');
    await room.pressesCard('guan', '收到');
    expect((await own('guan')).join()).toContain(' answered');
    await room.pressesCard('guan', '我来');
    expect((await own('er')).join()).toContain(' told');
    await room.fillsCard('er', '来不了…', { text: '' });
    expect((await own('er')).join()).toContain(' answered');
  });

  it('the silent are asked once more and the reporter gets their numbers [center-security-1-12]', async () => {
    await open();
    for (const code of ['zhang', 'lin']) await room.pressesCard(code, '我来');
    const before = room.got('wang');
    await at('10:09:59');
    expect(room.got('wang')).toBe(before);
    await at('10:10');
    expect(room.got('wang')).toBe(before + 1);
    expect(room.reads('an')).toContain('请打电话:王总');
  });

  it('nobody on duty leaves until it is handled; then they may [center-security-1-12]', async () => {
    await open();
    const held = () => room.run((ctx) => shiftExtended(ctx, room.ownDesk));
    const gate = await held();
    expect(gate?.lines[0]?.words.zh).toContain('特殊情况 #2026-1还没有处置完,值班延长');
    expect(gate?.lines[0]?.cites.map(({ rule }) => rule)).toEqual(['center-security-1-12']);
    await room.fillsCard('an', '处置完毕…', { text: '已疏散' });
    expect(await held()).toBeNull();
    expect((await room.notices()).filter((line) => line.includes('skipped'))).toHaveLength(3);
  });

  it('nobody is called out for less [center-security-1-12]', async () => {
    await room.goesBy(['center-security-1']);
    await room.reports('an', '有人吵架');
    expect((await room.notices()).join()).not.toContain('whole-unit');
    expect(await room.run((ctx) => shiftExtended(ctx, room.ownDesk))).toBeNull();
  });
});
