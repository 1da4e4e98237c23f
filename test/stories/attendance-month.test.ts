import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFixture, textFile } from '../harness/fixtures.ts';
import { readEnglish, startWorld, type World } from '../harness/start-world.ts';
import type { StoryPerson } from '../harness/world.ts';

/** A counter by attendance-clock, -audit, -overtime and -leave, over the turn of the year in the cycle from 21 December to 20 January. */
describe('attendance over the turn of the year', { timeout: 60_000 }, () => {
  let world: World;
  /** Head of the department. */
  let xu: StoryPerson;
  /** Supervisor of the counter, reads English; on Slack. */
  let he: StoryPerson;
  /** Human resources, on Feishu. */
  let ren: StoryPerson;
  /** On Feishu. */
  let su: StoryPerson;
  /** Reads English, on Slack. */
  let lin: StoryPerson;

  beforeAll(async () => {
    world = await startWorld({
      at: '2026-12-25T16:00',
      desks: [],
      deskFiles: [deskFixture('desk-counter.yaml')],
      change: readEnglish('he-fang', 'lin-tao'),
    });
    xu = world.person('slack', 'U0C00');
    he = world.person('slack', 'U0C01');
    ren = world.person('feishu', 'ou_counter02');
    su = world.person('feishu', 'ou_counter03');
    lin = world.person('slack', 'U0C04');
  });
  afterAll(() => world.stop());

  /** Both come; 林涛 always clocks out, 苏敏 where she remembers. */
  async function workday(on: string, remembers: boolean): Promise<void> {
    await world.until(`${on}T08:55`);
    await su.says('上班');
    await lin.commands('/clock in');
    await world.until(`${on}T18:01`);
    if (remembers) await su.says('下班');
    await lin.commands('/clock out');
  }

  it('overtime on a rest day: what the week and the punches give, and both levels sign', async () => {
    await world.until('2026-12-25T18:02');
    await su.says('下班');
    await lin.commands('/clock out');
    lin.sees('Clocked out 18:02', 'Fri 25 Dec day 09:00–18:00');
    await world.until('2026-12-26T09:00');
    await lin.commands('/clock in');
    await lin.presses('Clock in anyway');
    await world.until('2026-12-26T13:00');
    await lin.commands('/clock out');
    he.sees('Somebody clocked in off the roster', 'Lin Tao');
    await world.until('2026-12-26T15:00');
    await lin.commands('/duty overtime 26 Dec 9:00 to 14:00 stocktaking');
    lin.sees('Send this? · Overtime', 'Sat 26 Dec 09:00–14:00', 'stocktaking');
    await lin.presses('Send');
    lin.sees('Sent · Overtime', 'Waits for He Fang');
    he.sees(
      'Overtime #1',
      'to approve',
      '5 h claimed, 4 h can be credited',
      '45 h on duty days · 4 h on rest days (only what exceeds 40 h counts)',
    );
    xu.hearsNothing();
    await he.presses('Approve');
    xu.sees('加班 #1', '待审批', '何方 15:00 同意', '申报 5 小时,可计 4 小时');
    expect(await world.database.query(`SELECT 1 FROM balance_entry WHERE account = 'overtime'`, [])).toEqual([]);
    await xu.presses('同意');
    lin.sees('Overtime #1', 'approved', 'He Fang agreed, 15:00', 'Xu Hui agreed, 15:00');
    expect(await world.database.query(`SELECT amount FROM balance_entry WHERE account = 'overtime'`, [])).toEqual([{ amount: 4 }]);
    await lin.commands('/duty overtime 26 Dec 12:00 to 13:00 stocktaking');
    lin.sees('not allowed', '#1', 'attendance-overtime-05');
    expect(lin.buttons()).not.toContain('Send');
  });

  it('a missed punch is offered, corrected with approval and confirmed', async () => {
    await workday('2026-12-28', false);
    await world.until('2026-12-29T08:30');
    await su.says('补卡');
    su.sees('选择要补的卡', '12月21日(周一)至1月20日(周三)这个周期里缺的卡', '12月28日(周一)白班 09:00–18:00 缺下班卡');
    await su.presses('12月28日(周一) 缺下班卡');
    await su.fills({ reason: '' });
    su.sees('有必填项未填写');
    await su.fills({ reason: '忘打卡' });
    su.sees('已提交 · 考勤异常(补卡)', '等 何方');
    he.sees('Punch correction #2', '1st of this cycle', 'in 08:55 · out none', 'Missing punch: Clock-out', '忘打卡');
    await he.presses('Approve');
    su.sees('考勤异常(补卡) #2', '已批准');
    await su.says('补卡');
    su.sees('这个周期没有缺卡');
    await su.says('我的考勤');
    su.sees('我的考勤', '12月21日(周一)', '1月20日(周三)', '12月28日(周一)', '缺下班卡(已确认)');
  });

  it('Thursday reminds, Friday at 17:00 the list of missed punches goes to human resources', async () => {
    await workday('2026-12-29', false);
    await workday('2026-12-30', false);
    await he.says(
      '',
      textFile('jan.csv', ['日期,班次,值班人员', ...[4, 5, 6, 7, 8].map((day) => `2027-01-0${day},白班,苏敏、林涛`)].join('\n')),
    );
    he.sees('To publish · Counter, roster of Jan 2027', 'The holidays of 2027 are not published or imported');
    await he.presses('Publish');
    await workday('2026-12-31', true);
    he.sees('Missed punches · Counter: due by Fri 1 Jan 17:00', 'Su Min Tue 29 Dec, no clock-out: no correction asked for');
    ren.sees('考勤异常单与请假单 · 柜台', '12月21日(周一)–12月27日(周日)', '每周四下班前', 'attendance-audit-04');
    await world.until('2027-01-01T16:30');
    ren.hearsNothing();
    await world.until('2027-01-01T17:01');
    ren.sees(
      '缺卡清单 · 柜台',
      '12月26日(周六)–1月1日(周五)',
      '12月28日(周一)白班 缺下班卡 | 已确认',
      '12月29日(周二)白班 缺下班卡 | 没有补卡申请',
      '12月30日(周三)白班 缺下班卡',
      'attendance-clock-14',
    );
  });

  it('Monday at 9 supervisor and head get the summary of the week, and everybody their own to check', async () => {
    await world.until('2027-01-04T08:55');
    await su.says('上班');
    await lin.commands('/clock in');
    xu.hearsNothing();
    await world.until('2027-01-04T09:01');
    he.sees('Attendance summary · Counter', 'Mon 28 Dec – Sun 3 Jan', '36 h', '3 (2 open)', '4 h short', 'attendance-audit-01');
    xu.sees('考勤汇总 · 柜台', '12月28日(周一)–1月3日(周日)', '3 次(未确认 2)');
    su.sees('请核对上周考勤', '12月28日(周一)白班 缺下班卡(已确认)', '12月29日(周二)白班 缺下班卡').seesNot('林涛');
  });

  it('the fourth of the cycle, in January, becomes a proposal with every fact that was counted; the lead dismisses it', async () => {
    await world.until('2027-01-04T18:01');
    await lin.commands('/clock out');
    he.seesNot('Proposal');
    await world.until('2027-01-05T09:00');
    he.sees(
      'Proposal · Su Min · missed punch',
      'Waiting',
      'absence, 1 day',
      'Mon 28 Dec day missed punch',
      'a request is on file',
      'Tue 29 Dec day missed punch',
      'Wed 30 Dec day missed punch',
      'Mon 4 Jan day missed punch',
      'attendance-clock-12',
      'Nothing is carried out; you decide',
    );
    su.seesNot('旷工');
    await he.presses('Dismiss…');
    await he.fills({ reason: '   ' });
    he.sees('Give a reason');
    await he.fills({ reason: 'The terminal was down on the 4th' });
    await he.closes();
    he.sees('Proposal · Su Min · missed punch', 'Dismissed', 'He Fang dismissed', 'The terminal was down on the 4th');
    await su.says('上班');
    await world.until('2027-01-05T18:01');
    await su.says('下班');
  });

  it('an absence is proposed and accepted; a proof that arrives late takes it back', async () => {
    await world.until('2027-01-06T09:30');
    he.sees('Proposal · Lin Tao · did not come', 'absence, 1 day', 'Tue 5 Jan day', 'no punch for the duty', 'attendance-audit-11');
    lin.seesNot('absence');
    await he.pressesOn('Lin Tao', 'Accept');
    he.sees('Accepted: absence, 1 day');
    lin.sees('Attendance decision: absence, 1 day', 'He Fang accepted this proposal', 'Tue 5 Jan day', 'Correct a missed punch');
    await lin.commands('/duty correction');
    await lin.presses('Tue 5 Jan no punch at all');
    await lin.fills({ reason: 'I trained the new colleagues at the head office' });
    await lin.closes();
    he.sees('Punch correction #1', 'Missing punch: Both', 'in none · out none');
    await he.presses('Approve');
    lin.sees('Punch correction #1 is approved');
    lin.sees('Withdrawn: Lin Tao, absence, 1 day', 'The facts no longer hold');
    he.sees('Proposal · Lin Tao · did not come', 'Withdrawn', 'a request changed');
    await he.commands('/duty proposals');
    he.sees('No proposal is waiting');
  });
});
