import type { Database } from '../db/database.ts';
import { loadPreset } from '../policy/load.ts';
import type { Finding } from './finding.ts';

/** Minutes a message may wait before the doctor mentions it. */
const slowMinutes = 10;

/** What the rows of a database say about the health of the house. */
export async function examineDatabase(db: Database): Promise<Finding[]> {
  // The first one also connects.
  await db.ping();
  const ms = await db.ping();
  const parts = [clock, parkedMessages, waitingMessages, lostChannels, refusedPins, failingWork, unknownPresets];
  const found: Finding[] = [
    { state: 'ok', what: { zh: `数据库可用,往返 ${ms.toFixed(1)} 毫秒`, en: `The database answers, round trip ${ms.toFixed(1)} ms` } },
  ];
  for (const part of parts) found.push(...(await part(db)));
  return found;
}

/** Signatures and claims compare the two clocks. */
async function clock(db: Database): Promise<Finding[]> {
  const [row] = await db.query<{ now: Date }>('SELECT clock_timestamp() AS now', []);
  const seconds = Math.round(Math.abs((row?.now.getTime() ?? Date.now()) - Date.now()) / 1000);
  if (seconds < 10) return [];
  return [
    {
      state: 'warn',
      what: { zh: `本机与数据库的时钟相差 ${seconds} 秒`, en: `The clocks of this machine and of the database differ by ${seconds} s` },
      remedy: { zh: '让两台机器都用 NTP 对时', en: 'Let both machines keep time by NTP' },
    },
  ];
}

async function parkedMessages(db: Database): Promise<Finding[]> {
  const rows = await db.query<{ platform: string; error: string | null; count: number }>(
    `SELECT platform, error, count(*)::int AS count FROM outbox WHERE state = 'dead' GROUP BY platform, error ORDER BY count(*) DESC LIMIT 10`,
    [],
  );
  if (rows.length === 0) return [{ state: 'ok', what: { zh: '没有搁置的消息', en: 'No message is parked' } }];
  return rows.map(({ platform, error, count }) => ({
    state: 'warn',
    what: {
      zh: `${count} 条消息搁置(${platform}):${error ?? ''}`,
      en: `${count} ${count === 1 ? 'message is' : 'messages are'} parked (${platform}): ${error ?? ''}`,
    },
    remedy: {
      zh: '排除原因后运行 zhiban outbox release all;明细见 zhiban outbox list-dead',
      en: 'Remove the cause, then run zhiban outbox release all; zhiban outbox list-dead shows each',
    },
  }));
}

async function waitingMessages(db: Database): Promise<Finding[]> {
  const rows = await db.query<{ platform: string; count: number; minutes: number }>(
    `SELECT platform, count(*)::int AS count, floor(extract(epoch FROM now() - min(created_at)) / 60)::int AS minutes
     FROM outbox WHERE state = 'waiting' AND kind NOT IN ('pin', 'unpin') AND due_at <= now() AND created_at < now() - make_interval(mins => $1) GROUP BY platform`,
    [slowMinutes],
  );
  return rows.map(({ platform, count, minutes }) => ({
    state: 'warn',
    what: {
      zh: `${count} 条 ${platform} 消息已等待发送,最久 ${minutes} 分钟`,
      en: `${count} ${platform} ${count === 1 ? 'message waits' : 'messages wait'} to be sent, the oldest for ${minutes} min`,
    },
    remedy: { zh: '看值班是否在运行、该平台是否已连接', en: 'See whether the bot runs and this messenger is connected' },
  }));
}

async function deskNames(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const desks = await db.prisma.desk.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } });
  return new Map(desks.map((desk) => [desk.id, desk.name]));
}

interface TroubledChannel {
  readonly platform: string;
  readonly channel: string;
  readonly desk: string;
  readonly cause: string;
}

async function troubledChannels(db: Database, column: 'lostCause' | 'pinCause'): Promise<TroubledChannel[]> {
  const channels = await db.prisma.channel.findMany({
    where: { [column]: { not: null } },
    take: 20,
    orderBy: [{ deskId: 'asc' }, { channelId: 'asc' }],
  });
  const names = await deskNames(
    db,
    channels.map((row) => row.deskId),
  );
  return channels.map((row) => ({
    platform: row.platform,
    channel: row.name ?? row.channelId,
    desk: names.get(row.deskId) ?? row.deskId,
    cause: row[column] ?? '',
  }));
}

async function lostChannels(db: Database): Promise<Finding[]> {
  return (await troubledChannels(db, 'lostCause')).map(({ platform, channel, desk, cause }) => ({
    state: 'warn',
    what: {
      zh: `${desk} 的频道 ${channel}(${platform})收不到消息:${cause}`,
      en: `The channel ${channel} of ${desk} (${platform}) gets no messages: ${cause}`,
    },
    remedy: { zh: '把机器人加回该频道,或换一个频道', en: 'Invite the bot to the channel again, or choose another one' },
  }));
}

async function refusedPins(db: Database): Promise<Finding[]> {
  return (await troubledChannels(db, 'pinCause')).map(({ platform, channel, desk, cause }) => ({
    state: 'warn',
    what: {
      zh: `${desk} 的值班卡没能在 ${channel}(${platform})置顶:${cause}`,
      en: `The duty card of ${desk} could not be pinned in ${channel} (${platform}): ${cause}`,
    },
    remedy: {
      zh: '给应用或机器人置顶的权限,或清理已满的置顶;下一班自动置顶',
      en: 'Let the app or the bot pin there, or unpin what is no longer needed; the next shift is pinned by itself',
    },
  }));
}

async function failingWork(db: Database): Promise<Finding[]> {
  const rows = await db.query<{ kind: string; error: string; count: number }>(
    'SELECT kind, max(error) AS error, count(*)::int AS count FROM due WHERE done_at IS NULL AND error IS NOT NULL GROUP BY kind ORDER BY kind',
    [],
  );
  return rows.map(({ kind, error, count }) => ({
    state: 'warn',
    what: {
      zh: `${count} 项到期工作(${kind})没有做成,会继续重试:${error}`,
      en: `${count} due ${count === 1 ? 'item' : 'items'} of ${kind} failed and will be tried again: ${error}`,
    },
  }));
}

async function unknownPresets(db: Database): Promise<Finding[]> {
  const adopted = await db.prisma.adoption.findMany({
    where: { OR: [{ untilDate: null }, { untilDate: { gt: new Date() } }] },
    distinct: ['preset', 'deskId'],
    select: { preset: true, deskId: true },
  });
  const names = await deskNames(
    db,
    adopted.map((row) => row.deskId),
  );
  const rows = adopted.map((row) => ({ preset: row.preset, desk: names.get(row.deskId) ?? row.deskId }));
  return rows
    .filter(({ preset }) => loadPreset(preset) === null)
    .map(({ preset, desk }) => ({
      state: 'bad',
      what: {
        zh: `${desk} 采用的制度预设 ${preset} 不在这个版本里`,
        en: `${desk} has adopted the preset ${preset}, which this version does not have`,
      },
      remedy: { zh: '改用 zhiban preset list 里的预设', en: 'Adopt one that zhiban preset list shows' },
    }));
}
