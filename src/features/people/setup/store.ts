import type { Locale } from '../../../core/locale.ts';
import { json } from '../../../db/statement.ts';
import type { Unit } from '../../../runtime/unit.ts';
import { defaultDeskSettings } from '../settings.ts';

export interface NewDesk {
  readonly id: string;
  readonly code: string;
  readonly parent: string | null;
  readonly name: string;
  readonly zone: string;
  readonly locale: Locale;
  readonly preset: string;
  /** `YYYY-MM-DD`, the first day of the preset. */
  readonly from: string;
  readonly by: string;
}

export function saveDesk(unit: Unit, desk: NewDesk): void {
  const { id, code, name, zone, locale } = desk;
  unit.insert('desk', {
    orgId: unit.org,
    id,
    code,
    parentId: desk.parent,
    name,
    zone,
    locale,
    kinds: [],
    settings: json(defaultDeskSettings),
  });
  unit.insert('adoption', {
    orgId: unit.org,
    deskId: id,
    preset: desk.preset,
    fromDate: desk.from,
    overrides: json([]),
    byPerson: desk.by,
  });
}
