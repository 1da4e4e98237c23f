import type { Locale, Words } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import { press, typed } from '../../view/build.ts';
import type { FindingLine, Notice } from '../../view/view.ts';
import { type Desk, leadsOf } from '../people/index.ts';
import { explainEdit } from '../roster/index.ts';
import { plainLines, requestFindingLines } from './card/findings.ts';
import { chainWords, dutyWords, listed, stretchWords, typeTitle } from './card/lines.ts';
import { notice } from './card/notices.ts';
import { text } from './card/text.ts';
import type { PressRefusal } from './decide/decide.ts';
import type { FileRefusal } from './file/refusal.ts';
import { text as formText } from './form/text.ts';
import type { DecideRefusal } from './handle-decide.ts';
import { findingNames, shiftNames } from './handle-lines.ts';
import { knownType } from './registry.ts';
import type { RequestDraft } from './request.ts';
import { loadNames } from './store-directory.ts';

/** A refusal in words: lines with their regulation, and the field of a form it is about. */
export interface Explained {
  readonly lines: readonly FindingLine[];
  readonly field: string;
}

const single = (line: Words, locale: Locale, field: string): Explained => ({ lines: [{ level: 'error', text: line[locale] }], field });

/** Which field of the form a finding is about. */
const fieldOf: Readonly<Record<string, string>> = {
  'too-long': 'until',
  'not-the-same': 'partner',
  'substitute-not-allowed': 'partner',
  'proxy-not-allowed': 'subject',
  'filer-not-allowed': 'subject',
  'not-entitled': 'kind',
  balance: 'until',
  'staff-number': 'staff_no',
};

/** What is wrong with a draft, in words. */
export async function explain(ctx: Ctx, desk: Desk, draft: RequestDraft, refusal: FileRefusal, locale: Locale): Promise<Explained> {
  const duties = draft.duties.map((duty) => duty.dutyOn);
  const names = await loadNames(ctx, [draft.subject, ...(draft.partner === null ? [] : [draft.partner])]);
  const name = (person: string): Words => names.get(person) ?? { zh: '?', en: '?' };
  switch (refusal.code) {
    case 'request.against-rules': {
      const lines = requestFindingLines(refusal.findings, await findingNames(ctx, desk, draft, refusal.findings), locale);
      const [first] = refusal.findings;
      const own = first?.code === 'field-missing' ? String(first.allowed) : (fieldOf[first?.code ?? ''] ?? '');
      return { lines, field: own };
    }
    case 'request.nobody-decides':
      return nobodyDecides(ctx, desk, refusal, locale);
    case 'request.partner-unreachable': {
      const who = name(refusal.person);
      return single(
        {
          zh: `${who.zh}没有关联消息账号,没法确认。请带班的人在“人员”里关联,或换一个人。`,
          en: `${who.en} cannot be reached by message and so cannot agree. Ask a lead to link them under “people”, or choose somebody else.`,
        },
        locale,
        'partner',
      );
    }
    case 'request.moved-already': {
      const shift = await shiftNames(ctx, desk, duties);
      const say = (to: Locale): string => dutyWords(refusal.duty, { shift, desk }, to);
      return single(
        {
          zh: `${say('zh')} 已经在申请 #${refusal.number} 里。先撤回或取消那一份。`,
          en: `${say('en')} is part of request #${refusal.number} already. Withdraw or cancel that one first.`,
        },
        locale,
        '',
      );
    }
    case 'request.roster':
      return single(await explainEdit(ctx, desk, refusal.edits, refusal.refusal), locale, 'partner');
    case 'request.backwards':
      return single(formText.wrong.backwards, locale, 'until');
    case 'request.left': {
      const who = name(refusal.person);
      return single(
        { zh: `${who.zh}已经不在任何班组里。`, en: `${who.en} does not stand on any desk any more.` },
        locale,
        refusal.person === draft.partner ? 'partner' : 'subject',
      );
    }
    case 'request.same-person':
      return single({ zh: '对方不能是自己', en: 'The other side has to be somebody else' }, locale, 'partner');
    case 'request.over': {
      const at = (to: Locale): string => stretchWords(refusal.at, refusal.at, desk.zone, to);
      return single({ zh: `这个班 ${at('zh')} 已经结束`, en: `That shift ended ${at('en')}` }, locale, '');
    }
    case 'request.effect':
      return single(refusal.refusal.words, locale, '');
  }
}

async function nobodyDecides(
  ctx: Ctx,
  desk: Desk,
  refusal: Extract<FileRefusal, { code: 'request.nobody-decides' }>,
  locale: Locale,
): Promise<Explained> {
  const leads = (await leadsOf(ctx, desk.id)).filter((person) => !refusal.unlinked.includes(person));
  const names = await loadNames(ctx, [...refusal.unlinked, ...leads]);
  const list = (people: readonly string[]): string =>
    listed(
      people.flatMap((person) => names.get(person)?.[locale] ?? []),
      locale,
    );
  const rank = refusal.minRank === null ? '' : locale === 'zh' ? `(职级至少 ${refusal.minRank})` : ` (at least ${refusal.minRank})`;
  const what = `${chainWords(refusal.words, locale)}${rank}`;
  const ask = leads.length === 0 ? (locale === 'zh' ? '管理员' : 'an administrator') : list(leads);
  const line =
    refusal.unlinked.length > 0
      ? {
          zh: `要由${what}审批,但 ${list(refusal.unlinked)} 没有关联消息账号。请${ask}关联账号,或当面申请。`,
          en: `It needs the ${what}, but ${list(refusal.unlinked)} cannot be reached by message. Ask ${ask} to link them, or ask in person.`,
        }
      : {
          zh: `要由${what}审批,但没有这个人,或只有申请人自己。请找${ask}在“人员”里指定。`,
          en: `It needs the ${what}, but there is none, or only the asker. Ask ${ask} to name one under “people”.`,
        };
  return single(line, locale, '');
}

