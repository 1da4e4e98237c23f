import type { Locale } from '../core/locale.ts';
import type { Card, Home, Notice } from '../view/view.ts';
import type { Platform } from './intent.ts';
import type { Destination, MessageRef } from './messenger.ts';

/** A claimed row of the outbox with what its organisation adds. */
export interface OutboxRow {
  org_id: string;
  id: string;
  platform: Platform;
  kind: 'send' | 'edit' | 'home' | 'file' | 'pin' | 'unpin';
  destination: string;
  view: Card | Notice | Home | null;
  locale: Locale;
  subject: string | null;
  channel_id: string | null;
  message_id: string | null;
  expires_at: Date | null;
  attempts: number;
  ambiguous: boolean;
  created_at: Date;
  pin_spot: string | null;
  zone: string;
  org_locale: Locale;
}

/** Where a new message goes. */
export function destinationOf(row: OutboxRow): Destination {
  const at = row.destination.indexOf(':');
  return { kind: row.destination.slice(0, at) === 'channel' ? 'channel' : 'person', id: row.destination.slice(at + 1) };
}

/** The message an edit or a pin is about. */
export const refOf = (row: OutboxRow): MessageRef => ({ channelId: row.channel_id ?? '', messageId: row.message_id ?? '' });

/** `kind/id` of a live card or a file. */
export function splitSubject(subject: string): [string, string] {
  const at = subject.indexOf('/');
  return [subject.slice(0, at), subject.slice(at + 1)];
}
