import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { slackManifest } from '../../src/cli/manifest.ts';
import { slices } from '../../src/features/index.ts';
import { findCommand } from '../../src/runtime/words.ts';
import { root } from '../architecture/cruise.ts';
import { casesOf, typeErrorsOf } from './compiler.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const commands = slices.flatMap((slice) => slice.commands ?? []);
const routes = slices.flatMap((slice) => slice.routes ?? []).map((route) => route.id);
const slashCommands = [...new Set(commands.map((command) => command.slack.command))].sort();

const words = z.strictObject({ zh_cn: z.string().min(1), en_us: z.string().min(1) });

/** What of Slack's manifest the routes have to agree with; the whole of it is held to the SDK's types and Slack's schema. */
const slackShape = z.object({
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string(), usage_hint: z.string() })),
    shortcuts: z.array(z.object({ callback_id: z.string() })).default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
});

/** Our own description of a Feishu app: `scopes` is what the developer console imports, the rest is entered there by hand or registered by the bot. */
const feishuShape = z.strictObject({
  name: words,
  description: words,
  scopes: z.strictObject({ tenant: z.array(z.string().regex(/^[a-z_]+:[a-z0-9_.]+(:[a-z_]+)?$/)), user: z.array(z.never()) }),
  events: z.array(z.string()),
  callbacks: z.array(z.string()),
  bot: z.strictObject({ menu: z.array(z.strictObject({ key: z.string(), name: words })) }),
  slash_commands: z
    .array(
      z.strictObject({
        command: z.string().regex(/^[a-z0-9_-]+$/),
        description: z.strictObject({ default_value: z.string(), i18n: words }),
      }),
    )
    .max(100),
});

const isSorted = (list: readonly string[]): boolean => list.join() === [...new Set(list)].sort().join();

describe('both Slack manifests, for Socket Mode and for HTTP', () => {
  const manifests = [slackManifest(null), slackManifest('https://duty.example.com')];
  const texts = manifests.map((manifest) => JSON.stringify(manifest));

  it('are what the SDK takes for a manifest', { timeout: 60_000 }, () => {
    const wrong = texts.map((text) => text.replace('"app_mention"', '"app_mentioned"'));
    const errors = typeErrorsOf([...texts, ...wrong]);
    expect(errors.slice(0, 2)).toEqual([[], []]);
    expect(errors.slice(2).map((found) => found.length > 0)).toEqual([true, true]);
  });

  const schemaFile = join(root, '../shared/reference/slack/manifest/manifest.schema.2.0.0.json');
  it.runIf(existsSync(schemaFile))("are valid by Slack's own schema", () => {
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(schemaFile, 'utf8')));
    for (const text of texts) {
      expect(schema.safeParse(JSON.parse(text)).error?.issues).toBeUndefined();
      expect(schema.safeParse(JSON.parse(text.replace('"features":{', '"features":{"bogus":1,'))).success).toBe(false);
      expect(schema.safeParse(JSON.parse(text.replace('"/duty"', '"duty"'))).success).toBe(false);
    }
  });
});

describe('the Slack manifest', () => {
  const manifest = slackShape.parse(slackManifest(null));

  it('has the commands the slices register, and hints at words they have', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command.slice(1)).sort()).toEqual(slashCommands);
    for (const { command, usage_hint } of manifest.features.slash_commands) {
      for (const hint of usage_hint.split(' · ')) {
        const sub = hint.split(' ')[0] ?? '';
        const said = findCommand(`${command.slice(1)} ${sub}`, commands);
        expect([hint, said.kind]).toEqual([hint, 'command']);
      }
    }
  });

  it('has a route for every shortcut', () => {
    expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id).filter((id) => !routes.includes(id))).toEqual([]);
  });

  it('subscribes to exactly the events that are handled', () => {
    const { bot_events: events } = manifest.settings.event_subscriptions;
    const handled = casesOf('src/slack/inbound/events.ts', 'event.type').flatMap((type) =>
      type === 'message' ? ['message.channels', 'message.groups', 'message.im'] : [type],
    );
    expect(events).toEqual(handled.sort());
    expect(isSorted(manifest.oauth_config.scopes.bot)).toBe(true);
  });
});

describe('the Feishu app', () => {
  const app = feishuShape.parse(JSON.parse(read('manifests/feishu/app.json')));

  it('subscribes to exactly the events that are handled', () => {
    const handled = casesOf('src/feishu/receive.ts', 'header.event_type');
    expect([...app.events, ...app.callbacks].sort()).toEqual(handled.sort());
    expect(isSorted(app.events) && isSorted(app.scopes.tenant)).toBe(true);
  });

  it('has the slash commands Slack has', () => {
    expect(app.slash_commands.map(({ command }) => command).sort()).toEqual(slashCommands);
    for (const { description } of app.slash_commands) expect(description.default_value).toBe(description.i18n.zh_cn);
  });

  it('has menu entries that all mean something, and the home page', () => {
    const keys = app.bot.menu.map(({ key }) => key);
    expect(keys).toEqual(['home', 'who', 'mine', 'clock-in', 'clock-out', 'help']);
    expect(slices.filter((slice) => slice.home !== undefined)).toHaveLength(1);
    for (const key of keys.filter((each) => each !== 'home'))
      expect([key, findCommand(key.replaceAll('-', ' '), commands).kind]).toEqual([key, 'command']);
  });
});
