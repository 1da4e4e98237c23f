import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { Words } from '../core/locale.ts';
import { MessengerError, type MessengerErrorKind } from '../runtime/messenger.ts';

interface Meaning {
  readonly kind: MessengerErrorKind;
  /** `where` is the channel as an admin knows it. */
  readonly remedy: (where: string) => Words;
}

const fixed =
  (zh: string, en: string): Meaning['remedy'] =>
  () => ({ zh, en });

const token = fixed(
  'Slack 不再接受机器人的令牌:请重新安装应用,并更新 SLACK_BOT_TOKEN',
  'Slack no longer accepts the bot token: reinstall the app and update SLACK_BOT_TOKEN',
);
const later = fixed('Slack 暂时没有应答,稍后会自动重试', 'Slack does not answer at the moment; it is tried again');
const bug = fixed(
  '这条消息 Slack 不接受,是程序的问题:请把日志交给开发者',
  'Slack does not accept this message; this is a bug: give the log to the developers',
);
const lost = fixed('原来的消息已经不在了', 'The message is no longer there');
const unreachable = fixed('这个人已停用或收不到机器人的私聊', 'This person is deactivated or cannot be messaged by the bot');
const forbidden: Meaning['remedy'] = (where) => ({
  zh: `${where} 不允许机器人发消息:请频道管理员放开发言权限`,
  en: `${where} does not let the bot post: ask its owner to allow it`,
});
const notIn: Meaning['remedy'] = (where) => ({
  zh: `机器人不在 ${where}:请在该频道输入 /invite @Zhiban`,
  en: `The bot is not in ${where}: invite it there with /invite @Zhiban`,
});
const notFound: Meaning['remedy'] = (where) => ({
  zh: `看不到 ${where}:频道已删除,或是机器人不在其中的私有频道(/invite @Zhiban)`,
  en: `${where} is not visible: it was deleted, or it is a private channel without the bot (/invite @Zhiban)`,
});

const pinForbidden: Meaning['remedy'] = (where) => ({
  zh: `${where} 不允许机器人置顶消息:请频道管理员放开置顶权限`,
  en: `${where} does not let the bot pin messages: ask its owner to allow it`,
});

/** What a code says where it was about a pin. */
const pinMeanings: Readonly<Record<string, Meaning>> = {
  too_many_pins: {
    kind: 'permission',
    remedy: (where) => ({
      zh: `${where} 的置顶已满 100 条:请取消几条不再用的置顶`,
      en: `${where} has 100 pinned messages, which is all it takes: unpin some that are no longer needed`,
    }),
  },
  restricted_action: { kind: 'permission', remedy: pinForbidden },
  no_permission: { kind: 'permission', remedy: pinForbidden },
  access_denied: { kind: 'permission', remedy: pinForbidden },
  not_pinnable: { kind: 'invalid', remedy: fixed('这种消息不能置顶', 'This kind of message cannot be pinned') },
};

const meanings: Readonly<Record<string, Meaning>> = {
  not_in_channel: { kind: 'permission', remedy: notIn },
  channel_not_found: { kind: 'permission', remedy: notFound },
  is_archived: {
    kind: 'gone',
    remedy: (where) => ({
      zh: `${where} 已归档:请恢复频道,或给班组另选频道`,
      en: `${where} is archived: restore it, or choose another channel for the desk`,
    }),
  },
  restricted_action: { kind: 'permission', remedy: forbidden },
  restricted_action_read_only_channel: { kind: 'permission', remedy: forbidden },
  restricted_action_thread_only_channel: { kind: 'permission', remedy: forbidden },
  ekm_access_denied: { kind: 'permission', remedy: forbidden },
  messages_tab_disabled: {
    kind: 'permission',
    remedy: fixed(
      '应用的消息页没有打开:在应用设置 App Home 中打开 Messages Tab',
      'The Messages tab of the app is off: turn it on under App Home in the app settings',
    ),
  },
  message_limit_exceeded: { kind: 'quota', remedy: fixed('这个工作区的消息数已用完', 'This workspace has used up its messages') },
  user_not_found: { kind: 'gone', remedy: unreachable },
  user_disabled: { kind: 'gone', remedy: unreachable },
  cannot_dm_bot: { kind: 'gone', remedy: unreachable },
  user_not_visible: { kind: 'gone', remedy: unreachable },
  user_not_in_channel: { kind: 'gone', remedy: fixed('这个人不在该频道', 'This person is not in that channel') },
  message_not_found: { kind: 'gone', remedy: lost },
  edit_window_closed: { kind: 'gone', remedy: lost },
  cant_update_message: { kind: 'gone', remedy: lost },
  cant_delete_message: { kind: 'gone', remedy: lost },
  file_not_found: { kind: 'gone', remedy: fixed('文件已被删除', 'The file was deleted') },
  file_deleted: { kind: 'gone', remedy: fixed('文件已被删除', 'The file was deleted') },
  expired_trigger_id: {
    kind: 'gone',
    remedy: fixed('点击后超过 3 秒,窗口打不开了', 'More than 3 seconds after the press, the window can no longer be opened'),
  },
  exchanged_trigger_id: { kind: 'gone', remedy: fixed('这次点击已经打开过窗口', 'This press has already opened a window') },
  invalid_trigger_id: { kind: 'gone', remedy: fixed('这次点击不能打开窗口', 'This press cannot open a window') },
  push_limit_reached: { kind: 'gone', remedy: fixed('最多叠三层窗口', 'At most three windows can be on top of each other') },
  hash_conflict: { kind: 'gone', remedy: fixed('窗口已有更新的内容', 'The window already shows something newer') },
  not_found: { kind: 'gone', remedy: fixed('窗口已关闭', 'The window has been closed') },
  not_enabled: {
    kind: 'permission',
    remedy: fixed(
      '应用的主页没有打开:在应用设置 App Home 中打开 Home Tab',
      'The Home tab of the app is off: turn it on under App Home in the app settings',
    ),
  },
  invalid_auth: { kind: 'auth', remedy: token },
  not_authed: { kind: 'auth', remedy: token },
  account_inactive: { kind: 'auth', remedy: token },
  token_expired: { kind: 'auth', remedy: token },
  token_revoked: { kind: 'auth', remedy: token },
  not_allowed_token_type: {
    kind: 'auth',
    remedy: fixed(
      '令牌的种类不对:机器人用 xoxb-,Socket Mode 用 xapp-',
      'The wrong kind of token: xoxb- for the bot, xapp- for Socket Mode',
    ),
  },
  team_access_not_granted: { kind: 'auth', remedy: token },
  no_permission: { kind: 'permission', remedy: forbidden },
  access_denied: { kind: 'permission', remedy: forbidden },
  org_login_required: { kind: 'network', remedy: later },
  service_unavailable: { kind: 'network', remedy: later },
  internal_error: { kind: 'network', remedy: later },
  fatal_error: { kind: 'network', remedy: later },
  request_timeout: { kind: 'network', remedy: later },
  team_added_to_org: { kind: 'network', remedy: later },
};

