import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import {
  deskAnchors,
  eventWords,
  frozenBy,
  type HandoverEvent,
  type Policy,
  recordOfForm,
  recordRules,
  recordTypes,
  splitTimes,
  timeWords,
  widerEvents,
} from '../../policy/index.ts';
import type { Citation, Cited } from '../../policy/policy.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadPosts, type Post } from '../attendance/index.ts';
import { loadDays } from '../calendar/index.ts';
import { type Incident, openIncidents } from '../incident/index.ts';
import { type Desk, loadDesk, policyFor } from '../people/index.ts';
import { entriesOf, loadWhole } from '../record/index.ts';
import { type DutySlot, deskDayData, slotById } from '../roster/index.ts';
import { type Agenda, agendaOf } from './agenda.ts';
import { endedStates, type Handover, type Item } from './handover.ts';
import { reliefsOf, reliefsWithin } from './relief.ts';
import { loadNames, type StoredHandover } from './store.ts';

/** `YYYY-MM-DD` of the desk at a moment. */
export const dateAt = (at: Instant, desk: Pick<Desk, 'zone'>): string => at.toZonedDateTimeISO(desk.zone).toPlainDate().toString();

/** What stops every hand-over of a desk as long as it is open. */
export interface Freeze {
  readonly incident: Incident;
  readonly processes: readonly string[];
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
}

/** The rules a hand-over is under. */
export interface Rules {
  readonly policy: Policy;
  readonly agenda: Agenda;
}

export async function loadRules(
  ctx: Ctx,
  desk: Desk,
  given: { readonly dutyOn: string; readonly shift: string | null; readonly event: HandoverEvent },
): Promise<Rules> {
  const [policy, days] = await Promise.all([policyFor(ctx, desk, given.dutyOn), loadDays(ctx, desk)]);
  return { policy, agenda: agendaOf(policy, { shift: given.shift, season: days(given.dutyOn).season, event: given.event }) };
}

/** What an event is to the rules: itself, what it is one of, and the processes they open. */
export function kindsOf(event: string): readonly string[] {
  const { events } = eventWords();
  const wider = widerEvents(event, events);
  return [...wider, ...wider.flatMap((code) => events.find((one) => one.code === code)?.opens ?? [])];
}

export function freezeOf(agenda: Agenda, incidents: readonly Incident[]): Freeze | null {
  for (const incident of incidents.filter(({ state }) => state === 'open')) {
    const frozen = frozenBy(agenda.protocol, kindsOf(incident.event));
    if (frozen !== null && frozen.reaction !== 'off')
      return { incident, processes: frozen.value, cites: frozen.cites, reaction: frozen.reaction };
  }
  return null;
}

/** The moments inside somebody's hours at which a rule has them hand over. */
export async function splitsOf(
  ctx: Ctx,
  desk: Desk,
  { policy, agenda }: Rules,
  { startsAt, endsAt }: Pick<DutySlot, 'startsAt' | 'endsAt'>,
): Promise<readonly Instant[]> {
  const day = await loadDays(ctx, desk);
  const calendar = { zone: desk.zone, day, anchors: deskAnchors(policy.calendar, deskDayData(desk.settings.calendar)) };
  return splitTimes(agenda.protocol, { start: startsAt, end: endsAt }, calendar);
}

/** A hand-over with everything it is judged by. */
export interface World extends Rules {
  readonly desk: Desk;
  readonly handover: Handover;
  readonly items: readonly Item[];
  /** Null: a post, or the roster no longer has the shift. */
  readonly slot: DutySlot | null;
  /** The outgoing person's own place in the shift. */
  readonly leaver: Post | null;
  /** Who may take over a shift. */
  readonly reliefs: readonly Post[];
  readonly incidents: readonly Incident[];
  readonly freeze: Freeze | null;
  /** Records the protocol wants of the shift that are not there, or not complete. */
  readonly records: readonly Cited<string>[];
  readonly names: ReadonlyMap<PersonId, Words>;
}

/** Somebody's place and who relieves them there at a moment. */
export async function loadReliefs(
  ctx: Ctx,
  desk: Desk,
  agenda: Agenda,
  of: { readonly slot: string; readonly person: PersonId; readonly at: Instant },
): Promise<{ readonly leaver: Post | null; readonly reliefs: readonly Post[]; readonly posts: readonly Post[] }> {
  const posts = await loadPosts(ctx, desk.id, of.at.subtract({ hours: 36 }), of.at.add({ hours: 2 }));
  const own = posts.filter((post) => post.slot === of.slot && post.person === of.person);
  const leaver =
    own.find((post) => post.endsAt.equals(of.at)) ??
    own.find(
      (post) => post.startsAt.epochMilliseconds < of.at.epochMilliseconds && of.at.epochMilliseconds < post.endsAt.epochMilliseconds,
    ) ??
    own.at(-1) ??
    null;
  if (leaver === null) return { leaver: null, reliefs: [], posts };
  const per = agenda.protocol.release?.value ?? 'position';
  const inside = of.at.epochMilliseconds < leaver.endsAt.epochMilliseconds;
  return { leaver, reliefs: (inside ? reliefsWithin : reliefsOf)(leaver, of.at, posts, per), posts };
}

