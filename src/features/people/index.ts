export type { DeskFile, Vocabulary as DeskFileVocabulary } from './desk-file/desk-file.ts';
export { applyDeskFile, exportDesks } from './desk-file/handle.ts';
export { problemLine } from './desk-file/problem.ts';
export { mostCharacters, readDeskFile } from './desk-file/read.ts';
export {
  allDesks,
  announce,
  channelsOf,
  contactsOf,
  desksOf,
  findDesk,
  findMembers,
  leadsOf,
  loadDesk,
  membersOf,
  membersOver,
  policyFor,
  tell,
} from './handle.ts';
export { createDirectory, ensureWorkspace, linkByEmail, noteChannelEvent } from './linking/handle.ts';
export {
  type Desk,
  type Member,
  mayLead,
  named,
  rolesOver,
  standsOn,
} from './people.ts';
export { responseWords } from './policy/text.ts';
export { codeWords, leafLine } from './policy/value-words.ts';
export { isRole, leads, leadsShift, roleName, roleNames } from './roles.ts';
export { peopleSlice } from './routes.ts';
export type { CalendarSettings } from './settings.ts';
