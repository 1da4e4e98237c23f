import type { Command, DueHandler, FileSource, Planner, Route, Slice, Subject } from './route.ts';

/** Everything the slices offer, by its wire name. */
export interface Register {
  readonly routes: ReadonlyMap<string, Route>;
  readonly commands: readonly Command[];
  readonly due: ReadonlyMap<string, DueHandler>;
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly planners: readonly Planner[];
  readonly files: ReadonlyMap<string, FileSource>;
  readonly slices: readonly Slice[];
}

function byName<Item>(kind: string, items: readonly (readonly [string, Item])[]): Map<string, Item> {
  const map = new Map<string, Item>();
  for (const [name, item] of items) {
    if (map.has(name)) throw new Error(`Two slices register the ${kind} '${name}'`);
    map.set(name, item);
  }
  return map;
}

/** Collects the slices; throws when two of them claim the same name, because a button would then run either. */
export function createRegister(slices: readonly Slice[]): Register {
  const commands = slices.flatMap((slice) => slice.commands ?? []);
  byName(
    'command',
    commands.map((command) => [command.id, command] as const),
  );
  byName(
    'word',
    commands.flatMap((command) => [...command.words.zh, ...command.words.en].map((word) => [word.toLowerCase(), command] as const)),
  );
  return {
    routes: byName(
      'route',
      slices.flatMap((slice) => slice.routes ?? []).map((route) => [route.id, route] as const),
    ),
    commands,
    due: byName(
      'due work',
      slices.flatMap((slice) => slice.due ?? []).map((handler) => [handler.kind, handler] as const),
    ),
    subjects: byName(
      'subject',
      slices.flatMap((slice) => slice.subjects ?? []).map((subject) => [subject.kind, subject] as const),
    ),
    files: byName(
      'file source',
      slices.flatMap((slice) => slice.files ?? []).map((source) => [source.kind, source] as const),
    ),
    planners: slices.flatMap((slice) => slice.planners ?? []),
    slices,
  };
}
