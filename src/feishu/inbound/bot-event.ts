import { z } from 'zod';
import type { Ask } from '../../runtime/intent.ts';
import { userIdSchema } from './envelope.ts';

const menuEvent = z.object({ event_key: z.string().min(1), operator: z.object({ operator_id: userIdSchema }) });
const chatEvent = z.object({ chat_id: z.string().min(1) });

/** The bot menu entry that opens the home page. */
const homeKey = 'home';

/** Decodes `application.bot.menu_v6`: `home` opens the home page, any other key stands for its words (`clock-in` for `clock in`). */
export function decodeMenu(event: unknown): { readonly userId: string; readonly ask: Ask } {
  const { event_key: key, operator } = menuEvent.parse(event);
  const ask: Ask =
    key === homeKey ? { kind: 'home' } : { kind: 'words', from: 'message', text: key.replace(/[-_\s]+/g, ' ').trim(), mentions: [] };
  return { userId: operator.operator_id.open_id, ask };
}

export const chatOf = (event: unknown): string => chatEvent.parse(event).chat_id;
