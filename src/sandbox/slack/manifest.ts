import { readFileSync } from 'node:fs';
import { z } from 'zod';

const schema = z.object({
  display_information: z.object({ name: z.string() }),
  features: z.object({
    app_home: z.object({ home_tab_enabled: z.boolean().default(false), messages_tab_enabled: z.boolean().default(false) }).optional(),
    bot_user: z.object({ display_name: z.string() }).optional(),
    slash_commands: z
      .array(
        z.object({
          command: z.string(),
          description: z.string(),
          usage_hint: z.string().default(''),
          should_escape: z.boolean().default(false),
        }),
      )
      .default([]),
    shortcuts: z.array(z.object({ name: z.string(), type: z.enum(['message', 'global']), callback_id: z.string() })).default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).default([]) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).optional(),
    interactivity: z.object({ is_enabled: z.boolean() }).optional(),
    socket_mode_enabled: z.boolean().default(false),
  }),
});

/** The part of an app manifest the sandbox acts on: what the app may do, what it offers, what it hears. */
export type SlackManifest = z.output<typeof schema>;

export function readManifest(parsed: unknown): SlackManifest {
  return schema.parse(parsed);
}

/** The manifest this product is installed with. */
export function ownManifest(): SlackManifest {
  return readManifest(JSON.parse(readFileSync(new URL('../../../manifests/slack/manifest.json', import.meta.url), 'utf8')));
}
