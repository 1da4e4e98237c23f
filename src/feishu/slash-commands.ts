import { z } from 'zod';
import type { Words } from '../core/locale.ts';
import type { Logger } from '../runtime/log.ts';
import type { FeishuApi } from './api.ts';

/** A native slash command: `command` without the slash, `[a-z0-9_-]`. */
export interface SlashCommand {
  readonly command: string;
  readonly description: Words;
}

const path = '/open-apis/application/v7/app_slash_commands';
const listed = z.object({
  data: z
    .object({
      items: z
        .array(
          z.object({
            command_id: z.string(),
            command: z.string(),
            description: z.object({ default_value: z.string().optional(), i18n: z.record(z.string(), z.string()).optional() }).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

const bodyOf = ({ command, description }: SlashCommand) => ({
  command,
  description: { default_value: description.zh, i18n: { zh_cn: description.zh, en_us: description.en } },
});

/** Registers what is not there and updates what reads differently; commands of others are left alone. Throws {@link MessengerError}. */
export async function registerSlashCommands(api: FeishuApi, commands: readonly SlashCommand[], log: Logger): Promise<void> {
  if (commands.length === 0) return;
  const answer = listed.parse(
    await api.call((client, options) => client.request<{ code?: number }>({ method: 'GET', url: path }, options)),
  );
  const there = new Map((answer.data?.items ?? []).map((item) => [item.command, item]));
  let changed = 0;
  for (const wanted of commands) {
    const found = there.get(wanted.command);
    const same = found?.description?.i18n?.['zh_cn'] === wanted.description.zh && found.description.i18n['en_us'] === wanted.description.en;
    if (same) continue;
    const call =
      found === undefined
        ? { method: 'POST', url: path, data: bodyOf(wanted) }
        : { method: 'PATCH', url: `${path}/${found.command_id}`, data: bodyOf(wanted) };
    await api.call((client, options) => client.request<{ code?: number }>(call, options));
    changed += 1;
  }
  if (changed > 0) log.info({ changed }, 'slash commands registered at Feishu');
}
