import type { z } from 'zod';
import type { Intent } from '../../runtime/intent.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Inbound } from '../../runtime/messenger.ts';
import type { RefusedReason } from '../../runtime/metrics.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Guests } from '../users.ts';
import type { Answers } from './answer.ts';
import type { Asked, Identity } from './decode.ts';

export interface ListenerOptions {
  readonly identity: () => Identity;
  readonly inbound: Inbound;
  readonly answers: Answers;
  readonly guests: Guests;
  readonly log: Logger;
  /** A message by its place; null: it is gone, or the bot is not there. */
  readonly readMessage: (channel: string, ts: string) => Promise<{ readonly text: string; readonly user: string | null } | null>;
  readonly now: () => Date;
  readonly refused: (reason: RefusedReason) => void;
}

/** Hands an intent over once the person's standing is known. */
export async function hand(options: ListenerOptions, { foreign, ...asked }: Asked): Promise<Reply> {
  const external = foreign || (await options.guests.isGuest(asked.userId));
  if (external) options.refused('external');
  const intent: Intent = { ...asked, external };
  return options.inbound.intent(intent);
}

/** A payload that is not what Slack documents is a bug to be seen, with the place but without its content. */
export class UnreadablePayload extends Error {}

export function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new UnreadablePayload(
    `Slack sent a payload that cannot be read: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ')}`,
  );
}
