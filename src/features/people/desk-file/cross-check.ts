import type { Words } from '../../../core/locale.ts';
import { conflictWords, type PolicyConflict } from '../../../policy/conflict.ts';
import { disputeAdvice, disputesOf } from '../policy/conflict-words.ts';
import { checkBasis, type PolicyBasis } from '../policy-of.ts';
import type { DeskEntry, DeskFile, FileFinding, Vocabulary } from './desk-file.ts';
import { type Path, unknownWord } from './problem.ts';

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const at = (value: unknown, key: string): unknown => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined);
const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The day it is in a zone, `YYYY-MM-DD`. */
type DayOf = (zone: string) => string;

interface Named {
  readonly text: string;
  readonly path: Path;
}

/**
 * What is wrong between parts that are each right: things named twice, and names of things that are not there. Reads the raw file too, so
 * that a file with a misspelt key has these problems told at the same time.
 */
export function crossFindings(raw: unknown, file: DeskFile | null, vocabulary: Vocabulary, today: DayOf | null): FileFinding[] {
  const desks = asList(at(raw, 'desks'));
  const people = asList(at(raw, 'people'));
  const named = (list: readonly unknown[], root: string, key: string): Named[] =>
    list.flatMap((item, index) => {
      const text = asText(at(item, key));
      return text === null ? [] : [{ text, path: [root, index, key] }];
    });
  const deskCodes = named(desks, 'desks', 'code');
  return [
    ...twice(deskCodes, { zh: '班组代号', en: 'desk code' }),
    ...twice(named(people, 'people', 'code'), { zh: '人员代号', en: 'person code' }),
    ...twice(named(people, 'people', 'slack'), { zh: 'Slack 账号', en: 'Slack account' }),
    ...twice(named(people, 'people', 'feishu'), { zh: '飞书账号', en: 'Feishu account' }),
    ...twice(
      named(people, 'people', 'email').map((email) => ({ ...email, text: email.text.toLowerCase() })),
      { zh: '邮箱', en: 'e-mail address' },
    ),
    ...people.flatMap((person, index) => unknownDesks(person, ['people', index, 'desks'], deskCodes)),
    ...(file === null ? [] : withinFile(file, vocabulary, today)),
  ];
}

function twice(things: readonly Named[], what: Words): FileFinding[] {
  const seen = new Set<string>();
  return things.flatMap(({ text, path }) => {
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    return [{ path, words: { zh: `${what.zh} ${text} 出现了两次`, en: `the ${what.en} ${text} is used twice` } }];
  });
}

function unknownDesks(person: unknown, path: Path, desks: readonly Named[]): FileFinding[] {
  const roles = at(person, 'desks');
  if (typeof roles !== 'object' || roles === null || Array.isArray(roles)) return [];
  const known = desks.map((desk) => desk.text);
  return Object.keys(roles).flatMap((desk) =>
    known.includes(desk) ? [] : [{ path: [...path, desk], words: unknownWord(desk, { zh: '班组', en: 'desk' }, known) }],
  );
}

