import { inBrackets } from '../../core/format.ts';
import type { Locale } from '../../core/locale.ts';
import type { Citation } from '../../policy/policy.ts';
import type { Block } from '../../view/view.ts';

/** The regulation behind an answer, in our words, with title, section and rule id; each once, in the order given. */
export function citationBlocks(cites: readonly Citation[], locale: Locale): Block[] {
  // The same rule may have been found twice, for a person and for their desk.
  const once = new Map(cites.map((cite) => [`${cite.preset} ${cite.rule} ${cite.words.en}`, cite]));
  return [...once.values()].map((cite) => ({
    kind: 'note',
    text:
      cite.preset === null
        ? cite.words[locale]
        : inBrackets(cite.words[locale], `${cite.title[locale]} ${cite.section[locale]} · ${cite.rule}`, locale),
  }));
}
