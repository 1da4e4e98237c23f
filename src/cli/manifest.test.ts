import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manifestCommand } from './manifest.ts';

function say(args: readonly string[], env: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { locale: 'en', out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) } as const;
  return manifestCommand(args, env, terminal).then((code) => ({ code, out: out.join('\n'), err: err.join('\n') }));
}

describe('the manifest command', () => {
  it('prints what is shipped', async () => {
    const said = await say(['slack']);
    expect(said.code).toBe(0);
    expect(JSON.parse(said.out)).toEqual(JSON.parse(readFileSync(new URL('../../manifests/slack/manifest.json', import.meta.url), 'utf8')));
  });

  it('fills in the address Slack calls when there is no Socket Mode', async () => {
    const manifest = JSON.parse((await say(['slack', '--http'], { PUBLIC_URL: 'https://duty.example.com/' })).out);
    const url = 'https://duty.example.com/slack/events';
    expect(manifest.settings).toMatchObject({
      socket_mode_enabled: false,
      interactivity: { request_url: url },
      event_subscriptions: { request_url: url },
    });
    expect(new Set(manifest.features.slash_commands.map((command: { url: string }) => command.url))).toEqual(new Set([url]));
  });

  it('says what is missing', async () => {
    expect((await say(['slack', '--http'])).err).toContain('PUBLIC_URL: write the address');
    expect((await say(['slack', '--http'], { PUBLIC_URL: 'duty' })).code).toBe(2);
    expect((await say(['teams'])).err).toContain('Usage');
  });
});
