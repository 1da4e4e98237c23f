import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../architecture/cruise.ts';
import { typeErrorsOf } from './manifest-types.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const slackManifest = z
  .object({
    features: z
      .object({
        slash_commands: z.array(z.object({ command: z.string(), url: z.string().optional() }).loose()),
        shortcuts: z.array(z.object({ callback_id: z.string() }).loose()).default([]),
      })
      .loose(),
    settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }).loose() }).loose(),
  })
  .loose();

describe.each(['manifests/slack/manifest.json', 'manifests/slack/manifest.http.json'])('%s', (path) => {
  it('is what the SDK takes for a manifest', () => {
    expect(typeErrorsOf(read(path))).toEqual([]);
    expect(typeErrorsOf(read(path).replace('"app_mention"', '"app_mentioned"'))).not.toEqual([]);
    slackManifest.parse(JSON.parse(read(path)));
  });
});
