import type { PersonId } from '../../core/ids.ts';
import { reportUp } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { toldNow, withActed, withLine, withMore } from './deeds.ts';
import { typedIn, upForm } from './forms.ts';
import { receipt } from './handle-card.ts';
import { saveChange } from './handle-change.ts';
import { knows, type Level, ladderOf } from './handle-ladder.ts';
import { noticeOf } from './handle-receivers.ts';
import { invalid, type Known, mine, type Standing, say } from './handle-world.ts';
import type { IncidentId } from './incident.ts';
import type { IncidentNotice, NoticeKind, WholeIncident } from './incident-record.ts';
import { lanes } from './stages.ts';
import { loadNames } from './store.ts';
import { text } from './text.ts';
import { citedLine, listOf, nameIn } from './views.ts';

type Found = Known & { readonly standing: Standing };

/** Somebody told beside the route: the next level, or one that was passed over. */
export const beside = (
  ctx: Ctx,
  whole: WholeIncident,
  of: {
    readonly kind: Extract<NoticeKind, 'up' | 'skipped'>;
    readonly level: number;
    readonly word: string;
    readonly person: PersonId;
    readonly remind: boolean;
    readonly cites: IncidentNotice['detail']['cites'];
  },
): IncidentNotice =>
  toldNow(
    noticeOf(
      ctx,
      whole.incident.id,
      {
        lane: lanes.up,
        step: of.level,
        kind: of.kind,
        word: of.word,
        dueAt: null,
        urgent: false,
        optional: false,
        written: false,
        ack: true,
        remind: of.remind,
        requires: [],
        cites: of.cites,
      },
      of.person,
    ),
    whole.incident.reporter,
    ctx.now,
  );

interface Ladder {
  readonly levels: readonly Level[];
  /** The highest level somebody of whom knows; 0: none. */
  readonly told: number;
}

async function ladder(ctx: PersonCtx, id: IncidentId): Promise<(Found & Ladder) | Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const { state } = found.whole.incident;
  if (state === 'closed') return say(ctx, notice('info', text.notNow, [text.isNow(text.states[state])], ctx.locale));
  const levels = await ladderOf(ctx, found.desk, found.whole, ctx.actor.person);
  if (levels.every(({ fresh }) => fresh.length === 0))
    return say(ctx, notice('warn', levels.length === 0 ? text.nobodyAbove : text.allAboveKnow, [text.nobodyAboveWhy], ctx.locale));
  return { ...found, levels, told: levels.findLastIndex(({ people }) => people.some((person) => knows(found.whole, person))) + 1 };
}

async function formOf(ctx: PersonCtx, id: string, { levels, told }: Ladder, values: FormValues) {
  const names = await loadNames(
    ctx,
    levels.flatMap(({ fresh }) => fresh),
  );
  const options = levels.flatMap(({ fresh }, at) => {
    const label = text.upForm.level(at + 1, listOf(fresh.map((person) => nameIn(names, person))))[ctx.locale];
    return fresh.length === 0 ? [] : [{ value: String(at + 1), label }];
  });
  const first = options.filter(({ value }) => Number(value) > told).slice(0, 1);
  return upForm(id, [...first, ...options.filter((option) => !first.includes(option))], values, ctx.locale);
}

/** `报上级…`: the levels above whoever presses, the next one that does not know first. */
export async function openUp(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await ladder(ctx, id);
  return 'kind' in found ? found : { kind: 'form', locale: ctx.locale, form: await formOf(ctx, id, found, {}) };
}

/** Level by level; a level is passed over only where the rules let one in an emergency, and is told afterwards. */
export async function submitUp(ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> {
  const found = await ladder(ctx, id);
  if ('kind' in found) return found;
  const { whole, desk, policy, levels, told } = found;
  const level = Number(typedIn(values, 'level'));
  const chosen = levels[level - 1];
  if (chosen === undefined) return invalid(ctx, await formOf(ctx, id, found, values), { level: text.form.needed });
  const names = await loadNames(
    ctx,
    levels.flatMap(({ people }) => people),
  );
  const namesAt = (at: number) => listOf((levels[at - 1]?.people ?? []).map((person) => nameIn(names, person)));
  const { fresh } = chosen;
  if (fresh.length === 0) return say(ctx, notice('info', text.knowsAlready(namesAt(level)), [], ctx.locale));
  const up = reportUp(policy, { level, told, emergency: whole.incident.facts.emergency === true });
  if (!up.allowed)
    return say(
      ctx,
      notice(
        'warn',
        text.levelRefused,
        [text.levelRefusedHow],
        ctx.locale,
        [],
        [citedLine('error', text.levelRefusedWhy(level, namesAt(told + 1)), up.cites, ctx.locale)],
      ),
    );
  const above = fresh.map((person) => beside(ctx, whole, { kind: 'up', level, word: 'superior', person, remind: false, cites: up.cites }));
  const passed = up.skipped.flatMap((at) =>
    (levels[at - 1]?.fresh ?? []).map((person) =>
      beside(ctx, whole, { kind: 'skipped', level: at, word: 'skipped-superior', person, remind: up.remind, cites: up.cites }),
    ),
  );
  const said = typedIn(values, 'text');
  const lines = [...above, ...passed].reduce(
    (all, one) =>
      withLine(all, ctx.now, {
        kind: 'up',
        text: said,
        by: ctx.actor.person,
        detail: { word: one.word, person: one.person ?? '', level: one.stage },
      }),
    withMore(whole, [...above, ...passed]),
  );
  const noted = withActed(lines, ctx.actor.person, ctx.now);
  await saveChange(ctx, desk, whole, noted);
  ctx.unit.audit({
    action: 'incident.up',
    person: ctx.actor.person,
    desk: desk.id,
    subject: id,
    detail: { level, told: fresh, skipped: passed.map(({ person }) => person) },
    policyVersion: policy.version,
  });
  return receipt(ctx, found, noted, text.noted);
}