/** A refusal as a message of its own; `change` opens the form with what was typed. */
export async function explainFileRefusal(
  ctx: Ctx,
  desk: Desk,
  draft: RequestDraft,
  refusal: FileRefusal,
  locale: Locale,
  change: Readonly<Record<string, string>> | null = null,
): Promise<Notice> {
  const { lines } = await explain(ctx, desk, draft, refusal, locale);
  const title = typeTitle(knownType(draft.type), draft.kind, locale);
  return {
    kind: 'notice',
    tone: 'warn',
    title: locale === 'zh' ? `不能这样申请 · ${title}` : `This is not allowed · ${title}`,
    blocks: [{ kind: 'findings', findings: lines }],
    actions: [
      ...(change === null ? [] : [press('request.open', { zh: '修改…', en: 'Change…' }, change, locale, 'primary')]),
      typed({ zh: '看规定', en: 'The rules' }, 'policy', locale),
    ],
  };
}

/** Why a press did nothing, in words: who was first and what was decided, or who may. */
export async function explainPress(
  ctx: Ctx,
  desk: Desk | null,
  draft: RequestDraft | null,
  refusal: DecideRefusal,
  locale: Locale,
): Promise<Notice> {
  switch (refusal.code) {
    case 'request.gone':
      return notice('info', locale === 'zh' ? '这份申请不在了' : 'This request is gone');
    case 'request.against-rules':
    case 'request.principle': {
      if (desk === null || draft === null) throw new Error('Rules spoke of a request without its desk');
      const lines = requestFindingLines(refusal.findings, await findingNames(ctx, desk, draft, refusal.findings), locale);
      const title = locale === 'zh' ? '现在不能批准' : 'It cannot be approved now';
      return { kind: 'notice', tone: 'warn', title, blocks: [{ kind: 'findings', findings: lines }], actions: [] };
    }
    case 'request.roster':
    case 'request.nobody-decides':
    case 'request.partner-unreachable':
    case 'request.effect': {
      if (desk === null || draft === null) throw new Error('An effect spoke of a request without its desk');
      const { lines } = await explain(ctx, desk, draft, refusal, locale);
      return notice('warn', locale === 'zh' ? '现在办不了' : 'It cannot be carried out now', plainLines(lines, locale));
    }
    default:
      return pressNotice(ctx, desk, refusal, locale);
  }
}

async function pressNotice(ctx: Ctx, desk: Desk | null, refusal: PressRefusal, locale: Locale): Promise<Notice> {
  const zh = locale === 'zh';
  const at = (moment: Parameters<typeof stretchWords>[0]): string => stretchWords(moment, moment, desk?.zone ?? ctx.orgZone, locale);
  switch (refusal.code) {
    case 'request.decided': {
      const names = await loadNames(ctx, refusal.by === null ? [] : [refusal.by]);
      const who = refusal.by === null ? null : (names.get(refusal.by)?.[locale] ?? null);
      const state = text.states[refusal.state][locale];
      const when = refusal.at === null ? '' : at(refusal.at);
      const first = who === null ? when : zh ? `${who} ${when} 先办的` : `${who} was first, ${when}`;
      return notice('info', zh ? `已经处理过了:${state}` : `Dealt with already: ${state}`, [first]);
    }
    case 'request.too-late':
      return notice('info', zh ? '过了时间,不能再办' : 'Too late to decide', [
        zh
          ? `${at(refusal.since)} 起已不能决定。需要时请重新申请。`
          : `It could be decided until ${at(refusal.since)}. Ask anew if it is still needed.`,
      ]);
    case 'request.not-yours': {
      const names = await loadNames(ctx, refusal.who);
      const who = listed(
        refusal.who.flatMap((person) => names.get(person)?.[locale] ?? []),
        locale,
      );
      const title = refusal.own
        ? zh
          ? '不能审批自己的申请'
          : 'Nobody decides their own request'
        : zh
          ? '这一步不由你办'
          : 'This is not yours to decide';
      return notice('info', title, [who === '' ? null : zh ? `由 ${who} 办。` : `It is for ${who}.`]);
    }
    case 'request.already-signed':
      return notice('info', zh ? '你已经办过了' : 'You have signed already', [refusal.at === null ? null : at(refusal.at)]);
    case 'request.nothing-asked':
      return notice('info', zh ? '现在没有要回答的问题' : 'There is no question to answer now');
    case 'request.reason-needed':
      return notice('warn', zh ? '请写明原因' : 'A reason is needed');
  }
}
