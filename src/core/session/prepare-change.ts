import { InvalidInputError, NotFoundError } from '../errors/app-error.ts';
import type { HistoryEntry, VersionState } from '../history/entry.ts';
import type { Description } from '../history/model-history.ts';
import { checkModelName, checkNewModelName } from '../names/model-name.ts';
import { getVersion } from '../plan/find-version.ts';
import type { Plan } from '../plan/plan.ts';
import { type CleanupChoice, chooseCleanup, planCleanup } from '../plan/plan-cleanup.ts';
import { planDescription } from '../plan/plan-description.ts';
import { planDrift } from '../plan/plan-drift.ts';
import { planHold, planRelease } from '../plan/plan-hold.ts';
import { planRegistration } from '../plan/plan-registration.ts';
import { planScore } from '../plan/plan-score.ts';
import { planState } from '../plan/plan-state.ts';
import { findUndoable, planUndo } from '../plan/plan-undo.ts';
import { planUnset } from '../plan/plan-unset.ts';
import type { Registration } from '../registration/registration.ts';
import { findModelDescription } from '../registry/model-description.ts';
import { judgeModel, type ModelStatus } from '../registry/model-status.ts';
import { emptyModel } from '../registry/registry-index.ts';
import type { Metrics } from '../registry/version.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { type LoadedModel, loadModel, loadVersions } from './load-model.ts';
import { loadRecord, loadRecords } from './load-records.ts';
import { planningOf } from './planning-of.ts';
import { refuseSecretFiles } from './refuse-secret-files.ts';
import type { Session } from './session.ts';

/** A change to one model, by name and as typed. `version` undefined: the model itself. */
export type ChangeRequest =
  | {
      readonly change: 'hold' | 'release';
      readonly model: string;
      readonly version: string | undefined;
      readonly reason: string;
    }
  | { readonly change: 'unset'; readonly model: string; readonly alias: string; readonly reason: string }
  | {
      readonly change: 'state';
      readonly model: string;
      readonly version: string;
      readonly to: VersionState;
      readonly reason: string;
    }
  | {
      readonly change: 'describe';
      readonly model: string;
      readonly version: string | undefined;
      readonly notes: string | null;
      readonly tags: readonly string[] | null;
      /** Of a model only. */
      readonly description: string | null;
      /** Of a model only. */
      readonly owner: string | null;
    }
  | {
      readonly change: 'score';
      readonly model: string;
      readonly version: string;
      readonly metrics: Metrics;
      readonly reason: string;
    }
  | {
      readonly change: 'undo';
      readonly model: string;
      readonly operationId: string | undefined;
      readonly reason: string;
    }
  | {
      readonly change: 'drift';
      readonly model: string;
      readonly resolve: 'adopt' | 'revert';
      readonly reason: string;
    };

/**
 * Loads the model and plans the change.
 * @throws NotFoundError model-not-found, version-not-found, operation-not-found, registry-not-found; InvalidInputError invalid-name
 */
export async function prepareChange(
  session: Session,
  request: ChangeRequest,
  signal?: AbortSignal,
): Promise<Plan> {
  const loaded = await loadModel(session, request.model, signal);
  const planning = planningOf(session, loaded);
  const nameOf = (version: string): string => getVersion(loaded.status.index, version).version;
  const nameOrAll = (version: string | undefined): string | undefined =>
    version === undefined ? undefined : nameOf(version);
  switch (request.change) {
    case 'hold':
      return planHold(planning, { ...request, version: nameOrAll(request.version) });
    case 'release':
      return planRelease(planning, { ...request, version: nameOrAll(request.version) });
    case 'unset':
      return planUnset(planning, request);
    case 'state':
      return planState(planning, { ...request, version: nameOf(request.version) });
    case 'describe': {
      const version = nameOrAll(request.version);
      const registered = await loadDescription(session, loaded.status, version, signal);
      return planDescription(planning, { ...request, version, registered });
    }
    case 'score': {
      const version = nameOf(request.version);
      const found = await loadRecord(session, loaded.status, version, signal);
      const known = found.whole === 'complete' ? found.record.metrics : {};
      return planScore(planning, { ...request, version, known });
    }
    case 'undo':
      return planUndo(planning, {
        operation: getOperation(loaded, request.operationId),
        reason: request.reason,
      });
    case 'drift':
      return planDrift(planning, request);
    default:
      return request satisfies never;
  }
}

