import { readdirSync, readFileSync } from 'node:fs';
import type { FactTypes } from './condition.ts';
import type { EventWords } from './escalation/event.ts';
import { readEvents } from './escalation/read-events.ts';
import { readWork, type WorkWords } from './obligation/work.ts';
import { parsePreset } from './parse.ts';
import type { Preset, PresetProblem } from './preset.ts';
import { readRecordTypes } from './record/read-types.ts';
import { type RecordType, recordFactsDeclared } from './record/type.ts';
import { readRequestTypes } from './request/read-types.ts';
import { factsDeclared, type RequestType } from './request/type.ts';

const folder = new URL('./presets/', import.meta.url);
const typesFolder = new URL('./request-types/', folder);
const recordsFolder = new URL('./record-types/', folder);

let types: readonly RequestType[] | undefined;

/** Every kind of request, in the order of their files and in them. Read once; a file that does not hold is a fault of the build and throws. */
export function requestTypes(): readonly RequestType[] {
  types ??= readdirSync(typesFolder)
    .toSorted()
    .flatMap((name) => readRequestTypes(readFileSync(new URL(name, typesFolder), 'utf8')));
  return types;
}

let records: readonly RecordType[] | undefined;

/** Every kind of record, in the order of their files and in them. Read once; a file that does not hold is a fault of the build and throws. */
export function recordTypes(): readonly RecordType[] {
  records ??= readdirSync(recordsFolder)
    .toSorted()
    .flatMap((name) => readRecordTypes(readFileSync(new URL(name, recordsFolder), 'utf8')));
  return records;
}

let events: EventWords | undefined;

/** Every event, severity and question about incidents. Read once; a file that does not hold is a fault of the build and throws. */
export function eventWords(): EventWords {
  events ??= readEvents(readFileSync(new URL('words/events.yaml', folder), 'utf8'));
  return events;
}

let work: WorkWords | undefined;

/** Names of verbs and of what they are done to. Read once; a file that does not hold is a fault of the build and throws. */
export function workWords(): WorkWords {
  work ??= readWork(readFileSync(new URL('words/work.yaml', folder), 'utf8'));
  return work;
}

/** What the forms of each request and record type answer, for the conditions of presets. */
function declaredFacts(): Readonly<Record<string, FactTypes>> {
  return Object.fromEntries([
    ...requestTypes().map((type) => [type.code, factsDeclared(type)]),
    ...recordTypes().map((type) => [`record:${type.code}`, recordFactsDeclared(type)]),
  ]);
}

export interface PresetFile {
  readonly id: string;
  readonly preset: Preset | null;
  readonly problems: readonly PresetProblem[];
}

/** Reads one text as the preset `id`; its `preset` key must say the same. */
export function readPreset(id: string, yaml: string): PresetFile {
  const parsed = parsePreset(yaml, declaredFacts());
  if (!parsed.ok) return { id, preset: null, problems: parsed.refusal };
  if (parsed.value.id === id) return { id, preset: parsed.value, problems: [] };
  const words = { zh: `文件名是 ${id},里面写的是 ${parsed.value.id}`, en: `The file is ${id}, inside it says ${parsed.value.id}` };
  return { id, preset: null, problems: [{ line: 1, column: 1, path: 'preset', words }] };
}

let files: ReadonlyMap<string, PresetFile> | undefined;

/** Every preset that is shipped, by id, in the order of their names. Read once. */
export function presetFiles(): ReadonlyMap<string, PresetFile> {
  files ??= new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .toSorted()
      .map((name) => [name.slice(0, -'.yaml'.length), name] as const)
      .map(([id, name]) => [id, readPreset(id, readFileSync(new URL(name, folder), 'utf8'))]),
  );
  return files;
}

/** A shipped preset; null when there is none of that id or its file is broken. */
export function loadPreset(id: string): Preset | null {
  return presetFiles().get(id)?.preset ?? null;
}

/** All presets that can be adopted. */
export function loadPresets(): readonly Preset[] {
  return [...presetFiles().values()].flatMap(({ preset }) => preset ?? []);
}
