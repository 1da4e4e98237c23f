import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFixture, photo } from '../harness/fixtures.ts';
import { startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

const channel = 'front-desk';
const group = '前台值班群';
const toLog = 'Add to duty log · 记入日志';

/** Days of a front desk that keeps its log and registers, two of its people on Slack, two on Feishu, one of each reads English. */
describe('the log and the registers of a front desk', { timeout: 60_000 }, () => {
  let world: World;
  /** Customer supervisor. */
  let gu: StoryPerson;
  let meng: StoryPerson;
  /** Reads English. */
  let xie: StoryPerson;
  let fang: StoryPerson;
  /** Reads English. */
  let li: StoryPerson;
  /** A guard of another desk. */
  let wu: StoryPerson;
  let guest: StoryPerson;

  beforeAll(async () => {
    world = await startWorld({ at: '2026-12-01T09:00', desks: ['gate'], deskFiles: [deskFixture('desk-records.yaml')] });
    gu = world.person('slack', 'U0R00');
    meng = world.person('slack', 'U0R01');
    xie = world.person('slack', 'U0R02');
    fang = world.person('feishu', 'ou_rec03');
    li = world.person('feishu', 'ou_rec04');
    wu = world.person('feishu', 'ou_gate06');
    guest = world.person('slack', 'U0GUEST');
  });
  afterAll(() => world.stop());

  const entries = (type: string) =>
    world.database.query<{ number: number | null; line: string; photos: number }>(
      `SELECT e.number, coalesce(e.fields ->> 'matter', e.fields ->> 'content') AS line,
         (SELECT count(*)::int FROM entry_file f WHERE f.org_id = e.org_id AND f.entry_id = e.id) AS photos
       FROM entry e JOIN desk d ON d.org_id = e.org_id AND d.id = e.desk_id WHERE e.type = $1 AND d.code = 'records' ORDER BY e.at, e.number`,
      [type],
    );
  const lines = async (type = 'duty-log') => (await entries(type)).map(({ line }) => line);
  const photosOf = async (line: string) => (await entries('duty-log')).find((entry) => entry.line === line)?.photos;
  const audits = (action: string) =>
    world.database.query<{ person: string; detail: Record<string, unknown> }>(
      `SELECT p.code AS person, a.detail FROM audit_entry a JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id
       WHERE a.action = $1 ORDER BY a.seq`,
      [action],
    );
  /** The table somebody was sent, without its mark. */
  const table = (who: StoryPerson) => {
    const { client } = who.platform === 'slack' ? world.slack : world.feishu;
    const sent = who.messages().findLast((message) => message.from.bot && message.files.length > 0);
    const file = sent === undefined ? null : client.file(who.id, sent.conversation, sent.files[0]?.id ?? '');
    return file?.content.toString('utf8') ?? '';
  };

  it('a word notes a line, in either language on either messenger', async () => {
    await meng.says('记录 三楼漏水,已通知维修');
    meng.sees('已记录 · 值班日志', '09:00 三楼漏水,已通知维修', '前台');
    await li.says('log parcel left at the desk');
    li.sees('Noted · Duty log', '09:00 parcel left at the desk', 'Front desk');
    await xie.commands('/duty log a visitor asked for the lift key', channel);
    xie.seesIn(channel, 'Noted · Duty log', 'a visitor asked for the lift key');
    meng.hearsNothing(channel);
    await fang.says('记录');
    fang.sees('值班日志', '事项');
    expect(await lines()).toEqual(['三楼漏水,已通知维修', 'parcel left at the desk', 'a visitor asked for the lift key']);
  });

  it('a form has the fields of the regulation; whoever it names is told, and the card follows', async () => {
    await fang.opens('登记 信息记录');
    expect(fang.choices('urgency')).toEqual(['紧急', '重要', '一般']);
    await fang.fills({ content: '二楼灯坏', from: '业主', urgency: '紧急', notified: '孟佳' });
    fang.sees('已记录 · 信息记录', '二楼灯坏');
    meng.sees('信息记录 · 前台', '处理中', '二楼灯坏', '缓急:紧急', '方圆');
    xie.seesNot('二楼灯坏');
    await xie.opens('register information');
    expect(xie.choices('urgency')).toEqual(['Urgent', 'Important', 'Normal']);
    await xie.fills({ content: '' });
    xie.sees('Please complete this required field');
    await xie.fills({ content: 'lamp of the yard is broken', urgency: 'Normal', notified: 'Li Ming, Nobody Known' });
    xie.sees('Noted · Information record');
    li.sees('Information record · Front desk', 'Open', 'lamp of the yard is broken', 'Xie Nuo');
    await fang.presses('看');
    await fang.presses('已办结');
    fang.sees('信息记录 · 前台', '已办结');
    meng.sees('信息记录 · 前台', '已办结');
  });

  it('a message of the channel is noted by shortcut, by an emoji or by an answer, once, with who said it', async () => {
    await meng.saysIn(channel, '电梯停在四楼');
    await xie.usesOn('电梯停在四楼', toLog, channel);
    xie.seesIn(channel, 'Noted · Duty log', '孟佳:电梯停在四楼');
    await gu.usesOn('电梯停在四楼', toLog, channel);
    gu.seesIn(channel, '这条消息已经记过了');
    await xie.saysIn(channel, 'the key cabinet was left open');
    await meng.reactsTo('the key cabinet was left open', 'eyes', channel);
    meng.hearsNothing(channel);
    await meng.reactsTo('the key cabinet was left open', 'memo', channel);
    meng.seesIn(channel, '已记录 · 值班日志', '谢诺:the key cabinet was left open');
    await xie.repliesTo('the key cabinet was left open', 'locked again at nine', channel);
    await xie.reactsTo('locked again at nine', 'memo', channel);
    xie.seesIn(channel, 'Noted · Duty log', 'locked again at nine');
    await li.saysIn(group, '水管漏了');
    await fang.repliesTo('水管漏了', '@bot 记录 已关总阀', group);
    fang.sees('已记录 · 值班日志', '黎明:水管漏了 已关总阀');
    await li.repliesTo('水管漏了', '@bot log', group);
    li.sees('This message is in the log already');
    for (const reader of [li, fang]) reader.hearsNothing(group);
    expect((await lines()).slice(3)).toEqual([
      '孟佳:电梯停在四楼',
      '谢诺:the key cabinet was left open',
      'locked again at nine',
      '黎明:水管漏了\n已关总阀',
    ]);
  });

  it('an edited message becomes an amendment, and what it said before is kept', async () => {
    await meng.edits('电梯停在四楼', '电梯停在五楼', channel);
    meng.hearsNothing(channel);
    await meng.edits('记录 三楼漏水,已通知维修', '记录 三楼和四楼漏水,已通知维修');
    meng.hearsNothing();
    expect(await lines()).toContain('孟佳:电梯停在五楼');
    await meng.says('报表 记录 三楼');
    await meng.presses('1');
    meng.sees('值班日志 #1 · 前台', '三楼和四楼漏水', '改动 1 次');
    await meng.presses('修改经过');
    meng.sees('修改经过 · 值班日志 #1', '孟佳 · 消息改动', '原为“三楼漏水,已通知维修”');
  });

  it('of an edit Feishu tells nobody: the entry follows when somebody opens it', async () => {
    await fang.says('记录 二楼灯坏了,已报修');
    await fang.edits('记录 二楼灯坏了,已报修', '记录 二楼和三楼灯坏了,已报修');
    expect(await lines()).toContain('二楼灯坏了,已报修');
    await meng.says('报表 记录 二楼灯');
    await meng.presses('1');
    meng.sees('值班日志', '二楼和三楼灯坏了', '改动 1 次');
    await meng.presses('修改经过');
    meng.sees('方圆 · 消息改动', '原为“二楼灯坏了,已报修”');
    await meng.says('报表 记录 二楼和三楼灯');
    await meng.presses('1');
    meng.sees('改动 1 次');
    expect(await lines()).toContain('二楼和三楼灯坏了,已报修');
  });

  it('what Feishu people say in a group is followed without the mention of the bot', async () => {
    await fang.saysIn(group, '@bot 记录 大门灯坏了');
    await fang.edits('记录 大门灯坏了', '@bot 记录 大门灯坏了,已换', group);
    await meng.says('报表 记录 大门灯');
    await meng.presses('1');
    meng.sees('大门灯坏了,已换', '改动 1 次');
    expect(await lines()).toContain('大门灯坏了,已换');
  });

  it('photos go with the words, one by one or later; one of 40 MB is refused with its limit and the words are kept', async () => {
    await meng.says('记录 门锁坏了', photo('door.jpg'), photo('lock.jpg'));
    meng.sees('已记录 · 值班日志', '门锁坏了').sees('照片已附到 值班日志');
    await fang.says('记录 车位被占', photo('car.jpg'), photo('plate.jpg'));
    fang.sees('已记录 · 值班日志', '车位被占').sees('照片已附到 值班日志');
    await li.says('log the window of room 3 is cracked');
    await li.presses('Add a photo');
    li.sees('Send me the photo now');
    await li.says('', photo('window.jpg'));
    li.sees('The photo is with Duty log');
    expect(await Promise.all(['门锁坏了', '车位被占', 'the window of room 3 is cracked'].map(photosOf))).toEqual([2, 2, 1]);
    await li.presses('Show');
    await li.presses('See the photos');
    li.sees('1 sent to you alone');

    await meng.says('记录 玻璃裂了', photo('glass.jpg', 40 * 1024 * 1024));
    meng.sees('已记录 · 值班日志', '玻璃裂了', '照片 40 MB,上限 10 MB', '文字已记下,照片没有收下');
    await fang.says('记录 大门关不上', photo('gate.jpg', 40 * 1024 * 1024));
    fang.sees('已记录 · 值班日志', '大门关不上').sees('照片超过 10 MB', '没有收下');
    expect(await Promise.all(['玻璃裂了', '大门关不上'].map(photosOf))).toEqual([0, 0]);
    await meng.says('记录 一份文件', { name: 'note.txt', mimeType: 'text/plain', content: Buffer.from('不是照片') });
    meng.sees('一份文件', '只收照片(JPG、PNG、HEIC)和 PDF');
  });

  it('a correction says what it was, why and who, and only whoever wrote it or leads makes it', async () => {
    await meng.says('报表 记录 车位');
    await meng.presses('1');
    meng.sees('车位被占').seesNot('补充…').seesNot('加照片');
    await fang.says('报表 记录 车位');
    await fang.presses('1');
    await fang.presses('补充…');
    await fang.fills({ matter: 'B12 车位被占', handling: '已联系车主', amend_reason: '写清车位号' });
    fang.sees('B12 车位被占', '已联系车主', '改动 1 次');
    await fang.presses('修改经过');
    fang.sees('方圆 · 补充', '原为“车位被占”', '写清车位号');
    await meng.says('报表 记录 B12');
    meng.sees('B12 车位被占', '1 条');
  });

  it('search and table hold what one may read and nothing else; the gate and a guest get nothing', async () => {
    await fang.opens('登记 回访');
    await fang.fills({ customer: '李女士', result: '说电梯慢' });
    fang.sees('已记录 · 回访');
    await meng.says('报表 记录 回访');
    meng.sees('你不能看这些记录', '只有要用到的人能看', 'telecom-duty-07');
    await xie.commands('/duty report log today', channel);
    xie.seesIn(channel, 'Log of Front desk', 'Tue 1 Dec', 'B12').seesNot('说电梯慢', channel);
    await xie.presses('Send me the table', channel);
    expect(table(xie)).toContain('parcel left at the desk');
    expect(table(xie)).toContain('lamp of the yard is broken');
    expect(table(xie)).not.toContain('说电梯慢');
    await gu.says('报表 记录 回访 今天');
    gu.sees('回访 · 前台', '说电梯慢', '1 条');
    await gu.presses('发我表格');
    gu.sees('表格已单独发给你');
    expect(table(gu)).toContain('李女士');
    await gu.says('报表 记录 上月');
    gu.sees('这段时间没有记录', '11月1日(周日)–11月30日(周一)');
    await gu.says('报表 记录 13月45日');
    gu.sees('没有“13月45日”这一天');

    await wu.says('报表 记录 前台');
    wu.sees('你不能看这些记录', '只有这个班组的人和带班的人能看').seesNot('电梯');
    await wu.says('记录 前台来电话问路');
    wu.sees('已记录 · 值班日志', '前台来电话问路', '门岗');
    await guest.commands('/duty report log 前台', 'guards');
    guest.seesIn('guards', '访客和外部成员看不到值班信息').seesNot('电梯', 'guards');
  });

  it('reading data of customers is noted where the desk wants it, with who read', async () => {
    const readers = async () => (await audits('record.read')).map(({ person }) => person);
    expect(await readers()).toEqual(['gu-hongmei']);
    await gu.presses('1');
    await fang.says('报表 记录 回访');
    await meng.says('报表 记录 电梯');
    expect(await readers()).toEqual(['gu-hongmei', 'gu-hongmei', 'fang-yuan']);
    expect((await audits('record.export')).map(({ person }) => person)).toEqual(['xie-nuo', 'gu-hongmei']);
  });

  it('numbers run without a gap, also of two who write at the same moment on two messengers', async () => {
    const before = (await entries('duty-log')).length;
    for (let round = 0; round < 3; round += 1)
      await Promise.all([
        meng.says(`记录 第 ${round} 轮,一号门`),
        li.says(`log round ${round}, gate two`),
        fang.says(`记录 第 ${round} 轮,三号门`),
      ]);
    const numbers = (await entries('duty-log')).map(({ number }) => number);
    expect(numbers).toHaveLength(before + 9);
    expect(numbers.toSorted((a, b) => Number(a) - Number(b))).toEqual(numbers.map((_, at) => at + 1));
  });

  it('a loan has a deposit and a term: reminded before, overdue after, and given back with it', async () => {
    await fang.opens('登记 备用机');
    await fang.fills({ unit: 'X200 07', holder: '江北维修站', term_end: '2026-12-02', deposit: '五百' });
    fang.sees('这里填数字');
    await fang.fills({ unit: 'X200 07', holder: '江北维修站', term_end: '2026-12-02', deposit: '500' });
    fang.sees('已记录 · 备用机借用', '已借出 · X200 07');
    await xie.opens('register spare unit');
    await xie.fills({ unit: 'X200 08', holder: 'North station', term_end: '2026-12-03', deposit: '300' });
    xie.sees('Noted · Loan of a spare unit', 'Out · X200 08');
    await xie.closes();
    await world.until('2026-12-02T22:59');
    fang.seesNot('还没有了结');
    await world.until('2026-12-02T23:00');
    fang.sees('还没有了结 · 备用机借用', '期限 12月2日(周三)24:00', 'X200 07');
    await world.until('2026-12-03T00:00');
    fang.sees('还没有了结 · 备用机借用', '12月2日(周三)24:00 已到期');
    await fang.presses('看');
    fang.sees('备用机借用 · 前台', '已超期', '借用人 江北维修站', '押金 500');
    await world.until('2026-12-03T09:00');
    await fang.presses('已归还');
    fang.sees('备用机借用 · 前台', '已归还', '归还时间 12月3日(周四)09:00', '退还押金 500');
    await world.until('2026-12-03T23:00');
    fang.seesNot('X200 07');
    xie.sees('Still open · Loan of a spare unit', 'Due Thu 3 Dec 24:00', 'X200 08');
    await xie.presses('Show');
    await xie.presses('Returned');
    xie.sees('Loan of a spare unit · Front desk', 'Give back the deposit of 300');
    await gu.says('报表 记录 备用机 未结');
    gu.sees('这段时间没有记录');
  });

  it('stock never goes below nothing, and the supervisor hears when it is below its least', async () => {
    await meng.opens('登记 库存 雨伞');
    await meng.fills({ quantity: '7', unit: '把', place: '前台柜' });
    meng.sees('已记录 · 库存', '雨伞');
    await meng.presses('看');
    meng.sees('现存:7(最低 5)');
    await meng.presses('领出…');
    await meng.fills({ amount: '2' });
    meng.sees('已记 -2 · 现存 5');
    gu.seesNot('库存不足');
    await meng.closes();
    await fang.says('报表 记录 库存');
    await fang.presses('1');
    await fang.presses('领出…');
    await fang.fills({ amount: '9' });
    fang.sees('库里只有 5', '最多领出这么多');
    await fang.fills({ amount: '1' });
    fang.sees('已记 -1 · 现存 4');
    gu.sees('库存不足 · 雨伞', '现存 4,最低 5', '雨伞至少五把');
  });

  it('nothing is deleted before its time, then by its keeper only, and the deletion is noted', async () => {
    await gu.says('报表 记录 日志 三楼和四楼 12月1日');
    await gu.presses('1');
    await gu.presses('删除…');
    gu.sees('保存到 2027年12月1日(周三)09:00,之前不能删除', '日志保存一年');
    await world.until('2026-12-04T08:59');
    await gu.says('报表 记录 信息记录 二楼');
    await gu.presses('1');
    await gu.presses('删除…');
    gu.sees('保存到 2026年12月4日(周五)09:00,之前不能删除', '信息记录保存三天');
    await world.until('2026-12-04T09:00');
    await gu.presses('删除…');
    gu.sees('已删除,删除有记录');
    expect(await lines('information-record')).toEqual(['lamp of the yard is broken']);
    expect(await audits('record.delete')).toMatchObject([{ person: 'gu-hongmei', detail: { type: 'information-record' } }]);
    await meng.pressesOn('信息记录 · 前台', '修改经过');
    meng.sees('这条记录不在了');
  });
});
