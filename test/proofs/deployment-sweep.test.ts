import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LinkKind } from '../../src/core/deployment/deployment.ts';
import { type AppError, ConflictError, UnavailableError } from '../../src/core/errors/app-error.ts';
import type { Session } from '../../src/core/session/session.ts';
import {
  deploy,
  deployedModel,
  goOn,
  openWorld,
  prepareWorld,
  requestOf,
} from '../support/deployment/deployment-world.ts';
import { describeWorld, isSafe, type WorldEnd } from '../support/deployment/describe-world.ts';
import { createFaultyFileSystem } from '../support/faulty-file-system.ts';
import { createProofFileSystem, isWholeProof } from '../support/proof-size.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const deploymentProcess = join(import.meta.dirname, '../support/deployment/deployment-process.ts');

/** A world to begin in, and what becomes of it when nothing goes wrong. */
type Template = {
  /** Another world like it: paths of the inputs stand in the request, so each has its own. */
  readonly copy: () => string;
  readonly undisturbed: WorldEnd;
  /** The changing calls of an undisturbed run. */
  readonly calls: readonly string[];
};

let template: Template;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lastgood-deployments-'));
  await prepareWorld(folder);
  const copyTo = (root: string): string => {
    cpSync(folder, root, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    return root;
  };
  const root = copyTo(mkdtempSync(join(tmpdir(), 'lastgood-undisturbed-')));
  const run = createFaultyFileSystem(createProofFileSystem(), root, { fault: 'none' });
  const receipt = await deploy(openWorld(root, run.fileSystem), requestOf(root));
  expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
  template = {
    copy: () => copyTo(createTemporaryFolder()),
    undisturbed: await describeWorld(root),
    calls: run.calls(),
  };
  return () => {
    for (const made of [folder, root]) rmSync(made, { recursive: true, force: true });
  };
});

/** The changing calls after which a process is killed: what is only synced is the same world. */
function listInstants({ calls }: Template): readonly number[] {
  const changing = calls.flatMap((call, index) => (/^sync-/.test(call) ? [] : [index + 1]));
  // `npm test` leaves out every second one; those of the hub and the history are all tried.
  return isWholeProof
    ? changing
    : changing.filter((at, index) => index % 2 === 0 || /hub|history|latest/.test(calls[at - 1] ?? ''));
}

describe('a deployment of six links', () => {
  it('killed after any of its steps ends, resumed, as if nothing had happened, and nothing is done twice', async () => {
    const failures: string[] = [];
    const { calls, undisturbed } = template;
    let killed = 0;
    for (const at of listInstants(template)) {
      const root = template.copy();
      const where = `killed after ${at} (${calls[at - 1]})`;
      const run = createFaultyFileSystem(createProofFileSystem(), root, {
        fault: 'crash',
        at,
        when: 'after',
      });
      await deploy(openWorld(root, run.fileSystem, { dies: true }), requestOf(root)).catch(() => undefined);
      // A folder that was there already is no step: that run goes on to its end, and the same command again does nothing.
      if (run.hasCrashed()) killed += 1;
      if (!isSafe(root)) failures.push(`${where}: production points to what is not published`);
      const receipt = await goOn(openWorld(root, createProofFileSystem()), requestOf(root));
      if (receipt.problem !== undefined) failures.push(`${where}: ${receipt.problem.message}`);
      const end = await describeWorld(root);
      if (JSON.stringify(end) !== JSON.stringify(undisturbed))
        failures.push(`${where}: ${JSON.stringify(end)}`);
    }
    expect(failures).toEqual([]);
    expect(killed).toBeGreaterThan(40);
  });

  it.each([
    { after: /rename .* -> registry\/rag_v2$/, journal: 'kept' },
    { after: /hub\/acme__rag\/commit-1/, journal: 'kept' },
    { after: /hub\/acme__rag\/tag-v2/, journal: 'lost' },
    { after: /rename .*registry\/rag_latest/, journal: 'kept' },
  ])('in a process that is really killed after $after, its journal $journal', async ({ after, journal }) => {
    const { copy, undisturbed, calls } = template;
    const root = copy();
    const at = calls.findIndex(call => after.test(call)) + 1;
    expect(at, calls.join('\n')).toBeGreaterThan(0);
    const killed = spawnSync(process.execPath, [deploymentProcess, root, String(at)], { encoding: 'utf8' });
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    expect(isSafe(root)).toBe(true);
    if (journal === 'lost') {
      rmSync(join(root, 'state'), { recursive: true });
      mkdirSync(join(root, 'state'));
    }
    const receipt = await goOn(openWorld(root, createProofFileSystem()), requestOf(root));
    expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
    expect(await describeWorld(root)).toEqual(undisturbed);
  });

  it.each(listFailures())('that fails at $link by $name ends, resumed, as if nothing had', async failure => {
    const { copy, undisturbed } = template;
    const root = copy();
    const receipt = await deploy(openFailing(root, failure), requestOf(root));
    const failed = receipt.links.find(({ state }) => state === 'failed');
    expect([failed?.kind, failed?.problem?.code]).toEqual([failure.link, failure.error.code]);
    expect(isSafe(root)).toBe(true);
    expect((await describeWorld(root)).live).toBe(
      failure.when === 'after' && failure.link === 'promote' ? 'v2' : 'v1',
    );
    const isPartial = failure.link !== 'register' || failure.when === 'after';
    expect(receipt.outcome).toBe(isPartial ? 'partial' : 'refused');
    const again = await goOn(openWorld(root, createProofFileSystem()), requestOf(root));
    expect(again).toMatchObject({ outcome: 'applied', problem: undefined });
    expect(withoutFailures(await describeWorld(root))).toEqual(undisturbed);
  });
});

