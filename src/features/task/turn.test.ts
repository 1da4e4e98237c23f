import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { Task } from './task.ts';
import { turnOf } from './turn.ts';

const zone = 'Asia/Shanghai';
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const task = (more: Partial<Task> = {}): Task => ({
  id: 't',
  desk: 'd',
  key: 'd p obligation.x 1',
  entry: 'p obligation.x',
  verb: 'submit',
  object: 'daily-report',
  state: 'open',
  slot: null,
  person: null,
  roles: [],
  fromAt: at('2026-12-03T00:00'),
  dueAt: at('2026-12-03T16:30'),
  wanted: 1,
  done: 0,
  detail: { origin: 'clock', remind: at('2026-12-03T16:00').toString(), on: '2026-12-03' },
  rules: [],
  policyVersion: null,
  doneAt: null,
  nextAt: at('2026-12-03T16:00'),
  level: 0,
  toldAt: null,
  version: 1,
  ...more,
});
const turn = (one: Task, now: string, rule: { repeat?: string } = {}, levels = 3) => turnOf(one, rule, { now: at(now), levels, zone });

describe('what the clock does with a task', () => {
  it('tells at its moment and not before; then waits for the deadline', () => {
    expect(turn(task(), '2026-12-03T15:59')).toMatchObject({ kind: 'nothing', change: { nextAt: at('2026-12-03T16:00') } });
    expect(turn(task(), '2026-12-03T16:00')).toMatchObject({
      kind: 'tell',
      again: false,
      change: { level: 1, nextAt: at('2026-12-03T16:30') },
    });
  });

  it('reminds once more, or so often as the rule wants, and never after the deadline', () => {
    const again = task({
      detail: { ...task().detail, remind: at('2026-12-03T09:00').toString(), again: at('2026-12-03T16:00').toString() },
    });
    expect(turn(again, '2026-12-03T09:00')).toMatchObject({ kind: 'tell', change: { nextAt: at('2026-12-03T16:00') } });
    expect(turn({ ...again, level: 1 }, '2026-12-03T16:00')).toMatchObject({
      kind: 'tell',
      again: true,
      change: { nextAt: at('2026-12-03T16:30') },
    });
    expect(turn(task(), '2026-12-03T16:00', { repeat: 'PT10M' })).toMatchObject({ change: { nextAt: at('2026-12-03T16:10') } });
    expect(turn(task(), '2026-12-03T16:25', { repeat: 'PT10M' })).toMatchObject({ change: { nextAt: at('2026-12-03T16:30') } });
  });

  it('counts it as missed at its deadline and not a minute before', () => {
    expect(turn(task({ level: 1 }), '2026-12-03T16:29').kind).toBe('tell');
    expect(turn(task({ level: 1 }), '2026-12-03T16:30')).toMatchObject({ kind: 'miss', change: { state: 'missed', level: 2 } });
  });

  it('takes a miss one desk up a day until there is none above; what cannot be made up for stays', () => {
    const missed = task({ state: 'missed', level: 2 });
    expect(turn(missed, '2026-12-04T16:30')).toMatchObject({ kind: 'climb', up: 1, change: { level: 3, nextAt: at('2026-12-05T16:30') } });
    expect(turn({ ...missed, level: 3 }, '2026-12-05T16:30')).toMatchObject({ kind: 'climb', up: 2, change: { nextAt: null } });
    expect(turn({ ...missed, level: 4 }, '2026-12-06T16:30')).toMatchObject({ kind: 'nothing', change: { nextAt: null } });
    expect(turn(task({ verb: 'round', level: 1 }), '2026-12-03T16:30')).toMatchObject({ kind: 'miss', change: { nextAt: null } });
    expect(turn(task({ level: 1 }), '2026-12-03T16:30', {}, 1)).toMatchObject({ kind: 'miss', change: { nextAt: null } });
  });

  it('leaves alone what was done or dropped', () => {
    for (const state of ['done', 'dropped'] as const) expect(turn(task({ state }), '2026-12-03T17:00').kind).toBe('nothing');
  });
});
