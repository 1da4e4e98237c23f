declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]?: Name };

/** Ids are UUIDs (version 7 where we mint them, so that new rows land at the end of an index). */
export type OrganisationId = Branded<'organisation'>;
export type DeskId = Branded<'desk'>;
export type PersonId = Branded<'person'>;
export type RosterId = Branded<'roster'>;
export type SlotId = Branded<'slot'>;
export type AssignmentId = Branded<'assignment'>;
