import type { PersonId } from '../core/ids.ts';
import type { Block, Form, Rich, View } from './view.ts';

function inRich(rich: Rich): PersonId[] {
  if (typeof rich === 'string') return [];
  return rich.flatMap((part) => (typeof part !== 'string' && part.kind === 'mention' ? [part.person] : []));
}

function inBlock(block: Block): PersonId[] {
  switch (block.kind) {
    case 'text':
    case 'note':
      return inRich(block.text);
    case 'facts':
      return block.facts.flatMap((fact) => inRich(fact.value));
    case 'list':
      return block.items.flatMap(inRich);
    case 'findings':
      return block.findings.flatMap((finding) => inRich(finding.text));
    case 'heading':
    case 'grid':
    case 'divider':
    case 'actions':
      return [];
  }
}

/** The people a view mentions, each once, so that their messenger ids can be looked up before it is drawn. */
export function mentionsOf(view: Exclude<View, Form>): PersonId[] {
  return [...new Set(view.blocks.flatMap(inBlock))];
}
