import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DeploymentPlan } from '../../../src/core/deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../../../src/core/deployment/deployment-receipt.ts';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import {
  describeUnfinished,
  getDeployment,
  loadDeployments,
} from '../../../src/core/session/load-deployments.ts';
import { prepareAsked } from '../../../src/core/session/prepare-asked.ts';
import { prepareResumption } from '../../../src/core/session/prepare-resumption.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  deploy,
  goOn,
  openWorld,
  prepareWorld,
  requestOf,
  type WorldOptions,
} from '../../support/deployment/deployment-world.ts';
import { describeWorld } from '../../support/deployment/describe-world.ts';
import { writeResults } from '../../support/evidence-files.ts';
import { createProofFileSystem } from '../../support/proof-size.ts';
import { openRegistry, promote, rollBack, writeS0Version } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

type World = { readonly root: string; readonly open: (options?: WorldOptions) => Session };

async function createWorld(): Promise<World> {
  const root = createTemporaryFolder();
  await prepareWorld(root);
  return { root, open: options => openWorld(root, createProofFileSystem(), options) };
}

function statesOf({ links }: DeploymentReceipt): readonly string[] {
  return links.map(({ kind, state }) => `${kind} ${state}`);
}

const unreachable = () => new UnavailableError('network-failed', 'The hub does not answer.');

/** A world in which publishing has failed once. */
async function createUnpublished(): Promise<World & { readonly receipt: DeploymentReceipt }> {
  const world = await createWorld();
  const failing = world.open({ hubFault: call => (call === 'publish' ? unreachable() : undefined) });
  return { ...world, receipt: await deploy(failing, requestOf(world.root)) };
}

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
    const [finding] = describeUnfinished(await loadDeployments(open()));
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
  });
});

