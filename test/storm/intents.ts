import { Temporal } from '../../src/core/time.ts';
import type { Ask } from '../../src/runtime/intent.ts';
import type { Choice } from './choice.ts';
import { zone } from './roster.ts';
import type { Signers } from './signers.ts';
import type { Seen, SeenDuty, SeenRequest, StormIds } from './state.ts';

/** Something a person does: whom the bot hears it from, and what it hears. */
export interface Deed {
  readonly what: string;
  readonly person: string;
  readonly ask: Ask;
}

export interface Around {
  readonly ids: StormIds;
  readonly seen: Seen;
  readonly signers: Signers;
  readonly choice: Choice;
}

const weights = {
  leave: 13,
  swap: 16,
  cover: 9,
  compRest: 4,
  overtime: 4,
  correction: 4,
  outing: 2,
  restChange: 1,
  approve: 26,
  agree: 15,
  decline: 2,
  refuse: 4,
  ask: 3,
  answer: 3,
  hand: 2,
  withdraw: 5,
  withdrawOther: 1,
  takeBack: 2,
  cancel: 6,
  take: 6,
  giveBack: 2,
  swapBack: 2,
  force: 2,
  comeBack: 2,
  followUp: 2,
  delegate: 1,
  words: 2,
} as const;

const decides = ['approving', 'asked', 'cancelling'];

const submit = (route: string, args: Readonly<Record<string, string>>, values: Readonly<Record<string, string>>): Ask => ({
  kind: 'submit',
  route,
  args,
  values,
});
const press = (route: string, args: Readonly<Record<string, string>>): Ask => ({ kind: 'press', route, args });
const types = (text: string): Ask => ({ kind: 'words', from: 'command', text, mentions: [] });

/** What somebody does next; null: in what is seen there is nothing of the kind to do. */
export function nextDeed(around: Around): Deed | null {
  const what = around.choice.weighted(weights);
  const deed = deeds[what](around);
  if (deed === null) return null;
  // Now and then a button is pressed by somebody it does not belong to.
  const wrong = around.choice.chance(0.06) ? around.choice.one([...around.ids.people.keys()]) : undefined;
  return { what, person: wrong ?? deed.person, ask: deed.ask };
}

type Made = Omit<Deed, 'what'> | null;

