import type { ObjectFacts, ObjectPage, ObjectStore, ObjectWrite } from '../../src/core/ports/object-store.ts';

/** Something to write, with the bytes of a text. */
export function objectWrite(name: string, text: string, change: Partial<ObjectWrite> = {}): ObjectWrite {
  return {
    name,
    body: { from: 'bytes', bytes: Buffer.from(text) },
    expectGeneration: '0',
    contentType: 'application/json',
    metadata: { 'lastgood-operation': 'operation-1' },
    ...change,
  };
}

/** The whole list, page by page. */
export async function listAll(store: ObjectStore, query: { prefix?: string; startAt?: string } = {}) {
  const pages: ObjectPage[] = [];
  let pageToken: string | undefined;
  do {
    const page: ObjectPage = await store.list({
      ...query,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
    pages.push(page);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return pages;
}

/** Writes what must not be refused, and answers what is known of it. */
export async function writeObject(store: ObjectStore, write: ObjectWrite): Promise<ObjectFacts> {
  const outcome = await store.write(write);
  if (outcome.outcome !== 'written') throw new Error(`${write.name}: ${outcome.outcome}`);
  return outcome.facts;
}
