import type { Policy, Route } from '../../policy/index.ts';
import { eventLine, eventWords, recordOfForm, recordTypes } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { type Entry, writeEntry } from '../record/index.ts';
import { dateAt } from './handle-world.ts';
import type { Incident } from './incident.ts';
import { eventOf, sharedWords } from './incident-case.ts';

const logType = 'duty-log';
const incidentType = 'incident';

/**
 * What an incident is written down as: the register or form a rule of its route names, else the one of incidents where the desk keeps it, else the
 * duty log; and the notice a rule has it issue, to be completed and sent.
 */
function typesFor(policy: Pick<Policy, 'records'>, route: Pick<Route, 'forms' | 'ledgers' | 'issues'>): readonly string[] {
  const keeps = (code: string): boolean => policy.records.some(({ reaction, records }) => reaction !== 'off' && records.includes(code));
  const types = (names: Route['forms']): readonly string[] => names.flatMap(({ value }) => recordOfForm(value, recordTypes())?.code ?? []);
  return [...new Set([...types([...route.forms, ...route.ledgers]), keeps(incidentType) ? incidentType : logType, ...types(route.issues)])];
}

/** Writes the incident into the log and the registers that rules name; gives the first entry. What they still want is asked for on the entry. */
export async function writeIncidentEntry(
  ctx: Ctx,
  desk: Desk,
  incident: Incident,
  route: Route,
  /** What it stands in already: neither that nor the log is written again. */
  standsIn: string | null,
): Promise<Entry | null> {
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const general = standsIn === null ? [] : [standsIn, incidentType, logType];
  return writeInto(
    ctx,
    desk,
    incident,
    typesFor(policy, route).filter((code) => !general.includes(code)),
  );
}

/** Writes it into what its route names by now and did not before: an answer may make it a matter of another form, or issue a notice. */
export async function writeFurtherEntries(ctx: Ctx, desk: Desk, incident: Incident, before: Route, after: Route): Promise<void> {
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const known = typesFor(policy, before);
  await writeInto(
    ctx,
    desk,
    incident,
    typesFor(policy, after).filter((code) => !known.includes(code)),
  );
}

async function writeInto(ctx: Ctx, desk: Desk, incident: Incident, codes: readonly string[]): Promise<Entry | null> {
  const event = eventOf(incident.event, eventWords());
  let first: Entry | null = null;
  for (const code of codes) {
    const type = recordTypes().find((one) => one.code === code);
    if (type === undefined) continue;
    // Whoever stands on the desk may read the log: of a quiet event neither what it is nor what happened.
    const shared = sharedWords(incident)[desk.locale];
    const line = event.quiet ? shared : eventLine(event.name, shared)[desk.locale];
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
      if (thereAlready.has(written.refusal.code)) continue;
      throw new Error(`The incident cannot be written down as '${code}': ${written.refusal.code}`);
    }
    first ??= written.value;
  }
  return first;
}

/** A ledger is made from other entries; what is unique, or was written for an earlier answer, is there. */
const thereAlready: ReadonlySet<string> = new Set(['record.ledger', 'record.duplicate', 'record.noted-already']);
