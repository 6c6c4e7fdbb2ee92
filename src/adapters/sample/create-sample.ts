import { createHash, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registry } from '../../core/ports/registry.ts';
import type { Session } from '../../core/session/session.ts';
import { createResultsFolder } from '../evidence/open-results.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { createNodeFileSystem } from '../files/node-file-system.ts';
import { createUnboundShelf } from '../policies/create-policy-shelf.ts';
import { createWeightsReader } from '../weights/weights-reader.ts';
import { replayStory } from './replay-story.ts';
import { sampleStory } from './sample-story.ts';
import { createSolitaryRegistry } from './solitary-registry.ts';
import type { StoryEvent } from './story.ts';

/** A sample registry of a newcomer's own, in a temporary folder. */
export type Sample = {
  /** Absolute path of the registry. */
  readonly root: string;
  /** Removes everything, at once; for when the process ends. */
  readonly remove: () => void;
};

/** What the sample is made with. */
export type SampleOptions = {
  /** Opens a registry in a folder, with a clock in milliseconds since the epoch. It need not wait for the disk. */
  readonly openRegistry: (root: string, now: () => number) => Registry;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly tool: string;
};

/** Makes the sample registry in a new temporary folder. @throws UnavailableError when that cannot be written */
export async function createSample(options: SampleOptions): Promise<Sample> {
  return await withFileErrors('make the sample registry', tmpdir(), async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lastgood-sample-'));
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    try {
      const root = join(folder, 'models_registry');
      await mkdir(root);
      await addOldVersion(root);
      await replay(options, root, join(folder, 'artifacts'));
      await addIncompleteVersion(root);
      await movePointerByHand(root);
      return { root, remove };
    } catch (thrown) {
      remove();
      throw thrown;
    }
  });
}

async function replay(options: SampleOptions, root: string, filesFolder: string): Promise<void> {
  const madeAt = options.now();
  let clock = madeAt;
  const isoClock = (): string => new Date(clock).toISOString();
  const opened = options.openRegistry(root, () => clock);
  const policies = createUnboundShelf();
  const { registry, projectAll } = await createSolitaryRegistry(opened, isoClock);
  const sessionAt = (event: StoryEvent): Session => {
    clock = madeAt - event.minutesAgo * 60_000;
    return {
      registry,
      policies,
      weights: createWeightsReader(),
      openResults: path => createResultsFolder(path, createNodeFileSystem()),
      actor: event.actor,
      writes: { access: 'write' },
      protection: { protectedAliases: [], registryPrefix: undefined },
      now: isoClock,
      createId: randomUUID,
      sha256: text => createHash('sha256').update(text).digest('hex'),
      tool: options.tool,
    };
  };
  await replayStory(sampleStory, sessionAt, filesFolder);
  await projectAll();
}

/** A version as the original tools wrote it in November 2025, with fields that today's have under other names. */
async function addOldVersion(root: string): Promise<void> {
  const metadata = {
    model_name: 'price-check',
    version: 'v1',
    timestamp: '2025-11-03T16:20:11.481516',
    metrics: { mean_semantic_sim: 0.47, mean_precision_at_k: 0.83 },
    artifact_path: 'models/price-check-v1.bin',
    deployment: {
      timestamp: '2025-11-03T16:24:40.020110',
      git_commit: '4f1c9ab',
      git_branch: 'main',
      quality_gate_status: 'PASS_WITH_WARNINGS',
      deployed_by: 'mara',
    },
  };
  await mkdir(join(root, 'price-check_v1'));
  await writeFile(join(root, 'price-check_v1', 'metadata.json'), JSON.stringify(metadata, undefined, 2));
}

/** What a copy that was cut off leaves behind: a folder that has no metadata.json. */
async function addIncompleteVersion(root: string): Promise<void> {
  await mkdir(join(root, 'support-triage_v5'));
  await writeFile(join(root, 'support-triage_v5', 'summary.json'), '{"groundedness": 4.2');
}

/** Somebody moved a pointer without telling: what lastgood calls drift. */
async function movePointerByHand(root: string): Promise<void> {
  const temporary = join(root, '.lastgood', 'tmp', 'by-hand');
  await symlink('price-check_v2', temporary);
  await rename(temporary, join(root, 'price-check_latest'));
}
