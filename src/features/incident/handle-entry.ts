import type { Policy, Route } from '../../policy/index.ts';
import { eventWords, recordTypes } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { type Entry, writeEntry } from '../record/index.ts';
import { dateAt } from './handle-world.ts';
import type { Incident } from './incident.ts';
import { eventOf } from './incident-case.ts';
import { text } from './text.ts';

const logType = 'duty-log';
const incidentType = 'incident';

/** What an incident is written down as: the register or form a rule of its route names, else the one of incidents where the desk keeps it, else the duty log. */
function typesFor(policy: Pick<Policy, 'records'>, route: Pick<Route, 'forms' | 'ledgers'>): readonly string[] {
  const keeps = (code: string): boolean => policy.records.some(({ reaction, records }) => reaction !== 'off' && records.includes(code));
  const asked = [...route.forms, ...route.ledgers].flatMap(
    ({ value }) => recordTypes().find(({ code, forms }) => code === value || forms.includes(value))?.code ?? [],
  );
  return [...new Set([...asked, keeps(incidentType) ? incidentType : logType])];
}

/** Writes the incident into the log and the registers that rules name; gives the first entry. What they still want is asked for on the entry. */
export async function writeIncidentEntry(ctx: Ctx, desk: Desk, incident: Incident, route: Route): Promise<Entry | null> {
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const event = eventOf(incident.event, eventWords());
  let first: Entry | null = null;
  for (const code of typesFor(policy, route)) {
    const type = recordTypes().find((one) => one.code === code);
    if (type === undefined) continue;
    const line = text.logLine(event.name, incident.line)[desk.locale];
    const field = type.fields.find(({ name }) => name === type.line);
    if (field === undefined) continue;
    const written = await writeEntry(
      ctx,
      desk,
      {
        type: code,
        fields: { [field.name]: field.kind === 'list' ? [line] : line },
        author: incident.reporter,
        slot: incident.slot,
        source: `incident:${incident.id}:${code}`,
      },
      { incomplete: true },
    );
    if (!written.ok) {
      // A ledger is made from other entries; what is unique is there already.
      if (written.refusal.code === 'record.ledger' || written.refusal.code === 'record.duplicate') continue;
      throw new Error(`The incident cannot be written down as '${code}': ${written.refusal.code}`);
    }
    first ??= written.value;
  }
  return first;
}