const dayAfter = (on: string, days: number): string => Temporal.PlainDate.from(on).add({ days }).toString();
const today = ({ seen }: Around): string =>
  Temporal.Instant.fromEpochMilliseconds(seen.now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();

function anyRostered(
  { ids, choice }: Around,
  ...houses: readonly string[]
): { readonly person: string; readonly desk: string; readonly house: string } | null {
  const desks = [...ids.houseOf].filter(([, desk]) => houses.length === 0 || houses.includes(desk.house));
  const found = choice.one(desks);
  const who = found === undefined ? undefined : choice.one(found[1].rostered);
  return found === undefined || who === undefined
    ? null
    : { person: ids.person.get(who.code) ?? '', desk: found[0], house: found[1].house };
}

const leaveKinds = ['personal', 'personal', 'sick', 'annual', 'annual', 'official', 'other'];

function leave(around: Around): Made {
  const { choice, ids } = around;
  const who = anyRostered(around);
  if (who === null) return null;
  const kind = choice.one(leaveKinds) ?? 'personal';
  const from = dayAfter(today(around), choice.number(26) - (choice.chance(0.1) ? 2 : 0));
  const until = dayAfter(from, choice.one([0, 0, 0, 1, 1, 2, 3, 5, 9]) ?? 0);
  const values: Record<string, string> = { kind, from, until, reason: '家里有事' };
  if (choice.chance(0.25)) values.circumstances = 'special';
  if (choice.chance(0.15)) values.from_half = 'afternoon';
  else if (choice.chance(0.1)) Object.assign(values, { until: from, from_time: '10:00', until_time: '14:00' });
  // A lead files for somebody else.
  const desk = ids.houseOf.get(who.desk);
  const lead = choice.chance(0.12) ? ids.person.get(desk?.people[0]?.code ?? '') : undefined;
  if (lead !== undefined && lead !== who.person) values.subject = who.person;
  return { person: lead ?? who.person, ask: submit('request.file', { type: 'leave', desk: who.desk, kind }, values) };
}

/** Two of a desk with a shift each; mostly of two people who are often asked, so that requests meet. */
function pair(around: Around): { readonly given: SeenDuty; readonly returned: SeenDuty } | null {
  const { choice, seen } = around;
  const given = choice.one(seen.coming);
  if (given === undefined) return null;
  const others = seen.coming.filter((duty) => duty.desk === given.desk && duty.person !== given.person && duty.slot !== given.slot);
  const same = others.filter(
    (duty) => duty.shift === given.shift && Math.abs(duty.starts.getTime() - given.starts.getTime()) < 10 * 86_400_000,
  );
  const returned = choice.one(choice.chance(0.8) ? same : others);
  return returned === undefined ? null : { given, returned };
}

function swap(around: Around): Made {
  const found = pair(around);
  if (found === null) return null;
  const { given, returned } = found;
  const values = { partner: returned.person, given_shift: given.slot, return_shift: returned.slot, reason: '家里有事' };
  return { person: given.person, ask: submit('request.file', { type: 'swap', desk: given.desk }, values) };
}

function cover(around: Around): Made {
  const { choice, seen, ids } = around;
  const given = choice.one(seen.coming);
  if (given === undefined) return null;
  const others = (ids.houseOf.get(given.desk)?.rostered ?? []).flatMap((one) => ids.person.get(one.code) ?? []);
  const partner = choice.chance(0.6) ? choice.one(others.filter((one) => one !== given.person)) : undefined;
  const values: Record<string, string> = { kind: 'personal', given_shift: given.slot, reason: '看病' };
  if (partner !== undefined) values.partner = partner;
  if (choice.chance(0.2))
    Object.assign(values, given.shift === 'day' ? { part_from: '08:00', part_until: '12:00' } : { part_from: '20:00' });
  return { person: given.person, ask: submit('request.file', { type: 'substitute', desk: given.desk, kind: 'personal' }, values) };
}

function compRest(around: Around): Made {
  const who = anyRostered(around, 'office', 'office', 'centre');
  if (who === null) return null;
  const from = dayAfter(today(around), around.choice.number(24));
  const values = { from, until: dayAfter(from, around.choice.number(2)), reason: '补休' };
  return { person: who.person, ask: submit('request.file', { type: 'comp-rest', desk: who.desk }, values) };
}

function moment(around: Around, type: string, values: Readonly<Record<string, string>>, kind: string | null): Made {
  const duty = around.choice.one(around.seen.past.filter((one) => around.ids.houseOf.get(one.desk)?.house === 'centre'));
  if (duty === undefined) return null;
  const args = { type, desk: duty.desk, ...(kind === null ? {} : { kind }) };
  return { person: duty.person, ask: submit('request.file', args, { from: duty.on, ...values }) };
}

const overtime = (around: Around): Made =>
  moment(around, 'overtime', { from_time: '18:00', until_time: `${19 + around.choice.number(4)}:00`, reason: '赶材料' }, null);
const correction = (around: Around): Made =>
  moment(
    around,
    'attendance-exception',
    { from_time: '08:00', punch: around.choice.one(['in', 'out', 'both']) ?? 'in', reason: '忘打卡' },
    null,
  );
const outing = (around: Around): Made =>
  moment(around, 'outing', { kind: 'business', from_time: '10:00', until_time: '11:30', reason: '办事', leader_phoned: 'yes' }, 'business');

function restChange(around: Around): Made {
  const who = anyRostered(around);
  if (who === null) return null;
  const day = dayAfter(today(around), 1 + around.choice.number(14));
  const values = { rest_day: day, instead: dayAfter(day, 1 + around.choice.number(5)), reason: '家里有事' };
  return { person: who.person, ask: submit('request.file', { type: 'rest-change', desk: who.desk }, values) };
}

/** A request of one of the states; mostly one of the newest, so that several people act on the same one. */
function pick({ seen, choice }: Around, fits: (request: SeenRequest) => boolean): SeenRequest | undefined {
  const fitting = seen.requests.filter(fits);
  return choice.chance(0.5) ? choice.one(fitting.slice(-12)) : choice.one(fitting);
}

/** Somebody who may sign what is open; a stale card is pressed by whoever it once went to. */
function decider({ ids, signers, choice }: Around, request: SeenRequest): string | undefined {
  const code = (id: string | null): string => ids.people.get(id ?? '')?.code ?? '';
  const steps = request.open.filter((step) => step.kind === 'approve');
  const words = steps.length === 0 ? ['superior'] : steps.flatMap((step) => step.words);
  const sides = {
    desk: ids.houseOf.get(request.desk)?.code ?? '',
    subject: code(request.subject),
    filedBy: code(request.filed_by),
    partner: request.partner === null ? null : code(request.partner),
  };
  const people = [...signers(words, sides)].flatMap((one) => ids.person.get(one) ?? []);
  const handed = steps.flatMap((step) => step.handed_to ?? []);
  return handed.length > 0 && choice.chance(0.5) ? choice.one(handed) : choice.one(people);
}

function decide(around: Around, ask: (id: string, request: SeenRequest) => Ask, stale = 0.08): Made {
  const old = around.choice.chance(stale);
  const request = pick(around, (one) => (old ? true : decides.includes(one.state)));
  const person = request === undefined ? undefined : decider(around, request);
  return request === undefined || person === undefined ? null : { person, ask: ask(request.id, request) };
}

const approve = (around: Around): Made =>
  decide(around, (id) =>
    around.choice.chance(0.7) ? press('request.approve', { id }) : submit('request.approve-with', { id }, { text: '情况属实' }),
  );
const refuse = (around: Around): Made => decide(around, (id) => submit('request.refuse-with', { id }, { text: '人手不够' }));
const ask = (around: Around): Made => decide(around, (id) => submit('request.ask-with', { id }, { text: '能不能换一天' }));

function hand(around: Around): Made {
  const { choice, ids } = around;
  const leads = [...ids.people].filter(([, person]) => person.desk === 'above' || person.roles.some((role) => role.endsWith('lead')));
  const to = choice.one(leads)?.[0] ?? '';
  return decide(around, (id) => submit('request.hand-with', { id }, { to }));
}

/** The other side, or whom somebody else filed it for. */
function confirms(around: Around, route: string): Made {
  const stale = around.choice.chance(0.1);
  const request = pick(around, (one) =>
    stale ? one.partner !== null : one.state === 'confirming' || one.open.some((step) => step.kind === 'confirm'),
  );
  if (request === undefined) return null;
  const asksSubject = request.open.some((step) => step.kind === 'confirm' && step.words.includes('subject'));
  const person = asksSubject ? request.subject : (request.partner ?? request.subject);
  return { person, ask: press(route, { id: request.id }) };
}

function own(
  around: Around,
  states: readonly string[],
  ask: (request: SeenRequest) => Ask,
  who: (request: SeenRequest) => string | null,
): Made {
  const stale = around.choice.chance(0.1);
  const request = pick(around, (one) => stale || states.includes(one.state));
  const person = request === undefined ? null : who(request);
  return request === undefined || person === null ? null : { person, ask: ask(request) };
}

const open = ['confirming', 'approving', 'asked', 'open-call'];

function eitherSide({ choice }: Around) {
  return (request: SeenRequest): string | null => (choice.chance(0.7) ? request.subject : (request.partner ?? request.filed_by));
}

function take(around: Around): Made {
  const { ids, choice } = around;
  const stale = choice.chance(0.15);
  const request = pick(around, (one) => one.type === 'substitute' && (stale || one.state === 'open-call'));
  if (request === undefined) return null;
  const taker = choice.one(ids.houseOf.get(request.desk)?.rostered ?? []);
  const person = taker === undefined ? undefined : ids.person.get(taker.code);
  return person === undefined ? null : { person, ask: press('cover.take', { id: request.id }) };
}

function giveBack(around: Around): Made {
  const request = pick(around, (one) => one.type === 'substitute' && one.partner !== null);
  return request?.partner == null ? null : { person: request.partner, ask: press('cover.back', { id: request.id }) };
}

function force(around: Around): Made {
  const { seen, ids, choice } = around;
  const soon = seen.coming.filter((duty) => duty.starts.getTime() < seen.now.getTime() + 30 * 3_600_000);
  const duty = choice.one(soon);
  const desk = duty === undefined ? undefined : ids.houseOf.get(duty.desk);
  const lead = ids.person.get(desk?.people[0]?.code ?? '');
  const comes = choice.one(desk?.rostered ?? []);
  if (duty === undefined || lead === undefined || comes === undefined) return null;
  const values = { slot: duty.slot, out: duty.person, in: ids.person.get(comes.code) ?? '', from: '', until: '', reason: '突然生病' };
  return { person: lead, ask: submit('cover.force', { desk: duty.desk }, values) };
}

function comeBack(around: Around): Made {
  const { choice, seen } = around;
  const request = choice.one(seen.requests.filter((one) => one.type === 'leave' && one.state === 'approved'));
  if (request === undefined) return null;
  return {
    person: request.subject,
    ask: choice.chance(0.3)
      ? press('leave.open-back', { request: request.id })
      : submit('leave.back', { request: request.id }, { on: dayAfter(today(around), choice.number(6)) }),
  };
}

function followUp(around: Around): Made {
  const request = around.choice.one(around.seen.requests.filter((one) => one.follow.length > 0));
  const follow = request?.follow[0];
  return request === undefined || follow === undefined
    ? null
    : { person: request.subject, ask: press('request.done', { id: request.id, follow }) };
}

function delegate(around: Around): Made {
  const { ids, choice } = around;
  const leads = [...ids.people].filter(([, person]) => person.desk === 'above');
  const [from, to] = [choice.one(leads)?.[0], choice.one(leads)?.[0]];
  if (from === undefined || to === undefined || from === to) return null;
  const day = today(around);
  return { person: from, ask: submit('request.delegate-save', {}, { to, from: day, until: dayAfter(day, choice.number(3)) }) };
}

function words(around: Around): Made {
  const person = around.choice.one([...around.ids.people.keys()]);
  const line = around.choice.one(['我的申请', '待审批', '我的班', '退班', '销假', '请假 后天 事假 家里有事', '我的假', '谁值班']);
  return person === undefined || line === undefined ? null : { person, ask: types(line) };
}

const deeds: Readonly<Record<keyof typeof weights, (around: Around) => Made>> = {
  leave,
  swap,
  cover,
  compRest,
  overtime,
  correction,
  outing,
  restChange,
  approve,
  agree: (around) => confirms(around, 'request.agree'),
  decline: (around) => confirms(around, 'request.decline'),
  refuse,
  ask,
  answer: (around) =>
    own(
      around,
      ['asked'],
      ({ id }) => submit('request.answer-with', { id }, { text: '可以' }),
      (request) => request.subject,
    ),
  hand,
  withdraw: (around) =>
    own(
      around,
      open,
      ({ id }) => press('request.withdraw', { id }),
      (request) => request.subject,
    ),
  withdrawOther: (around) => decide(around, (id) => submit('request.withdraw-with', { id }, { text: '已另行安排' }), 0),
  takeBack: (around) =>
    own(
      around,
      ['approving'],
      ({ id }) => press('request.take-back', { id }),
      (request) => request.partner,
    ),
  cancel: (around) => own(around, ['approved'], ({ id }) => submit('request.cancel-with', { id }, { text: '不用了' }), eitherSide(around)),
  take,
  giveBack,
  swapBack: (around) => own(around, ['approved'], ({ id }) => submit('swap.back-send', { id }, { reason: '不用换了' }), eitherSide(around)),
  force,
  comeBack,
  followUp,
  delegate,
  words,
};
