import type { ReceiptProblem } from '../plan/receipt.ts';
import type { DeploymentRequest, InputDigest } from './deployment-request.ts';

/** The links of a deployment, in the order they are made: what is outside comes before production moves, telling comes last. */
export const linkKinds = ['register', 'gate', 'publish', 'promote', 'track', 'notify'] as const;
export type LinkKind = (typeof linkKinds)[number];

/**
 * What became of a link. `running`: it has begun; of a deployment that nobody works on, it was cut off there. `unchanged`: what it was to
 * make was there already. `skipped`: nobody asked for it.
 */
export const linkStates = ['waiting', 'running', 'done', 'unchanged', 'skipped', 'failed'] as const;
export type LinkState = (typeof linkStates)[number];

/** One link of the chain: what is expected before it, what it does, what became of it. */
export type DeploymentLink = {
  readonly kind: LinkKind;
  /** What it touches, for people. */
  readonly target: string;
  /** What is there when the plan is made; null for nothing. */
  readonly expected: string | null;
  /** What will be there; null where only carrying it out can tell. */
  readonly value: string | null;
  readonly state: LinkState;
  /** How often it was begun. */
  readonly attempts: number;
  /** The same through every try: what makes a lost answer recognisable. */
  readonly operationId: string;
  /** What came of it, in a few words: a version, an address, why it was left out. */
  readonly detail: string | null;
  /** Why it failed; null where it did not. */
  readonly problem: ReceiptProblem | null;
};

/**
 * The journal of one deployment, kept on this machine from before its first link until it is done or given up. What was asked for
 * stands in it whole, so that another process goes on with it. No secret is in it.
 */
export type Deployment = {
  readonly format: 1;
  readonly deploymentId: string;
  readonly title: string;
  readonly model: string;
  readonly alias: string;
  readonly actor: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** The command line that does the same. */
  readonly command: string;
  readonly request: DeploymentRequest;
  /** The files it was begun with. */
  readonly inputs: readonly InputDigest[];
  /** null until it is registered. */
  readonly version: string | null;
  /** One of each kind, in order. */
  readonly links: readonly DeploymentLink[];
};

/** Whether nothing is left to do for a link. Pure. */
export function isSettled({ state }: Pick<DeploymentLink, 'state'>): boolean {
  return state === 'done' || state === 'unchanged' || state === 'skipped';
}

/** The link of a kind. Pure. @throws BugError never in what was planned: each kind is there once */
export function getLink(links: readonly DeploymentLink[], kind: LinkKind): DeploymentLink {
  const found = links.find(link => link.kind === kind);
  if (found === undefined) throw new RangeError(`A deployment has no link ${kind}.`);
  return found;
}

/** The links with one of them changed. Pure. */
export function replaceLink(
  links: readonly DeploymentLink[],
  kind: LinkKind,
  change: Partial<Omit<DeploymentLink, 'kind'>>,
): readonly DeploymentLink[] {
  return links.map(link => (link.kind === kind ? { ...link, ...change } : link));
}
