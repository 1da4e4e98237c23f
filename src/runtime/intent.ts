import type { Instant } from '../core/time.ts';
import type { FormValues } from '../view/view.ts';

export type Platform = 'slack' | 'feishu';

/** Where something was said or pressed. `id` is the messenger's own id of the conversation. */
export interface Place {
  readonly kind: 'direct' | 'channel' | 'home' | 'form';
  readonly id: string | null;
  /** The message whose button was pressed or that was said. */
  readonly messageId: string | null;
}

export interface IncomingFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly mimeType: string | null;
}

/** What was asked. */
export type Ask =
  /** A slash command or a line of text said to the bot: `duty who gate`, `上班`. Leading slash and mention of the bot are removed. */
  | {
      readonly kind: 'words';
      readonly from: 'command' | 'message' | 'mention';
      readonly text: string;
      readonly mentions: readonly MentionedUser[];
      /** The message it replies to, where the messenger says; only for a mention of the bot. */
      readonly quoted?: Quoted | null;
    }
  | { readonly kind: 'press'; readonly route: string; readonly args: Readonly<Record<string, string>> }
  | { readonly kind: 'submit'; readonly route: string; readonly args: Readonly<Record<string, string>>; readonly values: FormValues }
  /** A file sent to the bot in the direct chat, with the text beside it. */
  | { readonly kind: 'file'; readonly file: IncomingFile; readonly text: string }
  /** App Home opened, or the Feishu bot menu entry `home` pressed. */
  | { readonly kind: 'home' }
  /** A message the person sent earlier says something else now; `place.messageId` is that message. */
  | { readonly kind: 'edited'; readonly text: string }
  /** A message shortcut or a reaction (Slack): a route with the message it was used on. */
  | { readonly kind: 'shortcut'; readonly route: string; readonly text: string; readonly author: string | null };

/** A message somebody replied to. `author`: the messenger's id. */
export interface Quoted {
  readonly messageId: string;
  readonly text: string;
  readonly author: string | null;
}

/** A person named in the text: `token` is how it stands in `text` (`@U1`, `@_user_1`), `userId` the messenger's id. */
export interface MentionedUser {
  readonly token: string;
  readonly userId: string;
  readonly name: string | null;
}

/** One verified, decoded request of a person. Nothing of the messenger's own format survives here. */
export interface Intent {
  readonly platform: Platform;
  /** Slack team id, Feishu tenant key. */
  readonly tenant: string;
  /** The same for every delivery of the same event; the inbox keeps it. */
  readonly eventKey: string;
  readonly userId: string;
  readonly place: Place;
  readonly ask: Ask;
  /** True for guests and members of other organisations in a shared channel: they get a refusal and see nothing. */
  readonly external: boolean;
}

/** Receives the events of a messenger that are not requests of a person (bot removed from a channel, app uninstalled, tokens revoked). */
export type MessengerEvent =
  | {
      readonly kind: 'channel-lost';
      readonly platform: Platform;
      readonly tenant: string;
      readonly channelId: string;
      readonly at: Instant;
    }
  | {
      readonly kind: 'channel-joined';
      readonly platform: Platform;
      readonly tenant: string;
      readonly channelId: string;
      readonly at: Instant;
    }
  | { readonly kind: 'revoked'; readonly platform: Platform; readonly tenant: string; readonly at: Instant };
