import { formatMoment, withColon } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { recordTypes } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { numberOf, openIncidents, sharedWords } from '../incident/index.ts';
import { codeWords, type Desk } from '../people/index.ts';
import { type Entry, openEntries, sharedLine } from '../record/index.ts';
import { openTasks } from '../task/index.ts';
import type { Item, Matter } from './handover.ts';
import { type Carried, carriedMatters } from './store.ts';

const dueWords = (at: string): Words => ({ zh: `应于 ${at} 前`, en: `due ${at}` });

/** A hand-over names no more open entries than these; the rest is found in the registers. */
const mostEntries = 30;
/** Matters of earlier hand-overs are carried on this long. */
const carriedDays = 60;

async function matterOf(ctx: Ctx, desk: Desk, entry: Entry, locale: Locale): Promise<Matter> {
  const type = recordTypes().find(({ code }) => code === entry.type);
  return {
    source: `entry:${entry.id}`,
    text: await sharedLine(ctx, desk, entry, locale),
    owner: entry.owner,
    kind: type?.loan === true ? 'loan' : entry.type.startsWith('equipment') ? 'equipment' : 'entry',
  };
}

/**
 * What is open on a desk when somebody's shift is handed over, or, without a shift, what of it is theirs: incidents, loans and other entries, what was
 * carried on, and the tasks of the shift or the person. What the desk as a whole or other roles have to do is nobody's to pass on. In the language of
 * the desk, whose people read it, or of whoever writes about it.
 */
export async function openMatters(
  ctx: Ctx,
  desk: Desk,
  of: { readonly slot: string | null; readonly person: PersonId },
  locale: Locale = desk.locale,
): Promise<readonly Matter[]> {
  const person = of.slot === null ? of.person : null;
  const [incidents, entries, tasks, carried] = await Promise.all([
    openIncidents(ctx, desk),
    openEntries(ctx, desk),
    openTasks(ctx, { desk: desk.id, ...(of.slot === null ? {} : { slot: of.slot }) }),
    carriedMatters(ctx, desk.id, ctx.now.subtract({ hours: carriedDays * 24 })),
  ]);
  const mine = (owner: PersonId | null): boolean => person === null || owner === person;
  // An incident stands there itself; the record of it would be the same matter twice.
  const own = entries.filter((entry) => mine(entry.owner) && entry.type !== 'incident');
  const [shown, hidden] = [own.slice(0, mostEntries), own.length - mostEntries];
  const named = await Promise.all(shown.map((entry) => matterOf(ctx, desk, entry, locale)));
  const more: Matter[] =
    hidden > 0
      ? [
          {
            source: 'entry:more',
            text: locale === 'zh' ? `另有 ${hidden} 条未结记录` : `${hidden} more open entries`,
            owner: null,
            kind: 'entry',
          },
        ]
      : [];
  return [
    ...(person === null ? incidents : []).map(
      (incident): Matter => ({
        source: `incident:${incident.id}`,
        text: `${numberOf(incident, desk.zone)} ${sharedWords(incident)[locale]}`,
        owner: null,
        kind: 'incident',
      }),
    ),
    ...named,
    ...more,
    ...tasks
      .filter((task) => task.person === of.person || (of.slot !== null && task.slot === of.slot))
      .map((task): Matter => {
        const due = formatMoment(task.dueAt, desk.zone, locale);
        return {
          source: `task:${task.id}`,
          text: `${task.name[locale]} · ${dueWords(due)[locale]}`,
          owner: task.person,
          kind: 'task',
        };
      }),
    ...carried
      .filter(({ owner }) => mine(owner))
      .map((one): Matter => ({ source: `item:${one.id}`, text: carriedWords(one, locale), owner: one.owner, kind: 'carried' })),
  ];
}

/** An item that was not in order is named by what it was and what was wrong. */
const carriedWords = ({ kind, text, remark }: Carried, locale: Locale): string =>
  kind === 'open' ? text : withColon(codeWords(text, locale), remark ?? '', locale);

export const matterItem = (ctx: Ctx, matter: Pick<Matter, 'text'> & { readonly source: string | null }, place: number): Item => ({
  id: ctx.newId(),
  kind: 'open',
  text: matter.text,
  source: matter.source,
  state: 'open',
  remark: null,
  owner: null,
  by: null,
  at: null,
  place,
});

/** The items with what has been opened since added, and what is settled meanwhile marked so. The same list where nothing changed. */
export function withMatters(ctx: Ctx, items: readonly Item[], matters: readonly Matter[]): readonly Item[] {
  const known = new Set(items.map(({ source }) => source));
  const stillOpen = new Set(matters.map(({ source }) => source));
  const fresh = matters.filter(({ source }) => !known.has(source));
  const settled = (item: Item): boolean =>
    item.kind === 'open' && item.state === 'open' && item.source !== null && !stillOpen.has(item.source);
  if (fresh.length === 0 && !items.some(settled)) return items;
  const last = Math.max(0, ...items.map(({ place }) => place));
  return [
    ...items.map((item): Item => (settled(item) ? { ...item, state: 'done', at: ctx.now } : item)),
    ...fresh.map((matter, index) => matterItem(ctx, matter, last + index + 1)),
  ];
}
