import type { Page, SearchQuery } from '../mlflow-client.ts';
import { findRefusalCode } from './refusal.ts';

/** Pages of one search that are read; a server that never ends is left. */
const pageLimit = 10_000;

/**
 * Reads a search to its end, telling each page. Asks for pages of the first size, and for smaller ones when the server refuses that many.
 * @param sizes rows on a page, falling
 */
export async function searchPages<Row>(
  search: (query: SearchQuery) => Promise<Page<Row>>,
  query: SearchQuery,
  sizes: readonly number[],
  tell: (rows: readonly Row[]) => void,
): Promise<void> {
  const { maxResults, page } = await readFirstPage(search, query, sizes);
  tell(page.rows);
  let { next } = page;
  for (let pages = 1; next !== undefined && pages < pageLimit; pages += 1) {
    const more: Page<Row> = await search({ ...query, maxResults, pageToken: next });
    tell(more.rows);
    // A server that repeats its token would be asked for the same rows for ever.
    next = more.next === next ? undefined : more.next;
  }
}

async function readFirstPage<Row>(
  search: (query: SearchQuery) => Promise<Page<Row>>,
  query: SearchQuery,
  [maxResults = 100, ...smaller]: readonly number[],
): Promise<{ readonly maxResults: number; readonly page: Page<Row> }> {
  try {
    return { maxResults, page: await search({ ...query, maxResults }) };
  } catch (thrown) {
    if (smaller.length === 0 || !isPageTooLarge(thrown)) throw thrown;
    return readFirstPage(search, query, smaller);
  }
}

function isPageTooLarge(thrown: unknown): boolean {
  const isWrong = ['INVALID_PARAMETER_VALUE', 'BAD_REQUEST'].includes(findRefusalCode(thrown) ?? '');
  return isWrong && thrown instanceof Error && /max_?results/i.test(thrown.message);
}
