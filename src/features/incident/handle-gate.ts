import type { Ctx } from '../../runtime/context.ts';
import { press } from '../../view/build.ts';
import type { NotReleased } from '../attendance/index.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { dateAt, knownOf } from './handle-world.ts';
import { actionWords, calls } from './stages.ts';
import { incidentsOf, loadIncident } from './store.ts';
import { text } from './text.ts';
import { titleOf } from './views.ts';

/** While an incident is open of which a rule has the shift extended, nobody on duty leaves. Costs a round trip only where a rule of the desk extends shifts. */
export async function shiftExtended(ctx: Ctx, desk: Desk): Promise<NotReleased | null> {
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const extendsShifts = policy.escalations.some(
    ({ reaction, value }) => reaction !== 'off' && value.actions?.includes(actionWords.extendShift) === true,
  );
  if (!extendsShifts) return null;
  const open = (await incidentsOf(ctx, [desk.id], { open: true })).filter(({ state }) => state === 'open');
  for (const { id } of open) {
    const whole = await loadIncident(ctx, id);
    const known = whole === null ? null : await knownOf(ctx, desk, whole);
    if (known === null || !calls(known.route, actionWords.extendShift)) continue;
    const words = text.extended(titleOf(known.event, known.whole.incident, desk));
    const cites = known.route.actions.find(({ value }) => value === actionWords.extendShift)?.cites ?? [];
    return {
      lines: [{ words: { zh: `${words.zh}。${text.extendedHow.zh}`, en: `${words.en}. ${text.extendedHow.en}` }, cites }],
      actions: (locale) => [press('incident.show', text.buttons.show, { id }, locale)],
    };
  }
  return null;
}
