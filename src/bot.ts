import feishuApp from '../manifests/feishu/app.json' with { type: 'json' };
import type { Config } from './config/index.ts';
import type { Locale } from './core/locale.ts';
import type { Clock, Zone } from './core/time.ts';
import type { Database } from './db/database.ts';
import { slices } from './features/index.ts';
import { createDirectory, ensureWorkspace, linkByEmail, noteChannelEvent } from './features/people/index.ts';
import { createFeishuMessenger } from './feishu/index.ts';
import { countCalls } from './runtime/call-count.ts';
import type { Directory } from './runtime/directory.ts';
import type { Logger } from './runtime/log.ts';
import type { Messenger } from './runtime/messenger.ts';
import { createRuntime, type Runtime } from './runtime/runtime.ts';
import { createSlackMessenger } from './slack/index.ts';
import { createHealth } from './web/health.ts';
import { createMetrics, type Metrics } from './web/metrics.ts';
import { createWebServer } from './web/server.ts';

export interface Bot {
  readonly runtime: Runtime;
  readonly messengers: readonly Messenger[];
  /** Where the HTTP port listens. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** See `RuntimeOptions.monotonic`. */
  readonly monotonic?: () => number;
}

/** People with an e-mail address and no account are looked for so often; each is asked for once. */
const linkEveryMs = 60_000;

/** Puts the parts together and starts them: database and clock are given, so that the sandbox and the tests run the same bot. */
export async function startBot({ config, db, clock, log, monotonic }: BotOptions): Promise<Bot> {
  const metrics = createMetrics();
  const calls = countCalls(db, clock, metrics, log);
  const messengers: Messenger[] = [];
  if (config.slack !== null) {
    const { botToken, transport, apiUrl } = config.slack;
    messengers.push(
      createSlackMessenger({
        botToken: botToken.reveal(),
        ...(transport.kind === 'socket' ? { appToken: transport.appToken.reveal() } : { signingSecret: transport.signingSecret.reveal() }),
        ...(apiUrl === null ? {} : { apiUrl }),
        log,
        now: () => new Date(clock.now().epochMilliseconds),
        refused: (reason) => metrics.refused('slack', reason),
        // The view was over Slack's limits and went out as its summary.
        refusedPayload: () => metrics.sent('slack', 'view', 'plain-text'),
      }),
    );
  }
  if (config.feishu !== null) {
    const { appId, appSecret, domain, transport } = config.feishu;
    messengers.push(
      createFeishuMessenger({
        appId,
        appSecret: appSecret.reveal(),
        ...(transport.kind === 'http'
          ? { encryptKey: transport.encryptKey.reveal(), verificationToken: transport.verificationToken.reveal() }
          : {}),
        domain,
        transport: transport.kind,
        log,
        countCall: calls.count,
        commands: feishuApp.slash_commands.map(({ command, description }) => ({
          command,
          description: { zh: description.i18n.zh_cn, en: description.i18n.en_us },
        })),
        refused: (reason) => metrics.refused('feishu', reason),
      }),
    );
  }
  const runtime = createRuntime({
    db,
    slices,
    directory: bindingDirectory(createDirectory({ messengers, clock }), messengers, { zone: config.timeZone, locale: config.locale }),
    messengers,
    clock,
    log,
    metrics,
    onEvent: (event) => noteChannelEvent(db, event),
    ...(monotonic === undefined ? {} : { monotonic }),
  });
  const web = createWebServer({
    port: config.port,
    routes: messengers.flatMap((messenger) => messenger.webRoutes),
    health: createHealth({ db, messengers }),
    metrics: { ...metrics, exposition: () => measured(runtime, metrics, log) },
    log,
  });
  const port = await web.start();
  await runtime.start();
  const asked = new Set<string>();
  const link = async () => {
    for (const result of await Promise.allSettled(messengers.map((messenger) => linkByEmail(db, messenger, clock, asked))))
      if (result.status === 'rejected') log.warn({ err: result.reason }, 'people could not be looked up by e-mail');
  };
  let linking = link();
  // Whoever a desk file adds later, or whom a messenger that was down at the start could not be asked about.
  const linkAgain = setInterval(() => {
    linking = linking.then(link);
  }, linkEveryMs);
  linkAgain.unref();
  return {
    runtime,
    messengers,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      clearInterval(linkAgain);
      await linking;
      await web.stop();
      await runtime.stop();
      await calls.flush();
    },
  };
}

/** What a scrape gets: the figures of now, or while the database is away those known last. */
async function measured(runtime: Runtime, metrics: Metrics, log: Logger): ReturnType<Metrics['exposition']> {
  await runtime.measure().catch((error: unknown) => log.warn({ err: error }, 'the outbox could not be counted'));
  return metrics.exposition();
}

/** A workspace whose tokens this process holds belongs to its organisation, made at first contact where there is none yet. */
function bindingDirectory(directory: Directory, messengers: readonly Messenger[], defaults: { zone: Zone; locale: Locale }): Directory {
  return {
    ...directory,
    async resolve(db, who) {
      const resolved = await directory.resolve(db, who);
      if (resolved !== null || !messengers.some((messenger) => messenger.platform === who.platform && messenger.tenant() === who.tenant))
        return resolved;
      await ensureWorkspace(db, { platform: who.platform, tenant: who.tenant, name: null }, defaults);
      return directory.resolve(db, who);
    },
  };
}
