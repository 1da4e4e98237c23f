import type { MentionedUser } from '../../runtime/intent.ts';
import { unescapeText } from '../render/text.ts';

export interface Said {
  readonly text: string;
  readonly mentions: readonly MentionedUser[];
}

/** `<@U1|name>`, `<#C1|name>`, `<!here>`, `<https://…|label>`. */
const marked = /<([@#!]?)([^|>]*)(?:\|([^>]*))?>/g;

/**
 * What a person typed, without Slack's markup: `<@U1>` becomes `@U1` and a mention, links their label, `&amp;` an ampersand. The bot's own
 * mention is removed.
 */
export function readSaid(raw: string, botUserId: string | null): Said {
  const mentions = new Map<string, MentionedUser>();
  const text = raw.replace(marked, (_, sign: string, target: string, name: string | undefined) => {
    switch (sign) {
      case '@': {
        if (target === botUserId) return ' ';
        const token = `@${target}`;
        mentions.set(target, { token, userId: target, name: name === undefined || name === '' ? null : unescapeText(name) });
        return token;
      }
      case '#':
        return `#${name ?? target}`;
      case '!':
        return name ?? `@${target.split('^')[0] ?? ''}`;
      default:
        return name ?? target;
    }
  });
  return {
    text: unescapeText(text)
      .replace(/[^\S\n]+/gu, ' ')
      .trim(),
    mentions: [...mentions.values()],
  };
}
