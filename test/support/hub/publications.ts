import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Publication, PublishedFile } from '../../../src/core/publish/publication.ts';
import { formatPublicationManifest, manifestPath } from '../../../src/core/publish/publication-manifest.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { sha256Of } from './fake-repository.ts';

/** A file of the model on this machine. */
export function modelFile(folder: string, path: string, content: string | Uint8Array): PublishedFile {
  const localPath = join(folder, path);
  mkdirSync(dirname(localPath), { recursive: true });
  writeFileSync(localPath, content);
  const bytes = Buffer.from(content);
  return { path, bytes: bytes.length, sha256: sha256Of(bytes), part: 'model', content: { localPath } };
}

/** A text of the record. */
export function recordFile(path: string, text: string): PublishedFile {
  const bytes = Buffer.from(text);
  return { path, bytes: bytes.length, sha256: sha256Of(bytes), part: 'record', content: { text } };
}

/** A version as it is to be published: weights that are large, a tokenizer that is small, a card and the list. */
export function makePublication(
  change: Partial<Publication> & {
    readonly model?: string;
    readonly weights?: string;
    readonly more?: readonly PublishedFile[];
  } = {},
): Publication {
  const { weights = 'the weights of v1', more = [], ...given } = change;
  const folder = createTemporaryFolder();
  const version = given.version ?? 'v1';
  const model = given.model ?? 'tiny-llm';
  const files = [
    modelFile(folder, 'model.safetensors', weights),
    modelFile(folder, 'tokenizer/tokenizer.json', '{"version":"1.0"}'),
    ...more,
    recordFile('README.md', `---\nlicense: mit\n---\n# ${model} ${version}\n`),
  ];
  return {
    repository: 'acme/tiny-llm',
    model,
    version,
    visibility: 'private',
    branch: 'main',
    tag: version,
    title: `Publish ${model} ${version}`,
    operationId: `operation-${version}`,
    ...given,
    files: [...files, recordFile(manifestPath, formatPublicationManifest(model, version, files))],
  };
}
