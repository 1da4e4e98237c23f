import { z } from 'zod';
import { type Command, type Route, route } from '../../../runtime/route.ts';
import { isRole } from '../roles.ts';
import * as handle from './handle.ts';
import { openSettings, saveSettings } from './handle-settings.ts';

const deskArgs = z.object({ desk: z.string() });
const platform = z.enum(['slack', 'feishu']);
/** A field with several answers; some clients send a single one bare. */
const several = z.union([z.array(z.string()), z.string().transform((value) => [value])]).default([]);
const roles = several.pipe(z.array(z.string().refine(isRole)).min(1).max(12));

export const memberRoutes: readonly Route[] = [
  route('people.page', {
    args: z.object({ desk: z.string(), from: z.string().regex(/^\d{1,6}$/) }),
    run: (ctx, { desk, from }) => handle.showPeopleOf(ctx, desk, Number(from)),
  }),
  route('people.show', { args: deskArgs, run: (ctx, { desk }) => handle.showPeopleOf(ctx, desk) }),
  route('people.add', { args: deskArgs, run: (ctx, { desk }) => handle.openAdd(ctx, desk) }),
  route('people.add-save', {
    args: deskArgs,
    values: z.object({ people: several, names: z.string().max(1000).default(''), roles }),
    run: (ctx, { desk }, values) => handle.addPeople(ctx, desk, values),
  }),
  route('people.roles', { args: deskArgs, run: (ctx, { desk }) => handle.openRoles(ctx, desk) }),
  route('people.roles-save', {
    args: deskArgs,
    values: z.object({ member: z.string(), roles }),
    run: (ctx, { desk }, values) => handle.changeRoles(ctx, desk, values),
  }),
  route('people.remove', { args: deskArgs, run: (ctx, { desk }) => handle.openRemove(ctx, desk) }),
  route('people.remove-ask', {
    args: deskArgs,
    values: z.object({ member: z.string() }),
    run: (ctx, { desk }, { member }) => handle.askRemove(ctx, desk, member),
  }),
  route('people.remove-confirm', {
    args: deskArgs.extend({ person: z.uuid() }),
    run: (ctx, { desk, person }) => handle.removePerson(ctx, desk, person),
  }),
  route('people.channel', {
    args: deskArgs.extend({ channel: z.string() }),
    run: (ctx, { desk, channel }) => handle.addChannel(ctx, desk, channel),
  }),
  route('people.channel-stop', {
    args: deskArgs.extend({ platform, channel: z.string() }),
    run: (ctx, args) => handle.stopChannel(ctx, args.desk, args.platform, args.channel),
  }),
  route('people.settings-save', {
    args: z.object({ phone: z.string().max(200).optional() }),
    values: z.object({
      locale: z.enum(['usual', 'zh', 'en']),
      reminder: z.union([z.enum(['usual', 'none']), z.coerce.number().int().min(1).max(1440)]),
      messenger: platform.optional(),
      phone: z.string().max(200).default(''),
    }),
    // A form from before it asked for the number leaves it as it is.
    run: (ctx, args, values) => saveSettings(ctx, { ...values, phone: args.phone === undefined ? null : values.phone }),
  }),
];

export const memberCommands: readonly Command[] = [
  {
    id: 'people',
    words: { zh: ['人员', '成员'], en: ['people', 'members'] },
    slack: { command: 'duty', sub: 'people' },
    summary: {
      zh: '班组里有谁,什么角色;负责人可以添加、修改、移出',
      en: 'Who stands on a desk, in which roles; leads add, change and remove',
    },
    usage: { zh: '[班组|全部]', en: '[desk|all]' },
    run: (ctx, said) => handle.showPeople(ctx, said.text),
  },
  {
    id: 'settings',
    words: { zh: ['我的设置'], en: ['settings', 'my settings'] },
    slack: { command: 'duty', sub: 'settings' },
    summary: { zh: '语言、上班前提醒、发到哪个聊天工具', en: 'Language, reminder before a shift, which messenger' },
    usage: { zh: '', en: '' },
    run: (ctx) => openSettings(ctx),
  },
  {
    id: 'here',
    words: { zh: ['在这里播报'], en: ['announce here', 'here'] },
    slack: { command: 'duty', sub: 'here' },
    summary: { zh: '让这个频道收到班组的播报', en: "Make this channel hear a desk's announcements" },
    usage: { zh: '[班组]', en: '[desk]' },
    run: (ctx, said) => handle.announceHere(ctx, said.text),
  },
];
