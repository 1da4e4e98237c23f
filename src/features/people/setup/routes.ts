import { z } from 'zod';
import { type Command, type Route, route } from '../../../runtime/route.ts';
import { isRole, leads } from '../roles.ts';
import { readDraft } from './draft.ts';
import * as handle from './handle.ts';

const several = z.union([z.array(z.string()), z.string().transform((value) => [value])]).default([]);
const leadRole = z.string().refine((role) => isRole(role) && leads(role));
const dutyRole = z.string().refine(isRole);
const draft = z
  .object({
    preset: z.string(),
    name: z.string(),
    parent: z.string(),
    lead: z.string(),
    leadRole,
    people: z.string(),
    names: z.string(),
    role: dutyRole,
    channel: z.string(),
  })
  .transform(readDraft);

export const setupRoutes: readonly Route[] = [
  route('people.setup', { args: z.object({}), open: true, run: (ctx) => handle.beginSetup(ctx) }),
  route('people.setup-rule', {
    args: z.object({ channel: z.string() }),
    values: z
      .object({
        preset: z.string(),
        name: z.string().trim().min(1).max(40),
        parent: z.string().default('none'),
        lead: z.string(),
        lead_role: leadRole,
      })
      .transform(({ lead_role, parent, ...rest }) => ({ ...rest, leadRole: lead_role, parent: parent === 'none' ? '' : parent })),
    open: true,
    run: (ctx, { channel }, values) => handle.chooseRule(ctx, channel, values),
  }),
  route('people.setup-people', {
    args: draft,
    values: z.object({ people: several, names: z.string().max(800).default(''), role: dutyRole }),
    open: true,
    run: (ctx, args, values) => handle.choosePeople(ctx, args, values),
  }),
  route('people.setup-create', { args: draft, open: true, run: (ctx, args) => handle.createDesk(ctx, args) }),
];

export const setupCommands: readonly Command[] = [
  {
    id: 'setup',
    words: { zh: ['设置', '设置班组'], en: ['setup', 'set up'] },
    slack: { command: 'duty', sub: 'setup' },
    summary: { zh: '建立班组:选制度、加人、定播报频道', en: 'Set up a desk: regulation, people, channel' },
    usage: { zh: '', en: '' },
    membersOnly: false,
    run: (ctx) => handle.beginSetup(ctx),
  },
];
