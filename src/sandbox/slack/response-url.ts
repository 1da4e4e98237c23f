import { z } from 'zod';
import { messageBlocks } from './api/message.ts';
import { ApiError } from './api/method.ts';
import type { JsonObject, ResponseAddress, StoredMessage, Workspace } from './state.ts';

/** A `response_url` takes five answers within half an hour. */
const mostUses = 5;
const livesMs = 30 * 60_000;

const answer = z.strictObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
});

export interface ResponseAnswer {
  readonly status: number;
  readonly body: string;
}

const failed = (status: number, error: string): ResponseAnswer => ({ status, body: JSON.stringify({ ok: false, error }) });

/** Takes what the bot posts to a `response_url`. */
export function takeResponse(workspace: Workspace, address: ResponseAddress | undefined, raw: string, now: number): ResponseAnswer {
  if (address === undefined) return failed(404, 'not_found');
  if (now - address.issuedAt > livesMs) return failed(404, 'expired_url');
  if (address.uses >= mostUses) return failed(404, 'used_url');
  address.uses += 1;
  let body: unknown;
  try {
    body = JSON.parse(raw);
  } catch {
    return failed(400, 'invalid_payload');
  }
  const read = answer.safeParse(body);
  if (!read.success) return failed(400, 'invalid_payload');
  try {
    const content = { text: read.data.text ?? '', blocks: messageBlocks(read.data.blocks) };
    return carryOut(workspace, address, read.data, content);
  } catch (error) {
    if (error instanceof ApiError) return failed(400, error.code);
    throw error;
  }
}

function carryOut(
  workspace: Workspace,
  address: ResponseAddress,
  asked: z.output<typeof answer>,
  content: { readonly text: string; readonly blocks: readonly JsonObject[] | null },
): ResponseAnswer {
  const conversation = workspace.conversations.get(address.channel);
  if (conversation === undefined) return failed(404, 'not_found');
  const { message } = address;
  if (asked.delete_original === true && message !== null) {
    remove(conversation.messages, message);
    workspace.changed();
    return { status: 200, body: 'ok' };
  }
  if (content.text === '' && content.blocks === null) return failed(400, 'no_text');
  // An answer to a press replaces the message by default.
  if (message !== null && asked.replace_original !== false && conversation.messages.includes(message)) {
    message.text = content.text;
    message.blocks = content.blocks;
    message.edited = message.ephemeralTo === null;
    workspace.changed();
    return { status: 200, body: 'ok' };
  }
  workspace.post(conversation, {
    user: workspace.bot.userId,
    ...content,
    metadata: null,
    threadTs: asked.thread_ts ?? null,
    ephemeralTo: asked.response_type === 'in_channel' ? null : address.user,
    files: [],
  });
  return { status: 200, body: 'ok' };
}

function remove(messages: StoredMessage[], message: StoredMessage): void {
  const at = messages.indexOf(message);
  if (at >= 0) messages.splice(at, 1);
}
