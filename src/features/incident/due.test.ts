import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { cannotWaitBeyond } from './due.ts';

const at = (time: string) => Temporal.Instant.from(`2026-12-01T${time}:00+08:00`);
const detail = { optional: false, written: false, ack: true, remind: false, requires: [], cites: [] };

describe('a reminder of an incident', () => {
  const limit = { urgent: false, dueAt: at('22:30'), detail };
  const written = { ...limit, detail: { ...detail, written: true } };

  it('of an urgent rule does not wait at all', () => {
    expect(cannotWaitBeyond({ ...limit, urgent: true }, at('23:00'))).toEqual(at('23:00'));
    expect(cannotWaitBeyond({ ...limit, urgent: true, dueAt: null }, at('23:00'))).toEqual(at('23:00'));
  });

  it('before a limit does not wait beyond it', () => {
    for (const one of [limit, written]) expect(cannotWaitBeyond(one, at('22:29'))).toEqual(at('22:30'));
  });

  it('at the limit does not wait either, unless it is about something in writing', () => {
    expect(cannotWaitBeyond(limit, at('22:30'))).toEqual(at('22:30'));
    expect(cannotWaitBeyond(written, at('22:30'))).toBeNull();
  });

  it('after it, or of what has none, can wait', () => {
    expect(cannotWaitBeyond(limit, at('22:31'))).toBeNull();
    expect(cannotWaitBeyond({ ...limit, dueAt: null }, at('22:00'))).toBeNull();
  });
});
