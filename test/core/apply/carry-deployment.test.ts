import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import { describeUnfinished, loadDeployments } from '../../../src/core/session/load-deployments.ts';
import { prepareDeployment } from '../../../src/core/session/prepare-deployment.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  createUnpublished,
  createWorld,
  statesOf,
  unreachable,
} from '../../support/deployment/create-world.ts';
import { deploy, goOn, requestOf } from '../../support/deployment/deployment-world.ts';
import { describeWorld } from '../../support/deployment/describe-world.ts';
import { writeResults } from '../../support/evidence-files.ts';

describe('a deployment', () => {
  it('registers, judges, publishes, promotes and tells, each once and in this order', async () => {
    const { root, open } = await createWorld();
    const receipt = await deploy(open(), requestOf(root));
    expect(statesOf(receipt)).toEqual([
      ...['register done', 'gate done', 'publish done', 'promote done', 'track done', 'notify done'],
    ]);
    expect(receipt).toMatchObject({ outcome: 'applied', version: 'v2', resume: null, problem: undefined });
    expect(await describeWorld(root)).toEqual({
      live: 'v2',
      pointer: 'rag_v2',
      versions: ['v1', 'v2'],
      entries: [
        'register, registered v2',
        'gate, gated v2',
        'describe, published v2',
        'promote, latest v1 to v2, digest v2',
      ],
      hub: ['acme__rag/commit-1.json', 'acme__rag/repository.json', 'acme__rag/tag-v2.json'],
      told: ['runs: deployed v2, done', 'tickets: deployed v2, done'],
      left: [],
    });
  });

  it('asked for again when all is done does nothing and tells nobody', async () => {
    const { root, open } = await createWorld();
    await deploy(open(), requestOf(root));
    const before = await describeWorld(root);
    const receipt = await deploy(open(), requestOf(root));
    expect(receipt).toMatchObject({ outcome: 'unchanged', version: 'v2' });
    expect(await describeWorld(root)).toEqual(before);
  });

  it('whose publication fails leaves production where it is, says so to others, and keeps what to go on with', async () => {
    const { root, open, receipt } = await createUnpublished();
    expect(receipt).toMatchObject({
      outcome: 'partial',
      version: 'v2',
      problem: { code: 'network-failed' },
      resume: `lastgood deploy --resume ${receipt.deploymentId}`,
    });
    expect(statesOf(receipt).slice(1, 4)).toEqual(['gate done', 'publish failed', 'promote waiting']);
    const end = await describeWorld(root);
    expect([end.live, end.told]).toEqual([
      'v1',
      ['runs: failed v2, not-done', 'tickets: failed v2, not-done'],
    ]);
    const [finding] = describeUnfinished(await loadDeployments(open()), new Map());
    expect(finding).toMatchObject({
      state: 'needs-decision',
      message: expect.stringMatching(/went no further than publish: The hub does not answer/),
    });
  });

  it('that failed twice at the same link tells of it once', async () => {
    const { root, open } = await createUnpublished();
    await goOn(open({ hubFault: unreachable }), requestOf(root));
    expect((await describeWorld(root)).told).toHaveLength(2);
  });

  it('whose publication is gone when it is to be promoted publishes again when it is resumed', async () => {
    const { root, open } = await createWorld();
    const receipt = await deploy(open(), requestOf(root), {
      findObjection: async () => {
        rmSync(join(root, 'hub/acme__rag/tag-v2.json'));
        return undefined;
      },
    });
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'publication-conflict' } });
    expect(statesOf(receipt).slice(2, 4)).toEqual(['publish waiting', 'promote failed']);
    expect((await describeWorld(root)).live).toBe('v1');
    expect(await goOn(open(), requestOf(root))).toMatchObject({ outcome: 'applied', version: 'v2' });
    expect((await describeWorld(root)).hub).toContain('acme__rag/tag-v2.json');
  });

  it('of a version that the gate refuses is not begun: nothing is registered', async () => {
    const { root, open } = await createWorld();
    writeResults(join(root, 'inputs/results'), { main: { groundedness: 1 } });
    await expect(deploy(open(), requestOf(root))).rejects.toThrow('gate-not-passed');
    expect((await describeWorld(root)).versions).toEqual(['v1']);
  });

  it('that the gate refuses after it registered ends there: published nowhere, not live, nothing to resume', async () => {
    const { root, open } = await createWorld();
    const session = open();
    const { writer } = session.registry;
    const worse: Session = {
      ...session,
      registry: {
        ...session.registry,
        writer: {
          ...writer,
          addVersion: async (...given) => {
            const added = await writer.addVersion(...given);
            writeResults(join(root, 'inputs/results'), { main: { groundedness: 1 } });
            return added;
          },
        },
      },
    };
    const receipt = await deploy(worse, requestOf(root));
    expect(receipt).toMatchObject({
      outcome: 'refused',
      version: 'v2',
      resume: null,
      problem: { code: 'gate-not-passed', message: expect.stringContaining('v2 stays registered') },
    });
    const end = await describeWorld(root);
    expect(end).toMatchObject({ live: 'v1', versions: ['v1', 'v2'], hub: [], left: [] });
    expect(end.told).toEqual(['tickets: refused v2, not-done']);
  });

  it('stops between two links when it is told to, and goes on later', async () => {
    const { root, open } = await createWorld();
    const stop = new AbortController();
    const receipt = await deploy(open(), requestOf(root), {
      stop: stop.signal,
      onLink: ({ kind, state }) => {
        if (kind === 'gate' && state === 'done') stop.abort();
      },
    });
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'cancelled' } });
    expect(statesOf(receipt).slice(1, 3)).toEqual(['gate done', 'publish waiting']);
    expect((await describeWorld(root)).told).toEqual([]);
    expect(await goOn(open(), requestOf(root))).toMatchObject({ outcome: 'applied' });
  });

  it('does not fail because nobody could be told', async () => {
    const { root, open } = await createWorld();
    const full = async (): Promise<never> => {
      throw new UnavailableError('outbox-full', 'The outbox is full.');
    };
    const session = open();
    const { telling } = session;
    const receipt = await deploy(
      { ...session, telling: telling && { ...telling, outbox: { ...telling.outbox, put: full } } },
      requestOf(root),
    );
    expect(receipt).toMatchObject({
      outcome: 'applied',
      notices: expect.arrayContaining(['Not told to tickets: The outbox is full.']),
    });
    expect(receipt.links.slice(4)).toMatchObject([
      { kind: 'track', state: 'skipped', detail: 'not told to runs' },
      { kind: 'notify', state: 'skipped', detail: 'not told to tickets' },
    ]);
  });
});

describe('a deployment of what is live already', () => {
  it('does nothing, whatever would have stood in its way', async () => {
    const { root, open } = await createWorld();
    await deploy(open(), requestOf(root));
    const plan = await prepareDeployment(open(), requestOf(root, { gate: 'overridden', reason: '' }));
    expect(plan).toMatchObject({
      changes: false,
      blockers: [],
      title: 'rag v2 is deployed to latest already',
    });
  });

  it('publishes it again where it is gone, asks no gate for it, and tells nobody of a move', async () => {
    const { root, open } = await createWorld();
    await deploy(open(), requestOf(root));
    const { told } = await describeWorld(root);
    rmSync(join(root, 'hub/acme__rag'), { recursive: true });
    const plan = await prepareDeployment(open(), requestOf(root));
    expect(plan.confirmation).toEqual({ kind: 'yes' });
    const receipt = await deploy(open(), requestOf(root));
    expect(statesOf(receipt)).toEqual([
      ...['register unchanged', 'gate skipped', 'publish done', 'promote unchanged', 'track skipped'],
      'notify skipped',
    ]);
    expect(receipt.links[1]?.detail).toBe('v2 is live already: it is not judged again');
    expect((await describeWorld(root)).told).toEqual(told);
  });
});
