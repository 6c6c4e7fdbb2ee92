import { confirmAliasMove, joinConfirmations, type ProtectionRules } from '../plan/confirmation.ts';
import type { Blocker, Confirmation } from '../plan/plan.ts';
import type { PublicationState } from '../publish/publication.ts';
import { type DeploymentLink, type LinkKind, linkKinds } from './deployment.ts';
import { formatDeploymentCommand } from './deployment-command.ts';
import type { DeploymentPlan } from './deployment-plan.ts';
import type { DeploymentRequest } from './deployment-request.ts';
import { formatDeploymentTitle } from './deployment-title.ts';
import { deriveOperationId } from './operation-ids.ts';
import { describePublication } from './publication-words.ts';

/** The version that is deployed: one that is there, or one that its registration will name. */
export type DeployedVersion =
  | {
      readonly at: 'there';
      readonly version: string;
      /** `same-content`: it was registered before from what is to be registered. */
      readonly found: 'named' | 'same-content';
    }
  | { readonly at: 'new'; readonly name: string | undefined };

/** How the version stands where it is to be published. */
export type PublicationFacts = {
  /** undefined: it cannot be told before the version is registered. */
  readonly state: PublicationState | undefined;
  /** Why it cannot be published, as far as is known. */
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
  /** By the name of the repository where everybody could read what is sent there. */
  readonly confirmation: Confirmation;
};

/** Everything a deployment is planned from, as it is now. */
export type DeploymentFacts = {
  readonly deploymentId: string;
  readonly actor: string;
  /** Live under the alias; null for nothing. */
  readonly live: string | null;
  readonly usualAlias: string;
  readonly version: DeployedVersion;
  /** Name of the policy that judges it; undefined: none does. */
  readonly judge: string | undefined;
  /** undefined: nobody wants it published. */
  readonly publication: PublicationFacts | undefined;
  /** Names of the channels that hear of a deployment. */
  readonly channels: { readonly tracking: readonly string[]; readonly notification: readonly string[] };
  readonly protection: ProtectionRules;
  /** Of registering, judging and promoting. */
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
  /** Hex digest of a text's UTF-8. */
  readonly sha256: (text: string) => string;
};

/** Plans a deployment: six links, each with what is there now and what will be. Pure. */
export function planDeployment(request: DeploymentRequest, facts: DeploymentFacts): DeploymentPlan {
  const { model, alias } = request;
  const { live, version, publication } = facts;
  const name = version.at === 'there' ? version.version : version.name;
  const isLive = name !== undefined && live === name && version.at === 'there';
  const isPublished = publication === undefined || publication.state?.at === 'published';
  const changes = !(isLive && isPublished);
  return {
    deploymentId: facts.deploymentId,
    title: changes
      ? formatDeploymentTitle(model, name ?? null, alias)
      : `${model} ${name} is deployed to ${alias} already`,
    model,
    alias,
    actor: facts.actor,
    request,
    begun: 'new',
    links: planLinks(request, facts, changes),
    // Where nothing is to be done nothing stands in the way.
    blockers: changes ? [...facts.blockers, ...(publication?.blockers ?? [])] : [],
    warnings: [...warnOfMove(request, facts, name), ...facts.warnings, ...(publication?.warnings ?? [])],
    notUndone: isLive ? [] : listNotUndone(request),
    confirmation: confirmDeploying(request, facts, isLive ? 'stays' : 'moves'),
    changes,
    command: formatDeploymentCommand(request, facts.usualAlias),
  };
}

/** What taking a deployment back does not take back. Pure. */
export function listNotUndone({ publish }: Pick<DeploymentRequest, 'publish'>): readonly string[] {
  return [
    'requests already answered',
    ...(publish === undefined ? [] : ['what is published stays published']),
  ];
}

/** How a deployment is confirmed: as its promotion is, where what is live moves, and as its publication is. Pure. */
export function confirmDeploying(
  { model, alias }: Pick<DeploymentRequest, 'model' | 'alias'>,
  { protection, publication }: Pick<DeploymentFacts, 'protection' | 'publication'>,
  live: 'moves' | 'stays',
): Confirmation {
  return joinConfirmations([
    ...(live === 'moves' ? [confirmAliasMove(protection, model, alias)] : []),
    ...(publication === undefined ? [] : [publication.confirmation]),
  ]);
}

function planLinks(
  { model, alias, publish }: DeploymentRequest,
  { deploymentId, live, version, judge, publication, channels, sha256 }: DeploymentFacts,
  changes: boolean,
): readonly DeploymentLink[] {
  const known = version.at === 'there' ? version.version : null;
  const name = known ?? (version.at === 'new' ? (version.name ?? null) : null);
  const told = (names: readonly string[]) => ({
    target: names.join(', ') || 'nobody',
    expected: null,
    value: 'deployed',
    leftOut: names.length === 0 ? 'no channel is configured for it' : undefined,
  });
  const drafts: Readonly<Record<LinkKind, LinkDraft>> = {
    register: {
      target: model,
      expected: known,
      value: name,
      leftOut: version.at === 'there' && version.found === 'named' ? 'it is registered already' : undefined,
    },
    gate: {
      target: judge ?? `${model}@${alias}`,
      expected: null,
      value: judge === undefined ? null : 'PASS',
      leftOut:
        known !== null && known === live ? `${known} is live already: it is not judged again` : undefined,
    },
    publish: {
      target: publish?.repository ?? 'nowhere',
      expected: publication === undefined ? null : describeFound(publication),
      value: publish === undefined ? null : (name ?? 'the new version'),
      leftOut: publish === undefined ? 'it is to be published nowhere' : undefined,
    },
    promote: { target: `${model}@${alias}`, expected: live, value: name },
    track: told(channels.tracking),
    notify: told(channels.notification),
  };
  return linkKinds.map(kind => {
    const { leftOut, ...drafted } = drafts[kind];
    return {
      kind,
      ...drafted,
      state: leftOut === undefined ? (changes ? 'waiting' : 'unchanged') : 'skipped',
      attempts: 0,
      operationId: deriveOperationId(deploymentId, kind, sha256),
      detail: leftOut ?? null,
      problem: null,
    };
  });
}

/** How the version stands where it is to be published; of a hub that could not be asked nothing is known. */
function describeFound({ state, blockers }: PublicationFacts): string | null {
  if (state === undefined && blockers.length > 0) return 'not known';
  return describePublication(state);
}

type LinkDraft = Pick<DeploymentLink, 'target' | 'expected' | 'value'> & {
  /** Why it is left out; undefined: it is made. */
  readonly leftOut?: string | undefined;
};

function warnOfMove(
  { model, alias }: DeploymentRequest,
  { live, version }: DeploymentFacts,
  name: string | undefined,
): readonly string[] {
  const same =
    version.at === 'there' && version.found === 'same-content'
      ? [
          `${model} ${version.version} was registered from the same content: that is taken, and none is registered.`,
        ]
      : [];
  if (name !== undefined && live === name) return [...same, `${alias} is ${name} already and stays so.`];
  return [...same, `${alias} is ${live ?? 'nothing'} now: what is live changes.`];
}
