import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Ask } from '../../src/runtime/intent.ts';
import { methods } from '../../src/sandbox/slack/methods.ts';
import {
  actionPayload,
  channelEvent,
  commandPayload,
  eventEnvelope,
  homeEvent,
  memberEvent,
  mentionEvent,
  messageEvent,
  revokedEvent,
  shortcutPayload,
  submissionPayload,
} from '../../src/slack/inbound/payloads.ts';
import { root } from '../architecture/cruise.ts';
import { findPressable } from '../harness/read-payload.ts';
import { type SlackWorld, startSlackWorld } from './slack-world.ts';

const folder = join(root, '../shared/reference/slack');
const present = existsSync(folder);
const readJson = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));

const methodSchema = z.object({
  args: z.record(z.string(), z.object({ required: z.boolean().optional() }).loose()),
  errors: z.record(z.string(), z.string()),
  rate_limit: z.object({ label: z.string() }).nullish(),
  scopes: z.object({ bot: z.array(z.object({ name: z.string() })).optional() }).nullish(),
});
const methodOf = (name: string) => methodSchema.parse(readJson(`methods/${name}.json`));

/** Every key of a value with its path; list positions do not count. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => paths(item, `${at}[]`)))];
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([key, item]) => paths(item, at === '' ? key : `${at}.${key}`));
}

/** The codes a method's file in the sandbox gives, read from its source. */
const codesOf = (file: string): string[] =>
  [...readFileSync(join(root, 'src/sandbox/slack', file), 'utf8').matchAll(/ApiError\('([a-z_]+)'/g)].map((match) => match[1] ?? '');

describe('the local Slack beside the recorded one', () => {
  it('is compared where the recordings are present', () => {
    // Where they are not, this says so: what follows is then one test that tells it.
    expect(typeof present).toBe('boolean');
    if (!present) console.warn('../shared/reference/slack is not there: the local Slack was not compared with Slack’s own recordings');
  });

  if (!present) return;

  const described = Object.keys(methods).filter((name) => existsSync(join(folder, `methods/${name}.json`)));

  it('has a description of every method but blocks.validate', () => {
    expect(Object.keys(methods).filter((name) => !described.includes(name))).toEqual(['blocks.validate']);
  });

  it.each(described)('%s takes arguments and scopes as described', (name) => {
    const own = methods[name];
    const reference = methodOf(name);
    const shape = Object.entries(own?.args.shape ?? {});
    for (const [argument, schema] of shape) {
      expect(Object.keys(reference.args), argument).toContain(argument);
      const required = schema instanceof z.ZodType && !schema.safeParse(undefined).success;
      if (reference.args[argument]?.required === true) expect(required, argument).toBe(true);
    }
    for (const [argument, { required }] of Object.entries(reference.args))
      if (required === true) expect(Object.keys(own?.args.shape ?? {}), argument).toContain(argument);
    const scopes = (reference.scopes?.bot ?? []).map((scope) => scope.name);
    if (own?.token === 'bot') expect([...own.scopes].toSorted()).toEqual(scopes.toSorted());
    const tier = /^Tier (\d)/.exec(reference.rate_limit?.label ?? '')?.[1];
    if (tier !== undefined) expect(own?.rate).toBe(`tier${tier}`);
  });

  it('refuses with codes that Slack has', () => {
    const common = Object.keys(z.record(z.string(), z.string()).parse(readJson('methods/common_errors.json')));
    const all = new Set([
      ...common,
      ...readdirSync(join(folder, 'methods')).flatMap((file) =>
        file.endsWith('.json') && file !== 'common_errors.json' ? Object.keys(methodOf(file.slice(0, -5)).errors) : [],
      ),
    ]);
    const files = [
      'api/auth.ts',
      'api/chat.ts',
      'api/conversations.ts',
      'api/files.ts',
      'api/message.ts',
      'api/pins.ts',
      'api/method.ts',
      'api/users.ts',
      'api/views.ts',
      'views.ts',
    ];
    const given = [...new Set(files.flatMap(codesOf))];
    expect(given.length).toBeGreaterThan(25);
    expect(given.filter((code) => !all.has(code))).toEqual([]);
  });

  it.each([
    [commandPayload, 'SlashCommandPayload'],
    [actionPayload, 'BlockActionPayload'],
    [submissionPayload, 'ViewSubmissionPayload'],
    [shortcutPayload, 'MessageShortcutPayload'],
    [eventEnvelope, 'MessagePayload'],
    [eventEnvelope, 'AppUninstalledPayload'],
  ])('what the bot reads stands in recording %#', (schema, name) => {
    expect(schema.safeParse(readJson(`payloads/${name}.json`)).error?.issues).toBeUndefined();
  });

  it.each([
    [messageEvent, 'MessagePayload'],
    [messageEvent, 'MessageFileSharePayload'],
    [mentionEvent, 'AppMentionPayload'],
    [homeEvent, 'AppHomeOpenedPayload'],
    [memberEvent, 'MemberJoinedChannelPayload'],
    [channelEvent, 'ChannelArchivePayload'],
    [revokedEvent, 'TokensRevokedPayload'],
  ])('what the bot reads of an event stands in recording %#', (schema, name) => {
    const { event } = eventEnvelope.parse(readJson(`payloads/${name}.json`));
    expect(schema.safeParse(event).error?.issues).toBeUndefined();
  });

  describe('payloads', () => {
    let world: SlackWorld;
    const sent: Record<string, unknown> = {};
    const known = (name: string): Set<string> => new Set(paths(readJson(`payloads/${name}.json`)));
    beforeAll(async () => {
      world = await startSlackWorld({ transport: 'http' });
      // Everything that is posted to the bot passes here on its way.
      const original = globalThis.fetch;
      globalThis.fetch = (input, init) => {
        const type = new Headers(init?.headers).get('content-type') ?? '';
        if (String(input) === world.eventUrl && typeof init?.body === 'string') keep(type, init.body);
        return original(input, init);
      };
      const keep = (type: string, body: string) => {
        if (type === 'application/json') {
          const { event, ...envelope } = z
            .looseObject({ event: z.looseObject({ type: z.string(), subtype: z.string().optional() }) })
            .parse(JSON.parse(body));
          sent[`${event.type}${event.subtype === undefined ? '' : `.${event.subtype}`}`] = { ...envelope, event };
        } else {
          const form = Object.fromEntries(new URLSearchParams(body));
          const payload =
            form['payload'] === undefined
              ? { type: 'command', ...form }
              : z.looseObject({ type: z.string() }).parse(JSON.parse(form['payload']));
          const { type: kind, ...rest } = payload;
          sent[kind] = kind === 'command' ? rest : payload;
        }
      };
      world.answer = ({ ask }) => answerOf(ask);
      const { client, admin } = world.sandbox;
      await client.openHome('U1');
      await client.say('U1', 'DU1', '上班');
      await client.say('U1', 'DU1', '', [{ name: 'a.csv', mimeType: 'text/csv', content: Buffer.from('a') }]);
      await client.say('U1', 'C1', '@Zhiban 谁值班');
      await client.command('U1', 'C1', '/duty', 'who');
      const message = client.messages('U1', 'C1').at(-1);
      await client.press('U1', { message: message?.id ?? '', conversation: 'C1' }, findPressable(message?.payload, '请假'), {});
      await client.submitModal('U1', { reason: { reason: { type: 'plain_text_input', value: '事假' } } });
      await admin.inviteBot('C2', 'U1');
      await admin.revokeTokens();
      await admin.uninstall();
      globalThis.fetch = original;
    });
    afterAll(() => world.stop());

    it.each([
      ['app_home_opened', 'AppHomeOpenedPayload'],
      ['message', 'MessagePayload'],
      ['message.file_share', 'MessageFileSharePayload'],
      ['app_mention', 'AppMentionPayload'],
      ['member_joined_channel', 'MemberJoinedChannelPayload'],
      ['tokens_revoked', 'TokensRevokedPayload'],
      ['app_uninstalled', 'AppUninstalledPayload'],
      ['command', 'SlashCommandPayload'],
      ['block_actions', 'BlockActionPayload'],
      ['view_submission', 'ViewSubmissionPayload'],
    ])('%s has no key that a recorded one has not', (kind, name) => {
      expect(sent[kind], `${kind} was sent`).toBeDefined();
      const reference = known(name);
      const tops = new Set([...reference].map((path) => path.split('.')[0]?.replace('[]', '')));
      // Blocks, state and objects that are null or empty are not recorded key by key.
      const unrecorded = /(^|\.)(blocks|state|metadata)(\.|\[|$)/;
      const own = paths(sent[kind]).filter((path) => !unrecorded.test(path));
      const strange = own.filter(
        (path) => !reference.has(path) && ![...reference].some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[`)),
      );
      expect(strange).toEqual([]);
      for (const path of own) expect(tops, path).toContain(path.split('.')[0]?.replace('[]', ''));
    });
  });
});

function answerOf(ask: Ask) {
  const action = { kind: 'press', route: 'test.form', args: {}, label: '请假' } as const;
  if (ask.kind === 'home') return { kind: 'home', locale: 'zh', view: { kind: 'home', title: '我的值班', blocks: [] } } as const;
  if (ask.kind === 'words' && ask.from === 'command')
    return { kind: 'say', locale: 'zh', view: { kind: 'notice', tone: 'ok', title: '在岗', blocks: [], actions: [action] } } as const;
  if (ask.kind !== 'press') return { kind: 'nothing', locale: 'zh' } as const;
  const fields = [{ kind: 'text', name: 'reason', label: '原因', required: true }] as const;
  return {
    kind: 'form',
    locale: 'zh',
    form: { kind: 'form', route: 'test.submit', args: {}, title: '请假', intro: [], fields, submit: '提交', cancel: '取消' },
  } as const;
}
