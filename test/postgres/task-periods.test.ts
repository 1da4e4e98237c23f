import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

const settings = '{ calendar: { work_start: "08:00", work_end: "17:30", anchors: { first-sailing: "07:00", last-berthing: "18:30" } } }';

describe('key periods of a monitoring centre', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  const writes = (values: Record<string, string>) =>
    room.submit('an', 'record.file', { type: 'key-task', desk: room.ownDesk.id }, { reason: '南渡口庙会', ...values });
  /** The line of a task among what An has to do at a time. */
  const line = async (at: string, name: string): Promise<string> => {
    await room.until(at);
    // What was not done on other days would fill the list.
    await room.db.query(`UPDATE task SET state = 'dropped', next_at = NULL WHERE due_at < $1`, [new Date(room.now.epochMilliseconds)]);
    const lines = (await room.lists('an', '待办')).split('","');
    return lines.find((one) => one.includes(name)) ?? '';
  };
  const watchOn = (on: string) => line(`${on}T09:00`, '重点时段');
  it.each([
    ['maritime-city', 'maritime-city-13'],
    ['maritime-county', 'maritime-county-09'],
  ])('of %s that somebody opens are named on the watch of their days and on no other [%s]', async (preset) => {
    await room.goesBy([preset], settings);
    await writes({ kind: 'fair', from: '2026-12-03', until: '2026-12-04' });
    expect(await watchOn('2026-12-02')).not.toContain('庙会');
    expect(await watchOn('2026-12-03')).toContain('庙会赶集 南渡口庙会(12月3日(周四)–12月4日(周五))');
    expect(await watchOn('2026-12-04')).toContain('南渡口庙会');
    expect(await watchOn('2026-12-05')).not.toContain('庙会');
  });

  it('that the calendar knows stand on the list of the week before, until somebody writes them down [maritime-city-13]', async () => {
    await room.goesBy(['maritime-city'], settings);
    const sql = `INSERT INTO calendar_day (org_id, desk_id, "on", kind, name, source, by_person)
      SELECT org_id, desk_id, d::date, 'holiday', '冬节', 'set', person_id FROM member, unnest(ARRAY['2026-12-23', '2026-12-24']) d WHERE person_id = $1::uuid`;
    await room.db.query(sql, [room.of('lead')]);
    expect(await line('2026-12-11T16:00', '重点监控任务表')).not.toContain('节假日');
    expect(await line('2026-12-18T16:00', '重点监控任务表')).toContain('节假日 冬节(12月23日(周三)–12月24日(周四)) · 日历所列,还没有登记');
    expect(await watchOn('2026-12-23')).toContain('冬节');
    expect(await watchOn('2026-12-25')).not.toContain('冬节');
  });

  it('of another kind, or without a day, are taken and marked with the rule [maritime-city-13]', async () => {
    await room.goesBy(['maritime-city'], settings);
    expect(says(await writes({}))).toContain('maritime-city-13');
    expect(says(await writes({ kind: 'students-travel', from: '2026-12-03' }))).not.toContain('maritime-city-13');
  });
});
