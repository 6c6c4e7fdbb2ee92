const stampForm = /^(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}(?:-\d{2})?)(?:-(.+))?$/;

/** A name of S4 parted from the time before it. */
export type StampedRun = {
  /** `2025-07-30T16-23`; undefined where there is none. */
  readonly stamp: string | undefined;
  /** What follows it; empty for a name that is nothing but a time. */
  readonly rest: string;
};

/** `2025-07-30T16-23-run-000` is `run-000`, trained at that time. Pure. */
export function splitStamp(name: string): StampedRun {
  const [, stamp, rest] = stampForm.exec(name) ?? [];
  return stamp === undefined ? { stamp, rest: name } : { stamp, rest: rest ?? '' };
}
