import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { Citation } from '../../policy/policy.ts';
import type { Board, Duty, Present, Punched } from './attendance.ts';
import { punchedNotice, refusalNotice, shiftCard } from './views.ts';

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

describe('the card of a shift', () => {
  const person = (over: Partial<Present>): Present => ({
    person: 'p',
    name: { zh: '安平', en: 'An Ping' },
    startsAt: duty.startsAt,
    endsAt: duty.endsAt,
    away: false,
    phone: null,
    role: 'guard',
    leads: false,
    in: null,
    out: null,
    lateMinutes: 0,
    ...over,
  });
  const at = duty.startsAt.add({ minutes: 1 });
  const board = (...people: Present[]): Board => ({
    slot: 's',
    desk: 'd',
    deskName: duty.deskName,
    zone: duty.zone,
    shiftName: duty.shiftName,
    startsAt: duty.startsAt,
    endsAt: duty.endsAt,
    people,
    outgoing: null,
    held: [],
    announcedAt: duty.startsAt,
    shownLate: null,
    phones: false,
    noShowAfterMinutes: 15,
  });
  const primary = (card: ReturnType<typeof shiftCard>): string[] =>
    card.actions.flatMap((action) => (action.kind === 'press' && action.style === 'primary' ? [action.label] : []));

  it('puts clocking in first as long as somebody has still to come', () => {
    expect(primary(shiftCard(board(person({ in: at }), person({})), at, 'zh'))).toEqual(['上班打卡']);
    const complete = shiftCard(board(person({ in: at }), person({ away: true })), at, 'zh');
    expect(complete.state?.word).toBe('已到齐');
    expect(primary(complete)).toEqual([]);
    expect(primary(shiftCard(board(person({})), duty.endsAt, 'en'))).toEqual([]);
  });
});
