import { describe, expect, it, vi } from 'vitest';
import { Temporal } from '../core/time.ts';
import { createSandboxClock } from './clock.ts';

const start = Temporal.Instant.from('2026-11-30T07:20:00+08:00');
const minutesFrom = (at: Temporal.Instant, origin: Temporal.Instant) => Math.round(origin.until(at).total('minutes'));

describe('the sandbox clock', () => {
  it('begins at real time, or where it is told', () => {
    expect(Math.abs(createSandboxClock().now().epochMilliseconds - Date.now())).toBeLessThan(1_000);
    expect(minutesFrom(createSandboxClock(start).now(), start)).toBe(0);
  });

  it('runs on from where it was moved', () => {
    vi.useFakeTimers();
    try {
      const clock = createSandboxClock(start);
      clock.moveTo(start.add({ hours: 2 }));
      vi.advanceTimersByTime(60_000);
      expect(clock.now().epochMilliseconds).toBe(start.add({ hours: 2, minutes: 1 }).epochMilliseconds);
    } finally {
      vi.useRealTimers();
    }
  });

  it('advances by durations, days in the zone, and back', () => {
    const clock = createSandboxClock(start);
    clock.freeze();
    const origin = clock.now();
    clock.advance('PT2H');
    expect(minutesFrom(clock.now(), origin)).toBe(120);
    clock.advance({ months: 1 });
    expect(clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString()).toBe('2026-12-30');
    clock.advance({ months: -1, hours: -2 });
    expect(clock.now().equals(origin)).toBe(true);
  });

  it('stands still while frozen and goes on from there', () => {
    vi.useFakeTimers();
    try {
      const clock = createSandboxClock(start);
      clock.freeze();
      vi.advanceTimersByTime(5_000);
      expect(clock.frozen).toBe(true);
      expect(clock.now().epochMilliseconds).toBe(start.epochMilliseconds);
      clock.run();
      vi.advanceTimersByTime(5_000);
      expect(clock.frozen).toBe(false);
      expect(clock.now().epochMilliseconds).toBe(start.epochMilliseconds + 5_000);
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells who listens of every move, until they stop', () => {
    const clock = createSandboxClock(start);
    clock.freeze();
    const heard: string[] = [];
    const stop = clock.onMove((now) => heard.push(now.toString()));
    clock.moveTo(start.add({ minutes: 1 }));
    clock.advance('PT1M');
    stop();
    clock.moveTo(start);
    expect(heard).toEqual(['2026-11-29T23:21:00Z', '2026-11-29T23:22:00Z']);
  });
});
