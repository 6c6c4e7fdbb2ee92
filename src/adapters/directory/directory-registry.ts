import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join } from 'node:path';
import type { Step } from '../../core/plan/step.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import type { AddedVersion, Registry } from '../../core/ports/registry.ts';
import { nameInVersion, type Registration } from '../../core/registration/registration.ts';
import type { Capabilities } from '../../core/registry/registry-index.ts';
import { processDigests } from '../files/digest-memory.ts';
import { ensureFolder } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { describeOwner, judgeOwner, nameHost } from '../files/process-owner.ts';
import { defaultLimitBytes, parseJsonObject } from '../files/read-json.ts';
import { createFileHistoryLog } from '../history/file-history-log.ts';
import { placeHistory } from '../history/history-place.ts';
import { removeJournal, writeJournal } from '../history/journal.ts';
import { keepFile, loadGateReport } from '../history/kept-files.ts';
import { ensureRegistryFile } from '../history/registry-file.ts';
import { watchRegistry } from '../history/watch-registry.ts';
import { addVersion } from './add-version.ts';
import { findSameVersion } from './begun-version.ts';
import { bindVersion, hashRecord } from './bind-version.ts';
import { checkBoundFiles } from './check-bound-files.ts';
import type { DirectoryContext } from './directory-options.ts';
import { describePlaces, formatVersionFolder, parseEntryName } from './layout.ts';
import { removeDirectoryLeftovers } from './leftovers.ts';
import { loadDirectoryIndex } from './load-index.ts';
import { loadDirectoryVersions } from './load-versions.ts';
import { describeProjections, projectModel } from './projections.ts';
import { placeStaging } from './stage-version.ts';
import { verifyDirectoryVersion } from './verify-version.ts';
import { openVersionEvidence } from './version-evidence.ts';

/** What a directory registry needs from outside. */
export type DirectoryRegistryOptions = {
  /** Absolute path of the folder that holds the version folders. */
  readonly root: string;
  /** How the registry is called. */
  readonly name: string;
  readonly fileSystem: FileSystem;
  readonly createId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Name and version of this program. */
  readonly tool: string;
  /** The name of this machine; what the system says unless told. */
  readonly host?: string | undefined;
  /** What it means when there is no such folder. `empty`: a registry without models, which the first write makes; `refused` by default. */
  readonly missingRoot?: 'refused' | 'empty';
};

const capabilities: Capabilities = {
  compareAndSwap: true,
  history: true,
  stages: false,
  aliases: true,
  artifacts: true,
  register: true,
  lineage: true,
};

/** S0's registry: a folder of version folders with pointers, and our history beside them. Creating it touches nothing. */
export function createDirectoryRegistry(
  options: DirectoryRegistryOptions,
  context: DirectoryContext = openDirectoryContext(options),
): Registry {
  const { history } = context;
  return {
    reader: {
      identity: { name: options.name, kind: 'directory', place: options.root },
      capabilities,
      loadIndex: (readOptions = {}) => loadDirectoryIndex(context, readOptions),
      loadVersions: (model, versions, detail, readOptions = {}) =>
        loadDirectoryVersions(context, model, versions, detail, readOptions),
      verifyVersion: (model, version, readOptions = {}) =>
        verifyDirectoryVersion(context, model, version, readOptions),
      placeWeights: name => (isAbsolute(name) ? name : undefined),
      openEvidence: (model, version) => openVersionEvidence(context, model, version),
      bindVersion: (model, version, readOptions = {}) => bindVersion(context, model, version, readOptions),
      hashRecord: (model, version) => hashRecord(context, model, version),
      loadGateReport: reportSha256 => loadGateReport(context, reportSha256),
      checkBoundFiles: (model, version, files, checkOptions = {}) =>
        checkBoundFiles(context, model, version, files, checkOptions),
      describeProjections,
      describeRegistration,
      judgeOwner: async owner => judgeOwner(owner),
      watch: onChange => watchRegistry({ ...placeHistory(options.root), ...context.places }, onChange),
    },
    writer: {
      history,
      catchUp: async () => undefined,
      initialise: async () => {
        const author = { createdAt: new Date(options.now()).toISOString(), tool: options.tool };
        if (options.missingRoot === 'empty') await makeRoot(options);
        await ensureRegistryFile(options.fileSystem, placeHistory(options.root), author, options.createId);
      },
      writeJournal: record => writeJournal(context, { ...record, owner: describeOwner() }),
      removeJournal: operationId => removeJournal(context, operationId),
      addVersion: (registration, operationId, readOptions = {}) =>
        addVersion(context, registration, operationId, readOptions),
      keepFile: file => keepFile(context, file),
      findBegunVersion: async (registration, begun, readOptions = {}) => {
        const added = await findAddedVersion(context, registration.model, begun.operationId);
        const folder = added ? join(options.root, added.target) : placeStaging(context, begun.operationId);
        return await findSameVersion(context, registration, folder, begun.asStagedBy, readOptions);
      },
      findAddedVersion: (model, operationId) => findAddedVersion(context, model, operationId),
      project: (model, projectOptions = {}) => projectModel(context, model, projectOptions),
      restore: async () => [],
      restoreMissing: async () => [],
      removeLeftovers: keep => removeDirectoryLeftovers(context, keep),
    },
  };
}

/** What the parts of the adapter share, for a registry of these options. Touches nothing. */
export function openDirectoryContext(options: DirectoryRegistryOptions): DirectoryContext {
  const history = createFileHistoryLog(options);
  const { root, host = nameHost() } = options;
  return { ...options, places: describePlaces(root), history, digests: processDigests, host };
}

/** The folder of a registry that does not exist yet, inside a folder that does. */
async function makeRoot({ fileSystem, root }: DirectoryRegistryOptions): Promise<void> {
  await withFileErrors('make the registry', root, async () => {
    await ensureFolder(fileSystem, root);
    await fileSystem.syncFolder(dirname(root));
  });
}

function describeRegistration(registration: Registration): readonly Step[] {
  const folder = formatVersionFolder(registration.model, registration.version ?? 'v<next>');
  const files = registration.evidence.map(nameInVersion);
  const configuration = registration.configuration === null ? [] : ['pipeline_config.json'];
  const names = [...new Set([...files, ...configuration, 'metadata.json'])];
  return [{ kind: 'add-version', target: folder, expected: null, value: names.join(', ') }];
}

/** Looks for the version whose metadata names the operation. Newest first, since it was just added. */
async function findAddedVersion(
  context: DirectoryContext,
  model: string,
  operationId: string,
): Promise<AddedVersion | undefined> {
  const { fileSystem, places } = context;
  return await withFileErrors('look for the version', places.root, async () => {
    const found = (await fileSystem.listNames(places.root)).map(parseEntryName);
    const versions = found.flatMap(parsed =>
      parsed.is === 'version' && parsed.model === model ? [parsed] : [],
    );
    for (const { version } of versions.sort((one, other) => other.number - one.number)) {
      const path = join(places.root, formatVersionFolder(model, version), 'metadata.json');
      const bytes = await fileSystem.readFile(path, defaultLimitBytes).catch(() => undefined);
      const reading = bytes === undefined ? undefined : parseJsonObject(bytes);
      const own = reading?.ok ? reading.value['lastgood'] : undefined;
      if (
        bytes &&
        own &&
        typeof own === 'object' &&
        'operationId' in own &&
        own.operationId === operationId
      ) {
        const target = formatVersionFolder(model, version);
        return { version, target, metadataSha256: createHash('sha256').update(bytes).digest('hex') };
      }
    }
    return undefined;
  });
}
