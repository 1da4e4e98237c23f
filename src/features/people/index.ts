export type { DeskFile, Vocabulary as DeskFileVocabulary } from './desk-file/desk-file.ts';
export { applyDeskFile, exportDesks } from './desk-file/handle.ts';
export { problemLine } from './desk-file/problem.ts';
export { mostCharacters, readDeskFile } from './desk-file/read.ts';
export { peopleNamed } from './find.ts';
export {
  allDesks,
  announce,
  channelsOf,
  contactsOf,
  desksById,
  desksOf,
  findDesk,
  findMembers,
  leadsOf,
  loadDesk,
  membersOf,
  membersOver,
  policyFor,
  readChannels,
  tell,
} from './handle.ts';
export { roleHolders } from './handle-holders.ts';
export { createDirectory, ensureWorkspace, linkByEmail, noteChannelEvent } from './linking/handle.ts';
export { type ChannelAdded, listenToChannels } from './members/handle-channels.ts';
export {
  type Contact,
  type Desk,
  type Member,
  mayLead,
  named,
  reachedOn,
  rolesOver,
  standsOn,
} from './people.ts';
export { responseWords } from './policy/text.ts';
export { codeWords, leafLine } from './policy/value-words.ts';
export { isRole, leads, leadsShift, roleName, roleNames } from './roles.ts';
export { peopleSlice } from './routes.ts';
export type { CalendarSettings } from './settings.ts';
export { loadStanding, personNames } from './store-people.ts';
