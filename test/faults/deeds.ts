import { Temporal } from '../../src/core/time.ts';
import { afternoon, zone } from './organisation.ts';
import { type Doer, shown } from './person.ts';

/** What somebody did until they saw that it was done. */
export type Deed =
  | { readonly kind: 'log'; readonly who: string; readonly marker: string }
  | { readonly kind: 'incident'; readonly who: string; readonly marker: string; readonly admin: string }
  | { readonly kind: 'leave'; readonly who: string; readonly marker: string; readonly on: string }
  | { readonly kind: 'punches'; readonly who: string }
  | { readonly kind: 'round'; readonly who: string; readonly message: string }
  | { readonly kind: 'handover'; readonly who: string; readonly to: string };

/** False: nobody begins anything new. */
export type Goes = () => boolean;

const rounds = { report: '已巡查' };
const markerOf = (doer: Doer, number: number): string => `事${doer.who.code.replace('-', '')}第${number}件`;

/** A line in the duty log, in one message that is said once. */
export async function writesLog(doer: Doer, number: number): Promise<Deed> {
  const marker = `${markerOf(doer, number)}记`;
  await doer.say(`记录 ${marker}`);
  await doer.until(`the answer to ${marker}`, () => doer.count(marker) > 0);
  return { kind: 'log', who: doer.who.code, marker };
}

/** An incident in one line; whoever has to know says that they received it. */
export async function reportsIncident(doer: Doer, admin: Doer, number: number): Promise<Deed> {
  const marker = `${markerOf(doer, number)}报`;
  await doer.say(`上报 可疑包裹 ${marker}`);
  await doer.until(`the answer to ${marker}`, () => doer.count('已上报', marker) > 0);
  await admin.press('收到', marker, () => admin.count(marker, '已收到') > 0);
  return { kind: 'incident', who: doer.who.code, marker, admin: admin.who.code };
}

/** A day of leave, said, read over, sent and approved. */
export async function asksLeave(doer: Doer, lead: Doer, number: number): Promise<Deed> {
  const marker = `${markerOf(doer, number)}假`;
  const day = afternoon.toZonedDateTimeISO(zone).toPlainDate().add({ days: 5 + number * 2 });
  await doer.say(`请假 ${day.month}月${day.day}日 事假 ${marker}`);
  await doer.until(`what was understood of ${marker}`, () => doer.count(marker) > 0);
  await doer.press('提交', marker, () => doer.count('已提交', marker) > 0 || lead.count(marker) > 0);
  await lead.press('同意', marker, () => lead.count(marker, '已批准') > 0);
  return { kind: 'leave', who: doer.who.code, marker, on: day.toString() };
}

/** Clocks in although there is no shift, and out again. */
export async function clocksInAndOut(doer: Doer): Promise<Deed> {
  const asked = doer.count('已下班打卡');
  await doer.say('上班');
  await doer.until('the question', () => doer.has('仍要打卡'));
  await doer.press('仍要打卡', '', () => !doer.has('仍要打卡'));
  await doer.say('下班');
  await doer.until('the way out', () => doer.count('已下班打卡') > asked);
  return { kind: 'punches', who: doer.who.code };
}

/** Reports the newest round that is to be done; null: there is none. */
export async function reportsRound(doer: Doer): Promise<Deed | null> {
  const found = doer.messages().findLast((message) => shown(message).includes('巡查') && doer.has(rounds.report));
  if (found === undefined) return null;
  const before = doer.messages().filter((message) => shown(message).includes('已办')).length;
  await doer.press(rounds.report, '', () => doer.messages().filter((message) => shown(message).includes('已办')).length > before);
  return { kind: 'round', who: doer.who.code, message: found.id };
}

/** Both sides of a hand-over, face to face: the papers made ready, signed, the code read out and typed, signed. */
export async function handsOver(goes: Doer, comes: Doer): Promise<Deed> {
  await goes.say('交班');
  await goes.until('the hand-over', () => goes.has('确认并签字'));
  await goes.press('逐项确认', '', () => goes.has('做好了'));
  await goes.press('做好了', '', () => !goes.has('做好了'));
  const code = (): string | undefined => /(\d) (\d) (\d) (\d)/.exec(goes.messages().map(shown).join('\n'))?.slice(1).join('');
  await goes.press('确认并签字', '', () => code() !== undefined);
  await comes.say(`接班 ${code() ?? ''}`);
  await comes.until('sealed', () => comes.count('已交接') > 0);
  return { kind: 'handover', who: goes.who.code, to: comes.who.code };
}