/** Plans a cleanup, and tells for every version why it goes or stays. @throws NotFoundError model-not-found, registry-not-found */
export async function prepareCleanup(
  session: Session,
  request: { readonly model: string; readonly keepCount: number },
  signal?: AbortSignal,
): Promise<{ readonly plan: Plan; readonly choices: readonly CleanupChoice[] }> {
  const loaded = await loadVersions(session, request.model, 'listing', signal);
  const parents = new Set(
    loaded.versions.flatMap(version =>
      version.whole === 'complete' && version.record.parent ? [version.record.parent] : [],
    ),
  );
  const cleanup = { keepCount: request.keepCount, parents };
  return {
    plan: planCleanup(planningOf(session, loaded), cleanup),
    choices: chooseCleanup(loaded.status, cleanup),
  };
}

/**
 * Plans adding a version; the model need not exist yet. What is live now, or else the newest version, is recorded as the previous one.
 * @throws NotFoundError registry-not-found; InvalidInputError invalid-name, secret-given
 */
export async function prepareRegistration(
  session: Session,
  registration: Omit<Registration, 'previousVersion' | 'createdAt' | 'actor'>,
  signal?: AbortSignal,
): Promise<Plan> {
  const model = checkModelName(registration.model);
  const index = await session.registry.reader.loadIndex({ signal });
  const found =
    index.models.find(candidate => candidate.model === model) ?? emptyModel(checkNewModelName(model));
  const status = judgeModel(found, index, session.sha256);
  const newest = found.versions.findLast(version => version.whole === 'complete')?.version;
  const wanted = {
    ...registration,
    previousVersion: status.effective.aliases.get(status.usualAlias)?.version ?? newest,
    createdAt: session.now(),
    actor: session.actor,
  };
  await refuseSecretFiles(session, registration, 'kept');
  const lineage = await session.registry.reader.loadLineage?.({ signal });
  return planRegistration(planningOf(session, { index, status }), wanted, lineage);
}

async function loadDescription(
  session: Session,
  status: ModelStatus,
  version: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Description | undefined> {
  if (version === undefined) return findModelDescription(status);
  const [found] = await loadRecords(session, status, [version], 'listing', signal);
  return found?.whole === 'complete'
    ? { notes: found.record.notes ?? null, tags: found.record.tags }
    : undefined;
}

function getOperation(loaded: LoadedModel, operationId: string | undefined) {
  const entries = loaded.status.index.entries.map(stored => stored.entry);
  const found = operationId === undefined ? findUndoable(loaded) : findOperation(entries, operationId);
  if (found) return found;
  const message =
    operationId === undefined
      ? `${loaded.status.index.model} has nothing to undo, or its newest operation is an undo already.`
      : `${loaded.status.index.model} has no operation ${makeSafeText(operationId, { limit: 80 })}.`;
  throw new NotFoundError('operation-not-found', message);
}

/** Shortest beginning of an operation id that is taken for it, in characters. */
const shortestPrefix = 6;

/** The newest entry of an operation by its id or the beginning of it. @throws InvalidInputError usage when several begin like that */
function findOperation(entries: readonly HistoryEntry[], typed: string): HistoryEntry | undefined {
  const own = entries.filter(entry => entry.action !== 'adopt');
  const exact = own.findLast(entry => entry.operationId === typed);
  if (exact !== undefined || typed.length < shortestPrefix) return exact;
  const alike = own.filter(entry => entry.operationId.startsWith(typed));
  if (new Set(alike.map(entry => entry.operationId)).size > 1) {
    const shown = makeSafeText(typed, { limit: 80 });
    throw new InvalidInputError('usage', `Several operations begin with ${shown}.`, {
      hint: 'Give more of it.',
    });
  }
  return alike.at(-1);
}
