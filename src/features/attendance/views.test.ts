import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { Citation } from '../../policy/policy.ts';
import type { Duty, Punched } from './attendance.ts';
import { punchedNotice, refusalNotice } from './views.ts';

const duty: Duty = {
  assignment: 'a',
  slot: 's',
  slotVersion: 1,
  desk: 'd',
  deskName: { zh: '门岗', en: 'Gate' },
  zone: 'Asia/Shanghai',
  shift: 'night',
  shiftName: { zh: '夜班', en: 'night' },
  role: 'guard',
  position: null,
  expected: null,
  in: null,
  out: null,
  dutyOn: '2026-12-02',
  startsAt: Temporal.Instant.from('2026-12-02T12:00:00Z'),
  endsAt: Temporal.Instant.from('2026-12-03T00:00:00Z'),
};
const cite: Citation = {
  preset: 'attendance-basic',
  rule: 'attendance-basic-03',
  title: { zh: '考勤管理规定', en: 'Attendance' },
  section: { zh: '第三条', en: 'article 3' },
  words: { zh: '按排班上下班打卡。', en: 'Clock in and out as rostered.' },
};

describe('the answer to a punch', () => {
  it('names a rule once that was found twice, and sets the next shift apart', () => {
    const said = refusalNotice({ code: 'attendance.notOnRoster', next: duty, cites: [cite, { ...cite }] }, 'en');
    expect(JSON.stringify(said).match(/attendance-basic-03/gu)).toHaveLength(1);
    expect(JSON.stringify(said)).toMatch(/Your next shift: \w/u);
  });

  it('says from when to when somebody was kept, and offers to take over only what waits', () => {
    const punch: Punched = {
      duty,
      desk: duty.desk,
      kind: 'out',
      at: Temporal.Instant.from('2026-12-03T00:02:00Z'),
      verdict: 'on-time',
      offMinutes: 0,
      cites: [],
      policyVersion: 'v',
      missedIn: false,
      restsOnOthers: false,
      replaces: null,
      heldUntil: Temporal.Instant.from('2026-12-03T00:01:30Z'),
    };
    expect(JSON.stringify(punchedNotice(punch, 'Asia/Shanghai', 'zh'))).toContain('留守 1 分钟,算上班(08:00–08:01)');
    const come: Punched = { ...punch, kind: 'in', heldUntil: null };
    const offers = (takesOver: boolean) =>
      punchedNotice(come, 'Asia/Shanghai', 'zh', { takesOver, notes: [] }).actions.some(({ label }) => label === '接班');
    expect([offers(true), offers(false)]).toEqual([true, false]);
  });
});
