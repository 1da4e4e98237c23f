import { z } from 'zod';
import type { Ask, MentionedUser, Place, Quoted } from '../../runtime/intent.ts';
import { userIdSchema } from './envelope.ts';

const messageEvent = z.object({
  sender: z.object({ sender_id: userIdSchema, sender_type: z.string(), tenant_key: z.string().optional() }),
  message: z.object({
    message_id: z.string().min(1),
    chat_id: z.string().min(1),
    chat_type: z.string(),
    /** The message it replies to. */
    parent_id: z.string().optional(),
    message_type: z.string(),
    content: z.string(),
    mentions: z
      .array(z.object({ key: z.string(), id: z.object({ open_id: z.string().optional() }), name: z.string().optional() }))
      .optional(),
  }),
});

const textContent = z.object({ text: z.string() });
const fileContent = z.object({ file_key: z.string().min(1), file_name: z.string().optional() });
const imageContent = z.object({ image_key: z.string().min(1) });
const postContent = z.object({
  title: z.string().optional(),
  content: z.array(
    z.array(
      z.looseObject({ tag: z.string(), text: z.string().optional(), user_id: z.string().optional(), image_key: z.string().optional() }),
    ),
  ),
});

/** What was said, by whom and where. Null: not for us (another bot, or a group where nobody spoke to the bot). */
export interface Said {
  readonly userId: string;
  readonly senderTenant: string | null;
  readonly chatId: string;
  readonly place: Place;
  readonly ask: Ask;
  /** Files of the same message, with its words; they come after what `ask` says. */
  readonly more: readonly Ask[];
}

export interface Hearing {
  /** The bot's own open id; asked for only where a group message needs it. */
  botOpenId(): Promise<string>;
  /** A message by its id; null: it is gone, or cannot be read. Asked for only where a reply mentions the bot. */
  quoted(messageId: string): Promise<Quoted | null>;
  /** First words of the native slash commands, which need no mention of the bot. */
  readonly commands: ReadonlySet<string>;
}

/** Decodes `im.message.receive_v1`. */
export async function decodeMessage(event: unknown, hearing: Hearing): Promise<Said | null> {
  const { sender, message } = messageEvent.parse(event);
  if (sender.sender_type !== 'user') return null;
  const direct = message.chat_type === 'p2p';
  const text = textOf(message.message_type, message.content);
  const mentions = (message.mentions ?? []).flatMap((mention): MentionedUser[] =>
    mention.id.open_id === undefined ? [] : [{ token: mention.key, userId: mention.id.open_id, name: mention.name ?? null }],
  );
  const said = {
    userId: sender.sender_id.open_id,
    senderTenant: sender.tenant_key ?? null,
    chatId: message.chat_id,
    place: { kind: direct ? 'direct' : 'channel', id: message.chat_id, messageId: message.message_id },
    more: [],
  } as const;
  const files = (direct ? filesOf(message.message_type, message.content) : []).map(
    (file): Ask => ({ kind: 'file', file: { ...file, size: 0, mimeType: null }, text: text.trim() }),
  );
  const [first, ...others] = files;
  if (first !== undefined && text.trim() === '') return { ...said, ask: first, more: others };
  if (direct) return { ...said, ask: words('message', text, mentions), more: files };
  const slash = text.trim().match(/^\/([a-z0-9_-]+)/)?.[1];
  const bot = mentions.length === 0 ? null : await hearing.botOpenId();
  const spoken = mentions.find((mention) => mention.userId === bot);
  if (spoken === undefined && (slash === undefined || !hearing.commands.has(slash))) return null;
  const rest = mentions.filter((mention) => mention !== spoken);
  const ask = words('mention', spoken === undefined ? text : withoutToken(text, spoken.token), rest);
  const parent = message.parent_id === undefined || message.parent_id === '' ? null : await hearing.quoted(message.parent_id);
  return { ...said, ask: parent === null ? ask : { ...ask, quoted: parent } };
}

/** `@_user_1` must not be taken out of `@_user_12`. */
function withoutToken(text: string, token: string): string {
  return text.replace(new RegExp(`${token.replace(/[^\w]/g, '\\$&')}(?!\\d)`, 'g'), ' ');
}

function words(from: 'message' | 'mention', text: string, mentions: readonly MentionedUser[]): Extract<Ask, { kind: 'words' }> {
  const line = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\/+\s*/, '');
  return { kind: 'words', from, text: line, mentions };
}

export function textOf(type: string, content: string): string {
  if (type === 'text') return textContent.parse(JSON.parse(content)).text;
  if (type !== 'post') return '';
  const post = postContent.parse(JSON.parse(content));
  const lines = post.content.map((line) => line.map((part) => (part.tag === 'at' ? (part.user_id ?? '') : (part.text ?? ''))).join(''));
  return [post.title ?? '', ...lines].filter((line) => line.trim() !== '').join('\n');
}

function filesOf(type: string, content: string): { id: string; name: string }[] {
  if (type === 'file') {
    const { file_key: id, file_name: name } = fileContent.parse(JSON.parse(content));
    return [{ id, name: name ?? id }];
  }
  if (type === 'image') {
    const { image_key: id } = imageContent.parse(JSON.parse(content));
    return [{ id, name: id }];
  }
  if (type !== 'post') return [];
  const parts = postContent.parse(JSON.parse(content)).content.flat();
  return parts.flatMap(({ tag, image_key: id }) => (tag === 'img' && id !== undefined && id !== '' ? [{ id, name: id }] : []));
}
