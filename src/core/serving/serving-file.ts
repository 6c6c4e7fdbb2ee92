import type { Json } from '../history/canonical-json.ts';

/** An endpoint as written. Not safe to show. */
export type EndpointEntry = {
  readonly id: string;
  readonly label: string | undefined;
  readonly ollamaName: string | undefined;
  readonly url: string | undefined;
};

/** The images that serve a family, as written; empty where none does. Not safe to show. */
export type ImagesEntry = {
  readonly family: string;
  readonly stable: string | undefined;
  readonly candidate: string | undefined;
};

/** What S4's file of endpoints says, in either of its two schemas, or both at once. */
export type ServingFile = {
  readonly endpoints: readonly EndpointEntry[];
  readonly images: readonly ImagesEntry[];
  /** Keys of what is neither. Not safe to show. */
  readonly strangers: readonly string[];
};

/** Most entries that are looked at. */
const maxEntries = 1000;

/**
 * The entries of the file that MODEL_REGISTRY_FILE names in S4: by id `{label, ollama_name, url}`, as its page reads them, or by family
 * `{stable, candidate}`, as its scripts write them. A field of a wrong type is as if it were not there. Pure.
 */
export function readServingFile(root: { readonly [key: string]: Json }): ServingFile {
  const endpoints: EndpointEntry[] = [];
  const images: ImagesEntry[] = [];
  const strangers: string[] = [];
  for (const [key, value] of Object.entries(root).slice(0, maxEntries)) {
    const text = (name: string): string | undefined => {
      const member = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
      return typeof member === 'string' ? member : undefined;
    };
    const [ollamaName, url, stable, candidate] = [
      text('ollama_name'),
      text('url'),
      text('stable'),
      text('candidate'),
    ];
    if (ollamaName !== undefined || url !== undefined)
      endpoints.push({ id: key, label: text('label'), ollamaName, url });
    else if (stable !== undefined || candidate !== undefined) images.push({ family: key, stable, candidate });
    else strangers.push(key);
  }
  return { endpoints, images, strangers };
}

/** Whether a JSON object is such a file, and no other program's: each of its entries is one that S4 knows. Pure. */
export function isServingFile(root: { readonly [key: string]: Json }): boolean {
  const { endpoints, images, strangers } = readServingFile(root);
  return endpoints.length + images.length > 0 && strangers.length === 0;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
