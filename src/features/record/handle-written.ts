import type { PersonCtx } from '../../runtime/context.ts';
import { notice, press } from '../../view/build.ts';
import type { Notice } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import type { Flag } from './entry-record.ts';
import { entryLine } from './handle-lines.ts';
import { knownType } from './handle-registry.ts';
import { flagLine } from './problem-text.ts';
import type { Entry } from './record.ts';
import { text } from './text.ts';

/** What was written, with what can be added. */
export async function writtenNotice(ctx: PersonCtx, desk: Desk, entry: Entry, flags: readonly Flag[]): Promise<Notice> {
  const { locale } = ctx;
  const args = { id: entry.id };
  const type = knownType(entry.type);
  const said = notice('ok', text.written(type.name), [await entryLine(ctx, desk, entry, locale), desk.name], locale, [
    press('record.show', text.buttons.show, args, locale),
    press('record.amend-open', text.buttons.amend, args, locale),
    press('record.photo', text.buttons.photo, args, locale),
  ]);
  if (flags.length === 0) return said;
  return { ...said, tone: 'warn', blocks: [...said.blocks, { kind: 'findings', findings: flags.map((flag) => flagLine(flag, locale)) }] };
}
