import { type Deployment, type DeploymentLink, linkKinds } from '../../src/core/deployment/deployment.ts';
import type { DeploymentPlan } from '../../src/core/deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../../src/core/deployment/deployment-receipt.ts';
import type { DeploymentRequest } from '../../src/core/deployment/deployment-request.ts';

/** support-rag v3 to latest, published first. */
export const sampleRequest: DeploymentRequest = {
  model: 'support-rag',
  alias: 'latest',
  subject: { at: 'registered', version: 'v3', results: undefined },
  reason: 'INC-42',
  gate: 'as-bound',
  publish: { repository: 'acme/support-rag', publicBy: 'setting' },
};

const targets: Readonly<Record<DeploymentLink['kind'], Partial<DeploymentLink>>> = {
  register: { target: 'support-rag', state: 'skipped', detail: 'it is registered already' },
  gate: { target: 'rag', value: 'PASS' },
  publish: { target: 'acme/support-rag', value: 'v3' },
  promote: { target: 'support-rag@latest', expected: 'v2', value: 'v3' },
  track: { target: 'nobody', state: 'skipped', detail: 'no channel is configured for it' },
  notify: { target: 'tickets, mail', value: 'deployed' },
};

/** The six links before anything is done, with what a test changes of some. */
export function sampleLinks(
  changes: Partial<Record<DeploymentLink['kind'], Partial<DeploymentLink>>> = {},
): readonly DeploymentLink[] {
  return linkKinds.map(kind => ({
    kind,
    ...{ target: '', expected: null, value: null, state: 'waiting', attempts: 0 },
    ...{ operationId: `operation-${kind}`, detail: null, problem: null },
    ...targets[kind],
    ...changes[kind],
  }));
}

const named = {
  deploymentId: '6f1c7a52-4f0e-4b7e-9a51-000000000042',
  title: 'Deploy support-rag v3 to latest',
  model: 'support-rag',
  alias: 'latest',
  actor: 'ada@example.com',
  command: 'lastgood deploy support-rag v3 --hub acme/support-rag --reason INC-42',
} as const;

/** A plan of it, with what a test changes. */
export function sampleDeploymentPlan(changes: Partial<DeploymentPlan> = {}): DeploymentPlan {
  return {
    ...named,
    ...{ request: sampleRequest, begun: 'new', links: sampleLinks(), blockers: [], changes: true },
    warnings: ['latest is v2 now: what is live changes.'],
    notUndone: ['requests already answered', 'what is published stays published'],
    confirmation: {
      kind: 'typed',
      text: 'support-rag@latest',
      why: 'moving a protected alias must be confirmed',
    },
    ...changes,
  };
}

/** It, cut off while it was published. */
export function sampleDeployment(changes: Partial<Deployment> = {}): Deployment {
  return {
    ...named,
    ...{
      format: 1,
      startedAt: '2026-11-21T08:40:00.000Z',
      request: sampleRequest,
      inputs: [],
      version: 'v3',
    },
    links: sampleLinks({ gate: { state: 'done', detail: 'PASS by rag' }, publish: { state: 'running' } }),
    ...changes,
  };
}

/** How it ended where the hub had no room. */
export const partialReceipt: DeploymentReceipt = {
  ...named,
  outcome: 'partial',
  version: 'v3',
  links: sampleLinks({
    gate: { state: 'done', detail: 'PASS by rag' },
    publish: {
      state: 'failed',
      problem: { code: 'disk-full', message: 'The hub has no room left.', hint: 'Free some space there.' },
    },
  }),
  receipts: {},
  problem: { code: 'disk-full', message: 'The hub has no room left.', hint: 'Free some space there.' },
  notices: [],
  resume: `lastgood deploy --resume ${named.deploymentId}`,
};
