import type { DeployedVersion } from '../gate/evaluate-gate.ts';
import { listSpans, wasTakenBack } from '../history/model-history.ts';
import { findHistoryProblem } from '../registry/history-problem.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Version } from '../registry/version.ts';
import { describeIncomplete } from '../registry/wholeness-words.ts';

/**
 * Versions that were live under an alias and were not taken back, each once, in the order they first were; where it cannot be told what is
 * live, last one that stands for it, with the problem. What was registered and never promoted is no history: many small steps
 * that were skipped must not add up to a bar. Pure.
 * @param versions with their records; one that is not among them, or is not complete, comes with a problem
 * @param except the version that is judged
 */
export function listDeployed(
  status: ModelStatus,
  alias: string,
  versions: readonly Version[],
  except: string | undefined,
): readonly DeployedVersion[] {
  const { effective } = status;
  const live = effective.aliases.get(alias)?.version ?? undefined;
  const names = new Set(listSpans(effective, alias).map(span => span.version));
  const known = new Map(versions.map(version => [version.version, version]));
  const deployed = [...names]
    .filter(version => version !== except)
    .filter(version => version === live || !wasTakenBack(effective, alias, version))
    .map(version => ({ version, live: version === live, ...readMetricsOf(known.get(version)) }));
  const unknown = findUnknownLive(status, alias);
  if (unknown === undefined) return deployed;
  return [...deployed.filter(({ version }) => version !== unknown.version), { ...unknown, live: true }];
}

/** Why it cannot be told what is live: a damaged history, or before there is one a pointer that cannot be followed. */
function findUnknownLive(
  status: ModelStatus,
  alias: string,
): { readonly version: string; readonly problem: string } | undefined {
  const { recorded, effective, index } = status;
  const version = effective.aliases.get(alias)?.version ?? undefined;
  const problem = findHistoryProblem(status);
  if (problem !== undefined) return { version: version ?? 'what is live', problem: `the history ${problem}` };
  if (recorded.generation > 0 || version !== undefined) return undefined;
  for (const pointer of index.pointers) {
    if (pointer.alias !== alias) continue;
    const { target, reading } = pointer;
    if (reading.state === 'dangling')
      return { version: reading.text, problem: `${target} names it and it does not exist` };
    if (reading.state === 'unusable')
      return { version: 'what is live', problem: `${target} cannot be used: ${reading.problem}` };
  }
  return undefined;
}

function readMetricsOf(
  version: Version | undefined,
): Pick<Extract<DeployedVersion, { readonly metrics: unknown }>, 'metrics'> | { readonly problem: string } {
  switch (version?.whole) {
    case undefined:
      return { problem: 'its folder is not there' };
    case 'incomplete':
      return {
        problem:
          version.arriving === undefined ? 'its metadata is not there' : `it ${describeIncomplete(version)}`,
      };
    case 'damaged':
      return { problem: version.problem };
    case 'complete':
      return { metrics: version.record.metrics };
    default:
      return version satisfies never;
  }
}
