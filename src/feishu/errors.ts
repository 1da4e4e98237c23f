import type { Words } from '../core/locale.ts';
import { MessengerError, type MessengerErrorKind } from '../runtime/messenger.ts';

interface Cause {
  readonly kind: MessengerErrorKind;
  readonly remedy: Words;
}

/** What a code of Feishu means for us, and what an admin can do about it. Source: the error tables of the APIs used. */
export const causes: Readonly<Record<string, Cause>> = {
  99991400: { kind: 'rate', remedy: { zh: '调用太快,稍后自动重试', en: 'Too many calls; it is repeated by itself' } },
  230020: {
    kind: 'rate',
    remedy: { zh: '这个会话的消息太密,稍后自动重试', en: 'Too many messages to this chat; it is repeated by itself' },
  },
  11232: { kind: 'rate', remedy: { zh: '整点消息太密,稍后自动重试', en: 'Too many messages at this moment; it is repeated by itself' } },
  99991403: {
    kind: 'quota',
    remedy: {
      zh: '本月的飞书接口调用额度已用完,下月 1 日恢复;可在飞书管理后台升级套餐',
      en: 'The Feishu API quota of this month is used up; it returns on the 1st, or with a larger plan in the Feishu admin console',
    },
  },
  99991661: {
    kind: 'auth',
    remedy: {
      zh: '缺少访问凭证,请检查 FEISHU_APP_ID 和 FEISHU_APP_SECRET',
      en: 'No access token; check FEISHU_APP_ID and FEISHU_APP_SECRET',
    },
  },
  99991663: {
    kind: 'auth',
    remedy: {
      zh: '访问凭证无效,请检查 FEISHU_APP_ID 和 FEISHU_APP_SECRET',
      en: 'The access token is not valid; check FEISHU_APP_ID and FEISHU_APP_SECRET',
    },
  },
  99991664: {
    kind: 'auth',
    remedy: {
      zh: '访问凭证无效,请检查 FEISHU_APP_ID 和 FEISHU_APP_SECRET',
      en: 'The access token is not valid; check FEISHU_APP_ID and FEISHU_APP_SECRET',
    },
  },
  99991671: {
    kind: 'auth',
    remedy: { zh: '访问凭证格式不对,请检查 FEISHU_APP_SECRET', en: 'The access token is malformed; check FEISHU_APP_SECRET' },
  },
  99991677: { kind: 'auth', remedy: { zh: '访问凭证已过期,将重新获取', en: 'The access token has expired and is fetched again' } },
  10003: { kind: 'auth', remedy: { zh: 'App ID 不存在,请检查 FEISHU_APP_ID', en: 'The App ID does not exist; check FEISHU_APP_ID' } },
  10014: {
    kind: 'auth',
    remedy: { zh: 'App Secret 不对,请检查 FEISHU_APP_SECRET', en: 'The App Secret is wrong; check FEISHU_APP_SECRET' },
  },
  99991672: {
    kind: 'permission',
    remedy: {
      zh: '应用缺少权限:在开发者后台“权限管理”按 manifests/feishu/app.json 开通并发布版本',
      en: 'The app lacks a scope: add those of manifests/feishu/app.json under Permissions in the developer console and publish a version',
    },
  },
  230001: {
    kind: 'invalid',
    remedy: { zh: '参数不合飞书的要求,这是程序问题,请报告', en: 'Feishu refused a parameter; this is a bug, please report it' },
  },
  230002: { kind: 'gone', remedy: { zh: '机器人不在这个群里:把它加进群', en: 'The bot is not in this chat: add it to the chat' } },
  230006: {
    kind: 'permission',
    remedy: {
      zh: '应用没有启用机器人能力:在开发者后台启用并发布版本',
      en: 'The bot ability is off: switch it on in the developer console and publish a version',
    },
  },
  230011: { kind: 'gone', remedy: { zh: '这条消息已被撤回', en: 'This message has been recalled' } },
  230012: {
    kind: 'gone',
    remedy: { zh: '这条消息不是机器人发的,不能更新', en: 'This message was not sent by the bot and cannot be updated' },
  },
  230013: {
    kind: 'gone',
    remedy: {
      zh: '这个人不在应用的可用范围内:在开发者后台扩大可用范围',
      en: 'This person is outside the availability of the app: widen it in the developer console',
    },
  },
  230017: { kind: 'gone', remedy: { zh: '这个资源不属于机器人', en: 'This resource does not belong to the bot' } },
  230018: {
    kind: 'permission',
    remedy: { zh: '群设置不允许机器人发言:请群主改设置', en: 'The settings of the chat forbid it: ask its owner' },
  },
  230022: {
    kind: 'invalid',
    remedy: { zh: '消息含敏感内容,飞书没有发出', en: 'Feishu holds the content to be sensitive and did not send it' },
  },
  230023: { kind: 'permission', remedy: { zh: '收件人未读的加急消息已满 200 条', en: 'The recipient has 200 unread urgent messages' } },
  230024: { kind: 'permission', remedy: { zh: '本企业的加急额度已用完', en: 'The quota of urgent messages is used up' } },
  230025: {
    kind: 'invalid',
    remedy: { zh: '消息太长,这是程序问题,请报告', en: 'The message is too long; this is a bug, please report it' },
  },
  230027: {
    kind: 'permission',
    remedy: {
      zh: '应用缺少发消息的权限:按 manifests/feishu/app.json 开通',
      en: 'The app may not send messages: add the scopes of manifests/feishu/app.json',
    },
  },
  230029: { kind: 'gone', remedy: { zh: '收件人已离职', en: 'The recipient has left the organisation' } },
  230031: { kind: 'gone', remedy: { zh: '卡片超过 14 天,不能再更新', en: 'The card is older than 14 days and cannot be updated' } },
  230045: { kind: 'gone', remedy: { zh: '这个群已经解散', en: 'This chat has been dissolved' } },
  230046: {
    kind: 'permission',
    remedy: {
      zh: '群设置只让群主和管理员 Pin 消息:请群主把机器人设为管理员,或在群设置里允许所有成员 Pin',
      en: 'Only the owner and admins may pin in this chat: ask its owner to make the bot an admin, or to let every member pin',
    },
  },
  230047: {
    kind: 'rate',
    remedy: { zh: '这条消息的 Pin 操作太密,稍后自动重试', en: 'This message is pinned and unpinned too fast; it is repeated by itself' },
  },
  230050: { kind: 'gone', remedy: { zh: '机器人看不到这条消息', en: 'The bot cannot see this message' } },
  230099: {
    kind: 'invalid',
    remedy: { zh: '飞书不接受这张卡片,这是程序问题,请报告', en: 'Feishu does not accept the card; this is a bug, please report it' },
  },
  230110: { kind: 'gone', remedy: { zh: '这条消息已被删除', en: 'This message has been deleted' } },
  231003: { kind: 'gone', remedy: { zh: '没有这条消息', en: 'There is no such message' } },
  232009: { kind: 'gone', remedy: { zh: '这个群已经解散', en: 'This chat has been dissolved' } },
  232011: { kind: 'gone', remedy: { zh: '机器人不在这个群里:把它加进群', en: 'The bot is not in this chat: add it to the chat' } },
  300020: { kind: 'gone', remedy: { zh: '这张卡片已不能更新', en: 'This card can no longer be updated' } },
};

