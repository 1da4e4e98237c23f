import { randomInt } from 'node:crypto';
import type { Words } from '../../core/locale.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { lacksOf } from './agenda.ts';
import { explain, type HandoverRefusal, lackLines } from './explain.ts';
import { codeForm } from './forms.ts';
import { becomes, explained, factsOf, say } from './handle-card.ts';
import { asSide, blocked, isRefusal, isReply, mark, save, sideOf, sidesWords, worldFor } from './handle-change.ts';
import { typedIn, upToDate } from './handle-press.ts';
import type { World } from './handle-world.ts';
import type { Handover, Side } from './handover.ts';
import { text } from './text.ts';
import { handoverCard, incomingWords } from './views.ts';

/** A code read out is good for this long, and this many wrong tries. */
const codeMinutes = 5;
const codeTries = 5;
const codeDigits = 4;

const spaced = (code: string): string => [...code].join(' ');
/** Digits only, also those typed full width or with blanks between them. */
export const digitsOf = (said: string): string => said.normalize('NFKC').replace(/\D/gu, '');

/** `出示口令`: a code the outgoing person reads out; the one before is void. Only they see it. */
export async function showCode(ctx: PersonCtx, id: string): Promise<Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const side = asSide(ctx, world, ['outgoing']);
  if (isRefusal(side)) return explained(ctx, world, side);
  const stop = blocked(world, true);
  if (stop !== null) return explained(ctx, world, stop);
  const { metAt } = world.handover;
  if (world.agenda.protocol.inPerson === null) return explained(ctx, world, { code: 'code-not-asked' });
  if (metAt !== null) return explained(ctx, world, { code: 'met-already', at: metAt });
  const made = newCode(ctx);
  await save(ctx, world, made);
  return say(ctx, codeNotice(ctx, made.code));
}

const newCode = (ctx: PersonCtx): Pick<Handover, 'codeUntil' | 'codeTries'> & { readonly code: string } => ({
  code: String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0'),
  codeUntil: ctx.now.add({ minutes: codeMinutes }),
  codeTries: 0,
});

const codeNotice = (ctx: PersonCtx, code: string) =>
  notice('info', text.code.title(spaced(code)), [text.code.how(codeMinutes)], ctx.locale);

/** What is wrong with a code somebody typed; null: it is the one. */
function codeRefusal({ handover }: World, typed: string, now: PersonCtx['now']): HandoverRefusal | null {
  const { code, codeUntil, codeTries: tries } = handover;
  if (code === null || codeUntil === null) return tries >= codeTries ? { code: 'code-worn' } : { code: 'code-none' };
  if (codeUntil.epochMilliseconds <= now.epochMilliseconds) return { code: 'code-late', at: codeUntil };
  if (code === typed) return null;
  return tries + 1 >= codeTries ? { code: 'code-worn' } : { code: 'code-wrong', left: codeTries - tries - 1 };
}

/** The code was typed by somebody: it proves once that both have met, and the incoming side signs with it. */
export async function enterCode(ctx: PersonCtx, id: string, said: string, from: 'form' | 'words'): Promise<Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const { handover } = world;
  const side = sideOf(world, ctx.actor.person);
  if (side === 'outgoing') return explained(ctx, world, { code: 'code-own' });
  if (side === null) return explained(ctx, world, { code: 'code-other', name: incomingWords(world) });
  const stop = blocked(world, true);
  if (stop !== null) return explained(ctx, world, stop);
  if (world.agenda.protocol.inPerson === null) return explained(ctx, world, { code: 'code-not-asked' });
  if (handover.metAt !== null) return signAs(ctx, world, side);
  const wrong = codeRefusal(world, digitsOf(said), ctx.now);
  if (wrong === null) {
    const incoming = ctx.actor.person;
    const met: World = { ...world, handover: { ...handover, metAt: ctx.now, code: null, codeUntil: null, incoming } };
    return signAs(ctx, { ...world, handover: { ...world.handover, incoming } }, side, met.handover);
  }
  if (wrong.code === 'code-wrong') await save(ctx, world, { codeTries: handover.codeTries + 1 });
  if (wrong.code === 'code-worn' && handover.code !== null) await save(ctx, world, { codeTries, code: null, codeUntil: null });
  const view = explain(wrong, world.desk.zone, id, ctx.locale);
  if (from === 'words') return say(ctx, view);
  const more =
    wrong.code === 'code-wrong' ? ` ${text.refusals.codeLeft(wrong.left)[ctx.locale]}` : ` ${text.refusals.codeNoneHelp[ctx.locale]}`;
  return { kind: 'invalid', locale: ctx.locale, form: codeForm(id, said, ctx.locale), errors: { code: `${view.title}${more}` } };
}

