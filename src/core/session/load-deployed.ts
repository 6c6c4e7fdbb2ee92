import { listDeployed } from '../decision/list-deployed.ts';
import type { DeployedVersion } from '../gate/evaluate-gate.ts';
import type { LoadedVersions } from './load-model.ts';
import { describeAlteration } from './record-alteration.ts';
import type { Session } from './session.ts';

/**
 * What {@link listDeployed} lists, with the files that the metrics come from held against their digests: numbers that somebody has
 * altered since they were registered are no bar, and the version comes with the problem instead.
 * @param except the version that is judged; undefined for one that is not registered yet
 */
export async function loadDeployed(
  session: Pick<Session, 'registry'>,
  { status, versions }: LoadedVersions,
  question: { readonly alias: string; readonly except: string | undefined },
  signal?: AbortSignal,
): Promise<readonly DeployedVersion[]> {
  const known = new Map(versions.map(version => [version.version, version]));
  const checked: DeployedVersion[] = [];
  for (const deployed of listDeployed(status, question.alias, versions, question.except)) {
    const { version, live } = deployed;
    const found = known.get(version);
    const problem = found && (await describeAlteration(session, status, found, { signal }));
    checked.push(problem === undefined ? deployed : { version, live, problem, altered: true });
  }
  return checked;
}
