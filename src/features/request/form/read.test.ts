import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import type { RequestType } from '../../../policy/request/type.ts';
import { readTyped, type Typed } from './read.ts';
import { text } from './text.ts';

const words = (name: string) => ({ zh: name, en: name });
const type = (span: RequestType['span'], more: Partial<RequestType> = {}): RequestType => ({
  code: 'leave',
  name: words('请假'),
  words: { zh: ['请假'], en: ['leave'] },
  effect: 'absent',
  span,
  partner: 'none',
  fields: [],
  approve: ['superior'],
  ...more,
});

const zone = 'Asia/Shanghai';
const now = Temporal.ZonedDateTime.from('2026-12-02T10:00[Asia/Shanghai]').toInstant();
const read = (typed: Typed, span: RequestType['span'] = 'days', more: Partial<RequestType> = {}, at = zone) =>
  readTyped(typed, { type: type(span, more), zone: at, now });

/** `12-03 00:00 to 12-06 00:00` on the desk's wall, or the names of wrong fields. */
function said(typed: Typed, span: RequestType['span'] = 'days'): string {
  const result = read(typed, span);
  if (!result.ok) return Object.keys(result.refusal).join();
  const wall = (moment: Temporal.Instant | null): string =>
    moment === null
      ? 'none'
      : moment.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).slice(5).replace('T', ' ');
  return `${wall(result.value.startsAt)} to ${wall(result.value.endsAt)}`;
}

describe('from a day to a day', () => {
  it.each([
    [{ from: '2026-12-03' }, '12-03 00:00 to 12-04 00:00'],
    [{ from: '2026-12-03', until: '2026-12-05' }, '12-03 00:00 to 12-06 00:00'],
    [{ from: '2026-12-03', from_half: 'afternoon' }, '12-03 12:00 to 12-04 00:00'],
    [{ from: '2026-12-03', until_half: 'morning' }, '12-03 00:00 to 12-03 12:00'],
    [{ from: '2026-12-03', from_half: 'afternoon', until: '2026-12-04', until_half: 'morning' }, '12-03 12:00 to 12-04 12:00'],
    [{ from: '2026-12-03', from_time: '14:00', until_time: '16:30' }, '12-03 14:00 to 12-03 16:30'],
    [{ from: '2026-12-31', until: '2027-01-02' }, '12-31 00:00 to 01-03 00:00'],
  ])('%j is %s', (typed, expected) => {
    expect(said(typed)).toBe(expected);
  });

  it.each([
    [{}, 'from'],
    [{ from: '2026-02-30' }, 'from'],
    [{ from: 'tomorrow' }, 'from'],
    [{ from: '2026-12-05', until: '2026-12-03' }, 'until'],
    [{ from: '2026-12-03', from_half: 'afternoon', until_half: 'morning' }, 'until_half'],
    [{ from: '2026-12-03', from_time: '16:00', until_time: '14:00' }, 'until_time'],
    [{ from: '2026-12-03', from_time: '14:00', until_time: '14:00' }, 'until_time'],
    [{ from: '2026-12-03', from_time: '25:00' }, 'from_time'],
    [{ from: '2026-12-03', from_half: 'afternoon', from_time: '14:00' }, 'from_time'],
    [{ from: '2026-09-30' }, 'from'],
    [{ from: '2028-02-01' }, 'from'],
  ])('%j is wrong at %s', (typed, field) => {
    expect(said(typed)).toBe(field);
  });

  it('has the day of the clock change at its own length', () => {
    const result = read({ from: '2026-11-01' }, 'days', {}, 'America/New_York');
    const { startsAt, endsAt } = result.ok ? result.value : { startsAt: null, endsAt: null };
    expect(startsAt?.until(endsAt ?? startsAt).total('hours')).toBe(25);
  });
});

describe('one day with two times', () => {
  it.each([
    [{ from: '2026-12-03', from_time: '14:00', until_time: '16:00' }, '12-03 14:00 to 12-03 16:00'],
    [{ from: '2026-12-03', from_time: '22:00', until_time: '02:00' }, '12-03 22:00 to 12-04 02:00'],
    [{ from: '2026-12-03', from_time: '20:00', until_time: '10:00' }, '12-03 20:00 to 12-04 10:00'],
    [{ from: '2026-12-03', from_time: '08:00' }, '12-03 08:00 to 12-03 08:01'],
    [{ from: '2026-12-03' }, '12-03 00:00 to 12-04 00:00'],
  ])('%j is %s', (typed, expected) => {
    expect(said(typed, 'moment')).toBe(expected);
  });

  it.each([
    [{ from: '2026-12-03', from_time: '20:00', until_time: '10:01' }, 'until_time'],
    [{ from: '2026-12-03', until_time: '10:00' }, 'from_time'],
    [{ from: '2026-12-03', from_time: '10:00', until_time: '10:00' }, 'until_time'],
  ])('%j is wrong at %s', (typed, field) => {
    expect(said(typed, 'moment')).toBe(field);
  });
});

describe('the other fields', () => {
  const fields: RequestType['fields'] = [
    { name: 'reason', label: words('事由'), kind: 'long-text', required: true, private: true },
    { name: 'checks', label: words('次数'), kind: 'number', required: false, private: false, kinds: ['sick'] },
  ];
  const kinds = { sick: { name: words('病假'), aliases: [] }, annual: { name: words('年假'), aliases: [] } };
  const whole = { from: '2026-12-03', kind: 'annual', reason: '回家' };

  it('are read for their sub-type only', () => {
    expect(read({ ...whole, checks: 'x' }, 'days', { fields, kinds })).toMatchObject({ ok: true, value: { fields: { reason: '回家' } } });
    expect(read({ ...whole, kind: 'sick', checks: 'x' }, 'days', { fields, kinds })).toEqual({
      ok: false,
      refusal: { checks: text.wrong.notNumber },
    });
  });

  it('take a day that has not passed where the type wants one', () => {
    const leaving: RequestType['fields'] = [
      { name: 'day', label: words('带走日期'), kind: 'date', required: true, private: false, ahead: true },
    ];
    const on = (day: string) => read({ day }, 'none', { fields: leaving });
    expect(on('2026-12-02')).toMatchObject({ ok: true, value: { fields: { day: '2026-12-02' } } });
    expect(on('2026-12-01')).toEqual({ ok: false, refusal: { day: text.wrong.past } });
    expect(on('昨天')).toEqual({ ok: false, refusal: { day: text.wrong.notDate } });
  });

  it('say which is missing, and which is no sub-type', () => {
    expect(read({ from: '2026-12-03', kind: 'nap' }, 'days', { fields, kinds })).toEqual({
      ok: false,
      refusal: { kind: text.wrong.notChoice, reason: text.wrong.needed },
    });
  });

  it('hold up to 600 characters', () => {
    expect(read({ ...whole, reason: '长'.repeat(600) }, 'days', { fields, kinds }).ok).toBe(true);
    expect(read({ ...whole, reason: '长'.repeat(601) }, 'days', { fields, kinds }).ok).toBe(false);
  });

  it('tell when it was told, never later than now', () => {
    const told = (at: string) => read({ ...whole, told_at: at }, 'days', { fields, kinds });
    expect(told('07:10')).toMatchObject({ ok: true, value: { toldAt: Temporal.Instant.from('2026-12-01T23:10:00Z') } });
    expect(told('2026-12-01 22:00').ok).toBe(true);
    expect(told('10:01')).toMatchObject({ ok: false, refusal: { told_at: text.wrong.later } });
    expect(told('early')).toMatchObject({ ok: false, refusal: { told_at: text.wrong.notTime } });
  });
});
