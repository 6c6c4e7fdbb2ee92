import type { CallOptions, ObjectFacts, ObjectStore } from '../../../core/ports/object-store.ts';

/** All objects whose names start with `prefix`, by name: for what is known to be few. */
export async function listObjects(
  store: ObjectStore,
  prefix: string,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, ObjectFacts>> {
  const found = new Map<string, ObjectFacts>();
  let pageToken: string | undefined;
  do {
    const page = await store.list({ prefix, ...(pageToken === undefined ? {} : { pageToken }) }, options);
    for (const facts of page.objects) found.set(facts.name, facts);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return found;
}
