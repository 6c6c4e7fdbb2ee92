import { BugError } from '../errors/app-error.ts';
import type { VersionDetail } from '../ports/registry.ts';
import { applyFacts } from '../registry/apply-facts.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Version } from '../registry/version.ts';
import type { Session } from './session.ts';

/**
 * The versions of a model with everything known of them: their records, and what was recorded later. Everything that a session shows or
 * decides by loads versions here, in the order asked. @throws InvalidInputError invalid-name
 */
export async function loadRecords(
  { registry }: Pick<Session, 'registry'>,
  { index, leads, recorded }: Pick<ModelStatus, 'index' | 'leads' | 'recorded'>,
  names: readonly string[],
  detail: VersionDetail,
  signal?: AbortSignal,
): Promise<readonly Version[]> {
  const versions = await registry.reader.loadVersions(index.model, names, detail, { signal });
  return applyFacts({ history: recorded, leads, foreign: index.foreignFacts }, versions);
}

/** One version, with all metrics there are. @throws InvalidInputError invalid-name */
export async function loadRecord(
  session: Pick<Session, 'registry'>,
  status: Pick<ModelStatus, 'index' | 'leads' | 'recorded'>,
  name: string,
  signal?: AbortSignal,
): Promise<Version> {
  const [version] = await loadRecords(session, status, [name], 'everything', signal);
  if (version !== undefined) return version;
  throw new BugError('internal-bug', `${status.index.model} ${name} was asked for and not given.`);
}
