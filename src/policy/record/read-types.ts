import { parse } from 'yaml';
import { type RecordType, recordTypesSchema } from './type.ts';

/** The record types of one file, in its order. Throws on a file that does not hold: types are shipped, nobody else writes them. */
export function readRecordTypes(yaml: string): readonly RecordType[] {
  const text: unknown = parse(yaml);
  return Object.entries(recordTypesSchema.parse(text)).map(([code, type]) => ({ code, ...type }));
}
