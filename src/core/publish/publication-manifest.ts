import { isJsonObject } from '../checks/field-checks.ts';
import type { PublishedFile } from './publication.ts';

/** Where the list of what was published stands in a repository. */
export const manifestPath = 'lastgood/publication.json';

/** What the list in a repository says. Paths and names are as it has them: whoever shows one makes it safe. */
export type PublicationManifest = {
  readonly model: string;
  readonly version: string;
  /** Paths of everything that was published with it, but for the list itself. */
  readonly paths: readonly string[];
};

/** The list of what is published with a version: the same text for the same files, whenever it is made. Pure. */
export function formatPublicationManifest(
  model: string,
  version: string,
  files: readonly Pick<PublishedFile, 'path' | 'sha256' | 'bytes'>[],
): string {
  const listed = files.map(({ path, sha256, bytes }) => ({ path, sha256, bytes }));
  return `${JSON.stringify({ format: 1, model, version, files: listed }, undefined, 2)}\n`;
}

/** Reads such a list; undefined for what is none, which then says nothing about what others put there. Pure. */
export function parsePublicationManifest(text: string): PublicationManifest | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value) || value.format !== 1) return undefined;
  const { model, version, files } = value;
  if (typeof model !== 'string' || typeof version !== 'string' || !Array.isArray(files)) return undefined;
  const paths = files.flatMap(file =>
    isJsonObject(file) && typeof file.path === 'string' ? [file.path] : [],
  );
  return { model, version, paths };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
