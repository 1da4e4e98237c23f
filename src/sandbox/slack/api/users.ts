import type { UsersInfoResponse, UsersListResponse, UsersLookupByEmailResponse } from '@slack/web-api';
import { z } from 'zod';
import type { SandboxUser } from '../../client.ts';
import type { CallContext } from './method.ts';
import { ApiError, arg, method, page } from './method.ts';

function shape(context: CallContext, user: SandboxUser) {
  const { workspace, scopes } = context;
  const email = scopes.has('users:read.email') && user.email !== '' ? { email: user.email } : {};
  return {
    id: user.id,
    team_id: workspace.teamId,
    name: user.id.toLowerCase(),
    deleted: false,
    real_name: user.name,
    tz: 'Asia/Shanghai',
    locale: user.locale === 'zh' ? 'zh-CN' : 'en-US',
    profile: { real_name: user.name, display_name: user.name, title: user.title, team: workspace.teamId, ...email },
    is_admin: false,
    is_owner: false,
    is_restricted: user.external,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
  };
}

export const userMethods = {
  'users.info': method({
    scopes: ['users:read'],
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({ user: arg.text, include_locale: arg.flag.optional() }),
    run(args, context) {
      const user = context.workspace.users.get(args.user);
      if (user === undefined) throw new ApiError('user_not_found');
      const answer: UsersInfoResponse = { ok: true, user: shape(context, user) };
      return answer;
    },
  }),
  'users.list': method({
    scopes: ['users:read'],
    rate: 'tier2',
    token: 'bot',
    args: z.strictObject({
      cursor: arg.text.optional(),
      limit: arg.count.optional(),
      include_locale: arg.flag.optional(),
      team_id: arg.text.optional(),
    }),
    run(args, context) {
      const { items, next } = page(
        [...context.workspace.users.values()],
        args.cursor,
        args.limit === undefined || args.limit === 0 ? 200 : args.limit,
      );
      const answer: UsersListResponse = {
        ok: true,
        members: items.map((user) => shape(context, user)),
        response_metadata: { next_cursor: next },
      };
      return answer;
    },
  }),
  'users.lookupByEmail': method({
    scopes: ['users:read.email'],
    rate: 'tier3',
    token: 'bot',
    args: z.strictObject({ email: arg.text }),
    run(args, context) {
      const wanted = args.email.toLowerCase();
      const user = [...context.workspace.users.values()].find((candidate) => candidate.email.toLowerCase() === wanted && wanted !== '');
      if (user === undefined) throw new ApiError('users_not_found');
      const answer: UsersLookupByEmailResponse = { ok: true, user: shape(context, user) };
      return answer;
    },
  }),
};
