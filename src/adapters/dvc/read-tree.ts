import { join, posix } from 'node:path';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { type Reading, toReadFault } from '../files/read-json.ts';
import { collectFamilies } from './collect-families.ts';
import { layout } from './dvc-places.ts';
import type { DvcTree, TreeStranger } from './dvc-tree.ts';
import { emptyLock, lockLimitBytes, parseLock } from './parse-lock.ts';
import { createParseMemory, type ParseMemory } from './parse-memory.ts';
import { emptyParams, paramsLimitBytes, parseParams } from './parse-params.ts';
import { type PipelineStage, parsePipeline, pipelineLimitBytes } from './parse-pipeline.ts';
import { parsePointer } from './parse-pointer.ts';
import { parseRunName } from './run-name.ts';
import { scanTree } from './scan-tree.ts';

/**
 * Reads a working tree as it stands, again each time: what cannot be read is named and hides nothing else. Nothing of git or DVC is asked.
 * The answer rejects with UnavailableError when the file system refuses a folder.
 * @param root absolute path of its top
 */
export function createTreeReader(fileSystem: FileSystem, root: string): () => Promise<DvcTree> {
  const readPointer = createParseMemory(parsePointer);
  const readLock = createParseMemory(parseLock);
  return async () => {
    const lock = await read(fileSystem, join(root, layout.lock), lockLimitBytes, readLock, emptyLock);
    const params = await read(
      fileSystem,
      join(root, layout.params),
      paramsLimitBytes,
      parseParams,
      emptyParams,
    );
    const pipeline = await read(
      fileSystem,
      join(root, layout.pipeline),
      pipelineLimitBytes,
      readPipeline,
      [],
    );
    const scanned = await scanTree(fileSystem, root, readPointer);
    const unread = [...tellUnread(layout.lock, lock), ...tellUnread(layout.params, params)];
    const families = collectFamilies(scanned, lock.ok ? lock.value : emptyLock);
    return {
      ...{ families, lock, params },
      // What cannot be read may describe such a stage.
      mergesRuns: !pipeline.ok || pipeline.value.some(describesMerge) || hasMerged(families),
      strangers: [...scanned.strangers, ...unread],
    };
  };
}

const readPipeline = (bytes: Uint8Array): Reading<readonly PipelineStage[]> => parsePipeline(bytes, {});

/** Whatever run it is of: that is a parameter. */
function describesMerge({ outs }: PipelineStage): boolean {
  return outs.some(
    path => path.startsWith(`${layout.candidates}/`) && parseRunName(posix.basename(path)).isMerged,
  );
}

function hasMerged(families: DvcTree['families']): boolean {
  const runs = [...families.values()].flatMap(family => [...family.runs.values()]);
  return runs.some(({ found }) => found.some(({ part }) => part === 'merged'));
}

/** A file that need not be there. */
async function read<Value>(
  fileSystem: FileSystem,
  path: string,
  limitBytes: number,
  parse: ParseMemory<Reading<Value>>,
  missing: Value,
): Promise<Reading<Value>> {
  try {
    return parse(await fileSystem.readFile(path, limitBytes), path);
  } catch (thrown) {
    const refused: Reading<Value> = toReadFault(thrown, limitBytes);
    return !refused.ok && refused.fault === 'missing' ? { ok: true, value: missing } : refused;
  }
}

function tellUnread(name: string, reading: Reading<unknown>): readonly TreeStranger[] {
  return reading.ok ? [] : [{ name, why: `cannot be read: ${reading.problem}` }];
}
