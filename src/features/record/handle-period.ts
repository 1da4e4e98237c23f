import { formatDay, inBrackets } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import { type MarkedPeriod, markedPeriods, periodRecord } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadDays } from '../calendar/index.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { fieldNamed, optionName } from './fields.ts';
import { knownType } from './handle-registry.ts';
import { entriesOf } from './store.ts';
import { text } from './text.ts';

/** Periods are written down a week or a season ahead: more than the newest of them are not looked through. */
const mostPeriods = 500;

/**
 * The marked periods of a desk that touch the days from `from` until `until` (`YYYY-MM-DD`), in order; none where no rule of the desk speaks of such
 * periods, and that costs no round trip.
 */
export async function periodsOf(ctx: Ctx, desk: Desk, from: string, until: string): Promise<readonly MarkedPeriod[]> {
  const { specialPeriods } = await policyFor(ctx, desk, from);
  if (specialPeriods === null) return [];
  const [stored, day] = await Promise.all([
    entriesOf(ctx, desk.id, { types: [periodRecord], newestFirst: true, limit: mostPeriods }),
    loadDays(ctx, desk),
  ]);
  return markedPeriods(
    specialPeriods,
    stored.map(({ fields }) => fields),
    day,
    from,
    until,
  );
}

/** `节假日 国庆节(10月1日(周四)–10月7日(周三))`, said to be still unwritten where only the calendar knows of it. */
export function periodWords(period: MarkedPeriod): Words {
  const line = (locale: Locale): string => {
    const [from, until] = [period.from, period.until].map((on) => formatDay(Temporal.PlainDate.from(on), locale));
    const kind = optionName(fieldNamed(knownType(periodRecord), 'kind'), period.kind)[locale];
    const days = inBrackets(period.name === '' ? kind : `${kind} ${period.name}`, from === until ? `${from}` : `${from}–${until}`, locale);
    return period.written ? days : `${days} · ${text.periodUnwritten[locale]}`;
  };
  return { zh: line('zh'), en: line('en') };
}
