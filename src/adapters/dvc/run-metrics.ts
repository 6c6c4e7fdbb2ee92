import { join } from 'node:path';
import type { Metrics } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { createBareObject } from '../files/bare-object.ts';
import { findErrno } from '../files/file-errors.ts';
import { parsePythonJson } from '../files/parse-python-json.ts';
import { parsePythonTime } from '../files/python-time.ts';
import { toReadFault } from '../files/read-json.ts';
import { readLinkedFile } from '../files/read-text-file.ts';
import type { DvcReadingContext } from './dvc-context.ts';
import { formatMetricsTarget, layout } from './dvc-places.ts';

/** Largest file of numbers that is read. */
const limitBytes = 4 * 1024 * 1024;

/** Most numbers that are taken of a run. */
const maxMetrics = 1000;

/** What was measured of a run. Safe to show. */
export type RunMetrics = {
  readonly metrics: Metrics;
  /** From the top of the tree on; undefined where nothing was measured. */
  readonly file: string | undefined;
  /** What was evaluated, by its name. */
  readonly model: string | undefined;
  /** ISO 8601; Python wrote it without a zone, and it is taken for UTC. */
  readonly measuredAt: string | undefined;
  readonly oddities: readonly string[];
};

const nothing: RunMetrics = {
  metrics: {},
  file: undefined,
  model: undefined,
  measuredAt: undefined,
  oddities: [],
};

/** The numbers of a run: `metrics/<family>/<run>.json`, or the newest of `metrics/<family>/archive` where that is gone. Never rejects for what is wrong with a file. */
export async function readRunMetrics(
  context: Pick<DvcReadingContext, 'places' | 'fileSystem'>,
  family: string,
  run: string,
): Promise<RunMetrics> {
  const usual = await readOne(context, formatMetricsTarget(family, run));
  if (usual !== undefined) return usual;
  const archive = `${layout.metrics}/${family}/archive`;
  const names = await listArchived(context, archive, run);
  const newest = names.at(-1);
  return (newest === undefined ? undefined : await readOne(context, `${archive}/${newest}`)) ?? nothing;
}

/** `<run>_20250730T162318.json`, oldest first. */
async function listArchived(
  { places, fileSystem }: Pick<DvcReadingContext, 'places' | 'fileSystem'>,
  folder: string,
  run: string,
): Promise<readonly string[]> {
  try {
    const names = await fileSystem.listNames(join(places.root, folder));
    return names
      .filter(name => name.startsWith(`${run}_`) && /^\d{8}T\d{6}\.json$/.test(name.slice(run.length + 1)))
      .sort();
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return [];
  }
}

/** DVC may have put a link into its cache there, so links are followed. */
async function readOne(
  { places }: Pick<DvcReadingContext, 'places'>,
  file: string,
): Promise<RunMetrics | undefined> {
  const name = makeSafeText(file, { limit: 200 });
  try {
    const bytes = await readLinkedFile(join(places.root, file), limitBytes);
    return bytes === undefined ? undefined : parseMetrics(bytes, name);
  } catch (thrown) {
    const refused = toReadFault(thrown, limitBytes);
    return {
      ...nothing,
      file: name,
      oddities: [`${name} is ${refused.ok ? 'unreadable' : refused.problem}`],
    };
  }
}

/** Numbers by their names from the bytes of such a file. What is null or no finite number is said and left out. Pure. */
export function parseMetrics(bytes: Uint8Array, name: string): RunMetrics {
  const reading = parsePythonJson(bytes);
  if (!reading.ok) return { ...nothing, file: name, oddities: [`${name} is ${reading.problem}`] };
  const { value } = reading;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return { ...nothing, file: name, oddities: [`${name} is no object`] };
  const metrics = createBareObject<number>();
  const oddities: string[] = [];
  for (const [key, member] of Object.entries(value).slice(0, maxMetrics)) {
    const shown = makeSafeText(key, { limit: 120 });
    if (typeof member === 'number' && Number.isFinite(member)) metrics[shown] = member;
    else if (member === null || typeof member === 'number') oddities.push(`${shown} is ${member} in ${name}`);
  }
  if (Object.keys(value).length > maxMetrics) oddities.push(`${name} has more than ${maxMetrics} values`);
  const said = Object.entries(value);
  return {
    metrics,
    file: name,
    model: findText(said, 'model'),
    measuredAt: parsePythonTime(findText(said, 'timestamp') ?? ''),
    oddities,
  };
}

function findText(members: readonly (readonly [string, unknown])[], key: string): string | undefined {
  const value = members.find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? makeSafeText(value, { limit: 200 }) : undefined;
}
