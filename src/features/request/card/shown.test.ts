import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import { awayFact, staffFact } from './shown.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => Temporal.PlainDateTime.from(`2026-12-${text}`).toZonedDateTime(zone).toInstant();
const name = (zh: string, en: string) => ({ zh, en });

describe('who else is away', () => {
  it('is named with the days, and marked where it is only asked for', () => {
    const fact = awayFact([
      { name: name('毛磊', 'Mao Lei'), approved: true, from: '2026-12-07', until: '2026-12-08' },
      { name: name('夏静', 'Xia Jing'), approved: false, from: '2026-12-07', until: '2026-12-07' },
    ]);
    expect(fact.value).toEqual({
      zh: '毛磊 12月7日(周一)–12月8日(周二)、夏静 12月7日(周一)(待批)',
      en: 'Mao Lei Mon 7 Dec–Tue 8 Dec, Xia Jing Mon 7 Dec (asked)',
    });
    expect(awayFact([]).value.en).toBe('nobody else');
  });
});

describe('who is left at the thinnest minute', () => {
  const duty = { dutyOn: '2026-12-07', shift: 'day', startsAt: at('07T08:00'), endsAt: at('07T16:00') };
  const said = (count: number, least: number | null, absence: boolean) =>
    staffFact([{ duty, people: count, thinnest: { from: at('07T08:00'), count }, least }], () => name('白班', 'day'), zone, absence)?.value
      .zh;

  it('stands beside what is needed; for an absence that leaves too few, cover follows', () => {
    expect(said(2, 2, true)).toBe('12月7日(周一)白班 08:00 起 2 人(要求 2)');
    expect(said(1, 2, true)).toBe('12月7日(周一)白班 08:00 起 1 人(要求 2,批准后请人代班)');
    expect(said(0, null, true)).toBe('12月7日(周一)白班 08:00 起 0 人(批准后请人代班)');
    expect(said(1, 2, false)).toBe('12月7日(周一)白班 08:00 起 1 人(要求 2)');
    expect(said(1, null, true)).toBe('12月7日(周一)白班 08:00 起 1 人');
  });

  it('is not said where no shift is touched', () => {
    expect(staffFact([], () => name('', ''), zone, true)).toBeNull();
  });
});
