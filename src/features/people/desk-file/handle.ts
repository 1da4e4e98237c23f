import type { OrganisationId, PersonId } from '../../../core/ids.ts';
import { type Result, refuse } from '../../../core/result.ts';
import type { Instant } from '../../../core/time.ts';
import { ConstraintBroken, type Database, StaleVersion } from '../../../db/database.ts';
import { newId } from '../../../runtime/new-id.ts';
import { planNewDesk, planSoon } from '../../../runtime/plan.ts';
import { createUnit } from '../../../runtime/write-unit.ts';
import type { DeskFile, Vocabulary } from './desk-file.ts';
import { type Change, diff } from './diff.ts';
import { exportFile } from './export.ts';
import { readDeskFile, type Unreadable } from './read.ts';
import type { State, Tables } from './state.ts';
import { loadOrganisation, loadState, saveChanges } from './store.ts';
import { wantedRows } from './wanted.ts';

export interface ApplyOptions {
  readonly vocabulary: Vocabulary;
  readonly now: Instant;
  /** Works out what would change and changes nothing. */
  readonly dryRun: boolean;
  /** Who applies it; null: an operator at the command line. */
  readonly by: PersonId | null;
}

export interface Applied {
  readonly org: OrganisationId;
  readonly locale: 'zh' | 'en';
  readonly changes: readonly Change[];
}

const attempts = 3;

/**
 * Makes an organisation what a desk file says (see `desk-file.ts` for what the file is the truth of), in one statement, with one audit entry
 * that holds the lines of the change. Applied twice it changes nothing. A file with a problem changes nothing either.
 */
export async function applyDeskFile(db: Database, text: string, options: ApplyOptions): Promise<Result<Applied, Unreadable>> {
  const today = (zone: string): string => options.now.toZonedDateTimeISO(zone).toPlainDate().toString();
  const read = readDeskFile(text, options.vocabulary, today);
  if (!read.ok) return read;
  const { file, locate } = read.value;
  for (let attempt = 1; ; attempt += 1) {
    const state = await loadState(db, file);
    const wanted = wantedRows(file, state, { today, newId });
    const { locale } = file.organisation;
    if (!wanted.ok) return refuse({ locale, problems: wanted.refusal.map((finding) => ({ ...locate(finding.path), ...finding })) });
    const { org } = wanted.value;
    const changes = diff(wanted.value);
    if (changes.length === 0 || options.dryRun) return { ok: true, value: { org, locale, changes } };
    try {
      await save(db, org, file, state, changes, options);
      return { ok: true, value: { org, locale, changes } };
    } catch (error) {
      // Somebody changed the same rows, or made the same new ones, meanwhile: look again.
      if (!(error instanceof StaleVersion || error instanceof ConstraintBroken) || attempt >= attempts) throw error;
    }
  }
}

async function save(
  db: Database,
  org: OrganisationId,
  file: DeskFile,
  state: State,
  changes: readonly Change[],
  { now, by }: ApplyOptions,
): Promise<void> {
  const unit = createUnit({ org, now, newId });
  saveChanges(unit, changes, state.desk);
  unit.audit({
    action: 'people.apply',
    person: by,
    subject: file.organisation.code,
    detail: { lines: changes.flatMap((change) => change.lines) },
  });
  const known = new Set(state.desk.map((desk) => desk.id));
  const ctx = { now, org, orgZone: file.organisation.zone, orgLocale: file.organisation.locale, db, unit, newId };
  for (const desk of new Set(changes.flatMap((change) => (change.desk === null ? [] : [change.desk])))) {
    if (known.has(desk)) planSoon(ctx, desk);
    else planNewDesk(unit, desk, now);
  }
  await db.write(unit.statements);
}

/** Which organisation or desk an export cannot find, and what there is. */
export type ExportRefusal =
  | { readonly code: 'people.noOrganisation'; readonly known: readonly string[] }
  | { readonly code: 'people.noDesk'; readonly known: readonly string[] };

/**
 * The desk file of an organisation as it is now; `desk`: of one desk of it. Without `organisation` there must be only one. Applying the text
 * changes nothing.
 */
export async function exportDesks(
  db: Database,
  wanted: { readonly organisation: string | null; readonly desk: string | null },
): Promise<Result<string, ExportRefusal>> {
  const found: Tables | { readonly codes: readonly string[] } = await loadOrganisation(db, wanted.organisation);
  if ('codes' in found) return refuse({ code: 'people.noOrganisation', known: found.codes });
  if (wanted.desk !== null && found.desk.every((desk) => desk.code !== wanted.desk))
    return refuse({ code: 'people.noDesk', known: found.desk.map((desk) => desk.code) });
  return { ok: true, value: exportFile(found, wanted.desk) };
}
