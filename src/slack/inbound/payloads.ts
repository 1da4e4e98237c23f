import { z } from 'zod';

/** The parts of Slack's payloads that are read. Everything else is left alone: Slack adds properties without notice. */

const person = z.object({ id: z.string(), team_id: z.string().nullish() });
const team = z.object({ id: z.string() }).nullish();
const channel = z.object({ id: z.string() }).nullish();

export const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  channel_id: z.string(),
  channel_name: z.string().default(''),
  user_id: z.string(),
  response_url: z.string(),
  trigger_id: z.string(),
});

const pressed = z.object({
  type: z.string(),
  action_id: z.string(),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string().optional() }).nullish(),
});

const openView = z.object({
  id: z.string(),
  type: z.string(),
  hash: z.string().optional(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
});

export const actionPayload = z.object({
  user: person,
  team,
  channel,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    channel_id: z.string().optional(),
    is_ephemeral: z.boolean().default(false),
  }),
  view: openView.nullish(),
  actions: z.array(pressed).min(1),
});

const stateValue = z.looseObject({
  type: z.string(),
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: z.object({ value: z.string().optional() }).nullish(),
  selected_options: z.array(z.object({ value: z.string().optional() })).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
});

export const submissionPayload = z.object({
  user: person,
  team,
  trigger_id: z.string(),
  view: openView.extend({ state: z.object({ values: z.record(z.string(), z.record(z.string(), stateValue)).default({}) }) }),
});

export const shortcutPayload = z.object({
  user: person,
  team,
  channel,
  callback_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  message: z.object({ text: z.string().default(''), user: z.string().optional() }),
  message_ts: z.string().optional(),
});

export const eventEnvelope = z.object({
  team_id: z.string().optional(),
  event_id: z.string(),
  event_time: z.number().optional(),
  event: z.looseObject({ type: z.string() }),
});

const file = z.object({
  id: z.string(),
  name: z.string().nullish(),
  size: z.number().default(0),
  mimetype: z.string().nullish(),
  mode: z.string().optional(),
});

const said = z.object({
  text: z.string().default(''),
  user: z.string(),
  channel: z.string(),
  ts: z.string(),
  team: z.string().nullish(),
  user_team: z.string().nullish(),
  files: z.array(file).default([]),
});

export const messageEvent = said.extend({ channel_type: z.string().optional() });
export const mentionEvent = said;
/** A message that was edited: as it is now, and as it was. */
export const editedEvent = z.object({
  channel: z.string(),
  message: z
    .object({
      text: z.string().default(''),
      user: z.string().optional(),
      bot_id: z.string().nullish(),
      ts: z.string(),
      team: z.string().nullish(),
      user_team: z.string().nullish(),
    })
    .nullish(),
  previous_message: z.object({ text: z.string().default('') }).nullish(),
});
export const reactionEvent = z.object({
  user: z.string(),
  reaction: z.string(),
  item: z.object({ type: z.string(), channel: z.string().optional(), ts: z.string().optional() }),
});
export const homeEvent = z.object({ user: z.string(), tab: z.string().default('home'), channel: z.string().optional() });
export const memberEvent = z.object({ user: z.string(), channel: z.string() });
export const channelEvent = z.object({ channel: z.string() });
export const revokedEvent = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }).default({ bot: [] }) });
