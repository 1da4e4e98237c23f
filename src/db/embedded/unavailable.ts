/** The database cannot be had; the message tells the operator why and what to do. */
export class DatabaseUnavailable extends Error {}
