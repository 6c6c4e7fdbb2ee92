import { ConflictError, NotFoundError } from '../errors/app-error.ts';
import { findHistoryProblem } from '../registry/history-problem.ts';
import { liveGoneHint } from '../registry/live-concerns.ts';
import type { Version } from '../registry/version.ts';
import { describeIncomplete } from '../registry/wholeness-words.ts';
import { loadModel } from './load-model.ts';
import { loadRecords } from './load-records.ts';
import type { Session } from './session.ts';

/** What a server should load, and how sure that is. */
export type ResolvedVersion = {
  readonly model: string;
  readonly alias: string;
  readonly version: string;
  /** Where its weights are recorded to be; undefined when nothing was recorded. */
  readonly weightsPath: string | undefined;
  readonly sha256: string | undefined;
  readonly since: string;
  readonly generation: number;
  /** True when another program moved the pointer and nobody has decided about it: what the pointer says is given. */
  readonly drifted: boolean;
  /** True when the version is held: somebody said it should not be live. */
  readonly held: boolean;
  /** Why who reads the bucket afresh does not get it as it is here, and what to do; undefined when there is nothing of the kind. */
  readonly missingElsewhere: { readonly problem: string; readonly hint: string } | undefined;
};

/**
 * The version live under an alias. It never falls back to another one by itself.
 * @throws NotFoundError model-not-found, alias-not-found; ConflictError history-damaged, version-damaged, version-incomplete
 */
export async function resolveLive(session: Session, model: string, alias: string): Promise<ResolvedVersion> {
  const { status } = await loadModel(session, model);
  const historyProblem = findHistoryProblem(status);
  if (historyProblem !== undefined)
    throw new ConflictError(
      'history-damaged',
      `The history of ${model} ${historyProblem}: what is live is not sure.`,
    );
  const position = status.effective.aliases.get(alias);
  if (!position?.version) {
    const known = [...status.effective.aliases].flatMap(([name, at]) => (at.version === null ? [] : [name]));
    throw new NotFoundError('alias-not-found', `Nothing is live under ${alias} of ${model}.`, {
      hint: known.length === 0 ? 'Promote a version first.' : `Live aliases: ${known.join(', ')}.`,
    });
  }
  const disagreement = status.index.versions.find(each => each.version === position.version)?.disagreement;
  if (disagreement?.isUnusableHere) {
    const { code, problem, hint } = disagreement;
    throw new ConflictError(code, `${model} ${position.version} is live and ${problem}.`, { hint });
  }
  const [version] = await loadRecords(session, status, [position.version], 'listing');
  const record = requireRecord(version, model, position.version);
  const weights = record.artifacts.find(artifact => artifact.role === 'weights');
  return {
    model,
    alias,
    version: position.version,
    weightsPath: weights?.name,
    sha256: weights?.sha256,
    since: position.since,
    generation: status.recorded.generation,
    held: status.effective.versionHolds.has(position.version),
    missingElsewhere: disagreement && { problem: disagreement.problem, hint: disagreement.hint },
    drifted: status.mismatches.some(
      mismatch => mismatch.cause === 'drift' && mismatch.pointer.alias === alias,
    ),
  };
}

function requireRecord(version: Version | undefined, model: string, name: string) {
  if (version?.whole === 'complete') return version.record;
  if (version?.whole === 'damaged')
    throw new ConflictError('version-damaged', `${model} ${name} is damaged: ${version.problem}.`);
  const shown = `${model} ${name} is live and`;
  if (version?.unfinished !== undefined)
    throw new ConflictError('version-incomplete', `${shown} ${describeIncomplete(version)}.`, {
      hint: version.unfinished.hint,
    });
  if (version?.arriving !== undefined)
    throw new ConflictError('version-incomplete', `${shown} ${describeIncomplete(version)}.`, {
      hint: 'Ask again in a moment.',
    });
  throw new ConflictError('version-incomplete', `${shown} its files are gone.`, { hint: liveGoneHint });
}
