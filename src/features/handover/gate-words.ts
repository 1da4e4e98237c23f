import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Post } from '../attendance/index.ts';
import { namesOf } from './explain.ts';
import type { Handover, Side } from './handover.ts';
import { text } from './text.ts';
import { incomingWords } from './views.ts';

/** Who has still to sign. */
export function outstanding(
  handover: Handover,
  signs: readonly Side[],
  names: ReadonlyMap<PersonId, Words>,
  reliefs: readonly Post[],
): Words {
  const all = new Map([...names, ...reliefs.map((post) => [post.person, post.name] as const)]);
  const parts: Words[] = [];
  if (signs.includes('outgoing') && handover.outgoingSignedAt === null) parts.push(namesOf([handover.outgoing], all));
  if (signs.includes('incoming') && handover.incomingSignedAt === null) parts.push(incomingWords({ handover, reliefs, names: all }));
  if (parts.length === 0) return text.nobodyYet;
  return { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') };
}
