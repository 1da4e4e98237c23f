import type { Statement } from '../db/database.ts';
import type { MessageRef } from './messenger.ts';
import type { OutboxRow } from './outbox-row.ts';

/**
 * The outbox row that takes a pinned message (`alias`: a row of `pin`) off again: one for each message, whoever asks for it. It and the call that
 * pins have a line of their own, so that messages of the channel never wait behind them.
 */
export const unpinId = (alias: string): string =>
  `md5('unpin:' || ${alias}.platform || ':' || ${alias}.channel_id || ':' || ${alias}.message_id)::uuid`;

const columns = 'org_id, id, platform, kind, destination, locale, channel_id, message_id, due_at, expires_at, created_at';

/** What is asked for twice happens once, at the earlier moment; what a messenger would not do the last time is tried again. */
const again = `ON CONFLICT (org_id, id) DO UPDATE SET state = 'waiting',
  due_at = CASE outbox.state WHEN 'waiting' THEN least(outbox.due_at, excluded.due_at) ELSE excluded.due_at END WHERE outbox.state IN ('waiting', 'dropped')`;

/**
 * Saved with the message that was to be pinned and has arrived: it is pinned, and of its spot in this channel every other one, itself included where
 * another stays longer, is taken off once it is over. What is over already goes first, so that a channel full of pins has a place.
 */
export function pinStatements(row: OutboxRow, ref: MessageRef, now: Date): Statement[] {
  const key = [row.org_id, row.platform, ref.channelId, ref.messageId, row.pin_spot, row.expires_at, now];
  return [
    {
      sql: `INSERT INTO pin (org_id, platform, channel_id, message_id, spot, until_at, created_at)
            VALUES ($1::uuid, $2, $3, $4, $5, $6::timestamptz, $7::timestamptz) ON CONFLICT DO NOTHING`,
      params: key,
      expect: null,
    },
    {
      sql: `INSERT INTO outbox (${columns})
        WITH here AS (
          SELECT org_id, platform, channel_id, message_id, until_at, created_at FROM pin
          WHERE org_id = $1::uuid AND platform = $2::text AND channel_id = $3::text AND spot = $5::text AND message_id <> $4::text
          UNION ALL SELECT $1::uuid, $2::text, $3::text, $4::text, $6::timestamptz, $7::timestamptz
        ), placed AS (
          SELECT here.*, row_number() OVER (ORDER BY until_at DESC NULLS FIRST, created_at DESC, message_id = $4::text DESC) AS place FROM here
        ), calls AS (
          SELECT p.org_id, ${unpinId('p')} AS id, 'unpin' AS kind, p.message_id, greatest($7::timestamptz, p.until_at) AS due_at, NULL::timestamptz AS expires_at
          FROM placed p WHERE p.place > 1
          UNION ALL SELECT $1::uuid, md5('pin:' || $2::text || ':' || $3::text || ':' || $4::text)::uuid, 'pin', $4::text, $7::timestamptz, $6::timestamptz
        )
        SELECT org_id, id, $2::text, kind, 'pins:' || $3::text, $8::text, $3::text, message_id, due_at, expires_at, $7::timestamptz
        FROM calls ORDER BY kind DESC, message_id ${again}`,
      params: [...key, row.locale],
      expect: null,
    },
  ];
}

/** Takes off whatever is pinned for a spot, in every channel. */
export function unpinStatement(org: string, spot: string, now: unknown): Statement {
  return {
    sql: `INSERT INTO outbox (${columns})
      SELECT p.org_id, ${unpinId('p')}, p.platform, 'unpin', 'pins:' || p.channel_id, 'zh', p.channel_id, p.message_id, $3::timestamptz, NULL::timestamptz, $3::timestamptz
      FROM pin p WHERE p.org_id = $1::uuid AND p.spot = $2::text ORDER BY p.platform, p.channel_id, p.message_id ${again}`,
    params: [org, spot, now],
    expect: null,
  };
}
