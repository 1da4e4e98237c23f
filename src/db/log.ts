/** What the database tells its operator; pino's logger is one. */
export interface DatabaseLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export const silent: DatabaseLog = { info: () => undefined, warn: () => undefined };
