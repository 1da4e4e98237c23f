import { readFileSync } from 'node:fs';
import { z } from 'zod';

const name = z.object({ zh_cn: z.string().min(1), en_us: z.string().min(1) });

const schema = z.object({
  name,
  scopes: z.object({ tenant: z.array(z.string()) }),
  events: z.array(z.string()),
  callbacks: z.array(z.string()),
  bot: z.object({ menu: z.array(z.object({ key: z.string().min(1), name })) }),
  slash_commands: z.array(
    z.object({
      command: z.string(),
      description: z.object({
        default_value: z.string(),
        i18n: z.partialRecord(z.enum(['zh_cn', 'en_us', 'ja_jp']), z.string()).optional(),
      }),
    }),
  ),
});

/** How the app is set up in the developer console: scopes, subscriptions, bot menu, slash commands. */
export type AppManifest = z.output<typeof schema>;

/** The manifest the repository ships. */
export function shippedAppManifest(): AppManifest {
  return schema.parse(JSON.parse(readFileSync(new URL('../../../manifests/feishu/app.json', import.meta.url), 'utf8')));
}
