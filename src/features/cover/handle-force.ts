import { Temporal } from '../../core/time.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Choice, Notice } from '../../view/view.ts';
import { type Desk, findDesk, loadDesk, mayLead, membersOf } from '../people/index.ts';
import { explainFileRefusal, fileRequest, type RequestDraft, type RequestDuty } from '../request/index.ts';
import { type DutySlot, dutyLine, partOf, slotsBetween } from '../roster/index.ts';
import { coverType } from './cover.ts';
import { dutyWords } from './handle-call.ts';
import { text } from './text.ts';
import { type ForceDraft, forceForm, notices } from './views.ts';

const say = (ctx: PersonCtx, view: Notice): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** An emergency is about the shifts that run now or begin within this. */
const aheadHours = 36;

const empty: ForceDraft = { slot: '', out: '', in: '', from: '', until: '', reason: '' };

/** `紧急换人 [班组]`: the form of a lead. */
export async function openForce(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await findDesk(ctx, words, 'lead');
  if (meant.kind === 'none') {
    const own = await findDesk(ctx, words);
    return say(ctx, own.kind === 'none' ? notices.noDesk(ctx.locale) : notices.notLead(ctx.locale));
  }
  if (meant.kind === 'several') return say(ctx, notices.whichDesk(meant.desks, ctx.locale));
  return openForceOn(ctx, meant.desk.id);
}

export async function openForceOn(ctx: PersonCtx, deskId: string): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || !mayLead(ctx.actor, desk)) return say(ctx, notices.notLead(ctx.locale));
  const slots = await slotsAhead(ctx, desk);
  if (slots.length === 0) return say(ctx, notices.noShift(ctx.locale));
  return { kind: 'form', locale: ctx.locale, form: await form(ctx, desk, slots, empty) };
}

const slotsAhead = async (ctx: PersonCtx, desk: Desk): Promise<DutySlot[]> =>
  (await slotsBetween(ctx, desk.id, ctx.now, ctx.now.add({ hours: aheadHours }))).filter((slot) => slot.people.length > 0);

async function form(ctx: PersonCtx, desk: Desk, slots: readonly DutySlot[], draft: ForceDraft) {
  const members = await membersOf(ctx, desk.id);
  const shifts = slots.map((slot): Choice => ({ value: slot.id, label: dutyLine(slot, desk.zone, ctx.locale) }));
  const people = members.map((member): Choice => ({ value: member.person, label: member.name[ctx.locale] }));
  return forceForm(desk, shifts, people, draft, ctx.locale);
}

const said = (notice: Notice): string =>
  [
    notice.title,
    ...notice.blocks.flatMap((block) => {
      if (block.kind === 'findings')
        return block.findings.map((finding) => [plain(finding.text), finding.source ?? ''].filter(Boolean).join(' · '));
      if (block.kind === 'text' || block.kind === 'note') return [plain(block.text)];
      return block.kind === 'list' ? block.items.map(plain) : [];
    }),
  ].join('\n');

const plain = (rich: Extract<Notice['blocks'][number], { kind: 'text' }>['text']): string =>
  typeof rich === 'string'
    ? rich
    : rich.map((part) => (typeof part === 'string' ? part : part.kind === 'mention' ? part.name : part.text)).join('');

/** The form was sent: replaced at once and both told, or it stays open with what is wrong. */
export async function submitForce(ctx: PersonCtx, deskId: string, draft: ForceDraft): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || !mayLead(ctx.actor, desk)) return say(ctx, notices.notLead(ctx.locale));
  const slots = await slotsAhead(ctx, desk);
  const invalid = async (errors: Readonly<Record<string, string>>): Promise<Reply> => ({
    kind: 'invalid',
    locale: ctx.locale,
    form: await form(ctx, desk, slots, draft),
    errors,
  });
  if (draft.out === ctx.actor.person) return invalid({ out: text.ownShift[ctx.locale] });
  const slot = slots.find((one) => one.id === draft.slot);
  if (slot === undefined) return invalid({ slot: text.gone[ctx.locale] });
  const part = partOf(slot, draft.from, draft.until, desk.zone);
  if (!part.ok)
    return part.refusal === 'half'
      ? invalid({ [draft.from === '' ? 'from' : 'until']: text.partBoth[ctx.locale] })
      : invalid({ until: text.badPart[ctx.locale] });
  const { start, end } = part.value ?? { start: slot.startsAt, end: slot.endsAt };
  const duty: RequestDuty = {
    slot: slot.id,
    person: draft.out,
    part: 'covered',
    startsAt: start,
    endsAt: end,
    dutyOn: slot.dutyOn,
    shift: slot.shift,
  };
  const request: RequestDraft = {
    desk: desk.id,
    type: coverType,
    kind: null,
    subject: draft.out,
    filedBy: ctx.actor.person,
    partner: draft.in,
    fromOn: slot.dutyOn,
    untilOn: end.toZonedDateTimeISO(desk.zone).toPlainDate().toString(),
    // What has passed of a running shift stays as it was: the rules are asked about what comes.
    startsAt: Temporal.Instant.compare(start, ctx.now) < 0 ? ctx.now : start,
    endsAt: end,
    duties: [duty],
    fields: { reason: draft.reason, emergency: 'yes', forced: 'yes' },
    toldAt: null,
    parent: null,
  };
  const filed = await fileRequest(ctx, desk, request, { decided: { reason: draft.reason } });
  if (!filed.ok) return invalid({ in: said(await explainFileRefusal(ctx, desk, request, filed.refusal, ctx.locale)) });
  return say(ctx, notices.forced(await dutyWords(ctx, desk, duty), ctx.locale));
}