/** A link that fails once: before anything is done there, or after it is done, so that only the answer is lost. */
type Failure = {
  readonly link: Exclude<LinkKind, 'track' | 'notify'>;
  readonly name: string;
  readonly error: AppError;
  readonly when: 'before' | 'after';
};

function listFailures(): readonly Failure[] {
  const lost = new UnavailableError('answer-lost', 'The answer never came.');
  const before = [
    ['a refused login', new UnavailableError('access-denied', 'It answered 403.')],
    ['a broken server', new UnavailableError('network-failed', 'It answered 500 five times.')],
    ['a quota', new UnavailableError('disk-full', 'There is no room left.')],
    ['a time limit', new UnavailableError('network-failed', 'It did not answer within 30 seconds.')],
  ] as const;
  const links = ['register', 'gate', 'publish', 'promote'] as const;
  return links.flatMap(link => [
    ...before.map(([name, error]) => ({ link, name, error, when: 'before' as const })),
    { link, name: 'a conflict', error: conflictOf(link), when: 'before' as const },
    ...(link === 'gate'
      ? []
      : [{ link, name: 'an answer that is lost', error: lost, when: 'after' as const }]),
  ]);
}

function conflictOf(link: Failure['link']): AppError {
  return link === 'publish'
    ? new ConflictError('publication-conflict', 'The branch has moved.')
    : new ConflictError('version-exists', 'Somebody else was first.');
}

/** A process in which one outside step goes wrong, once. */
function openFailing(root: string, { link, error, when }: Failure): Session {
  let isOver = false;
  const once = async <Result>(applies: boolean, work: () => Promise<Result>): Promise<Result> => {
    if (isOver || !applies) return await work();
    isOver = true;
    if (when === 'after') await work();
    throw error;
  };
  const session = openWorld(root, createProofFileSystem());
  const { deploying, registry } = session;
  const { writer } = registry;
  const { history } = writer;
  return {
    ...session,
    registry: {
      ...registry,
      writer: {
        ...writer,
        addVersion: (...given) => once(link === 'register', () => writer.addVersion(...given)),
        project: async (...given) => {
          const { entries } = await history.readHistory(deployedModel);
          const isPromoted = entries.at(-1)?.entry.action === 'promote' && entries.length > 2;
          return await once(link === 'promote' && when === 'after' && isPromoted, () =>
            writer.project(...given),
          );
        },
        keepFile: file => once(link === 'gate', () => writer.keepFile(file)),
        history: {
          ...history,
          appendEntry: entry =>
            once(link === 'promote' && when === 'before' && entry.action === 'promote', () => {
              return history.appendEntry(entry);
            }),
        },
      },
    },
    deploying: deploying && {
      ...deploying,
      openDesk: async () => {
        const desk = await deploying.openDesk?.();
        if (desk === undefined) throw new Error('The world has a hub.');
        const publish: typeof desk.hub.publish = (...given) =>
          once(link === 'publish', () => desk.hub.publish(...given));
        return { ...desk, hub: { ...desk.hub, publish } };
      },
    },
  };
}

/** That it failed first was told, and stays so. */
function withoutFailures(end: WorldEnd): WorldEnd {
  return { ...end, told: end.told.filter(item => !item.includes('failed')) };
}
