import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createPublicationFiles } from '../../../src/adapters/hub/publication-files.ts';
import { createFileOutbox } from '../../../src/adapters/outbox/file-outbox.ts';
import { createFileDeployments } from '../../../src/adapters/state/file-deployments.ts';
import { hashInput } from '../../../src/adapters/state/hash-input.ts';
import { carryDeployment } from '../../../src/core/apply/carry-deployment.ts';
import type { DeploymentEnvironment } from '../../../src/core/apply/deployment-environment.ts';
import { confirmDeployment, type DeploymentPlan } from '../../../src/core/deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../../../src/core/deployment/deployment-receipt.ts';
import type { DeploymentRequest } from '../../../src/core/deployment/deployment-request.ts';
import type { EventKind } from '../../../src/core/events/event.ts';
import type { Channel } from '../../../src/core/ports/channel.ts';
import type { FileSystem } from '../../../src/core/ports/file-system.ts';
import { loadDeployments } from '../../../src/core/session/load-deployments.ts';
import { prepareDeployment } from '../../../src/core/session/prepare-deployment.ts';
import { prepareResumption } from '../../../src/core/session/prepare-resumption.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { bindPolicy, writeResults } from '../evidence-files.ts';
import { openRegistry, promote, writeS0Registry } from '../registry-rig.ts';
import { createFileHub, type HubFault } from './file-hub.ts';

/** The model of the world; v1 of it is live. */
export const deployedModel = 'rag';

/** A process that is not there any more: what it had can be taken. */
const goneOwner = { host: hostname(), processId: 2 ** 22 + 7, processIdentity: 'gone' };

/** What a process of the world is opened with. */
export type WorldOptions = {
  /** Whether this one is about to be killed: another one takes what it has. */
  readonly dies?: boolean;
  readonly hubFault?: HubFault;
  readonly actor?: string;
  readonly change?: (session: Session) => Session;
};

/** Fills an empty folder: a registry with v1 live, weights and results of a candidate, places for the journal, the outbox and the hub. */
export async function prepareWorld(root: string): Promise<void> {
  for (const name of ['registry', 'inputs', 'state', 'outbox', 'hub']) mkdirSync(join(root, name));
  writeS0Registry(join(root, 'registry'), deployedModel, 1);
  writeFileSync(join(root, 'inputs/tiny.gguf'), 'GGUF of the candidate');
  writeResults(join(root, 'inputs/results'));
  const session = openRegistry(join(root, 'registry'));
  await promote(session, deployedModel, 'v1', 'canary');
}

/** A process in the world: a registry, a journal, an outbox and a hub, all through one file system. */
export function openWorld(root: string, fileSystem: FileSystem, options: WorldOptions = {}): Session {
  const policies = bindPolicy('rag');
  const base = openRegistry(join(root, 'registry'), { fileSystem, policies, actor: options.actor ?? 'anna' });
  const place = (name: string) => ({
    ...{ fileSystem, folder: join(root, name), createId: randomUUID, now: Date.now },
    makeFolder: async () => undefined,
  });
  const { dies = false, change = session => session } = options;
  return change({
    ...base,
    telling: {
      outbox: createFileOutbox(place('outbox')),
      channels: [channelOf('runs', 'tracking', ['deployed', 'failed']), channelOf('tickets', 'notification')],
      unready: [],
      keptBecause: undefined,
    },
    deploying: {
      journal: createFileDeployments({ ...place('state'), owner: dies ? goneOwner : undefined }),
      hashFile: hashInput,
      openDesk: async () => ({
        hub: createFileHub(fileSystem, join(root, 'hub'), options.hubFault),
        files: createPublicationFiles(),
        settings: [],
      }),
    },
  });
}

/** What is asked for in the world: the candidate registered, judged, published, promoted and told of. */
export function requestOf(root: string, change: Partial<DeploymentRequest> = {}): DeploymentRequest {
  const results = join(root, 'inputs/results');
  return {
    model: deployedModel,
    alias: 'latest',
    subject: {
      at: 'new',
      registration: {
        model: deployedModel,
        version: undefined,
        weights: { at: 'local', path: join(root, 'inputs/tiny.gguf') },
        evidence: [
          { role: 'eval_summary', name: 'summary.json', path: join(results, 'core_eval_main/summary.json') },
          {
            role: 'bias_report',
            name: 'bias_report.json',
            path: join(results, 'core_eval_slices/bias_report.json'),
          },
          {
            role: 'smoke_summary',
            name: 'smoke_summary.json',
            path: join(results, 'smoke_test_main/summary.json'),
          },
        ],
        resultsPath: results,
        configuration: null,
        parent: undefined,
        notes: undefined,
        tags: [],
      },
    },
    reason: 'INC-7: the candidate',
    gate: 'as-bound',
    publish: { repository: 'acme/rag', license: 'mit', publicBy: 'setting' },
    ...change,
  };
}

/** Begins a deployment, confirmed. Throws the first blocker when something is in the way. */
export async function deploy(
  session: Session,
  request: DeploymentRequest,
  change: Partial<DeploymentEnvironment> = {},
): Promise<DeploymentReceipt> {
  return await carry(session, await prepareDeployment(session, request), change);
}

/** Carries the only deployment on that was cut off; where none was, gives the same command again. */
export async function goOn(
  session: Session,
  request: DeploymentRequest,
  change: Partial<DeploymentEnvironment> = {},
): Promise<DeploymentReceipt> {
  const { deployments } = await loadDeployments(session);
  const cutOff = deployments.find(({ at }) => at === 'cut-off')?.deployment;
  if (cutOff === undefined) return await deploy(session, request, change);
  return await carry(session, await prepareResumption(session, cutOff), change);
}

/** Carries a plan out as if it had been confirmed. Throws the first blocker when something is in the way. */
export async function carry(
  session: Session,
  plan: DeploymentPlan,
  change: Partial<DeploymentEnvironment>,
): Promise<DeploymentReceipt> {
  const confirmed = confirmDeployment(plan);
  const { deploying } = session;
  if (confirmed === undefined || deploying === undefined)
    throw new Error(plan.blockers.map(({ code, message }) => `${code}: ${message}`).join(' '));
  return await carryDeployment(confirmed, { session, deploying, ...change });
}

/** A channel that is told and sends nothing. */
function channelOf(name: string, use: Channel['use'], kinds: readonly EventKind[] = allKinds): Channel {
  return {
    ...{ name, use, kinds: new Set(kinds) },
    deliver: async () => ({ outcome: 'delivered', reference: null }),
    examine: async () => ({
      ...{ name, place: null, state: 'ready', identity: null },
      ...{ may: [], missing: [] },
    }),
  };
}

const allKinds = ['deployed', 'promoted', 'failed', 'refused'] as const;
