import { formatMoment, withColon } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { recordTypes } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { openIncidents } from '../incident/index.ts';
import { codeWords, type Desk } from '../people/index.ts';
import { type Entry, openEntries, sharedLines } from '../record/index.ts';
import { type DutySlot, slotById } from '../roster/index.ts';
import { openTasks } from '../task/index.ts';
import type { Carried } from './carried.ts';
import { incidentWords } from './handle-card.ts';
import type { Item, Matter } from './handover.ts';
import { carriedMatters } from './store.ts';

const inBoth = (said: (locale: Locale) => string): Words => ({ zh: said('zh'), en: said('en') });
const dueWords = (at: string): Words => ({ zh: `应于 ${at} 前`, en: `due ${at}` });

/** A hand-over names no more open entries than these; the rest is found in the registers. */
const mostEntries = 30;
/** The type of record in which a matter is given to somebody by name. */
const orderType = 'task';
/** Matters of earlier hand-overs are carried on this long. */
const carriedDays = 60;

function matterOf(entry: Entry, words: Words): Matter {
  const type = recordTypes().find(({ code }) => code === entry.type);
  return {
    source: `entry:${entry.id}`,
    words,
    owner: entry.owner,
    kind: type?.loan === true ? 'loan' : entry.type.startsWith('equipment') ? 'equipment' : 'entry',
  };
}

/** What was ordered to somebody who is not of the shift is theirs, and not the shift's to pass on. */
const isOrdered = ({ type, owner }: Entry, slot: DutySlot | null): boolean =>
  type === orderType && owner !== null && slot !== null && !slot.people.some(({ person }) => person === owner);

/**
 * What is open on a desk when somebody's shift is handed over, or, without a shift, what of it is theirs: incidents, loans and other entries, what was
 * carried on, and the tasks of the shift or the person. What the desk as a whole or other roles have to do is nobody's to pass on.
 */
export async function openMatters(
  ctx: Ctx,
  desk: Desk,
  of: { readonly slot: string | null; readonly person: PersonId },
): Promise<readonly Matter[]> {
  const person = of.slot === null ? of.person : null;
  const [slot, incidents, entries, tasks, carried] = await Promise.all([
    of.slot === null ? null : slotById(ctx, of.slot),
    openIncidents(ctx, desk),
    openEntries(ctx, desk),
    openTasks(ctx, { desk: desk.id, ...(of.slot === null ? {} : { slot: of.slot }) }),
    carriedMatters(ctx, desk.id, ctx.now.subtract({ hours: carriedDays * 24 })),
  ]);
  const mine = (owner: PersonId | null): boolean => person === null || owner === person;
  // An incident stands there itself; the record of it would be the same matter twice.
  const own = entries.filter((entry) => mine(entry.owner) && entry.type !== 'incident' && !isOrdered(entry, slot));
  const [shown, hidden] = [own.slice(0, mostEntries), own.length - mostEntries];
  const lines = await sharedLines(ctx, desk, shown);
  const named = shown.flatMap((entry, index) => {
    const words = lines[index];
    return words === undefined ? [] : [matterOf(entry, words)];
  });
  const more: Matter[] =
    hidden > 0
      ? [
          {
            source: 'entry:more',
            words: { zh: `另有 ${hidden} 条未结记录`, en: `${hidden} more open entries` },
            owner: null,
            kind: 'entry',
          },
        ]
      : [];
  return [
    ...(person === null ? incidents : []).map(
      (incident): Matter => ({
        source: `incident:${incident.id}`,
        words: incidentWords(incident, desk),
        owner: null,
        kind: 'incident',
      }),
    ),
    ...named,
    ...more,
    ...tasks
      .filter((task) => task.person === of.person || (of.slot !== null && task.slot === of.slot))
      .map(
        (task): Matter => ({
          source: `task:${task.id}`,
          words: inBoth((locale) => `${task.name[locale]} · ${dueWords(formatMoment(task.dueAt, desk.zone, locale))[locale]}`),
          owner: task.person,
          kind: 'task',
        }),
      ),
    ...carried
      .filter(({ owner }) => mine(owner))
      .map((one): Matter => ({ source: `item:${one.id}`, words: carriedWords(one), owner: one.owner, alias: one.alias, kind: 'carried' })),
  ];
}

interface MatterText {
  readonly text: string;
  readonly words?: Words | null;
  readonly source: string | null;
}

/** An item that was not in order is named by what it was and what was wrong. */
const carriedWords = ({ kind, text, words, remark }: Carried): Words =>
  kind === 'open' ? (words ?? { zh: text, en: text }) : inBoth((locale) => withColon(codeWords(text, locale), remark ?? '', locale));

/** An item in words: `words` null: somebody wrote it. */
export const matterItem = (ctx: Ctx, { text, words = null, source }: MatterText, place: number): Item => ({
  id: ctx.newId(),
  kind: 'open',
  text,
  words,
  source,
  state: 'open',
  remark: null,
  owner: null,
  by: null,
  at: null,
  place,
});

/** A matter of the desk's books as an item. */
export const deskItem = (ctx: Ctx, desk: Pick<Desk, 'locale'>, { words, source }: Matter, place: number): Item =>
  matterItem(ctx, { text: words[desk.locale], words, source }, place);

/** The items with what has been opened since added, and what is settled meanwhile marked so. The same list where nothing changed. */
export function withMatters(ctx: Ctx, desk: Desk, items: readonly Item[], matters: readonly Matter[]): readonly Item[] {
  const known = new Set(items.map(({ source }) => source));
  const names = ({ source, alias = [] }: Matter): readonly string[] => [source, ...alias];
  const stillOpen = new Set(matters.flatMap(names));
  const fresh = matters.filter((matter) => !names(matter).some((source) => known.has(source)));
  const settled = (item: Item): boolean =>
    item.kind === 'open' && item.state === 'open' && item.source !== null && !stillOpen.has(item.source);
  if (fresh.length === 0 && !items.some(settled)) return items;
  const last = Math.max(0, ...items.map(({ place }) => place));
  return [
    ...items.map((item): Item => (settled(item) ? { ...item, state: 'done', at: ctx.now } : item)),
    ...fresh.map((matter, index) => deskItem(ctx, desk, matter, last + index + 1)),
  ];
}
