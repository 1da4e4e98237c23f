export type { EntryDraft, RecordRefusal, WholeEntry } from './entry-record.ts';
export { amendEntry, moveEntry, signEntry } from './handle-change.ts';
export { explainRecord } from './handle-explain.ts';
export { entryLine, logLines } from './handle-lines.ts';
export type { EntryListener } from './handle-listeners.ts';
export { writeEntry } from './handle-write.ts';
export type { Entry, EntryEvent, EntryFields, EntryId } from './record.ts';
export { createRecordSlice } from './routes.ts';
export { entriesOf, loadEntry, loadWhole, openEntries } from './store.ts';
