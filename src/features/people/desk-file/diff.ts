import type { DeskId } from '../../../core/ids.ts';
import { roleNames } from '../roles.ts';
import { canonical } from './canonical.ts';
import { keysOf, type TableName, type Tables, tableNames } from './state.ts';
import type { Wanted } from './wanted.ts';

type Columns = Readonly<Record<string, unknown>>;

/** One row that is added, changed or taken away. */
export interface Change {
  readonly op: 'add' | 'change' | 'remove';
  readonly table: TableName;
  readonly key: Columns;
  /** `add`: the whole row. `change`: the columns that differ. `remove`: nothing. */
  readonly set: Columns;
  /** The version the row has; null where its table has none. */
  readonly version: number | null;
  /** The desk it belongs to; null for people and the organisation. */
  readonly desk: DeskId | null;
  /** How it reads: `~ desk gate settings.digest_at 07:00 → 07:30`. */
  readonly lines: readonly string[];
}

/** What has to change for the rows to be as wanted; nothing, when they are. */
export function diff(wanted: Wanted): Change[] {
  const label = labels(wanted);
  return tableNames.flatMap((table) => {
    const [before, after] = [rowsOf(wanted.before, table), rowsOf(wanted.after, table)];
    const keyOf = (row: Columns): Columns => Object.fromEntries(keysOf[table].map((column) => [column, row[column]]));
    const was = new Map(before.map((row) => [canonical(keyOf(row)), row]));
    const will = new Set(after.map((row) => canonical(keyOf(row))));
    const kept = after.flatMap((row) => {
      const now = was.get(canonical(keyOf(row)));
      if (now === undefined) return [change('add', table, keyOf(row), row, null, row, [`+ ${label(table, row, true)}`])];
      const differing = Object.keys(row).filter((column) => column !== 'version' && canonical(row[column]) !== canonical(now[column]));
      if (differing.length === 0) return [];
      const lines = differing.flatMap((column) =>
        differences(columnLabel(column), label.value(column, now[column]), label.value(column, row[column])),
      );
      const set = Object.fromEntries(differing.map((column) => [column, row[column]]));
      return [
        change(
          'change',
          table,
          keyOf(row),
          set,
          now,
          row,
          lines.map((line) => `~ ${label(table, now, false)} ${line}`),
        ),
      ];
    });
    const gone = before.filter((row) => !will.has(canonical(keyOf(row))));
    return [...kept, ...gone.map((row) => change('remove', table, keyOf(row), {}, row, row, [`- ${label(table, row, true)}`]))];
  });
}

const rowsOf = (tables: Tables, table: TableName): readonly Columns[] => tables[table].map((row) => ({ ...row }));

function change(
  op: Change['op'],
  table: TableName,
  key: Columns,
  set: Columns,
  was: Columns | null,
  row: Columns,
  lines: readonly string[],
): Change {
  const version = typeof was?.version === 'number' ? was.version : null;
  const desk = table === 'desk' ? row.id : row.deskId;
  return { op, table, key, set, version, desk: typeof desk === 'string' ? desk : null, lines };
}

const columnLabels: Readonly<Record<string, string>> = {
  parentId: 'parent',
  userId: 'account',
  fromDate: 'from',
  untilDate: 'until',
  startsOn: 'from',
  orgId: 'organisation',
};
const columnLabel = (column: string): string => columnLabels[column] ?? column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `digest_at 07:00 → 07:30`; of a group of settings only those that differ. */
function differences(path: string, before: unknown, after: unknown): string[] {
  if (canonical(before) === canonical(after)) return [];
  if (isGroup(before) && isGroup(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(`${path}.${key}`, before[key], after[key]),
    );
  }
  return [`${path} ${shown(before)} → ${shown(after)}`];
}

const isGroup = (value: unknown): value is Columns => typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  if (value === null || value === undefined) return '∅';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return `[${value.join(', ')}]`;
  return canonical(value);
}

/** Rows by the names people know, not by id. */
function labels({ before, after, deskCodes }: Wanted) {
  const people = new Map([...before.person, ...after.person].map((person) => [person.id, person.name]));
  const desk = (id: unknown): string => deskCodes.get(String(id)) ?? String(id);
  const person = (id: unknown): string => people.get(String(id)) ?? String(id);
  const label = (table: TableName, row: Columns, whole: boolean): string => {
    const text = (column: string): string => shown(row[column]);
    switch (table) {
      case 'organisation':
        return `organisation ${text('code')}${whole ? ` ${text('name')}` : ''}`;
      case 'workspace':
        return `workspace ${text('platform')} ${text('externalId')}`;
      case 'desk':
        return `desk ${text('code')}${whole ? ` ${text('name')}` : ''}`;
      case 'person':
        return `person ${text('code')} ${text('name')}`;
      case 'identity':
        return `account ${person(row.personId)} ${text('platform')}${whole ? ` ${text('userId')}` : ''}`;
      case 'member':
        return `member ${desk(row.deskId)} ${person(row.personId)}${whole ? ` ${Array.isArray(row.roles) ? roleNames(row.roles, 'zh') : ''}`.trimEnd() : ''}`;
      case 'channel':
        return `channel ${desk(row.deskId)} ${text('platform')} ${text('channelId')}${whole && row.name !== null ? ` ${text('name')}` : ''}`;
      case 'adoption':
        return `preset ${desk(row.deskId)} ${text('preset')}${whole ? ` ${[row.fromDate, row.untilDate].filter((date) => date !== null).join('–')}` : ''}`;
      case 'shift':
        return `shift ${desk(row.deskId)} ${text('code')}${whole ? ` ${text('start')}–${text('end')}` : ''}`;
      case 'rotation':
        return `rotation ${desk(row.deskId)} ${text('code')}`;
    }
  };
  return Object.assign(label, {
    value: (column: string, value: unknown): unknown => (column === 'parentId' && value !== null ? desk(value) : value),
  });
}
