import type { FileSystem } from '../../../core/ports/file-system.ts';
import type { Endpoint } from '../../../core/serving/endpoint.ts';
import { findSubject } from '../../../core/serving/match-endpoints.ts';
import { type EndpointEntry, type ImagesEntry, readServingFile } from '../../../core/serving/serving-file.ts';
import { hideSecrets } from '../../../core/settings/server-address.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Reading, readJsonObject } from '../../files/read-json.ts';
import { dvcAliases } from '../dvc-places.ts';
import type { DvcTree } from '../dvc-tree.ts';

/** Largest file of endpoints that is read. */
export const servingLimitBytes = 1024 * 1024;

/** What the file of endpoints says. */
export type KnownServing = {
  readonly endpoints: readonly KnownEndpoint[];
  /** As written. */
  readonly images: readonly ImagesEntry[];
};

/** An endpoint, and its address as written: that may hold a login, and is never shown. */
export type KnownEndpoint = { readonly endpoint: Endpoint; readonly address: string | undefined };

/** The file of endpoints, against the families and runs of a tree. A file that is not there has none. */
export async function loadKnownServing(
  fileSystem: FileSystem,
  path: string,
  tree: Pick<DvcTree, 'families'>,
): Promise<Reading<KnownServing>> {
  const reading = await readJsonObject(fileSystem, path, { limitBytes: servingLimitBytes });
  if (!reading.ok)
    return reading.fault === 'missing' ? { ok: true, value: { endpoints: [], images: [] } } : reading;
  const { endpoints, images } = readServingFile(reading.value);
  const models = new Map([...tree.families].map(([name, { runs }]) => [name, [...runs.keys()]] as const));
  const names = { aliases: Object.values(dvcAliases), models };
  return {
    ok: true,
    value: {
      endpoints: endpoints.map(entry => ({
        endpoint: { ...describeEntry(entry), ...findSubject(entry, names) },
        address: entry.url,
      })),
      images,
    },
  };
}

function describeEntry({ id, label, ollamaName, url }: EndpointEntry) {
  const safe = (text: string | undefined): string | undefined =>
    text === undefined || text === '' ? undefined : makeSafeText(text, { limit: 200 });
  return {
    id: makeSafeText(id, { limit: 200 }),
    label: safe(label),
    ollamaName: safe(ollamaName),
    url: url === undefined || url === '' ? undefined : hideSecrets(url),
  };
}
