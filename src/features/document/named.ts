import type { Words } from '../../core/locale.ts';
import { requestTypes } from '../../policy/index.ts';
import { text } from './text.ts';
import type { NamedDocument } from './views.ts';

/** Any proof that no rule has a name for. */
export const other = 'other';

/** What a form calls `medical_certificate` a rule calls `medical-certificate`. */
const ruleName = (field: string): string => field.replaceAll('_', '-');

function formDocuments(type: string | null, kind: string | null): ReadonlyMap<string, Words> {
  const types = requestTypes().filter((one) => type === null || one.code === type);
  const fields = types.flatMap((one) => one.fields.filter((field) => field.kind === 'document'));
  const fitting = fields.filter((field) => kind === null || field.kinds === undefined || field.kinds.includes(kind));
  return new Map(fitting.map((field) => [ruleName(field.name), field.label]));
}

/** The documents that go with requests of a type and sub-type, by their names in the form; without a type, all there are. */
export const documentsFor = (type: string | null, kind: string | null): readonly NamedDocument[] => [
  ...[...formDocuments(type, kind)].map(([document, name]) => ({ document, name })),
  { document: other, name: text.other },
];

export const nameOf = (document: string): Words =>
  documentsFor(null, null).find((one) => one.document === document)?.name ?? { zh: document, en: document.replaceAll('-', ' ') };

/** Whether a document that waits for its request goes with one of this type: its form asks for it; any other proof, where it asks for proof at all. */
export function goesWith(document: string, type: string, kind: string | null): boolean {
  const asked = formDocuments(type, kind);
  return asked.has(document) || (document === other && asked.size > 0);
}
