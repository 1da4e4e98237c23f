import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { Due } from '../../policy/index.ts';
import { newTask, planChanges } from './plan.ts';
import type { Task } from './task.ts';
import type { NewTask } from './task-change.ts';

const zone = 'Asia/Shanghai';
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const desk = { id: 'd', zone, minutes: 30, quiet: null, workStart: '09:00' };
const due = (dueAt: string, key = 'p obligation.x 1'): Due => ({
  key,
  entry: 'p obligation.x',
  verb: 'submit',
  object: 'daily-report',
  remindAt: null,
  fromAt: at('2026-12-03T00:00'),
  dueAt: at(dueAt),
  slot: null,
  hidden: false,
  on: '2026-12-03',
  window: null,
  value: { do: 'submit:daily-report', by: ['duty-officer'] },
  cites: [],
});
const planned = (dueAt: string, key?: string): NewTask => newTask(desk, due(dueAt, key), { origin: 'clock', policyVersion: 'v' });
const stored = (task: NewTask, more: Partial<Task> = {}): Task => ({
  ...task,
  id: task.key,
  verb: 'submit',
  state: 'open',
  done: 0,
  doneAt: null,
  level: 0,
  toldAt: null,
  version: 1,
  ...more,
});
const span = { now: at('2026-12-03T10:00'), until: at('2026-12-04T12:00') };

describe('a plan', () => {
  it('writes what is not there and nothing else', () => {
    const task = planned('2026-12-03T16:30');
    expect(planChanges([task], [], span)).toEqual({ insert: [task], change: [] });
    expect(planChanges([task], [stored(task)], span)).toEqual({ insert: [], change: [] });
    expect(planChanges([planned('2026-12-03T10:00')], [], span).insert).toEqual([]);
  });

  it('moves what nobody began, and takes back what is no longer due', () => {
    const old = stored(planned('2026-12-03T16:30'));
    const later = planned('2026-12-03T17:30');
    expect(planChanges([later], [old], span).change).toMatchObject([
      { task: old, state: 'open', dueAt: at('2026-12-03T17:30'), nextAt: at('2026-12-03T17:00') },
    ]);
    expect(planChanges([], [old], span).change).toMatchObject([{ task: old, state: 'dropped', nextAt: null }]);
    expect(planChanges([planned('2026-12-03T16:30')], [{ ...old, state: 'dropped' }], span).change).toMatchObject([{ state: 'open' }]);
  });

  it('leaves alone what somebody began or was given, what an event made due, and what lies beyond', () => {
    const task = planned('2026-12-03T16:30');
    const kept = [
      stored(task, { done: 1, wanted: 2 }),
      stored(task, { state: 'done' }),
      stored(task, { person: 'an' }),
      stored(task, { detail: { ...task.detail, origin: 'event' } }),
      stored(task, { dueAt: at('2026-12-04T12:00') }),
      stored(task, { dueAt: at('2026-12-03T10:00') }),
    ];
    for (const one of kept) expect(planChanges([], [one], span).change).toEqual([]);
  });

  it('does not remind twice of what moved after people were told, unless it is reminded of at another moment', () => {
    const told = stored(planned('2026-12-03T16:30'), { level: 1, toldAt: at('2026-12-03T09:00') });
    const changed: NewTask = { ...planned('2026-12-03T16:30'), roles: ['guard'] };
    const [change] = planChanges([changed], [told], span).change;
    expect(change).toMatchObject({ roles: ['guard'], nextAt: at('2026-12-03T16:30') });
    expect(change).not.toHaveProperty('level');
  });
});
