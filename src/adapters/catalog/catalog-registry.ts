import { dirname } from 'node:path';
import { UnavailableError } from '../../core/errors/app-error.ts';
import type { Step } from '../../core/plan/step.ts';
import type { Registry } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import type { Adoption, Capabilities } from '../../core/registry/registry-index.ts';
import { processDigests } from '../files/digest-memory.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { makeFolderPath } from '../files/make-folder-path.ts';
import { describeOwner, judgeOwner, nameHost } from '../files/process-owner.ts';
import { createFileHistoryLog } from '../history/file-history-log.ts';
import { placeHistory } from '../history/history-place.ts';
import { readJournals, removeJournal, writeJournal } from '../history/journal.ts';
import { keepFile, loadGateReport } from '../history/kept-files.ts';
import { ensureRegistryFile, readRegistryFile } from '../history/registry-file.ts';
import { watchRegistry } from '../history/watch-registry.ts';
import { addCatalogVersion, findAddedCatalogVersion } from './add-version.ts';
import { findBegunRecord } from './begun-record.ts';
import { bindCatalogVersion, hashCatalogRecord } from './bind-version.ts';
import { createCatalogFile } from './catalog-file.ts';
import type { CatalogContext, CatalogRegistryOptions } from './catalog-options.ts';
import { type CatalogPlaces, placeCatalog } from './catalog-places.ts';
import { checkCatalogFiles } from './check-bound-files.ts';
import { placeOnDisk } from './examine-version.ts';
import { removeCatalogLeftovers } from './leftovers.ts';
import { createLineageFile } from './lineage-file.ts';
import { loadCatalogIndex } from './load-index.ts';
import { loadCatalogLineage } from './load-lineage.ts';
import { loadCatalogVersions } from './load-versions.ts';
import { describeCatalogSteps, projectCatalogModel } from './project-model.ts';
import { restoreCatalogFile } from './restore-file.ts';
import { restoreLineageFile } from './restore-lineage.ts';
import { restoreMissingRows } from './restore-rows.ts';
import { verifyCatalogVersion } from './verify-version.ts';
import { openCatalogEvidence } from './version-evidence.ts';
import { openVersionRecords } from './version-record-files.ts';

const capabilities: Capabilities = {
  compareAndSwap: true,
  history: true,
  stages: false,
  aliases: true,
  artifacts: true,
  register: true,
  lineage: true,
};

/** S2's registry: one file of models and one of lineage, and our history beside them. Creating it touches nothing. */
export function createCatalogRegistry(options: CatalogRegistryOptions): Registry {
  const context = openCatalogContext(options);
  const { history, places } = context;
  return {
    reader: {
      identity: { name: options.name, kind: 'catalog', place: options.path },
      capabilities,
      loadIndex: (readOptions = {}) => loadCatalogIndex(context, readOptions),
      loadVersions: (model, versions, _detail, readOptions = {}) =>
        loadCatalogVersions(context, model, versions, readOptions),
      loadLineage: (readOptions = {}) => loadCatalogLineage(context, readOptions),
      verifyVersion: (model, version, readOptions = {}) =>
        verifyCatalogVersion(context, model, version, readOptions),
      placeWeights: name => placeOnDisk(context, name),
      openEvidence: (model, version) => openCatalogEvidence(context, model, version),
      bindVersion: (model, version, readOptions = {}) =>
        bindCatalogVersion(context, model, version, readOptions),
      hashRecord: (model, version) => hashCatalogRecord(context, model, version),
      loadGateReport: reportSha256 => loadGateReport(context, reportSha256),
      checkBoundFiles: (model, version, files, checkOptions = {}) =>
        checkCatalogFiles(context, model, version, files, checkOptions),
      describeProjections: (_index, model, draft) => describeCatalogSteps(places, model, draft),
      describeRegistration: registration => describeRegistration(places, registration),
      judgeOwner: async owner => judgeOwner(owner),
      watch: onChange => watchRegistry({ ...placeHistory(places.root, places.ownName), ...places }, onChange),
    },
    writer: {
      history,
      catchUp: async () => undefined,
      initialise: () => initialise(context, options),
      writeJournal: record => writeJournal(context, { ...record, owner: describeOwner() }),
      removeJournal: operationId => removeJournal(context, operationId),
      addVersion: (registration, operationId, readOptions = {}) =>
        addCatalogVersion(context, registration, operationId, readOptions),
      keepFile: file => keepFile(context, file),
      findBegunVersion: (registration, { operationId }, readOptions = {}) =>
        findBegunRecord(context, registration, operationId, readOptions),
      findAddedVersion: (model, operationId) => findAddedCatalogVersion(context, model, operationId),
      project: (model, projectOptions = {}) => projectCatalogModel(context, model, projectOptions),
      restoreMissing: () => restoreMissingRows(context),
      restore: async () => [...(await restoreCatalogFile(context)), ...(await restoreLineageFile(context))],
      removeLeftovers: keep => removeCatalogLeftovers(context, keep),
    },
  };
}

