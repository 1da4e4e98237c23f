import { sandboxApps } from '../../src/sandbox/apps.ts';

interface HistoryPage {
  readonly messages?: readonly { readonly ts: string; readonly metadata?: { readonly event_payload?: { readonly id?: string } } }[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

/** Every message of the bot in these conversations by the id it gave it, with the moments at which it came (milliseconds since 1970). */
export async function readSlack(apiUrl: string, conversations: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, number[]>();
  for (const channel of conversations) {
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const query = new URLSearchParams({
        channel,
        limit: '200',
        include_all_metadata: 'true',
        ...(cursor === '' ? {} : { cursor }),
      });
      const answer = await fetch(`${apiUrl}conversations.history`, {
        method: 'POST',
        headers: { authorization: `Bearer ${sandboxApps.slack.botToken}` },
        body: query,
      });
      const page = (await answer.json()) as HistoryPage;
      for (const { ts, metadata } of page.messages ?? []) {
        const id = metadata?.event_payload?.id;
        if (id !== undefined) found.set(id, [...(found.get(id) ?? []), Number(ts) * 1000]);
      }
      const next: string | undefined = page.response_metadata?.next_cursor;
      cursor = next === '' ? undefined : next;
    }
  }
  return found;
}
