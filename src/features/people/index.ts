export { type DeskFile, deskFileSchema, type Vocabulary as DeskFileVocabulary } from './desk-file/desk-file.ts';
export { type Applied, applyDeskFile, exportDesks } from './desk-file/handle.ts';
export { type FileProblem, problemLine } from './desk-file/problem.ts';
export { mostCharacters, readDeskFile } from './desk-file/read.ts';
export {
  allDesks,
  announce,
  channelsOf,
  contactsOf,
  type DeskMeant,
  desksOf,
  desksOfChannel,
  deskTree,
  findDesk,
  findMembers,
  leadsOf,
  loadDesk,
  membersOf,
  type PeopleMeant,
  peopleByUser,
  policyFor,
  type Told,
  tell,
} from './handle.ts';
export { createDirectory, ensureWorkspace, linkByEmail, noteChannelEvent } from './linking/handle.ts';
export {
  type AdoptionRow,
  type Contact,
  type Desk,
  type DeskChannel,
  type DeskNode,
  type Member,
  type MessengerName,
  mayLead,
  messengerNames,
  reachedOn,
  type ShiftRow,
  standsOn,
} from './people.ts';
export { isRole, leads, roleName, roleNames, roles } from './roles.ts';
export { peopleSlice } from './routes.ts';
export { type CalendarSettings, type DeskSettings, defaultDeskSettings } from './settings.ts';
