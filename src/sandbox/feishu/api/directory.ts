import type { Client } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import { type ApiRoute, failure, success } from '../api-server.ts';
import type { FeishuState } from '../state.ts';

type Body<Call> = Call extends (...args: never[]) => Promise<{ data?: infer Data }> ? NonNullable<Data> : never;
type ContactUser = Client['contact']['v3']['user'];
type BasicBatch = Body<ContactUser['basicBatch']>;
type BatchGetId = Body<ContactUser['batchGetId']>;
type Chat = Client['im']['v1']['chat'];
type ChatList = Body<Chat['list']>;
type ChatGet = Body<Chat['get']>;
type Members = Body<Client['im']['v1']['chatMembers']['get']>;
type Tenant = Body<Client['tenant']['v2']['tenant']['query']>;

const names = z.strictObject({ user_ids: z.array(z.string()).min(1).max(10) });
const contacts = z.strictObject({
  emails: z.array(z.string()).max(50).optional(),
  mobiles: z.array(z.string()).max(50).optional(),
  include_resigned: z.boolean().optional(),
});

/** Who is who: names, e-mail addresses, groups and their members, the bot itself, the tenant. */
export function directoryRoutes(state: FeishuState): ApiRoute[] {
  const tenant = { access: 'tenant', errorStatus: 200 } as const;
  const im = { access: 'tenant', errorStatus: 400 } as const;
  const chats = ['im:chat', 'im:chat:read', 'im:chat:readonly'];
  return [
    {
      name: 'contact.user.basic_batch',
      method: 'POST',
      path: '/open-apis/contact/v3/users/basic_batch',
      scopes: ['contact:user.basic_profile:readonly', 'contact:user.base:readonly'],
      ...tenant,
      handle: ({ json }) => {
        const parsed = names.safeParse(json);
        if (!parsed.success) return failure(400, 99992402, 'field validation failed');
        const users = parsed.data.user_ids.flatMap((id) => {
          const user = state.users.get(id);
          return user === undefined || user.external ? [] : [{ user_id: id, name: user.name, i18n_name: {} }];
        });
        return success({ users } satisfies BasicBatch);
      },
    },
    {
      name: 'contact.user.batch_get_id',
      method: 'POST',
      path: '/open-apis/contact/v3/users/batch_get_id',
      scopes: ['contact:user.id:readonly'],
      ...tenant,
      handle: ({ json }) => {
        const parsed = contacts.safeParse(json);
        if (!parsed.success) return failure(400, 99992402, 'field validation failed');
        const byEmail = new Map(
          [...state.users.values()].filter((user) => !user.external).map((user) => [user.email.toLowerCase(), user.id]),
        );
        const list = (parsed.data.emails ?? []).map((email) => {
          const id = byEmail.get(email.toLowerCase());
          return { email, ...(id === undefined ? {} : { user_id: id }) };
        });
        return success({ user_list: list } satisfies BatchGetId);
      },
    },
    {
      name: 'im.chat.list',
      method: 'GET',
      path: '/open-apis/im/v1/chats',
      scopes: chats,
      ...im,
      handle: () => {
        const items = [...state.chats.values()]
          .filter((chat) => chat.kind === 'group' && chat.bot)
          .map((chat) => ({ chat_id: chat.id, name: chat.name, external: false, tenant_key: state.bot.tenantKey }));
        return success({ items, has_more: false } satisfies ChatList);
      },
    },
    {
      name: 'im.chat.get',
      method: 'GET',
      path: '/open-apis/im/v1/chats/:id',
      scopes: chats,
      ...im,
      handle: ({ params }) => {
        const chat = state.chats.get(params['id'] ?? '');
        if (chat === undefined) return failure(400, 232006, 'Your request specifies a chat_id which is invalid.');
        if (!chat.bot) return failure(400, 232011, 'Operator can NOT be out of the chat.');
        return success({
          name: chat.name,
          chat_mode: chat.kind,
          chat_type: 'private',
          external: false,
          tenant_key: state.bot.tenantKey,
        } satisfies ChatGet);
      },
    },
    {
      name: 'im.chat.members',
      method: 'GET',
      path: '/open-apis/im/v1/chats/:id/members',
      scopes: [...chats, 'im:chat.members:read', 'im:chat.group_info:readonly'],
      ...im,
      handle: ({ params, query }) => {
        const chat = state.chats.get(params['id'] ?? '');
        if (chat === undefined || chat.kind !== 'group') return failure(400, 232006, 'Your request specifies a chat_id which is invalid.');
        if (!chat.bot) return failure(400, 232011, 'Operator can NOT be out of the chat.');
        const size = Math.min(100, Number(query.get('page_size') ?? 20));
        const offset = Number(query.get('page_token') ?? 0);
        const all = [...chat.members];
        const items = all.slice(offset, offset + size).map((id) => ({
          member_id_type: 'open_id',
          member_id: id,
          name: state.users.get(id)?.name ?? id,
          tenant_key: state.users.get(id)?.external === true ? 'another_tenant' : state.bot.tenantKey,
        }));
        const more = offset + size < all.length;
        return success({
          items,
          has_more: more,
          ...(more ? { page_token: String(offset + size) } : {}),
          member_total: all.length,
        } satisfies Members);
      },
    },
    {
      name: 'bot.info',
      method: 'GET',
      path: '/open-apis/bot/v3/info',
      scopes: [],
      ...tenant,
      handle: () => ({
        status: 200,
        body: {
          code: 0,
          msg: 'ok',
          bot: { activate_status: 2, app_name: state.bot.names[0] ?? '', avatar_url: '', ip_white_list: [], open_id: state.bot.openId },
        },
      }),
    },
    {
      name: 'tenant.query',
      method: 'GET',
      path: '/open-apis/tenant/v2/tenant/query',
      scopes: ['tenant:tenant:readonly', 'tenant:tenant.product_assign_info:read'],
      ...tenant,
      handle: () =>
        success({
          tenant: { name: '沙盒企业', display_id: 'F100000001', tenant_tag: 0, tenant_key: state.bot.tenantKey, avatar: {} },
        } satisfies Tenant),
    },
  ];
}