export const submitCode = (ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> =>
  enterCode(ctx, id, typedIn(values, 'code'), 'form');

/** `确认并签字`: by either side, in any order; the last signature seals it. */
export async function sign(ctx: PersonCtx, id: string): Promise<Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const side = sideOf(world, ctx.actor.person);
  if (side === null) return explained(ctx, world, { code: 'not-yours', ...sidesWords(world) });
  const stop = blocked(world, true);
  if (stop !== null) return explained(ctx, world, stop);
  const { handover, agenda } = world;
  const asksCode =
    side === 'incoming' && agenda.protocol.inPerson !== null && handover.metAt === null && handover.incomingSignedAt === null;
  if (asksCode && agenda.signs.includes('incoming')) {
    const others = lacksOf(side, agenda, handover, world.items, world.records).filter(
      ({ what, reaction }) => what !== 'meeting' && reaction === 'refuse',
    );
    if (others.length > 0) return explained(ctx, world, { code: 'lacking', lacks: others });
    return { kind: 'form', locale: ctx.locale, form: codeForm(id, '', ctx.locale) };
  }
  return signAs(ctx, world, side);
}

/** `met`: the hand-over as it is once the code has been checked; kept also where something else is still wanted. */
async function signAs(ctx: PersonCtx, world: World, side: Side, met: Handover | null = null): Promise<Reply> {
  const { agenda } = world;
  const handover = met ?? world.handover;
  const signedAt = side === 'outgoing' ? handover.outgoingSignedAt : handover.incomingSignedAt;
  if (signedAt !== null) return explained(ctx, world, { code: 'signed', at: signedAt });
  if (!agenda.signs.includes(side)) {
    if (met !== null) await save(ctx, world, met);
    return explained(ctx, world, { code: 'no-signature' });
  }
  const items = side === 'outgoing' ? await upToDate(ctx, world) : world.items;
  const lacks = lacksOf(side, agenda, handover, items, world.records);
  const stops = lacks.filter(({ reaction }) => reaction === 'refuse');
  if (stops.length > 0) {
    if (met !== null || items !== world.items) await save(ctx, world, met ?? {}, items);
    const refusal = explain({ code: 'lacking', lacks: stops }, world.desk.zone, handover.id, ctx.locale);
    return say(
      ctx,
      met === null ? refusal : { ...refusal, blocks: [{ kind: 'text', text: text.code.met[ctx.locale] }, ...refusal.blocks] },
    );
  }
  const noted = [...new Set(lacks.flatMap(({ cites }) => cites.map(({ rule }) => rule)))];
  const marks =
    lacks.length === 0
      ? handover.marks
      : [...handover.marks, mark(ctx, 'flagged', ctx.actor.person, noted.join(' '), lacks.map(({ what }) => what).join(' '))];
  const signature: Partial<Handover> =
    side === 'outgoing' ? { outgoingSignedAt: ctx.now } : { incomingSignedAt: ctx.now, incoming: ctx.actor.person };
  const code = side === 'outgoing' && agenda.protocol.inPerson !== null && handover.metAt === null ? newCode(ctx) : null;
  const signedWorld = await save(ctx, world, { ...(met ?? {}), marks, ...signature, ...(code ?? {}) }, items);
  ctx.unit.audit({
    action: 'handover.sign',
    person: ctx.actor.person,
    desk: world.desk.id,
    subject: handover.id,
    detail: { side, met: handover.metAt !== null, flagged: noted },
    policyVersion: world.policy.version,
  });
  if (code !== null) return say(ctx, signedWithCode(ctx, signedWorld, code.code));
  const card = handoverCard(factsOf(signedWorld), ctx.locale);
  const flagged = lacks.length === 0 ? [] : [{ kind: 'findings' as const, findings: lackLines(lacks, ctx.locale) }];
  return becomes(ctx, { ...card, blocks: [...card.blocks, ...flagged] });
}

const signedWithCode = (ctx: PersonCtx, world: World, code: string) => ({
  ...notice(
    'ok',
    both(text.signedNow, text.code.title(spaced(code))),
    [text.code.how(codeMinutes), text.waitsFor(incomingWords(world))],
    ctx.locale,
    [press('handover.code', text.buttons.code, { id: world.handover.id }, ctx.locale)],
  ),
});

const both = (one: Words, other: Words): Words => ({ zh: `${one.zh} · ${other.zh}`, en: `${one.en} · ${other.en}` });