/** Checks of a file whose every part is right. A parent that is not in the file may be in the database: that is checked when it is applied. */
function withinFile(file: DeskFile, vocabulary: Vocabulary, today: DayOf | null): FileFinding[] {
  const people = file.people.map((person) => person.code);
  const rostered = (desk: string): string[] =>
    file.people.filter((person) => Object.hasOwn(person.desks, desk)).map((person) => person.code);
  return file.desks.flatMap((desk, index) => {
    const path: Path = ['desks', index];
    const codes = (list: readonly { readonly code: string }[], key: string): Named[] =>
      list.map((item, at) => ({ text: item.code, path: [...path, key, at, 'code'] }));
    const channels = (['slack', 'feishu'] as const).flatMap((platform) =>
      twice(
        desk.channels[platform].map((channel, at) => ({ text: channel.id, path: [...path, 'channels', platform, at, 'id'] })),
        { zh: '群', en: 'channel' },
      ),
    );
    const adopted = twice(
      desk.presets.map((preset, at) => ({ text: preset.id, path: [...path, 'presets', at, 'id'] })),
      { zh: '制度', en: 'preset' },
    );
    const since = today === null ? null : today(desk.zone ?? file.organisation.zone);
    const policy = checkBasis(basisOf(desk, since), (id) => vocabulary.presets.find((preset) => preset.id === id) ?? null, since);
    const order = desk.order.flatMap((name, at) =>
      rostered(desk.code).includes(name)
        ? []
        : [{ path: [...path, 'order', at], words: absent(name, people, rostered(desk.code), desk.name) }],
    );
    const rotations = desk.rotations.flatMap((rotation, at) => {
      const names = vocabulary.rotationNames(rotation.rule);
      const here = rostered(desk.code);
      const shifts = policy.ok ? policy.value : null;
      return [
        ...names.people
          .filter((name) => !here.includes(name))
          .map((name) => ({ path: [...path, 'rotations', at, 'rule'], words: absent(name, people, here, desk.name) })),
        ...(shifts === null
          ? []
          : names.shifts
              .filter((name) => !shifts.includes(name))
              .map((name) => ({
                path: [...path, 'rotations', at, 'rule'],
                words: unknownWord(name, { zh: '班次', en: 'shift' }, shifts),
              }))),
      ];
    });
    const conflicts = policy.ok ? [] : conflictFindings(policy.refusal, desk, path);
    return [
      ...cycle(file, desk.code, path),
      ...twice(codes(desk.shifts, 'shifts'), { zh: '班次代号', en: 'shift code' }),
      ...twice(codes(desk.rotations, 'rotations'), { zh: '轮班代号', en: 'rotation code' }),
      ...channels,
      ...adopted,
      ...rotations,
      ...order,
      ...conflicts,
    ];
  });
}

/** The desk's policy as the file has it, all of it from the first day where no day is given. */
function basisOf(desk: DeskEntry, today: string | null): PolicyBasis {
  return {
    adoptions: desk.presets.map((preset) => ({
      preset: preset.id,
      from: preset.from ?? today ?? '2000-01-01',
      until: null,
      overrides: preset.overrides,
    })),
    shifts: desk.shifts.map(({ name, name_en, ...shift }) => ({ ...shift, name: { zh: name, en: name_en } })),
    kinds: desk.kinds,
    calendar: desk.settings.calendar,
  };
}

/** What contradicts itself; two regulations that disagree on a matter once, with both sides and what settles it. */
function conflictFindings(conflicts: readonly PolicyConflict[], desk: DeskEntry, path: Path): FileFinding[] {
  const own = conflicts.flatMap((conflict) =>
    conflict.code === 'policy.valuesDiffer' ? [] : [{ path: [...path, ...conflictPath(conflict, desk)], words: conflictWords(conflict) }],
  );
  const disputes = disputesOf(conflicts).map((dispute) => {
    const index = desk.presets.findIndex((preset) => preset.id === dispute.sides[1].preset);
    return { path: [...path, 'presets', Math.max(0, index)], words: disputeAdvice(dispute) };
  });
  return [...own, ...disputes];
}

function conflictPath(conflict: Exclude<PolicyConflict, { code: 'policy.valuesDiffer' }>, desk: DeskEntry): Path {
  if (conflict.code === 'policy.deskShiftInvalid') return ['shifts', desk.shifts.findIndex((shift) => shift.code === conflict.shift)];
  const index = desk.presets.findIndex((preset) => preset.id === conflict.preset);
  const overrides = desk.presets[index]?.overrides ?? [];
  const override = overrides.findIndex(
    (each) =>
      ('path' in conflict && 'path' in each && each.path === conflict.path) ||
      ('rule' in conflict && 'rule' in each && each.rule === conflict.rule),
  );
  return override < 0 ? ['presets', Math.max(0, index)] : ['presets', index, 'overrides', override];
}

function absent(name: string, people: readonly string[], here: readonly string[], desk: string): Words {
  if (people.includes(name)) return { zh: `${name} 不在班组${desk}`, en: `${name} does not stand on the desk ${desk}` };
  return unknownWord(name, { zh: '人员', en: 'person' }, here);
}

function cycle(file: DeskFile, start: string, path: Path): FileFinding[] {
  const parents = new Map(file.desks.map((desk) => [desk.code, desk.parent]));
  const seen = new Set<string>();
  for (let code: string | null = start; code !== null; code = parents.get(code) ?? null) {
    if (seen.has(code)) {
      return code === start
        ? [
            {
              path: [...path, 'parent'],
              words: { zh: `班组 ${start} 绕了一圈又属于自己`, en: `the desk ${start} is its own parent by a detour` },
            },
          ]
        : [];
    }
    seen.add(code);
  }
  return [];
}
