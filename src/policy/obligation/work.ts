import { parse } from 'yaml';
import { z } from 'zod';
import type { Words } from '../../core/locale.ts';
import { verbs } from '../schema/obligation.ts';
import { nameSchema, wordsSchema } from '../schema/scalars.ts';

const workSchema = z.strictObject({
  verbs: z.record(z.enum(verbs), z.strictObject({ name: wordsSchema, proof: wordsSchema })),
  objects: z.record(nameSchema, wordsSchema),
});

/** Names of what is due: verbs with what proves them, and what they are done to. */
export type WorkWords = z.output<typeof workSchema>;

/** The names of the shipped file. Throws on a file that does not hold. */
export function readWork(yaml: string): WorkWords {
  const text: unknown = parse(yaml);
  return workSchema.parse(text);
}

/** `submit:weekly-report` as it stands on a card: `提交周报` · `Submit weekly report`. Null for a verb or object without a name. */
export function workName(doing: string, { verbs: named, objects }: WorkWords): Words | null {
  const [verb = '', object = ''] = doing.split(':');
  const first = Object.hasOwn(named, verb) ? named[verb as keyof typeof named].name : undefined;
  const second = Object.hasOwn(objects, object) ? objects[object] : undefined;
  if (first === undefined || second === undefined) return null;
  return { zh: `${first.zh}${second.zh}`, en: `${first.en} ${second.en}` };
}
