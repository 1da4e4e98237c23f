import type { Entry, EntryEvent } from '../record/index.ts';

/** Registers whose new entry is an event of its own in rules. */
const created: Readonly<Record<string, string>> = {
  complaint: 'complaint-received',
  visitor: 'visitor-waiting',
  'waterway-notice': 'navigation-notice',
  'service-request': 'case-accepted',
  'service-contract': 'contract-signed',
};

/** States of registers in which the matter has a result that somebody outside waits for. */
const results: Readonly<Record<string, readonly string[]>> = {
  'repair-request': ['done', 'not-done'],
  complaint: ['closed'],
  'owner-matter': ['closed'],
  'operator-feedback': ['closed'],
  'system-request': ['closed'],
  'information-record': ['closed'],
};

/** The register of matters that are given to one person to see to. */
export const assigned = 'task';

/** Notices one unit issues to another, which has to reply. */
export const notices: ReadonlySet<string> = new Set(['centre-violation-notice', 'point-violation-notice']);

/** Registers of work that can get stuck: open after it was due. */
export const workOrders: ReadonlySet<string> = new Set([
  'repair-request',
  'repair-slip',
  'system-request',
  'service-request',
  'equipment-fault',
  'owner-matter',
]);

/** The events, as rules name them, that something in a register is. */
export function eventsOf({ kind, entry }: EntryEvent): readonly string[] {
  switch (kind) {
    case 'amended':
      return [];
    case 'low-stock':
      return ['stock-below-minimum'];
    case 'created': {
      const own = created[entry.type];
      return [`${entry.type}-created`, ...(own === undefined ? [] : [own])];
    }
    case 'state':
      return [`${entry.type}-${entry.state}`, ...((results[entry.type] ?? []).includes(entry.state) ? ['result-received'] : [])];
  }
}

/** What makes two entries the same kind of matter: their register, and their category where they have one. */
export const kindOfMatter = (entry: Pick<Entry, 'type' | 'category'>): string =>
  `${entry.type}${entry.category === null ? '' : `/${entry.category}`}`;

/** Registers that hold matters; a log line or a checked-in visitor is none. */
export const matters: ReadonlySet<string> = new Set([
  'complaint',
  'duty-event',
  'equipment-fault',
  'incident',
  'information-record',
  'owner-matter',
  'repair-request',
  'suspicious-person',
  'system-request',
  'violation',
]);
