import { createHash } from 'node:crypto';

/** The mark of an outbox row in the name of a file. */
export const fileMark = (outboxId: string): string => createHash('sha256').update(outboxId).digest('hex').slice(0, 10);

/** `病假证明.jpg` as `病假证明-0f3a….jpg`: the same outbox row always gives the same name, so that a file that arrived is found again. */
export function markedName(name: string, outboxId: string): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot <= 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  return `${stem}-${fileMark(outboxId)}${ending}`;
}
