import { expect, it } from 'vitest';
import type { DeploymentEnvironment } from '../../../src/core/apply/deployment-environment.ts';
import type { DeploymentReceipt } from '../../../src/core/deployment/deployment-receipt.ts';
import { type AppError, UnavailableError } from '../../../src/core/errors/app-error.ts';
import type { ModelHub } from '../../../src/core/ports/model-hub.ts';
import { loadDeployments } from '../../../src/core/session/load-deployments.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  deploy,
  goOn,
  openWorld,
  prepareWorld,
  requestOf,
} from '../../support/deployment/deployment-world.ts';
import { describeWorld } from '../../support/deployment/describe-world.ts';
import { createProofFileSystem } from '../../support/proof-size.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A deployment of what is registered, judged by nobody: until it stands published nothing is done. */
async function createUntouched(): Promise<{
  readonly open: () => Session;
  readonly request: ReturnType<typeof requestOf>;
  readonly root: string;
}> {
  const root = createTemporaryFolder();
  await prepareWorld(root);
  const open = () => openWorld(root, createProofFileSystem());
  await deploy(open(), requestOf(root));
  const subject = { at: 'registered', version: 'v2', results: undefined } as const;
  const publish = { repository: 'acme/staged', license: 'mit', publicBy: 'setting' } as const;
  return { root, open, request: requestOf(root, { alias: 'staging', subject, publish }) };
}

/** The session with a hub of which a call is another one, from the first link on. */
function withHub(session: Session, change: (hub: ModelHub) => Partial<ModelHub>): Session {
  const { deploying } = session;
  if (deploying === undefined) throw new Error('The world keeps deployments.');
  let opened = 0;
  const openDesk = async () => {
    const desk = await deploying.openDesk?.();
    if (desk === undefined) throw new Error('The world has a hub.');
    opened += 1;
    // The plan asks it first.
    return opened === 1 ? desk : { ...desk, hub: { ...desk.hub, ...change(desk.hub) } };
  };
  return { ...session, deploying: { ...deploying, openDesk } };
}

async function listKept(session: Session): Promise<readonly string[]> {
  return (await loadDeployments(session)).deployments.map(({ at }) => at);
}

/** Deploys with a hub that answers an error to its first question. */
async function deployFailing(error: AppError): Promise<{
  readonly receipt: DeploymentReceipt;
  readonly kept: readonly string[];
}> {
  const { open, request } = await createUntouched();
  const fail = async (): Promise<never> => {
    throw error;
  };
  const receipt = await deploy(
    withHub(open(), () => ({ findPublication: fail })),
    request,
  );
  return { receipt, kept: await listKept(open()) };
}

it.each(['network-failed', 'answer-damaged', 'answer-lost'] as const)(
  'a service that gives no answer (%s) leaves a deployment of which nothing is done in the journal',
  async code => {
    const { receipt, kept } = await deployFailing(new UnavailableError(code, 'The hub is silent.'));
    expect(receipt).toMatchObject({ problem: { code }, resume: expect.stringContaining('--resume') });
    expect(kept).toEqual(['cut-off']);
  },
);

it.each(['login-required', 'access-denied'] as const)(
  'one that is refused (%s) with nothing done leaves none',
  async code => {
    const { receipt, kept } = await deployFailing(new UnavailableError(code, 'The hub refuses.'));
    expect(receipt).toMatchObject({ outcome: 'refused', problem: { code }, resume: null });
    expect(kept).toEqual([]);
  },
);

/** Stops a deployment at a moment, and says how it ended. */
async function deployStopped(
  moment: (stop: AbortController) => {
    readonly hub?: (hub: ModelHub) => Partial<ModelHub>;
    readonly change?: Partial<DeploymentEnvironment>;
  },
): Promise<{
  readonly receipt: DeploymentReceipt;
  readonly kept: readonly string[];
  readonly told: readonly string[];
  readonly again: string;
}> {
  const { root, open, request } = await createUntouched();
  const stop = new AbortController();
  const { hub = () => ({}), change = {} } = moment(stop);
  const receipt = await deploy(withHub(open(), hub), request, { stop: stop.signal, ...change });
  const kept = await listKept(open());
  const { told } = await describeWorld(root);
  return { receipt, kept, told, again: (await goOn(open(), request)).outcome };
}

it('stopped between two links with nothing done it is kept, says so, and goes on', async () => {
  const { receipt, kept, again } = await deployStopped(stop => ({
    change: {
      onLink: ({ kind, state }) => {
        if (kind === 'gate' && state === 'skipped') stop.abort();
      },
    },
  }));
  expect(receipt).toMatchObject({
    outcome: 'refused',
    problem: { code: 'cancelled' },
    resume: `lastgood deploy --resume ${receipt.deploymentId}`,
  });
  expect([kept, again]).toEqual([['cut-off'], 'applied']);
});

it('stopped while the hub is asked it is kept, and the break is no mistake of ours', async () => {
  const { receipt, kept, again } = await deployStopped(stop => ({
    hub: () => ({
      findPublication: async () => {
        stop.abort();
        throw new DOMException('This operation was aborted', 'AbortError');
      },
    }),
  }));
  expect(receipt.problem).toMatchObject({ code: 'cancelled', message: 'Stopped on request at publish.' });
  expect([kept, again]).toEqual([['cut-off'], 'applied']);
});

it('stopped while it is published the hub is not asked once more, and nobody is told that it failed', async () => {
  let asked = 0;
  const { receipt, kept, told, again } = await deployStopped(stop => ({
    hub: hub => ({
      findPublication: async (...given) => {
        asked += 1;
        return await hub.findPublication(...given);
      },
      publish: async () => {
        stop.abort();
        throw new DOMException('This operation was aborted', 'AbortError');
      },
    }),
  }));
  expect(asked).toBe(1);
  expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'cancelled' } });
  expect(told).not.toContainEqual(expect.stringContaining('failed'));
  expect([kept, again]).toEqual([['cut-off'], 'applied']);
});
