import type { DeploymentEnvironment } from '../../core/apply/deployment-environment.ts';
import type { DeploymentLink, LinkKind } from '../../core/deployment/deployment.ts';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { Session } from '../../core/session/session.ts';
import type { Host } from './host.ts';
import { createProgressLine, type ProgressLine } from './progress-line.ts';
import { tell } from './speak.ts';

/** What carrying a deployment needs, with each link told of on stderr. */
export type ToldEnvironment = DeploymentEnvironment & {
  /** Removes what is written over while a link runs. */
  readonly end: () => void;
};

/** What a link does while it runs, for people. */
const doing: Readonly<Record<LinkKind, string>> = {
  register: 'Registering:',
  gate: 'Reading what is judged:',
  publish: 'Publishing:',
  promote: 'Reading what is promoted:',
  track: 'Telling:',
  notify: 'Telling:',
};

/**
 * Tells of every link, and of how far a long one is; stops between two links when the host does.
 * @throws InvalidInputError capability-missing where no deployment can be kept
 */
export function describeDeploymentEnvironment(
  host: Host,
  session: Session,
  findObjection?: DeploymentEnvironment['findObjection'],
): ToldEnvironment {
  const { deploying } = session;
  if (deploying === undefined)
    throw new InvalidInputError('capability-missing', 'No deployment can be kept here.');
  const lines = new Map<LinkKind, ProgressLine>();
  const endAll = (): void => {
    for (const line of lines.values()) line.end();
  };
  const lineOf = (kind: LinkKind): ProgressLine => {
    const line = lines.get(kind) ?? createProgressLine(host, doing[kind]);
    lines.set(kind, line);
    return line;
  };
  return {
    session,
    deploying,
    stop: host.stop,
    findObjection,
    end: endAll,
    onProgress: (kind, done, total) => lineOf(kind).show(done, total),
    onLink: link => {
      endAll();
      if (link.state !== 'running') tell(host, [describeLinkEnd(link)]);
    },
  };
}

function describeLinkEnd({ kind, state, detail, problem }: DeploymentLink): string {
  const what = problem?.message ?? detail;
  return `${kind}: ${state}${what === null ? '' : `, ${what}`}`;
}
