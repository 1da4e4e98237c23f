import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Logger } from '../runtime/log.ts';
import { type Inbound, type Messenger, MessengerError, type WebRoute } from '../runtime/messenger.ts';
import type { RefusedReason } from '../runtime/metrics.ts';
import { bucketsOf } from './buckets.ts';
import { createChecked, type RefusedPayload } from './checked.ts';
import { downloadFile } from './download.ts';
import { Answers } from './inbound/answer.ts';
import type { Identity } from './inbound/decode.ts';
import { listen } from './inbound/listeners.ts';
import { createReadMessage } from './read-message.ts';
import { sdkLog } from './sdk-log.ts';
import { Sending } from './send.ts';
import { Connection } from './transport/connection.ts';
import { HttpReceiver } from './transport/http-receiver.ts';
import { SocketReceiver } from './transport/socket-receiver.ts';
import { Guests } from './users.ts';

export type { RefusedPayload } from './checked.ts';

export interface SlackOptions {
  /** `xoxb-…` */
  readonly botToken: string;
  /** Needed where there is no `appToken`: Slack then calls `POST /slack/events`. */
  readonly signingSecret?: string;
  /** `xapp-…`; set: Socket Mode, and no HTTP route. */
  readonly appToken?: string;
  /** Another API than Slack's own, such as the sandbox's. */
  readonly apiUrl?: string;
  readonly log: Logger;
  /** The bot's clock, for events Slack sends without a time. */
  readonly now: () => Date;
  /** Counts requests that were refused: forged, stale, repeated or unreadable ones, and those of guests and other organisations. */
  readonly refused?: (reason: RefusedReason) => void;
  /** Told of every view that was over Slack's limits and went out as plain text. */
  readonly refusedPayload?: (refused: RefusedPayload) => void;
}

/** Settings with which no connection can ever come up. */
export class UnusableSlackSettings extends Error {}

/** Slack as a {@link Messenger}, over Socket Mode or HTTP. Throws {@link UnusableSlackSettings}; Slack being down is a status. */
export function createSlackMessenger(options: SlackOptions): Messenger {
  const { log } = options;
  const logger = sdkLog(log);
  const apiUrl = options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl };
  // An object for each client, and never `headers`: the SDK writes the first token it sees into them.
  const clientOptions = () => ({ ...apiUrl, logger, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 10_000 });
  const client = new WebClient(options.botToken, clientOptions());
  const receiver = createReceiver(options, logger);
  const checked = createChecked(log, options.refusedPayload);
  const guests = new Guests(client, log);
  const answers = new Answers({ client, checked, log });

  let identity: Identity | null = null;
  const knownIdentity = (): Identity => {
    if (identity === null) throw new Error('Slack sent a request before the bot knew who it is');
    return identity;
  };
  const sending = new Sending({
    client,
    checked,
    botToken: options.botToken,
    team: () => identity?.team ?? null,
    noteUser: (user) => guests.note(user),
  });

  const learnIdentity = async (): Promise<void> => {
    const who = await client.auth.test();
    if (who.team_id === undefined || who.user_id === undefined) throw new Error('auth.test gave no team or user');
    const first = identity === null;
    identity = { team: who.team_id, botUserId: who.user_id };
    if (first)
      guests.readAll().catch(() => log.info({ platform: 'slack' }, 'the members could not all be read; each is asked for when met'));
  };
  const connection = new Connection(async () => {
    await learnIdentity();
    if (receiver instanceof SocketReceiver) return receiver.connect();
    await receiver.start();
    return { closed: new Promise(() => undefined) };
  }, log);

  /** What a call tells about the connection. */
  const noted = async <Result>(call: Promise<Result>): Promise<Result> => {
    try {
      const result = await call;
      connection.note(null);
      return result;
    } catch (error) {
      if (error instanceof MessengerError) connection.note(error);
      throw error;
    }
  };

  const webRoutes: readonly WebRoute[] = receiver instanceof HttpReceiver ? [receiver.route] : [];
  return {
    platform: 'slack',
    tenant: () => identity?.team ?? null,
    webRoutes,
    async start(inbound: Inbound) {
      const app = new App({
        receiver,
        deferInitialization: true,
        authorize: () => Promise.resolve({ botToken: options.botToken, botUserId: knownIdentity().botUserId }),
        clientOptions: clientOptions(),
        logger,
        convoStore: false,
        // What the bot itself says is told apart by us, in one place.
        ignoreSelf: false,
      });
      app.error((error) => Promise.reject(error));
      listen(app, {
        identity: knownIdentity,
        inbound,
        answers,
        guests,
        log,
        readMessage: createReadMessage(client, log),
        now: options.now,
        refused: options.refused ?? (() => undefined),
      });
      await app.init();
      await connection.start();
    },
    async stop() {
      guests.stop();
      answers.stop();
      const ended = connection.stop();
      await receiver.stop();
      await ended;
    },
    status: () => connection.status(),
    buckets: bucketsOf,
    send: (message) => noted(sending.send(message)),
    edit: (message) => noted(sending.edit(message)),
    pin: (ref) => noted(sending.pin(ref)),
    unpin: (ref) => noted(sending.unpin(ref)),
    publishHome: (userId, view, locale, people) => noted(sending.publishHome(userId, view, locale, people)),
    findSent: (message, since) => noted(sending.findSent(message, since)),
    sendFile: (file) => noted(sending.sendFile(file)),
    findSentFile: (file, since) => noted(sending.findSentFile(file, since)),
    userByEmail: (email) => noted(sending.userByEmail(email)),
    userById: (userId) => noted(sending.userById(userId)),
    download: (fileId, _messageId, maxBytes) => noted(downloadFile(client, options.botToken, fileId, maxBytes)),
  };
}

function createReceiver(options: SlackOptions, logger: ReturnType<typeof sdkLog>): HttpReceiver | SocketReceiver {
  if (!options.botToken.startsWith('xoxb-'))
    throw new UnusableSlackSettings('SLACK_BOT_TOKEN must be a bot token (xoxb-…) · SLACK_BOT_TOKEN 必须是机器人令牌(xoxb-…)');
  if (options.appToken !== undefined) {
    if (!options.appToken.startsWith('xapp-'))
      throw new UnusableSlackSettings('SLACK_APP_TOKEN must be an app-level token (xapp-…) · SLACK_APP_TOKEN 必须是应用级令牌(xapp-…)');
    return new SocketReceiver({ appToken: options.appToken, apiUrl: options.apiUrl, logger });
  }
  if (options.signingSecret === undefined || options.signingSecret === '') {
    throw new UnusableSlackSettings(
      'Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) · Slack 需要 SLACK_APP_TOKEN 或 SLACK_SIGNING_SECRET',
    );
  }
  return new HttpReceiver({
    signingSecret: options.signingSecret,
    log: options.log,
    refused: options.refused ?? (() => undefined),
    clock: () => Date.now(),
  });
}
