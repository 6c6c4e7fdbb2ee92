import { splitStamp } from '../../core/names/stamped-run.ts';

/** A name of S4 taken apart. */
export type RunName = {
  readonly run: string;
  /** The time before it, `2025-07-30T16-23`; undefined where there is none. */
  readonly stamp: string | undefined;
  /** It is what the pipeline made of the run: `run-000_merged`. */
  readonly isMerged: boolean;
};

const mergedForm = /^(.+)_merged$/;

/**
 * The run that a folder or pointer is of: `2025-07-30T16-23-run-000` is the same run as `run-000`, and `run-000_merged` was made of it.
 * A name that is nothing but a time has no run: `run` is empty then. Pure.
 */
export function parseRunName(name: string): RunName {
  const { stamp, rest: bare } = splitStamp(name);
  const merged = mergedForm.exec(bare)?.[1];
  return { run: merged ?? bare, stamp, isMerged: merged !== undefined };
}

/** The time in a name as ISO 8601; the clock it was by is not written down, and taken for UTC. Undefined for no time. Pure. */
export function readStamp(stamp: string): string | undefined {
  const [, day, hours, minutes, seconds = '00'] = /^(.{10})T(\d{2})-(\d{2})(?:-(\d{2}))?$/.exec(stamp) ?? [];
  if (day === undefined) return undefined;
  const at = `${day}T${hours}:${minutes}:${seconds}.000Z`;
  const parsed = Date.parse(at);
  return Number.isNaN(parsed) || new Date(parsed).toISOString() !== at ? undefined : at;
}