/** The cached token was refused: fetch another and repeat the call once. */
export const rejectedToken: ReadonlySet<string> = new Set(['99991661', '99991663', '99991664', '99991671', '99991677']);

const byStatus: Readonly<Record<number, Cause>> = {
  401: {
    kind: 'auth',
    remedy: {
      zh: '飞书拒绝了凭证,请检查 FEISHU_APP_ID 和 FEISHU_APP_SECRET',
      en: 'Feishu refused the credentials; check FEISHU_APP_ID and FEISHU_APP_SECRET',
    },
  },
  403: {
    kind: 'permission',
    remedy: { zh: '飞书拒绝了这次调用,请检查应用的权限', en: 'Feishu refused the call; check the scopes of the app' },
  },
  404: {
    kind: 'invalid',
    remedy: { zh: '这个飞书地址没有所需的接口,请检查 FEISHU_DOMAIN', en: 'The Feishu address does not offer the API; check FEISHU_DOMAIN' },
  },
  413: { kind: 'invalid', remedy: { zh: '消息太长,这是程序问题,请报告', en: 'The message is too long; this is a bug, please report it' } },
  429: { kind: 'rate', remedy: { zh: '调用太快,稍后自动重试', en: 'Too many calls; it is repeated by itself' } },
};

/**
 * A message Feishu does not know has no code of its own: it is a wrong parameter, and only the text after `ext=` says which. Source: the page on
 * how to resolve 230001, "invalid message_id".
 */
const unknownMessage = /\bext=\s*invalid (open_)?message_?id\b/i;

const causeOf = ({ code, says }: Failure): Cause | undefined => {
  if (code === null) return undefined;
  return code === '230001' && unknownMessage.test(says ?? '') ? causes['231003'] : causes[code];
};

const unreachable: Cause = {
  kind: 'network',
  remedy: { zh: '连不上飞书,恢复后自动重试', en: 'Feishu cannot be reached; it is repeated by itself' },
};
const unknown: Cause = {
  kind: 'invalid',
  remedy: { zh: '飞书返回了未知的错误码,请报告', en: 'Feishu answered with an unknown code, please report it' },
};

/** One failed call, whichever of the two paths it came by (a resolved body with a code, or a thrown HTTP error). */
export interface Failure {
  /** HTTP status; null: no answer arrived. */
  readonly status: number | null;
  /** Feishu's code; null: the body had none. */
  readonly code: string | null;
  /** Feishu's words on it, `msg`. */
  readonly says?: string | undefined;
  /** `x-ogw-ratelimit-reset`, seconds. */
  readonly resetSeconds: number | null;
  readonly cause?: unknown;
}

const defaultWaitMs = 1_000;

/** Turns a failed call into the error the outbox understands. */
export function messengerError(failure: Failure): MessengerError {
  const cause =
    causeOf(failure) ?? (failure.status === null || failure.status >= 500 ? unreachable : (byStatus[failure.status] ?? unknown));
  return new MessengerError({
    platform: 'feishu',
    kind: cause.kind,
    code: failure.code ?? (failure.status === null ? 'no-answer' : `http-${failure.status}`),
    remedy: cause.remedy,
    retryAfterMs: cause.kind === 'rate' ? (failure.resetSeconds === null ? defaultWaitMs : failure.resetSeconds * 1000) : null,
    cause: failure.cause,
  });
}
