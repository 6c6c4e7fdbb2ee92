import type { Decision } from '../../core/decision/decide.ts';
import { type DeploymentRecord, nothingDone } from '../../core/decision/deployment-record.ts';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { type DecisionBasis, loadDecision } from '../../core/session/load-decision.ts';
import type { Session } from '../../core/session/session.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { deploymentOptionRows } from './deployment-options.ts';
import { describeDecision } from './documents/decision-document.ts';
import type { Host } from './host.ts';
import { printDecision } from './print-decision.ts';
import { tell } from './speak.ts';
import { fitToOutput } from './table-options.ts';
import type { VerbResult } from './verb-result.ts';

/** A version that is asked about, as typed. */
export type RegisteredQuery = {
  readonly model: string;
  readonly version: string;
  readonly alias: string;
};

/**
 * The decision about a version that is registered, as the console shows it: the one on record, or one made now. Writes nothing. The
 * exit code is left to the caller.
 * @throws NotFoundError model-not-found, version-not-found, registry-not-found; InvalidInputError invalid-name
 */
export async function decideRegistered(
  host: Host,
  session: Session,
  query: RegisteredQuery,
): Promise<Omit<VerbResult, 'exitCode'> & { readonly decision: Decision }> {
  const { decision, basis, loaded, version, alias } = await loadDecision(session, query, host.stop);
  const { model } = loaded.status.index;
  const record: DeploymentRecord = {
    at: session.now(),
    runId: null,
    tool: session.tool,
    model,
    alias,
    registryKind: session.registry.reader.identity.kind,
    candidateRunId: null,
    evidence: null,
    decision,
    forced: decision.forced,
    minImprovement: decision.minImprovement,
    problem: null,
    done: nothingDone,
    warnings: [],
    loggedRun: null,
  };
  tell(host, [describeBasis(basis)]);
  return {
    decision,
    document: () => describeDecision(record, decision),
    lines: () => printDecision({ ...record, model: `${model} ${version}` }, fitToOutput(host)),
  };
}

/**
 * The version that was named, unless options say something of a candidate that is not registered.
 * @param options of the verb; `--config` is lastgood's own here
 * @throws InvalidInputError usage
 */
export function requireRegistered(
  version: string | undefined,
  options: Readonly<Record<string, unknown>>,
): string {
  if (version === undefined) {
    throw new InvalidInputError('usage', 'Nothing says which version.', {
      hint: 'Name it after the model; a model that is not registered is named with --model.',
    });
  }
  const others = [...Object.keys(deploymentOptionRows), 'model'].filter(name => name !== 'config');
  const given = others.filter(name => options[name] !== undefined && options[name] !== false);
  if (given.length === 0) return version;
  const names = given.map(name => `--${name}`).join(', ');
  throw new InvalidInputError('usage', `${names}: not for a version that is registered.`, {
    hint: 'Leave out either the version or the option.',
  });
}

function describeBasis(basis: DecisionBasis): string {
  switch (basis.by) {
    case 'record':
      return `On record: judged ${basis.evaluatedAt} by ${makeSafeText(basis.policy, { limit: 120 })}.`;
    case 'policy':
      return `Made from its own metrics, by the weights of ${makeSafeText(basis.policy, { limit: 120 })}.`;
    case 'usual-weights':
      return 'Made from its own metrics, by the usual weights: no policy with a score is bound.';
    default:
      return basis satisfies never;
  }
}
