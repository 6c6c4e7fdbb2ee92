import { expect, it } from 'vitest';
import { createCatalogRegistry } from '../../../src/adapters/catalog/catalog-registry.ts';
import { createDirectoryRegistry } from '../../../src/adapters/directory/directory-registry.ts';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import type { RegistryReader } from '../../../src/core/ports/registry.ts';
import type { Version } from '../../../src/core/registry/version.ts';
import { loadWeights } from '../../../src/core/session/load-weights.ts';
import type { WeightsReading } from '../../../src/core/weights/weights-header.ts';
import { versionOf } from '../../ui/screens/models/sample-registry.ts';

const parts = {
  ...{ name: 'test', fileSystem: createNodeFileSystem(), createId: () => 'id', now: () => 0, tool: 'test' },
};
const directory = createDirectoryRegistry({ ...parts, root: '/srv/models' }).reader;
const catalog = createCatalogRegistry({ ...parts, path: '/srv/training/registry.json' }).reader;

const artifact = { sha256: undefined, sizeBytes: undefined };
const version = versionOf('majora', 'v1', {
  artifacts: [
    { ...artifact, name: '/srv/majora.gguf', role: 'weights' },
    { ...artifact, name: 'lora/majora', role: 'weights' },
    { ...artifact, name: '/srv/train.yaml', role: 'configuration' },
  ],
});

/** The paths whose headers are asked for, and what comes of them. */
async function load(reader: RegistryReader, of: Version) {
  const asked: string[] = [];
  const weights = {
    readHeader: async (path: string): Promise<WeightsReading> => {
      asked.push(path);
      return { state: 'unreadable', problem: path };
    },
  };
  const session = { registry: { reader } as Parameters<typeof loadWeights>[0]['registry'], weights };
  return { asked, found: await loadWeights(session, of) };
}

it('the weights of a directory registry are whole paths; another name is no file here', async () => {
  const { asked, found } = await load(directory, version);
  expect(asked).toEqual(['/srv/majora.gguf']);
  expect(found.map(({ name, reading }) => [name, reading.state])).toEqual([
    ['/srv/majora.gguf', 'unreadable'],
    ['lora/majora', 'elsewhere'],
  ]);
});

it('a path of a catalogue that is not whole begins where its file is', async () => {
  const { asked } = await load(catalog, version);
  expect(asked).toEqual(['/srv/majora.gguf', '/srv/training/lora/majora']);
});

it('a version that cannot be read names no weights', async () => {
  const { asked, found } = await load(catalog, { model: 'majora', version: 'v2', whole: 'incomplete' });
  expect([asked, found]).toEqual([[], []]);
});
