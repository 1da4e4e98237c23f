import type { WebClient } from '@slack/web-api';
import type { Logger } from '../runtime/log.ts';
import { MessengerError } from '../runtime/messenger.ts';
import { toMessengerError } from './errors.ts';

/** Reads one message of a conversation the bot is in, or of a thread there; null: it is gone, or may not be read. */
export function createReadMessage(client: WebClient, log: Logger) {
  return async (channel: string, ts: string): Promise<{ readonly text: string; readonly user: string | null } | null> => {
    try {
      const page = await client.conversations.history({ channel, latest: ts, oldest: ts, inclusive: true, limit: 1 });
      const found = page.messages?.find((message) => message.ts === ts) ?? (await inThread(client, channel, ts));
      return found === undefined ? null : { text: found.text ?? '', user: found.user ?? null };
    } catch (error) {
      const known = toMessengerError(error, channel);
      if (!(known instanceof MessengerError) || known.kind === 'network' || known.kind === 'rate') throw error;
      log.info({ platform: 'slack', code: known.code }, 'the message of a reaction could not be read');
      return null;
    }
  };
}

/** An answer in a thread is in no history but that of the thread. */
async function inThread(client: WebClient, channel: string, ts: string) {
  const thread = await client.conversations.replies({ channel, ts, latest: ts, oldest: ts, inclusive: true, limit: 2 });
  return thread.messages?.find((message) => message.ts === ts);
}
