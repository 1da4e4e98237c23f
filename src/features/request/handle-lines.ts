import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { RequestFinding } from '../../policy/request/case.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, policyFor } from '../people/index.ts';
import type { AllNames } from './card/findings.ts';
import type { Lines } from './card/lines.ts';
import { knownType } from './registry.ts';
import type { RequestDraft } from './request.ts';
import type { WholeRequest } from './request-record.ts';
import { loadNumbers } from './store.ts';
import { loadNames } from './store-directory.ts';

/** Everybody a request names. */
export function peopleOf(whole: WholeRequest): PersonId[] {
  const { request, steps, question, setAside } = whole;
  return [
    request.subject,
    request.filedBy,
    ...(request.partner === null ? [] : [request.partner]),
    ...request.duties.map((duty) => duty.person),
    ...steps.flatMap((step) => [step.decidedBy, step.decidedFor, step.handedTo].filter((person) => person !== null)),
    ...(question === null ? [] : [question.by]),
    ...setAside.map((one) => one.by),
  ];
}

/** The names of the shifts of some days, for the desk. */
export async function shiftNames(ctx: Ctx, desk: Desk, days: readonly string[]): Promise<(code: string, on: string) => Words> {
  const names = new Map<string, Words>();
  for (const on of new Set(days))
    for (const { value } of (await policyFor(ctx, desk, on)).shifts) names.set(`${on} ${value.code}`, value.name);
  return (code, on) => names.get(`${on} ${code}`) ?? { zh: code, en: code };
}

const isId = (value: string | number): value is string => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(value);

/** Names for what the rules said of a draft. */
export async function findingNames(ctx: Ctx, desk: Desk, draft: RequestDraft, findings: readonly RequestFinding[]): Promise<AllNames> {
  const days = [...findings.flatMap((finding) => finding.finding?.on ?? []), ...draft.duties.map((duty) => duty.dutyOn)];
  const values = findings.flatMap((finding) => [finding.measured, finding.allowed]).filter(isId);
  const people = findings.flatMap((finding) => [finding.person, finding.finding?.person ?? null].filter((person) => person !== null));
  const partner = draft.partner === null ? [] : [draft.partner];
  const [shift, names, numbers] = await Promise.all([
    shiftNames(ctx, desk, days),
    loadNames(ctx, [draft.subject, draft.filedBy, ...partner, ...people, ...values]),
    loadNumbers(ctx, values),
  ]);
  const person = (id: PersonId): Words => names.get(id) ?? unknown;
  const on = days[0] ?? ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  return {
    zone: desk.zone,
    type: knownType(draft.type),
    person,
    number: (id) => numbers.get(id) ?? null,
    roster: { zone: desk.zone, shift: (code) => shift(code, on), person },
  };
}

const unknown: Words = { zh: '?', en: '?' };

/** A request with its names. */
export async function loadLines(ctx: Ctx, desk: Desk, whole: WholeRequest, others: readonly PersonId[] = []): Promise<Lines> {
  const [names, shift] = await Promise.all([
    loadNames(ctx, [...peopleOf(whole), ...others]),
    shiftNames(
      ctx,
      desk,
      whole.request.duties.map((duty) => duty.dutyOn),
    ),
  ]);
  return { whole, type: knownType(whole.request.type), desk, shift, name: (person) => names.get(person) ?? unknown };
}