/** What the parts of the adapter share. Touches nothing. */
function openCatalogContext(options: CatalogRegistryOptions): CatalogContext {
  const {
    path,
    lineagePath,
    fileSystem,
    createId,
    now,
    tool,
    host = nameHost(),
    missingFile,
    namedBy,
  } = options;
  const places = placeCatalog(path, lineagePath);
  const place = placeHistory(places.root, places.ownName);
  return {
    ...{ places, fileSystem, createId, now, tool, host, missingFile, namedBy },
    history: createFileHistoryLog({
      ...{ root: places.root, folderName: places.ownName, fileSystem, createId, now, tool },
    }),
    digests: processDigests,
    catalogFile: createCatalogFile({ ...places, now }),
    previousFile: createCatalogFile({ file: places.previous, fileName: places.fileName, now }),
    lineageFile: createLineageFile({ ...places, now }),
    records: openVersionRecords(fileSystem, places.versions),
    findAdoption: async () => adoptionOf((await readRegistryFile(fileSystem, place)).found),
    readJournals: () => readJournals({ fileSystem, createId, places }),
  };
}

/** What the file that says so says of who has written here. */
function adoptionOf(found: Awaited<ReturnType<typeof readRegistryFile>>['found']): Adoption {
  if (found === 'none') return 'never-written';
  return found === 'registry' ? 'adopted' : found;
}

/** A file that cannot be written over is told here too: somebody may have torn it since the plan was made. */
async function initialise(context: CatalogContext, options: CatalogRegistryOptions): Promise<void> {
  const { places, fileSystem } = context;
  const { value: reading } = await context.catalogFile.read();
  const unwritable = reading.found === 'content' ? reading.content.unwritable : undefined;
  const refused = reading.found === 'unusable' ? reading.unwritable : unwritable;
  if (refused !== undefined)
    throw new UnavailableError(refused.code, refused.problem, { hint: refused.hint });
  if (options.missingFile === 'empty') {
    await withFileErrors('make the registry', places.root, () =>
      makeFolderPath(fileSystem, dirname(places.file)),
    );
  }
  const author = { createdAt: new Date(options.now()).toISOString(), tool: options.tool };
  const place = placeHistory(places.root, places.ownName);
  await ensureRegistryFile(fileSystem, place, author, options.createId);
}

function describeRegistration(
  places: CatalogPlaces,
  { model, version, evidence }: Registration,
): readonly Step[] {
  const target = `${model} ${version ?? 'v<next>'} in ${places.fileName}`;
  const files = evidence.length === 0 ? null : `with ${evidence.length} kept files`;
  const row = version === undefined ? null : `${model} ${version}`;
  return [
    { kind: 'add-version', target, expected: null, value: files },
    { kind: 'write-file', target: places.fileName, expected: null, value: row },
    { kind: 'write-file', target: places.lineageName, expected: null, value: row },
  ];
}
