import { setTimeout } from 'node:timers/promises';
import type { Registry } from '../../core/ports/registry.ts';
import type { Capabilities } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { processDigests } from '../files/digest-memory.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { makeFolderPath } from '../files/make-folder-path.ts';
import { describeOwner, judgeOwner, nameHost } from '../files/process-owner.ts';
import { placeHistory } from '../history/history-place.ts';
import { removeJournal, writeJournal } from '../history/journal.ts';
import { loadKeptEvidence } from '../history/kept-evidence.ts';
import { keepFile, loadGateReport } from '../history/kept-files.ts';
import { ensureRegistryFile } from '../history/registry-file.ts';
import { createPacedTelling } from '../source/paced-telling.ts';
import { refreshRegularly } from '../source/refresh-regularly.ts';
import { addMlflowVersion, findAddedMlflowVersion } from './add-version.ts';
import { findBegunMlflowVersion } from './begun-version.ts';
import { bindMlflowVersion } from './bind-version.ts';
import { checkMlflowFiles } from './check-bound-files.ts';
import { describeServerSteps } from './entry-effects.ts';
import { getMlflowVersion } from './get-version.ts';
import { removeMlflowLeftovers } from './leftovers.ts';
import { listEvidence } from './list-evidence.ts';
import { loadMlflowIndex } from './load-index.ts';
import { loadMlflowVersions } from './load-versions.ts';
import type { MlflowContext } from './mlflow-context.ts';
import { createMlflowHistory } from './mlflow-history.ts';
import type { MlflowRegistryOptions } from './mlflow-options.ts';
import { createMlflowSource } from './mlflow-source.ts';
import { placeMlflow } from './places.ts';
import { projectMlflowModel } from './project-model.ts';
import { findUnkeepableDraft } from './refuse-texts.ts';
import { hashIdentity } from './registration-record.ts';
import { verifyMlflowVersion } from './verify-version.ts';
import { withdrawOperation } from './withdraw-dead.ts';

const usualRefreshEveryMs = 30_000;

/** How often who watches is told of changes at most, in milliseconds. */
const tellEveryMs = 500;

const capabilities: Capabilities = {
  compareAndSwap: false,
  history: true,
  stages: true,
  aliases: true,
  artifacts: false,
  register: true,
  lineage: true,
};

/**
 * An MLflow registry: a server, or the folder of a file store, which is only read. What is live there is the truth; the history is our
 * record of it, in tags of its models. It is read from what was last seen of the server; every write asks the server first. Creating it
 * touches nothing.
 */
export function createMlflowRegistry(options: MlflowRegistryOptions): Registry {
  const { tell, measure, listen } = createPacedTelling(tellEveryMs);
  const context = openMlflowContext(options, tell);
  const { source, places } = context;
  const isServer = options.origins === 'server';
  const canWrite = options.client !== undefined;
  const read = async (): Promise<void> => {
    if (!isServer) await source.refresh();
  };
  return {
    reader: {
      identity: { name: options.name, kind: 'mlflow', place: options.origin.url },
      capabilities: { ...capabilities, register: canWrite },
      loadIndex: async (readOptions = {}) => {
        await read();
        return await measure(() => loadMlflowIndex(context, readOptions));
      },
      loadVersions: (model, versions, _detail, readOptions = {}) =>
        measure(() => loadMlflowVersions(context, model, versions, readOptions)),
      verifyVersion: (model, version, readOptions = {}) =>
        verifyMlflowVersion(context, model, version, readOptions),
      placeWeights: () => undefined,
      openEvidence: (model, version) => ({
        place: makeSafeText(`${model} ${version}`),
        loadEvidence: async (sources, readOptions = {}) => {
          readOptions.signal?.throwIfAborted();
          const found = await getMlflowVersion(context, model, version);
          return await loadKeptEvidence(context, listEvidence(found), sources, readOptions);
        },
      }),
      bindVersion: (model, version, readOptions = {}) =>
        bindMlflowVersion(context, model, version, readOptions),
      hashRecord: async (model, version) => hashIdentity(await getMlflowVersion(context, model, version)),
      loadGateReport: reportSha256 => loadGateReport(context, reportSha256),
      checkBoundFiles: (model, version, files, checkOptions = {}) =>
        checkMlflowFiles(context, model, version, files, checkOptions),
      describeProjections: (_index, model, draft) => describeServerSteps(model, draft),
      findUnkeepable: (draft, origin) => findUnkeepableDraft(draft, { ...origin, tool: context.tool }),
      describeRegistration: ({ model }) => [
        { kind: 'add-version', target: `models:/${model}/<next>`, expected: null, value: null },
      ],
      judgeOwner: async owner => judgeOwner(owner),
      watch: onChange => {
        const stopListening = listen(onChange);
        const everyMs = options.refreshEveryMs ?? usualRefreshEveryMs;
        const stopRefreshing = isServer
          ? refreshRegularly(signal => source.refresh({ signal }), everyMs, tell)
          : () => undefined;
        return () => {
          stopRefreshing();
          stopListening();
        };
      },
    },
    writer: {
      history: createMlflowHistory(context),
      catchUp: async (readOptions = {}) => {
        await source.refresh(readOptions);
      },
      initialise: () => initialise(context),
      writeJournal: record => writeJournal(context, { ...record, owner: describeOwner() }),
      removeJournal: async operationId => {
        await withdrawOperation(context, operationId);
        await removeJournal(context, operationId);
      },
      addVersion: (registration, operationId, readOptions = {}) =>
        addMlflowVersion(context, registration, operationId, readOptions),
      keepFile: file => keepFile(context, file),
      findBegunVersion: (registration, { operationId }, readOptions = {}) =>
        findBegunMlflowVersion(context, registration, operationId, readOptions),
      findAddedVersion: (model, operationId) => findAddedMlflowVersion(context, model, operationId),
      project: async (model, projectOptions = {}) => {
        const outcomes = await projectMlflowModel(context, model, projectOptions);
        await source.remember(model);
        return outcomes;
      },
      restore: async () => [],
      restoreMissing: async () => [],
      removeLeftovers: keep => removeMlflowLeftovers(context, keep),
    },
    ...(isServer ? { source } : {}),
  };

  async function initialise({ fileSystem, createId, now, tool }: MlflowContext): Promise<void> {
    await withFileErrors('make the local copy', places.root, () => makeFolderPath(fileSystem, places.root));
    const author = { createdAt: new Date(now()).toISOString(), tool };
    await ensureRegistryFile(fileSystem, placeHistory(places.root), author, createId);
  }
}

async function pauseByTimer(milliseconds: number): Promise<void> {
  await setTimeout(milliseconds);
}

/** What the parts of the adapter share. Touches nothing. */
function openMlflowContext(options: MlflowRegistryOptions, onChange: () => void): MlflowContext {
  const { origin, client, unwritable, fileSystem, createId, now, tool, host = nameHost() } = options;
  const places = placeMlflow(options.cache);
  return {
    ...{ origin, client, unwritable, fileSystem, createId, now, tool, host, places },
    source: createMlflowSource({
      ...{ origin, fileSystem, places, createId, now, onChange },
      isRemembered: options.origins === 'server',
    }),
    digests: processDigests,
    done: new Map(),
    pause: options.pause ?? pauseByTimer,
  };
}