/** The type of record a rule means by a name: a type, or a form (`form-annex-06`). Null: it is none. */
export const typeMeant = (name: string): string | null => recordOfForm(name.replace(/^form[-:]/u, ''), recordTypes())?.code ?? null;

/** Which of the records wanted of a shift are not there, or not as the rules want them when somebody leaves. */
export async function lackingRecords(
  ctx: Ctx,
  desk: Desk,
  policy: Policy,
  slot: Pick<DutySlot, 'id' | 'startsAt' | 'endsAt'>,
  wanted: readonly Cited<string>[],
): Promise<readonly Cited<string>[]> {
  const types = wanted.flatMap(({ value }) => typeMeant(value) ?? []);
  if (types.length === 0) return [];
  const [entries, day] = await Promise.all([entriesOf(ctx, desk.id, { types, slot: slot.id }), loadDays(ctx, desk)]);
  const calendar = { zone: desk.zone, day, anchors: () => null };
  const lacking: Cited<string>[] = [];
  for (const one of wanted) {
    const type = typeMeant(one.value);
    if (type === null) continue;
    const own = entries.filter((entry) => entry.type === type);
    const refused = await Promise.all(
      own.map(async (entry) => {
        const judge = (attached: number) =>
          recordRules(policy, {
            type,
            category: entry.category,
            state: 'release',
            fields: entry.fields,
            attached,
            facts: { time: timeWords(entry.at, calendar, { start: slot.startsAt, end: slot.endsAt }) },
          }).problems.filter(({ reaction }) => reaction === 'refuse');
        const problems = judge(0);
        if (!problems.some(({ code }) => code === 'unattached')) return problems.length > 0;
        return judge((await loadWhole(ctx, entry.id))?.files.length ?? 0).length > 0;
      }),
    );
    if (own.length === 0 || refused.some((wrong) => wrong)) lacking.push(one);
  }
  return lacking;
}

/** Records the protocol itself wants at the change, apart from the hand-over record that sealing writes. */
const wantedRecords = (agenda: Agenda): readonly Cited<string>[] =>
  agenda.protocol.requires.filter(({ value }) => value !== 'handover-completed' && typeMeant(value) !== 'handover');

/** The relief, where there is one only. */
export function onlyOne(reliefs: readonly Post[]): PersonId | null {
  const [only, ...others] = [...new Set(reliefs.map(({ person }) => person))];
  return only !== undefined && others.length === 0 ? only : null;
}

/** Null: its desk is gone, or it is open and the roster has the shift, or whoever would hand over in it, no more. */
export async function loadWorld(ctx: Ctx, stored: StoredHandover): Promise<World | null> {
  const world = await worldOf(ctx, stored);
  // The roster has changed since: where somebody else stands there, they hand over themselves.
  const isGone = world !== null && world.handover.slot !== null && world.leaver === null && !endedStates.includes(world.handover.state);
  return isGone ? null : world;
}

/** The same, also of one whose duty the roster has no more. Null: its desk is gone. */
export async function worldOf(ctx: Ctx, stored: StoredHandover): Promise<World | null> {
  const { items } = stored;
  let { handover } = stored;
  const desk = await loadDesk(ctx, handover.desk);
  if (desk === null) return null;
  const slot = handover.slot === null ? null : await slotById(ctx, handover.slot);
  const rules = await loadRules(ctx, desk, {
    dutyOn: slot?.dutyOn ?? dateAt(handover.at, desk),
    shift: slot?.shift ?? null,
    event: handover.event,
  });
  const wanted = wantedRecords(rules.agenda);
  const [incidents, relief, records] = await Promise.all([
    openIncidents(ctx, desk),
    slot === null ? null : loadReliefs(ctx, desk, rules.agenda, { slot: slot.id, person: handover.outgoing, at: handover.at }),
    slot === null ? [] : lackingRecords(ctx, desk, rules.policy, slot, wanted),
  ]);
  const reliefs = relief?.reliefs ?? [];
  const stands = relief?.leaver ?? null;
  if (stands !== null && !endedStates.includes(handover.state)) handover = { ...handover, position: stands.position ?? '' };
  // Somebody else comes now, who has not met anybody yet.
  const moved = slot !== null && reliefs.length > 0 && !reliefs.some(({ person }) => person === handover.incoming);
  if (moved && handover.incomingSignedAt === null && handover.sealedAt === null)
    handover = { ...handover, incoming: onlyOne(reliefs), metAt: null };
  const people = [
    handover.outgoing,
    ...(handover.incoming === null ? [] : [handover.incoming]),
    ...(handover.overrideBy === null ? [] : [handover.overrideBy]),
    ...reliefs.map(({ person }) => person),
    ...handover.marks.flatMap(({ by }) => by ?? []),
    ...items.flatMap(({ by, owner }) => [...(by === null ? [] : [by]), ...(owner === null ? [] : [owner])]),
  ];
  return {
    ...rules,
    desk,
    handover,
    items,
    slot,
    leaver: stands,
    reliefs,
    incidents,
    freeze: freezeOf(rules.agenda, incidents),
    records,
    names: await loadNames(ctx, people),
  };
}
