import { readFileSync } from 'node:fs';
import { deskFileVocabulary } from '../cli/desk.ts';
import { type DeskFile, problemLine, readDeskFile } from '../features/people/index.ts';
import type { Platform } from '../runtime/intent.ts';
import type { SandboxSeed, SandboxUser } from './client.ts';

const folder = new URL('./desk/', import.meta.url);

/** The example desk files of the sandbox, in the order in which they are applied. */
export function exampleDeskFiles(): readonly { readonly name: string; readonly text: string }[] {
  return ['gate.yaml', 'monitoring.yaml', 'hotline.yaml', 'hall.yaml'].map((name) => ({
    name,
    text: readFileSync(new URL(name, folder), 'utf8'),
  }));
}

/** People of the sandbox messengers whom no desk knows: one of the organisation in each, and a guest in Slack. */
const outsiders: Readonly<Record<Platform, readonly SandboxUser[]>> = {
  slack: [
    { id: 'U0NEW', name: '韦小川', title: '新来的同事', email: 'wei.xiaochuan@harbour.example', locale: 'zh', external: false },
    { id: 'U0GUEST', name: 'Alex Martin', title: 'Guest', email: 'alex.martin@supplier.example', locale: 'en', external: true },
  ],
  feishu: [{ id: 'ou_new', name: '莫晓云', title: '新来的同事', email: 'mo.xiaoyun@harbour.example', locale: 'zh', external: false }],
};

/**
 * The people and channels of a sandbox messenger, as the desk files name them: who has an account there is a user, and everybody of a desk with
 * an account is in the desk's channels, with the bot. Outsiders are in the first channel.
 */
function sandboxSeed(platform: Platform, files: readonly DeskFile[]): SandboxSeed {
  const users = new Map<string, SandboxUser>();
  for (const file of files) {
    for (const person of file.people) {
      const id = person[platform];
      if (id === null || id === undefined) continue;
      const locale = person.locale ?? file.organisation.locale;
      const name = locale === 'en' ? (person.name_en ?? person.name) : person.name;
      users.set(id, { id, name, title: person.attributes.title ?? '', email: person.email ?? '', locale, external: false });
    }
  }
  const channels = files.flatMap((file) =>
    file.desks.flatMap((desk) => {
      const members = file.people.flatMap((person) => (Object.hasOwn(person.desks, desk.code) ? (person[platform] ?? []) : []));
      return desk.channels[platform].map((channel) => ({ id: channel.id, name: channel.name ?? channel.id, members, bot: true }));
    }),
  );
  const strangers = outsiders[platform].map((user) => user.id);
  return {
    users: [...users.values(), ...outsiders[platform]],
    channels: channels.map((channel, index) => (index === 0 ? { ...channel, members: [...channel.members, ...strangers] } : channel)),
  };
}

/** The seeds of both messengers for the texts of desk files; throws on a file that cannot be read. */
export function sandboxSeeds(texts: readonly string[]): Readonly<Record<Platform, SandboxSeed>> {
  const vocabulary = deskFileVocabulary();
  const files = texts.map((text) => {
    const read = readDeskFile(text, vocabulary);
    if (read.ok) return read.value.file;
    throw new Error(
      `A desk file of the sandbox is broken: ${read.refusal.problems.map((problem) => problemLine(problem, 'en')).join('; ')}`,
    );
  });
  return { slack: sandboxSeed('slack', files), feishu: sandboxSeed('feishu', files) };
}
