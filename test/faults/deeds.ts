import { afternoon, zone } from './organisation.ts';
import { type Doer, shown } from './person.ts';

/** What somebody did until they saw that it was done. */
export type Deed =
  | { readonly kind: 'log' | 'incident' | 'leave'; readonly who: string; readonly marker: string }
  | { readonly kind: 'punches'; readonly who: string }
  /** `message`: the one in which it was reported. */
  | { readonly kind: 'round'; readonly who: string; readonly message: string }
  | { readonly kind: 'handover'; readonly who: string; readonly to: string };

const markerOf = (doer: Doer, number: number, what: string): string => `事${doer.who.code.replace('-', '')}第${number}件${what}`;

/** A line in the duty log, in one message that is said once. */
export async function writesLog(doer: Doer, number: number): Promise<Deed> {
  const marker = markerOf(doer, number, '记');
  await doer.say(`记录 ${marker}`);
  await doer.until(`the answer to ${marker}`, () => doer.count(marker) > 0);
  return { kind: 'log', who: doer.who.code, marker };
}

/** An incident in one line; one of those who have to know says that they received it. */
export async function reportsIncident(doer: Doer, admin: Doer, number: number): Promise<Deed> {
  const marker = markerOf(doer, number, '报');
  await doer.say(`上报 可疑包裹 ${marker}`);
  await doer.until(`the answer to ${marker}`, () => doer.count('已上报', marker) > 0);
  await admin.press('收到', marker, () => admin.count(marker, `${admin.who.code} · 收到`) > 0);
  return { kind: 'incident', who: doer.who.code, marker };
}

/** A day of leave, said, read over, sent, and approved by one and then by the other. */
export async function asksLeave(doer: Doer, [lead, manager]: readonly [Doer, Doer], number: number): Promise<Deed> {
  const marker = markerOf(doer, number, '假');
  const day = afternoon
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days: 5 + number * 2 });
  await doer.say(`请假 ${day.toString()} 事假 ${marker}`);
  await doer.until(`what was understood of ${marker}`, () => doer.count(marker) > 0);
  await doer.press('提交', marker, () => lead.count(marker) > 0);
  await lead.press('同意', marker, () => manager.has('同意', marker) || lead.count(marker, '已批准') > 0);
  await manager.press('同意', marker, () => manager.count(marker, '已批准') > 0);
  return { kind: 'leave', who: doer.who.code, marker };
}

/** Clocks in although there is no shift, and out again. */
export async function clocksInAndOut(doer: Doer): Promise<Deed> {
  // Whoever did not hear that they are in, and presses again, is told that they were.
  const isIn = (): number => doer.count('已上班打卡') + doer.count('已经打过上班卡');
  const [asked, came, left] = [doer.count('仍要打卡吗'), isIn(), doer.count('已下班打卡')];
  await doer.say('上班');
  await doer.until('the question', () => doer.count('仍要打卡吗') > asked);
  const question = doer.withButton('仍要打卡', '')?.id;
  await doer.press('仍要打卡', '', () => isIn() > came, question);
  await doer.say('下班');
  await doer.until('the way out', () => doer.count('已下班打卡') > left);
  return { kind: 'punches', who: doer.who.code };
}

/** Reports the newest round that is to be done; null: there is none. */
export async function reportsRound(doer: Doer): Promise<Deed | null> {
  const id = doer.withButton('已巡查', '待办')?.id;
  if (id === undefined) return null;
  await doer.press('已巡查', '', () => !doer.has('已巡查', '', id), id);
  return { kind: 'round', who: doer.who.code, message: id };
}

/** Both sides of a hand-over, face to face: the papers made ready one by one, signed, the code read out, typed and signed. */
export async function handsOver(goes: Doer, comes: Doer): Promise<Deed> {
  const papers = 3;
  await goes.say('交班');
  await goes.until('the hand-over', () => goes.has('逐项确认'));
  await goes.press('逐项确认', '', () => goes.has('做好了'));
  for (let paper = 1; paper <= papers; paper += 1)
    await goes.press('做好了', `${paper}/${papers}`, () => !goes.has('做好了', `${paper}/${papers}`));
  /** Of several that were shown the last one holds; the others may not say yet that they are void. */
  const code = (): string | undefined =>
    [
      ...goes
        .messages()
        .map(shown)
        .join('\n')
        .matchAll(/口令 (\d) (\d) (\d) (\d)/g),
    ]
      .at(-1)
      ?.slice(1)
      .join('');
  await goes.press('确认并签字', '', () => goes.count(`员工${goes.who.code} 已签`) > 0);
  // Whoever did not hear their code has another one shown.
  if (code() === undefined) await goes.press('出示口令', '', () => code() !== undefined);
  while (comes.count('交接完成') === 0) {
    const heard = code();
    await comes.say(`接班 ${heard ?? ''}`);
    await comes.until('the end of the hand-over', () => comes.count('交接完成') > 0 || code() !== heard);
  }
  return { kind: 'handover', who: goes.who.code, to: comes.who.code };
}
