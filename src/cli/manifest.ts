import { readFileSync } from 'node:fs';
import { envSchema, remedies } from '../config/env.ts';
import type { Env } from './database.ts';
import { exit, type Terminal, usage } from './terminal.ts';

interface SlackManifest {
  features: { slash_commands: { url?: string }[] };
  settings: { event_subscriptions: { request_url?: string }; interactivity: { request_url?: string }; socket_mode_enabled: boolean };
}

const shipped = new URL('../../manifests/slack/manifest.json', import.meta.url);

/** The shipped manifest, or the one for an app that Slack calls at `publicUrl` instead of Socket Mode. */
export function slackManifest(publicUrl: string | null): object {
  const manifest = JSON.parse(readFileSync(shipped, 'utf8')) as SlackManifest;
  if (publicUrl === null) return manifest;
  const url = `${publicUrl}/slack/events`;
  const { features, settings } = manifest;
  for (const command of features.slash_commands) command.url = url;
  settings.event_subscriptions.request_url = url;
  settings.interactivity.request_url = url;
  settings.socket_mode_enabled = false;
  return manifest;
}

/** `manifest slack [--http]`: prints the app manifest to paste into Slack; `--http` needs PUBLIC_URL. 0: printed, 2: usage or setting. */
export async function manifestCommand(args: readonly string[], env: Env, terminal: Terminal): Promise<number> {
  const [messenger, flag, ...rest] = args;
  if (messenger !== 'slack' || (flag !== undefined && flag !== '--http') || rest.length > 0) {
    return usage(terminal, { zh: '用法:zhiban manifest slack [--http]', en: 'Usage: zhiban manifest slack [--http]' });
  }
  const publicUrl = envSchema.shape.PUBLIC_URL.safeParse(env['PUBLIC_URL']?.trim() || undefined);
  if (flag === '--http' && publicUrl.data === undefined) {
    return usage(terminal, { zh: `PUBLIC_URL:${remedies.PUBLIC_URL.zh}`, en: `PUBLIC_URL: ${remedies.PUBLIC_URL.en}` });
  }
  terminal.out(JSON.stringify(slackManifest(flag === '--http' ? (publicUrl.data ?? null) : null), null, 2));
  return exit.ok;
}