/** Any error of the SDK as a {@link MessengerError}; `where` names the channel or person the call was about. Other errors stay what they are. */
export function toMessengerError(error: unknown, where: string, about: 'message' | 'pin' = 'message'): unknown {
  if (error instanceof MessengerError) return error;
  if (error instanceof WebAPIRateLimitedError) return rateLimited(error.retryAfter, error);
  if (error instanceof WebAPIHTTPError) {
    if (error.statusCode === 429) return rateLimited(1, error);
    return new MessengerError({ platform: 'slack', kind: 'network', code: `http_${error.statusCode}`, remedy: later(where), cause: error });
  }
  if (error instanceof WebAPIRequestError)
    return new MessengerError({ platform: 'slack', kind: 'network', code: 'no_answer', remedy: later(where), cause: error.original });
  if (error instanceof WebAPIPlatformError) return platformError(error, where, about);
  // A time-out while the body arrives, and a 429 without Retry-After, are told by no class of the SDK.
  if (error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return new MessengerError({ platform: 'slack', kind: 'network', code: 'timeout', remedy: later(where), cause: error });
  }
  if (error instanceof Error && error.message.startsWith('Retry header did not contain a valid timeout')) return rateLimited(1, error);
  if (error instanceof TypeError && /terminated|fetch failed|network/i.test(error.message)) {
    return new MessengerError({ platform: 'slack', kind: 'network', code: 'no_answer', remedy: later(where), cause: error });
  }
  return error;
}

function rateLimited(seconds: number, cause: unknown): MessengerError {
  return new MessengerError({
    platform: 'slack',
    kind: 'rate',
    code: 'ratelimited',
    remedy: { zh: `Slack 要求等 ${seconds} 秒`, en: `Slack asks to wait ${seconds} s` },
    retryAfterMs: seconds * 1_000,
    cause,
  });
}

function platformError(error: WebAPIPlatformError, where: string, about: 'message' | 'pin'): MessengerError {
  const code = error.data.error;
  if (code === 'ratelimited' || code === 'rate_limited') return rateLimited(error.data.response_metadata?.retryAfter ?? 1, error);
  if (code === 'missing_scope') {
    const needed = 'needed' in error.data ? String(error.data['needed']) : '';
    const remedy = {
      zh: `应用缺少权限 ${needed}:请在 OAuth & Permissions 中加上,再重新安装`,
      en: `The app lacks the scope ${needed}: add it under OAuth & Permissions and reinstall`,
    };
    return new MessengerError({ platform: 'slack', kind: 'permission', code, remedy, cause: error });
  }
  const meaning = (about === 'pin' ? pinMeanings[code] : undefined) ?? meanings[code] ?? { kind: 'invalid', remedy: bug };
  // Where Slack answered with something that is not JSON, the SDK makes its whole body the code.
  const known = /^[a-z_]{1,60}$/.test(code);
  if (!known)
    return new MessengerError({ platform: 'slack', kind: 'network', code: 'unreadable_answer', remedy: later(where), cause: error });
  return new MessengerError({ platform: 'slack', kind: meaning.kind, code, remedy: meaning.remedy(where), cause: error });
}
