import { toAppError } from '../errors/app-error.ts';
import type { PoliciesByAlias, PolicyState } from '../gate/gate-standing.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Session } from './session.ts';

/** The policies of every alias a model has, and of the one it would have first. A policy that cannot be used is said, never thrown. */
export async function loadPolicies(
  session: Pick<Session, 'policies'>,
  status: ModelStatus,
): Promise<PoliciesByAlias> {
  const aliases = [...new Set([status.usualAlias, ...status.effective.aliases.keys()])];
  const found = new Map<string, PolicyState>();
  for (const alias of aliases) {
    const policy = await findPolicy(session, status.index.model, alias);
    if (policy !== undefined) found.set(alias, policy);
  }
  return found;
}

/** The policy of one alias; undefined where none is bound. */
export async function findPolicy(
  session: Pick<Session, 'policies'>,
  model: string,
  alias: string,
): Promise<PolicyState | undefined> {
  try {
    const bound = await session.policies.findBound(model, alias);
    return bound === undefined ? undefined : { state: 'bound', bound };
  } catch (thrown) {
    return { state: 'unusable', problem: toAppError(thrown).message };
  }
}
