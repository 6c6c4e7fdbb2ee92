import { join } from 'node:path';
import type { Registry, RegistryReader } from '../../core/ports/registry.ts';
import type { Capabilities } from '../../core/registry/registry-index.ts';
import { processDigests } from '../files/digest-memory.ts';
import { judgeOwner, nameHost } from '../files/process-owner.ts';
import { createFileHistoryLog } from '../history/file-history-log.ts';
import { placeHistory } from '../history/history-place.ts';
import { watchRegistry } from '../history/watch-registry.ts';
import { refreshRegularly } from '../source/refresh-regularly.ts';
import { bindDvcVersion, hashDvcRecord } from './bind-version.ts';
import { checkDvcFiles } from './check-bound-files.ts';
import { describeTraining } from './describe-training.ts';
import type { DvcContext } from './dvc-context.ts';
import type { CreateDvcMoves, DvcMoves, DvcRegistryOptions } from './dvc-options.ts';
import { type DvcPlaces, layout, placeDvc, placeOutput } from './dvc-places.ts';
import { loadKeptReport } from './kept-evidence.ts';
import { loadDvcIndex } from './load-index.ts';
import { loadDvcVersions } from './load-versions.ts';
import { createTreeReader } from './read-tree.ts';
import { createServingReader } from './serving/serving-reader.ts';
import { verifyDvcVersion } from './verify-version.ts';
import { openDvcEvidence } from './version-evidence.ts';

/** How often the remote is asked what it has while somebody watches, in milliseconds. */
const askEveryMs = 60_000;

const capabilities: Capabilities = {
  compareAndSwap: true,
  history: true,
  stages: false,
  aliases: true,
  artifacts: true,
  // A run comes into the tree by training and `dvc add`, which are not lastgood's.
  register: false,
  lineage: true,
};

/** S4's registry: the pointers of a working tree of git and DVC, and our history beside them. Creating it touches nothing. */
export function createDvcRegistry(options: DvcRegistryOptions, createMoves: CreateDvcMoves): Registry {
  const context = openDvcContext(options);
  const moves = createMoves(context);
  const reader = createDvcReader({ ...context, history: moves.history }, options, moves);
  const { fetch, servingFile = join(options.root, layout.serving), source } = options;
  const serving = createServingReader({ ...context, servingFile, fetch });
  return { reader, writer: moves.writer, serving, ...(source === undefined ? {} : { source }) };
}

function createDvcReader(
  context: DvcContext,
  { name, root, source }: DvcRegistryOptions,
  moves: Omit<DvcMoves, 'writer'>,
): RegistryReader {
  const { places } = context;
  return {
    identity: { name, kind: 'dvc', place: root },
    capabilities,
    loadIndex: async (readOptions = {}) => moves.judgeIndex(await loadDvcIndex(context, readOptions)),
    loadVersions: (model, versions, detail, readOptions = {}) =>
      loadDvcVersions(context, model, versions, detail, readOptions),
    verifyVersion: (model, version, readOptions = {}) =>
      verifyDvcVersion(context, model, version, readOptions),
    placeWeights: path => placeOutput(places, path),
    openEvidence: (model, version) => openDvcEvidence(context, model, version),
    bindVersion: (model, version, readOptions = {}) => bindDvcVersion(context, model, version, readOptions),
    hashRecord: (model, version) => hashDvcRecord(context, model, version),
    loadGateReport: reportSha256 => loadKeptReport(context, reportSha256),
    checkBoundFiles: (model, version, files, checkOptions = {}) =>
      checkDvcFiles(context, model, version, files, checkOptions),
    describeProjections: moves.describeProjections,
    findUnregistrable: describeTraining,
    describeRegistration: moves.describeRegistration,
    judgeOwner: async owner => judgeOwner(owner),
    watch: onChange => {
      const stopWatching = watchTree(places, onChange);
      // What the remote answers is looked up in its condition.
      const stopAsking =
        source &&
        refreshRegularly(
          signal => source.refresh({ signal }),
          askEveryMs,
          () => undefined,
        );
      return () => {
        stopAsking?.();
        stopWatching();
      };
    },
  };
}

/** The stable pointers lie in a folder of their own, and DVC writes its lock in place. */
function watchTree(places: DvcPlaces, onChange: () => void): () => void {
  const own = { ...placeHistory(places.root), ...places };
  const stopTop = watchRegistry({ ...own, file: join(places.root, layout.lock) }, onChange);
  const stopStable = watchRegistry({ ...own, root: join(places.root, layout.stable) }, onChange);
  return () => {
    stopTop();
    stopStable();
  };
}

/** What the parts of the adapter share, with the history as the files of the tree have it. Touches nothing. */
function openDvcContext(options: DvcRegistryOptions): DvcContext {
  const { root, fileSystem, createId, now, tool, host = nameHost(), git } = options;
  return {
    ...{ fileSystem, createId, now, tool, host, git },
    places: placeDvc(root),
    history: createFileHistoryLog({ root, fileSystem, createId, now, tool }),
    digests: processDigests,
    readTree: createTreeReader(fileSystem, root),
  };
}
