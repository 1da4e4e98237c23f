import type { Add, Draft, Drafted } from './drafted.ts';
import type { PresenceEntry } from './schema/presence.ts';
import { durationMinutes, wallClock } from './wall-clock.ts';

/** Adds what an entry says of clocking in and out and of being reachable. */
export function compilePresence(entry: PresenceEntry, add: Add, draft: Draft): void {
  if ('reachable' in entry) compileReach(entry, add, draft);
  else compileClocking(entry, add, draft);
}

type ReachEntry = Extract<PresenceEntry, { readonly reachable: unknown }>;
type ClockingEntry = Exclude<PresenceEntry, ReachEntry>;

function compileReach(entry: ReachEntry, add: Add, draft: Draft): void {
  const keys = ['reachable', ...(entry.place === undefined ? [] : ['place'])];
  const { when, from, to } = entry.reachable;
  const hours = from === undefined || to === undefined ? null : { from: wallClock(from), to: wallClock(to) };
  const need = { role: entry.role, when, place: entry.place ?? null, hours };
  add(draft.reachable, need, { what: `reachable.${entry.role}`, keys, text: [entry.reachable, entry.place] });
}

function compileClocking(entry: ClockingEntry, add: Add, draft: Draft): void {
  const minutes = (list: Drafted<number>[], key: string, text: string | undefined): void => {
    if (text !== undefined) add(list, durationMinutes(text), { what: key, keys: [key], text: durationMinutes(text) });
  };
  minutes(draft.lateOver, 'late_over', entry.late_over);
  minutes(draft.earlyLeaveOver, 'early_leave_over', entry.early_leave_over);
  minutes(draft.arriveBefore, 'arrive_before', entry.arrive_before);
  if (entry.clock_in !== undefined) add(draft.rosteredOnly, true, { what: 'clock_in', keys: ['clock_in'], text: true });
  if (entry.off_post !== undefined) add(draft.offPost, true, { what: 'off_post', keys: ['off_post'], text: true });
  if (entry.place !== undefined) add(draft.place, entry.place, { what: 'place', keys: ['place'], text: entry.place });
  compileAttendance(entry, add, draft);
}

function compileAttendance(entry: ClockingEntry, add: Add, draft: Draft): void {
  const whole = <Value>(list: Drafted<Value>[], key: string, value: Value | undefined): void => {
    if (value !== undefined) add(list, value, { what: key, keys: [key], text: value });
  };
  whole(draft.noShow, 'no_show', entry.no_show);
  whole(draft.missedPunch, 'missed_punch', entry.missed_punch);
  whole(draft.proxyPunch, 'proxy_punch', entry.proxy_punch);
  whole(draft.weeklyHoursMin, 'weekly_hours_min', entry.weekly_hours_min);
  whole(draft.requireAny, 'require_any', entry.require_any);
  whole(draft.clockOutRequires, 'clock_out_requires', entry.clock_out_requires);
  if (entry.observe !== undefined)
    add(draft.observe, entry.observe, { what: `observe.${entry.observe.by.join('-')}`, keys: ['observe'], text: entry.observe });
  // Each part is a value of its own: one preset may count punches, another say which of them counts.
  for (const [part, value] of Object.entries(entry.punches ?? {}))
    add(draft.punches, { [part]: value }, { what: `punches.${part}`, keys: [`punches.${part}`], text: value });
  for (const [part, value] of Object.entries(entry.outing ?? {}))
    add(draft.outing, { [part]: value }, { what: `outing.${part}`, keys: [`outing.${part}`], text: value });
  if (entry.compare !== undefined)
    add(draft.compare, entry.compare, { what: `compare.${entry.compare.what.join('-')}`, keys: ['compare'], text: entry.compare });
}
