import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Words } from '../core/locale.ts';
import { ok, type Result, refuse } from '../core/result.ts';
import type { Preset, PresetProblem } from './preset.ts';
import { type PresetText, presetSchema } from './schema/preset.ts';
import { canonicalJson, sha256 } from './sha256.ts';
import { checkTrace, type DeclaredFacts, tracePaths } from './trace.ts';

type Document = ReturnType<typeof parseDocument>;
type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/**
 * Reads a preset. Broken YAML, unknown keys, wrong values and a trace that does not hold are problems with line and column. `declared` are the
 * facts that forms answer beyond the ones every request has, by request type.
 */
export function parsePreset(yaml: string, declared: DeclaredFacts = {}): Result<Preset, readonly PresetProblem[]> {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    return refuse(
      document.errors.map((error) =>
        placed(lines, error.pos[0], '', { zh: `YAML 有误:${firstLine(error.message)}`, en: `Broken YAML: ${firstLine(error.message)}` }),
      ),
    );
  }
  const value: unknown = document.toJS();
  const parsed = presetSchema.safeParse(value);
  if (!parsed.success) return refuse(parsed.error.issues.flatMap((issue) => issueProblems(document, lines, issue, value)));
  const broken = checkTrace(parsed.data, declared);
  if (broken.length > 0) return refuse(broken.map(({ at, words }) => placed(lines, offsetOf(document, at), at.join('.'), words)));
  return ok(presetOf(parsed.data));
}

function presetOf(text: PresetText): Preset {
  return {
    id: text.preset,
    title: text.title,
    document: text.source.document,
    section: text.source.section,
    partOf: text.part_of ?? null,
    sections: sectionsOf(text),
    rules: text.rules,
    trace: tracePaths(text),
    pending: text.pending ?? {},
    none: text.none ?? {},
    digest: sha256(canonicalJson(text)),
  };
}

/** The sections a preset has, in the order of its concepts; the same keys always, so that two presets compare. */
function sectionsOf(text: PresetText): Preset['sections'] {
  const { directory, calendar, duty_plan, presence, request, entitlement, consequence, obligation, record, access, handover, escalation } =
    text;
  return { directory, calendar, duty_plan, presence, request, entitlement, consequence, obligation, record, access, handover, escalation };
}

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? message;

function placed(lines: LineCounter, offset: number, path: string, words: Words): PresetProblem {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1), path, words };
}

const messagesIn = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

function messageOf(issue: Issue, input: unknown, locale: 'zh' | 'en'): string {
  // A message of our own (`HH:MM, HH:MM+1 or 24:00`) says more than the pattern it stands for.
  const own = issue.code === 'custom' || (issue.code === 'invalid_format' && issue.format === 'regex') ? issue.message : undefined;
  if (own !== undefined) return own;
  const found = messagesIn[locale]({ ...issue, input } as z.core.$ZodRawIssue);
  return typeof found === 'string' ? found : (found?.message ?? issue.message);
}

function issueProblems(document: Document, lines: LineCounter, issue: Issue, root: unknown, base: Path = []): readonly PresetProblem[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      placed(lines, offsetOf(document, [...path, key]), [...path, key].map(String).join('.'), {
        zh: `不认识的项 ${key}`,
        en: `Unknown key ${key}`,
      }),
    );
  }
  if (issue.code === 'invalid_union') {
    // The alternative that went furthest is the one that was meant.
    const closest = issue.errors.toSorted((left, right) => reach(right) - reach(left))[0] ?? [];
    if (reach(closest) > 0) return closest.flatMap((inner) => issueProblems(document, lines, inner, root, path));
    const texts = (locale: 'zh' | 'en'): string =>
      [...new Set(issue.errors.flat().map((inner) => messageOf(inner, inputAt(root, path), locale)))].join(
        locale === 'zh' ? ';或 ' : '; or ',
      );
    return [placed(lines, offsetOf(document, path), path.map(String).join('.'), { zh: texts('zh'), en: texts('en') })];
  }
  const input = inputAt(root, path);
  return [
    placed(lines, offsetOf(document, path), path.map(String).join('.'), {
      zh: messageOf(issue, input, 'zh'),
      en: messageOf(issue, input, 'en'),
    }),
  ];
}

/** How deep into the value an alternative got before it failed; unknown keys count as got in. */
function reach(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}

function inputAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, key) => (typeof node === 'object' && node !== null ? (node as Readonly<Record<PropertyKey, unknown>>)[key] : undefined),
    root,
  );
}

/** Where the last key of a path stands in the text; the nearest thing around it when it is missing. */
function offsetOf(document: Document, path: Path): number {
  let node: Node | null = document.contents;
  let offset = rangeStart(node);
  for (const key of path) {
    if (isMap(node)) {
      const pair: { readonly key: unknown; readonly value: unknown } | undefined = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (!isNode(pair?.key)) return offset;
      offset = rangeStart(pair.key);
      node = isNode(pair.value) ? pair.value : null;
    } else {
      const child: unknown = isSeq(node) ? node.items[Number(key)] : undefined;
      if (!isNode(child)) return offset;
      node = child;
      offset = rangeStart(node);
    }
  }
  return offset;
}

function rangeStart(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
