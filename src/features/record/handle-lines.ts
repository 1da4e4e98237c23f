import { formatTime } from '../../core/format.ts';
import type { SlotId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { peopleIn } from './fields.ts';
import { isRestricted } from './handle-access.ts';
import { knownType } from './handle-registry.ts';
import { dateAt, valueNames } from './handle-world.ts';
import type { Entry } from './record.ts';
import { logType } from './registers.ts';
import { stateName } from './states.ts';
import { entriesOf } from './store.ts';
import { gist, titleOf } from './views.ts';

const isPlain = (entry: Entry): boolean => entry.type === logType;

/** Entries as lines of a list: `07:20 3 号门锁坏了 · 已报修`, others with their kind and state in front. In the order given. */
export async function entryLines(ctx: Ctx, desk: Desk, entries: readonly Entry[], locale: Locale): Promise<string[]> {
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const people = entries.flatMap((entry) => peopleIn(knownType(entry.type), entry.fields));
  const names = await valueNames(ctx, desk, policy, people);
  return entries.map((entry) => {
    const type = knownType(entry.type);
    const state = type.states.length > 1 ? ` · ${stateName(type, entry.state)[locale]}` : '';
    const kind = isPlain(entry) ? '' : `${titleOf(type, entry)[locale]}${state} · `;
    return `${formatTime(entry.at, desk.zone)} ${kind}${gist(type, entry, names, locale)}`.trim();
  });
}

/** One entry as a line. */
export async function entryLine(ctx: Ctx, desk: Desk, entry: Entry, locale: Locale): Promise<string> {
  return (await entryLines(ctx, desk, [entry], locale))[0] ?? '';
}

/**
 * One entry as a line of something more people read than may read the entry (a hand-over, a task, a channel): where a rule restricts its reading, by
 * kind and number only. `number` is null until an entry is saved.
 */
export async function sharedLine(ctx: Ctx, desk: Desk, entry: Entry, locale: Locale): Promise<string> {
  const type = knownType(entry.type);
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  return isRestricted(policy, type) ? titleOf(type, entry)[locale] : entryLine(ctx, desk, entry, locale);
}

/** {@link sharedLine} of several entries, in both languages and in the order given. */
export async function sharedLines(ctx: Ctx, desk: Desk, entries: readonly Entry[]): Promise<readonly Words[]> {
  if (entries.length === 0) return [];
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const [zh, en] = await Promise.all([entryLines(ctx, desk, entries, 'zh'), entryLines(ctx, desk, entries, 'en')]);
  return entries.map((entry, index) => {
    const type = knownType(entry.type);
    return isRestricted(policy, type) ? titleOf(type, entry) : { zh: zh[index] ?? '', en: en[index] ?? '' };
  });
}

/** The log of a shift, or of a stretch, as lines for the sections of a hand-over: what was written in the duty log, the oldest first. */
export async function logLines(
  ctx: Ctx,
  desk: Desk,
  of: { readonly slot: SlotId } | { readonly from: Instant; readonly until: Instant },
  locale: Locale,
): Promise<readonly string[]> {
  const entries = await entriesOf(ctx, desk.id, { types: [logType], ...of });
  return entryLines(ctx, desk, entries, locale);
}
