import type { MirrorCondition } from '../ports/mirror.ts';
import type { Registry } from '../ports/registry.ts';
import type { SourceCondition } from '../ports/source.ts';

/** What is outside behind a registry, and what is known of it: only a bucket has a copy that may differ from it. */
export type SourceFacts =
  | { readonly at: 'bucket'; readonly condition: MirrorCondition }
  | { readonly at: 'server' | 'remote'; readonly condition: SourceCondition };

/** What is counted while one is read, as a noun. */
export const countedWords: Readonly<Record<SourceFacts['at'], string>> = {
  bucket: 'object',
  server: 'version',
  remote: 'commit',
};

/** The bucket, server or remote behind a registry; undefined where the files of this machine are all there is. Asks nobody. */
export function findSource({
  reader,
  source,
  mirror,
}: Pick<Registry, 'reader' | 'source' | 'mirror'>): SourceFacts | undefined {
  if (mirror !== undefined) return { at: 'bucket', condition: mirror.reader.getCondition() };
  const at = reader.identity.kind === 'dvc' ? 'remote' : 'server';
  return source && { at, condition: source.getCondition() };
}

/** The bucket behind a registry, and how its copy stands to it; undefined where there is none. Pure. */
export function findMirror(source: SourceFacts | undefined): MirrorCondition | undefined {
  return source?.at === 'bucket' ? source.condition : undefined;
}
