import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DeploymentPlan } from '../../../src/core/deployment/deployment-plan.ts';
import { getDeployment, loadDeployments } from '../../../src/core/session/load-deployments.ts';
import { prepareAsked } from '../../../src/core/session/prepare-asked.ts';
import { prepareDeployment } from '../../../src/core/session/prepare-deployment.ts';
import { prepareResumption } from '../../../src/core/session/prepare-resumption.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { createUnpublished, createWorld } from '../../support/deployment/create-world.ts';
import { carry, deploy, goOn, requestOf } from '../../support/deployment/deployment-world.ts';
import { describeWorld } from '../../support/deployment/describe-world.ts';
import { openRegistry, promote, rollBack, writeS0Version } from '../../support/registry-rig.ts';

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

  it('says what its first plan said: which model the old tools are served now, and what stays published', async () => {
    const { root, open } = await createUnpublished();
    const registry = join(root, 'registry');
    writeS0Version(registry, 'free', 1);
    await promote(openRegistry(registry), 'free', 'v1');
    const [kept] = (await loadDeployments(open())).deployments;
    if (kept === undefined) throw new Error('nothing was begun');
    const plan = await prepareResumption(open(), kept.deployment);
    expect(plan.warnings.join()).toContain('serves free v1 to the old tools');
    expect(plan.notUndone).toContain('what is published stays published');
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

  it('that is asked for by the same command after others moved is planned anew, and the earlier one is dropped', async () => {
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
    const anew = await deploy(open(), requestOf(root));
    expect(anew).toMatchObject({ outcome: 'applied', version: 'v2', title: 'Deploy rag v2 to latest' });
    expect(anew.notices).toEqual([
      expect.stringMatching(`^The deployment ${receipt.deploymentId}, .* has nothing left to do`),
    ]);
    expect((await describeWorld(root)).left).toEqual([]);
  });

  it('sends nothing where everybody can read it and that was not confirmed', async () => {
    const { root, open } = await createWorld();
    const session = open();
    const publish = {
      repository: 'acme/rag',
      license: 'mit',
      publicBy: 'setting',
      visibility: 'public',
    } as const;
    const plan = await prepareDeployment(session, requestOf(root, { publish }));
    expect(plan.confirmation).toMatchObject({ text: 'rag@latest,acme/rag' });
    const confirmation = { kind: 'typed', text: 'rag@latest', why: '' } as const;
    const receipt = await carry(session, { ...plan, confirmation }, {});
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'confirmation-required' } });
    expect((await describeWorld(root)).live).toBe('v1');
    expect(await goOn(open(), requestOf(root))).toMatchObject({ outcome: 'applied' });
  });

  it('is left alone by another one that did not publish where it was to be published', async () => {
    const { root, open, receipt } = await createUnpublished();
    expect(await deploy(open(), requestOf(root, { publish: undefined }))).toMatchObject({
      outcome: 'applied',
    });
    expect((await describeWorld(root)).left).toEqual([`${receipt.deploymentId}.json`]);
  });
});

/** What carrying on the only deployment that was cut off would do. */
async function planResumption(session: Session): Promise<DeploymentPlan> {
  return await prepareResumption(session, getDeployment(await loadDeployments(session), undefined));
}
