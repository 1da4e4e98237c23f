import type { Locale } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Notice } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import { explainFileRefusal, type FileRefusal, type PressRefusal, type RequestDraft } from '../request/index.ts';
import { text } from './text.ts';

/** Refusals that name rules, the roster or what an effect met; the others say that somebody else was first. */
const explained: readonly string[] = ['request.against-rules', 'request.roster', 'request.effect'];

const isExplained = (refusal: FileRefusal | PressRefusal): refusal is FileRefusal => explained.includes(refusal.code);

/** Why a press on a swap or cover did nothing, for whoever pressed. */
export async function refusedNotice(
  ctx: Ctx,
  desk: Desk,
  request: RequestDraft,
  refusal: FileRefusal | PressRefusal,
  locale: Locale,
): Promise<Notice> {
  if (isExplained(refusal)) return explainFileRefusal(ctx, desk, request, refusal, locale);
  return {
    kind: 'notice',
    tone: 'info',
    title: text.notNow[locale],
    blocks: [{ kind: 'text', text: text.notNowHelp[locale] }],
    actions: [{ kind: 'press', route: 'words.run', args: { text: 'mine' }, label: text.mine[locale] }],
  };
}