describe('resuming a deployment', () => {
  it('is refused when its weights are other ones now, with their path', async () => {
    const { root, open } = await createUnpublished();
    writeFileSync(join(root, 'inputs/tiny.gguf'), 'other weights');
    const receipt = await goOn(open(), requestOf(root));
    expect(receipt).toMatchObject({
      outcome: 'refused',
      problem: { code: 'deployment-changed', message: expect.stringContaining('tiny.gguf has other bytes') },
    });
    expect((await describeWorld(root)).live).toBe('v1');
  });

  it('does not care for results that are not read any more', async () => {
    const { root, open } = await createUnpublished();
    rmSync(join(root, 'inputs/results'), { recursive: true });
    expect(await goOn(open(), requestOf(root))).toMatchObject({ outcome: 'applied' });
  });

  it('by two at once: one carries it on, the other is told', async () => {
    const { root, open } = await createUnpublished();
    const receipts = await Promise.all([goOn(open(), requestOf(root)), goOn(open(), requestOf(root))]);
    expect(receipts.map(({ outcome }) => outcome).toSorted()).toEqual(['applied', 'refused']);
    const refused = receipts.find(({ outcome }) => outcome === 'refused');
    expect(['deployment-running', 'deployment-not-found']).toContain(refused?.problem?.code);
    expect((await describeWorld(root)).entries).toHaveLength(4);
  });

  it('never promotes a second time what was rolled back meanwhile', async () => {
    const { root, open } = await createWorld();
    const stop = new AbortController();
    const receipt = await deploy(open(), requestOf(root), {
      stop: stop.signal,
      onLink: ({ kind, state }) => {
        if (kind === 'promote' && state === 'done') stop.abort();
      },
    });
    expect(receipt).toMatchObject({ outcome: 'partial' });
    await rollBack(openRegistry(join(root, 'registry')), 'rag', 'v1');
    const again = await goOn(open(), requestOf(root));
    expect(again).toMatchObject({ outcome: 'applied' });
    const end = await describeWorld(root);
    expect([end.live, end.told]).toEqual(['v1', ['runs: deployed v2, done', 'tickets: deployed v2, done']]);
  });

  it('is over when somebody else moves the alias right before the promotion: it stays registered, with nothing to resume', async () => {
    const { root, open } = await createWorld();
    writeS0Version(join(root, 'registry'), 'rag', 2);
    const other = openRegistry(join(root, 'registry'), { actor: 'ben' });
    const receipt = await deploy(open(), requestOf(root), {
      findObjection: async () => {
        await promote(other, 'rag', 'v2');
        return undefined;
      },
    });
    expect(receipt).toMatchObject({
      outcome: 'refused',
      resume: null,
      problem: {
        code: 'moved-meanwhile',
        message: expect.stringContaining('v3 stays registered; it is published in acme/rag, and not live'),
        hint: expect.stringContaining('lastgood deploy rag v3 --to latest --dry-run'),
      },
    });
    expect(await describeWorld(root)).toMatchObject({ live: 'v2', left: [] });
  });

  it('over a move that somebody else made since is refused, and says who, when and what to do', async () => {
    const { root, open, receipt } = await createUnpublished();
    const ben = openRegistry(join(root, 'registry'), { actor: 'ben' });
    writeS0Version(join(root, 'registry'), 'rag', 3);
    await promote(ben, 'rag', 'v3');
    const plan = await planResumption(open());
    const [blocker, ...others] = plan.blockers;
    expect(others).toEqual([]);
    expect(blocker).toMatchObject({ code: 'deployment-overtaken' });
    expect(blocker?.message).toMatch(
      /^rag@latest is v3 now: ben moved it \d{4}-\S+Z\. It was v1 when this deployment was begun\.$/,
    );
    expect(blocker?.hint).toContain(`lastgood deploy --abandon ${receipt.deploymentId}`);
    expect((await describeWorld(root)).live).toBe('v3');
  });

  it('goes on when what was live at its beginning is live again, unless its own version was taken back', async () => {
    const { root, open } = await createUnpublished();
    const ben = openRegistry(join(root, 'registry'), { actor: 'ben' });
    await promote(ben, 'rag', 'v2');
    expect((await planResumption(open())).blockers).toEqual([]);
    await rollBack(ben, 'rag', 'v1');
    const [blocker] = (await planResumption(open())).blockers;
    expect(blocker?.message).toContain('ben rolled it back');
    expect(blocker?.message).toContain('v2 was live since this deployment was begun, and was taken back');
  });

  it('long after it was judged judges it again first, and says of no link that it failed', async () => {
    const { root, open } = await createUnpublished();
    const later = new Date(Date.now() + 400 * 24 * 60 * 60 * 1000).toISOString();
    const seen: string[] = [];
    const receipt = await goOn(
      open({ change: session => ({ ...session, now: () => later }) }),
      requestOf(root),
      { onLink: ({ kind, state, detail }) => seen.push(`${kind} ${state} ${detail ?? ''}`) },
    );
    expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
    expect(seen.filter(line => line.includes('failed'))).toEqual([]);
    expect(seen).toContainEqual(
      expect.stringMatching(/^promote waiting it is judged again first: .*too old$/),
    );
  });

  it('that is asked for by the same command after others moved is planned anew, and gives the earlier one up', async () => {
    const { root, open, receipt } = await createUnpublished();
    const ben = openRegistry(join(root, 'registry'), { actor: 'ben' });
    writeS0Version(join(root, 'registry'), 'rag', 3);
    await promote(ben, 'rag', 'v3');
    const plan = await prepareAsked(open(), requestOf(root));
    expect(plan).toMatchObject({ begun: 'new', blockers: [], confirmation: { text: 'rag@latest' } });
    expect(plan.deploymentId).not.toBe(receipt.deploymentId);
    expect(plan.warnings).toEqual(
      expect.arrayContaining([
        expect.stringContaining('is not carried on. rag@latest is v3 now'),
        'latest is v3 now: what is live changes.',
      ]),
    );
  });
});

/** What carrying on the only deployment that was cut off would do. */
async function planResumption(session: Session): Promise<DeploymentPlan> {
  return await prepareResumption(session, getDeployment(await loadDeployments(session), undefined));
}
