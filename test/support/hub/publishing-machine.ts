import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createModelHub } from '../../../src/adapters/hub/model-hub.ts';
import { createPublicationFiles } from '../../../src/adapters/hub/publication-files.ts';
import type { PublishSetting } from '../../../src/core/publish/publication-wish.ts';
import type { PublicationDesk } from '../../../src/core/session/prepare-publication.ts';
import { type Run, type RunOptions, runLastgood } from '../../ui/command-line/command-line.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { type FakeHub, hubToken, openFakeHub } from './fake-hub.ts';
import { findCommit } from './fake-repository.ts';
import type { HubContent } from './hub-handlers.ts';

/** The model of the machine. */
export const publishedModel = 'tiny-llm';

/** A registry in a folder, weights beside it, and a hub. */
export type PublishingMachine = {
  readonly hub: FakeHub;
  readonly root: string;
  /** Writes a file below the machine's folder, and gives its absolute path. */
  readonly write: (path: string, content: string | Uint8Array) => string;
  readonly run: (...argv: readonly string[]) => Promise<Run>;
  readonly runWith: (options: RunOptions, ...argv: readonly string[]) => Promise<Run>;
  /** `publish tiny-llm v1 --hub acme/tiny-llm --license mit --yes …` */
  readonly publish: (...argv: readonly string[]) => Promise<Run>;
  /** A file that stands in the repository at a tag, as text; undefined: none. */
  readonly read: (path: string, tag?: string) => string | undefined;
  /** Paths of the repository at a tag, sorted. */
  readonly list: (tag?: string) => readonly string[];
};

/** The desk of a hub, with no waits. */
export function openDesk(hub: FakeHub, settings: readonly PublishSetting[] = []): PublicationDesk {
  return {
    hub: createModelHub({
      url: hub.url,
      token: { kind: 'token', text: hubToken },
      now: Date.now,
      random: () => 0,
      sleep: async () => undefined,
    }),
    files: createPublicationFiles(),
    settings,
  };
}

/** Creates one with v1 of tiny-llm registered: weights, a summary, a note. */
export async function createPublishingMachine(
  change: Partial<HubContent> & { readonly settings?: readonly PublishSetting[] } = {},
): Promise<PublishingMachine> {
  const { settings = [], ...content } = change;
  const hub = await openFakeHub(content);
  const folder = createTemporaryFolder();
  const root = join(folder, 'registry');
  mkdirSync(root);
  const write: PublishingMachine['write'] = (path, bytes) => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    return target;
  };
  const runWith: PublishingMachine['runWith'] = (options, ...argv) =>
    runLastgood(root, argv, { desk: openDesk(hub, settings), ...options });
  const run: PublishingMachine['run'] = (...argv) => runWith({}, ...argv);
  const repository = `acme/${publishedModel}`;
  const treeAt = (tag: string) => {
    const found = hub.get(repository);
    return findCommit(found, tag)?.tree;
  };
  const summary = write(
    'summary.json',
    JSON.stringify({ bleu4: 0.1603, groundedness: 4.1, loss: 1e-7, examples: 12 }),
  );
  const weights = write('weights/tiny.gguf', 'GGUF of v1');
  const registered = await run(
    'register',
    publishedModel,
    '--model-path',
    weights,
    '--summary-path',
    summary,
    '--yes',
  );
  if (registered.code !== 0) throw new Error(`Nothing was registered: ${registered.error}`);
  return {
    hub,
    root,
    write,
    run,
    runWith,
    publish: (...argv) =>
      run('publish', publishedModel, 'v1', '--hub', repository, '--license', 'mit', '--yes', ...argv),
    read: (path, tag = 'main') => treeAt(tag)?.get(path)?.bytes.toString(),
    list: (tag = 'main') => [...(treeAt(tag)?.keys() ?? [])].toSorted(),
  };
}
