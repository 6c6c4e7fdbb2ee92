import type { CatalogContent } from './catalog-content.ts';
import type { CatalogReadingContext } from './catalog-context.ts';

/**
 * What the file of models says, or while it is torn or gone what it said before lastgood last replaced it; undefined when neither says
 * anything.
 */
export async function findReadable(
  context: Pick<CatalogReadingContext, 'catalogFile' | 'previousFile'>,
): Promise<CatalogContent | undefined> {
  const { value: reading } = await context.catalogFile.read();
  if (reading.found === 'content') return reading.content;
  const { value: previous } = await context.previousFile.read();
  return previous.found === 'content' ? previous.content : undefined;
}
