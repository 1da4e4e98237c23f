import { randomInt } from 'node:crypto';
import type { Instant } from '../../core/time.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import { ownFigures } from './figures.ts';
import type { Handover } from './handover.ts';
import { codeSubject } from './handover.ts';

const { codeMinutes, codeDigits } = ownFigures;

export const codeOverKind = 'handover.code-over';

/** A fresh code, as the hand-over keeps it; the one before is void. */
export const newCode = (ctx: Ctx): Pick<Handover, 'codeTries'> & { readonly code: string; readonly codeUntil: Instant } => ({
  code: String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0'),
  codeUntil: ctx.now.add({ minutes: codeMinutes }),
  codeTries: 0,
});

/** Shows the code to whoever hands over, in a message of its own that follows what becomes of it. */
export function sendCode(ctx: PersonCtx, handover: Handover): void {
  const subject = codeSubject(handover);
  if (subject === null || handover.codeUntil === null) return;
  ctx.unit.send({ platform: ctx.platform, to: { kind: 'person', id: ctx.userId }, locale: ctx.locale, subject, until: handover.codeUntil });
  ctx.unit.due({ kind: codeOverKind, key: subject, at: handover.codeUntil, desk: handover.desk, payload: { subject } });
}

/** The time of a code is over: what shows it says so. */
export function codeOver(ctx: Ctx, subject: string): Promise<void> {
  ctx.unit.refresh(subject);
  return Promise.resolve();
}
