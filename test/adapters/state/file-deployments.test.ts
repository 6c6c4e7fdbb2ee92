import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import type { DeploymentPlace } from '../../../src/adapters/state/deployment-place.ts';
import { createFileDeployments } from '../../../src/adapters/state/file-deployments.ts';
import { makePrivateFolder } from '../../../src/adapters/state/state-folder.ts';
import { type Deployment, linkKinds } from '../../../src/core/deployment/deployment.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const gone = { host: hostname(), processId: 2 ** 22 + 7, processIdentity: 'gone' };

function placeIn(folder: string, change: Partial<DeploymentPlace> = {}): DeploymentPlace {
  return {
    ...{ fileSystem: createNodeFileSystem(), folder, createId: randomUUID, now: Date.now },
    makeFolder: () => makePrivateFolder(folder),
    ...change,
  };
}

function deploymentOf(deploymentId: string, startedAt = '2026-11-21T03:00:00.000Z'): Deployment {
  return {
    format: 1,
    deploymentId,
    title: 'Deploy tiny-llm v2 to latest',
    model: 'tiny-llm',
    alias: 'latest',
    actor: 'anna',
    startedAt,
    command: 'lastgood deploy tiny-llm v2',
    request: {
      ...{ model: 'tiny-llm', alias: 'latest', reason: '', gate: 'as-bound' },
      subject: { at: 'registered', version: 'v2', results: undefined },
    },
    inputs: [],
    version: 'v2',
    links: linkKinds.map(kind => ({
      ...{ kind, target: 'tiny-llm', expected: null, value: 'v2', state: 'waiting', attempts: 0 },
      ...{ operationId: `operation-${kind}`, detail: null, problem: null },
    })),
  };
}

describe('the journal of deployments on this machine', () => {
  it('keeps what was begun whole, for its owner only, until it is removed', async () => {
    const folder = join(createTemporaryFolder(), 'deployments/key');
    const journal = createFileDeployments(placeIn(folder));
    expect(await journal.list()).toEqual({ deployments: [], unreadable: [] });
    const deployment = deploymentOf('d-1');
    const held = await journal.begin(deployment);
    expect((await journal.list()).deployments).toEqual([{ deployment, at: 'running' }]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'd-1.json')).mode & 0o777).toBe(0o600);
    await held.save({ ...deployment, version: 'v3' });
    await held.release();
    expect((await journal.list()).deployments).toMatchObject([
      { deployment: { version: 'v3' }, at: 'cut-off' },
    ]);
    const claim = await journal.claim('d-1');
    expect(claim.outcome).toBe('claimed');
    if (claim.outcome === 'claimed') await claim.held.remove();
    expect(readdirSync(folder)).toEqual([]);
    expect(await journal.claim('d-1')).toEqual({ outcome: 'missing' });
  });

  it('lists the oldest first, and tells apart what cannot be read', async () => {
    const folder = createTemporaryFolder();
    const journal = createFileDeployments(placeIn(folder));
    await journal.begin(deploymentOf('b', '2026-11-21T03:00:00.000Z'));
    await journal.begin(deploymentOf('a', '2026-11-22T03:00:00.000Z'));
    writeFileSync(join(folder, 'torn.json'), '{"format":1,"deploymentId":"to');
    writeFileSync(join(folder, 'newer.json'), JSON.stringify({ ...deploymentOf('newer'), format: 2 }));
    writeFileSync(join(folder, 'c.json'), JSON.stringify(deploymentOf('of-another-name')));
    mkdirSync(join(folder, 'folder.json'));
    const { deployments, unreadable } = await journal.list();
    expect(deployments.map(({ deployment }) => deployment.deploymentId)).toEqual(['b', 'a']);
    expect(unreadable).toEqual(
      ['c', 'folder', 'newer', 'torn'].map(id => ({ deploymentId: id, path: join(folder, `${id}.json`) })),
    );
  });

  it('drops what cannot be read, and nothing else', async () => {
    const folder = createTemporaryFolder();
    const journal = createFileDeployments(placeIn(folder));
    await journal.begin(deploymentOf('d-1'));
    writeFileSync(join(folder, 'torn.json'), '{"format":1,"deploymentId":"to');
    const dropped = [];
    for (const id of ['torn', 'torn', 'd-1', '../secrets']) dropped.push(await journal.discard(id));
    expect(dropped).toEqual([true, false, false, false]);
    expect((await journal.list()).unreadable).toEqual([]);
    expect((await journal.list()).deployments).toHaveLength(1);
  });

  it('says where something stands in its way that no deployment can be kept in', async () => {
    const root = createTemporaryFolder();
    writeFileSync(join(root, 'state'), '');
    const journal = createFileDeployments(placeIn(join(root, 'state', 'deployments', 'key')));
    await expect(journal.list()).rejects.toMatchObject({ code: 'file-system-failed' });
  });

  it('gives one to a single process: another is told who has it, and gets it when that one is gone', async () => {
    const folder = createTemporaryFolder();
    const dead = createFileDeployments(placeIn(folder, { owner: gone }));
    await dead.begin(deploymentOf('d-1'));
    const living = createFileDeployments(placeIn(folder));
    expect((await living.list()).deployments).toMatchObject([{ at: 'cut-off' }]);
    const claims = await Promise.all([1, 2, 3].map(() => living.claim('d-1')));
    expect(claims.map(({ outcome }) => outcome).toSorted()).toEqual(['claimed', 'taken', 'taken']);
    expect(claims.find(({ outcome }) => outcome === 'taken')).toMatchObject({
      by: { processId: process.pid },
    });
  });

  it('takes one from another machine only after a while: its process cannot be asked', async () => {
    const folder = createTemporaryFolder();
    const there = { ...gone, host: 'another-machine' };
    await createFileDeployments(placeIn(folder, { owner: there })).begin(deploymentOf('d-1'));
    const soon = createFileDeployments(placeIn(folder));
    expect(await soon.claim('d-1')).toMatchObject({ outcome: 'taken', by: { host: 'another-machine' } });
    const later = createFileDeployments(placeIn(folder, { now: () => Date.now() + 16 * 60_000 }));
    expect(await later.claim('d-1')).toMatchObject({ outcome: 'claimed' });
  });

  it('gives what a loss of power left unwritten to whoever comes after it', async () => {
    const folder = createTemporaryFolder();
    const journal = createFileDeployments(placeIn(folder, { now: () => Date.now() + 11_000 }));
    await (await journal.begin(deploymentOf('d-1'))).release();
    writeFileSync(join(folder, 'd-1.claim.1'), '');
    expect(await journal.claim('d-1')).toMatchObject({ outcome: 'claimed' });
  });

  it('is asked for no name that leads elsewhere', async () => {
    const journal = createFileDeployments(placeIn(createTemporaryFolder()));
    expect(await journal.claim('../secrets')).toEqual({ outcome: 'missing' });
  });
});
