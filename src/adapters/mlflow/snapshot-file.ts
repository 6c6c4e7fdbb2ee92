import type { FileSystem } from '../../core/ports/file-system.ts';
import type { Stranger } from '../../core/registry/registry-index.ts';
import { childPath } from '../files/child-path.ts';
import { ensureFolder, listNamesIfThere, removeIfThere, writeFileDurably } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { makeFolderPath } from '../files/make-folder-path.ts';
import { type JsonObject, readJsonObject } from '../files/read-json.ts';
import type { Contents, SeenContent } from './contents.ts';
import type { MlflowRun } from './entities.ts';
import { type MlflowPlaces, placeModel } from './places.ts';

/** What the files of what was last read are written with. */
export type SnapshotContext = {
  readonly fileSystem: FileSystem;
  readonly places: MlflowPlaces;
  readonly createId: () => string;
};

/** Largest file that is read back: beyond it the server is asked as if nothing had been seen. */
const snapshotLimitBytes = 512 * 1024 * 1024;

/** Most models that were read alone and are remembered beside the whole. */
const maxAlone = 1000;

type ModelRow = SeenContent & { readonly runs: readonly MlflowRun[] };

/**
 * What was last read of the server, from the files of this machine: the whole, and models read alone later. Never throws for what is
 * wrong with a file: it is a memory, and what is not remembered is asked again.
 * @returns when the server was last read to its end, in milliseconds since the epoch; undefined: never
 */
export async function loadSnapshot(
  context: SnapshotContext,
  contents: Contents,
): Promise<number | undefined> {
  const { fileSystem, places } = context;
  const limits = { limitBytes: snapshotLimitBytes };
  const reading = await readJsonObject(fileSystem, places.snapshot, limits);
  const seenAt = reading.ok ? takeSnapshot(reading.value, contents) : undefined;
  const names = await listNamesIfThere(fileSystem, places.models).catch(() => []);
  for (const name of names.filter(each => each.endsWith('.json')).slice(0, maxAlone)) {
    const row = await readJsonObject(fileSystem, childPath(places.models, name), limits);
    if (row.ok && row.value['format'] === 1) takeRow(row.value['row'] as unknown as ModelRow, contents);
  }
  return seenAt;
}

function takeSnapshot(json: JsonObject, contents: Contents): number | undefined {
  const { format, seenAt, models, runs, strangers } = json;
  if (format !== 1 || typeof seenAt !== 'number' || !Array.isArray(models) || !Array.isArray(runs))
    return undefined;
  for (const row of models as unknown as readonly SeenContent[])
    contents.models.set(row.content.model.name, row);
  for (const run of runs as unknown as readonly MlflowRun[]) contents.runs.set(run.runId, run);
  contents.strangers = Array.isArray(strangers) ? (strangers as unknown as readonly Stranger[]) : [];
  return seenAt;
}

/** The newer of both counts. */
function takeRow(row: ModelRow | undefined, contents: Contents): void {
  if (row?.content?.model?.name === undefined || typeof row.readAt !== 'number') return;
  const { content, readAt, runs } = row;
  const known = contents.models.get(content.model.name);
  if (known !== undefined && known.readAt >= readAt) return;
  contents.models.set(content.model.name, { content, readAt });
  for (const run of runs) contents.runs.set(run.runId, run);
}

/** Remembers everything, read to its end now. @throws UnavailableError when the file system refuses */
export async function saveSnapshot(
  context: SnapshotContext,
  contents: Contents,
  seenAt: number,
): Promise<void> {
  const { fileSystem, places, createId } = context;
  const { models, runs, strangers } = contents;
  const known = [...runs.values()].filter(run => run !== 'missing');
  const json = { format: 1, seenAt, models: [...models.values()], runs: known, strangers };
  await withFileErrors('remember what the server said', places.snapshot, async () => {
    await prepareFolders(context);
    await writeFileDurably(fileSystem, places.snapshot, encode(json), createId);
    for (const name of await listNamesIfThere(fileSystem, places.models))
      await removeIfThere(fileSystem, childPath(places.models, name));
  });
}

/** Remembers one model that was read alone; of one that is gone, that it is. @throws UnavailableError when the file system refuses */
export async function saveModel(context: SnapshotContext, contents: Contents, name: string): Promise<void> {
  const { fileSystem, places, createId } = context;
  const seen = contents.models.get(name);
  const path = placeModel(places, name);
  await withFileErrors('remember what the server said', path, async () => {
    await prepareFolders(context);
    if (seen === undefined) {
      await removeIfThere(fileSystem, path);
      return;
    }
    const runs = seen.content.versions.flatMap(({ runId }) => {
      const run = runId === undefined ? undefined : contents.runs.get(runId);
      return run === undefined || run === 'missing' ? [] : [run];
    });
    await writeFileDurably(fileSystem, path, encode({ format: 1, row: { ...seen, runs } }), createId);
  });
}

async function prepareFolders({ fileSystem, places }: SnapshotContext): Promise<void> {
  await makeFolderPath(fileSystem, places.root);
  for (const folder of [places.own, places.models]) await ensureFolder(fileSystem, folder);
}

function encode(json: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(json)}\n`);
}
