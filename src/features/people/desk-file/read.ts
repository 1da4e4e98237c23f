import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Locale } from '../../../core/locale.ts';
import { type Result, refuse } from '../../../core/result.ts';
import { crossFindings } from './cross-check.ts';
import { type DeskFile, deskFileSchema, type Vocabulary } from './desk-file.ts';
import { type FileProblem, issueWords, type Path } from './problem.ts';

/** What could not be read: every problem at once, in the order of the file, and the language of the organisation it names. */
export interface Unreadable {
  readonly locale: Locale;
  readonly problems: readonly FileProblem[];
}

/** A desk file that is right in itself, and where its parts stand in the text. */
export interface ReadFile {
  readonly file: DeskFile;
  locate(path: Path): { readonly line: number; readonly column: number };
}

/** More than any organisation needs; a larger file is a mistake. */
export const mostCharacters = 2_000_000;

/**
 * Reads a desk file (YAML). Nothing is kept of a file that has a problem. `today` gives the day of a zone (`YYYY-MM-DD`): a preset without a day
 * holds from then on, and what contradicts itself is looked for from then on; null: on every day the file names.
 */
export function readDeskFile(
  text: string,
  vocabulary: Vocabulary,
  today: ((zone: string) => string) | null = null,
): Result<ReadFile, Unreadable> {
  const lines = new LineCounter();
  if (text.length > mostCharacters) {
    const words = { zh: '文件太大,不像值班配置文件', en: 'the file is too large to be a desk file' };
    return refuse({ locale: 'zh', problems: [{ line: 1, column: 1, path: [], words }] });
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      ...at(error.pos[0]),
      path: [],
      words: { zh: `不是正确的 YAML:${error.message}`, en: `not well-formed YAML: ${error.message}` },
    }));
    return refuse({ locale: 'zh', problems });
  }
  const root = document.contents;
  const locate = (path: Path) => at(offsetOf(root, path));
  const raw: unknown = document.toJS({ maxAliasCount: 100 });
  const schema = deskFileSchema(vocabulary);
  const parsed = schema.safeParse(raw ?? {}, { reportInput: true });
  const shape = (parsed.error?.issues ?? []).flatMap((issue) => shapeProblems(issue, schema, raw, root, at));
  const crossed = crossFindings(raw, parsed.success ? parsed.data : null, vocabulary, today).map((finding) => ({
    ...locate(finding.path),
    ...finding,
  }));
  const problems = [...shape, ...crossed].sort((a, b) => a.line - b.line || a.column - b.column);
  if (problems.length > 0 || !parsed.success) return refuse({ locale: localeOf(raw), problems });
  return { ok: true, value: { file: parsed.data, locate } };
}

function shapeProblems(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  raw: unknown,
  root: Node | null,
  at: (offset: number) => { line: number; column: number },
): FileProblem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'invalid_union' && 'errors' in issue) {
    // The member that got furthest is the one that was meant.
    const best = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
    if (best !== undefined && best.length > 0) {
      return best.flatMap((inner) => shapeProblems({ ...inner, path: [...issue.path, ...inner.path] }, schema, raw, root, at));
    }
  }
  const known = issue.code === 'unrecognized_keys' ? keysAt(schema, path, raw) : [];
  const words = issueWords(issue, known);
  if (issue.code !== 'unrecognized_keys') return words.map((each) => ({ ...at(offsetOf(root, path)), path, words: each }));
  return issue.keys.map((key, index) => ({
    ...at(offsetOf(root, [...path, key])),
    path: [...path, key],
    words: words[index] ?? { zh: key, en: key },
  }));
}

const depth = (issues: readonly z.core.$ZodIssue[]): number =>
  Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));

/** Where a path stands: the key of a map entry, the item of a list; of what is missing, the nearest thing around it. */
function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (pair === undefined) return offset;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)) {
      const item: unknown = node.items[Number(part)];
      if (typeof item !== 'object' || item === null) return offset;
      if ('range' in item && Array.isArray(item.range)) offset = Number(item.range[0]);
      node = item;
    } else return offset;
  }
  return offset;
}

/** The keys an object may have at a path of the schema; empty where the schema leaves them open. */
function keysAt(schema: z.ZodType, path: Path, raw: unknown): string[] {
  let here: z.core.$ZodType = schema;
  let value = raw;
  for (const part of path) {
    here = inner(here, value);
    if (here instanceof z.ZodObject) here = here.shape[String(part)] ?? z.unknown();
    else if (here instanceof z.ZodArray) here = here.element;
    else if (here instanceof z.ZodRecord) here = here.valueType;
    else return [];
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
  }
  here = inner(here, value);
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function inner(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional
  ) {
    return inner(schema.unwrap(), value);
  }
  if (schema instanceof z.ZodPipe) return inner(schema.in, value);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const key = String(schema.def.discriminator);
    const meant = schema.options.find(
      (option) => option instanceof z.ZodObject && option.shape[key]?.safeParse(Reflect.get(Object(value), key)).success,
    );
    return meant === undefined ? schema : inner(meant, value);
  }
  return schema;
}

function localeOf(raw: unknown): Locale {
  const organisation: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'organisation') : null;
  return typeof organisation === 'object' && organisation !== null && Reflect.get(organisation, 'locale') === 'en' ? 'en' : 'zh';
}
