import { expect, it } from 'vitest';
import type { SearchQuery } from '../../../../src/adapters/mlflow/mlflow-client.ts';
import { searchPages } from '../../../../src/adapters/mlflow/rest/search-pages.ts';

it('a server that repeats its token is not asked for the same rows for ever', async () => {
  const asked: SearchQuery[] = [];
  const told: number[][] = [];
  const search = async (query: SearchQuery) => {
    asked.push(query);
    return { rows: [asked.length], next: 'same' };
  };
  await searchPages(search, { filter: 'x' }, [10], rows => void told.push([...rows]));
  expect(told).toEqual([[1], [2]]);
  expect(asked).toEqual([
    { filter: 'x', maxResults: 10 },
    { filter: 'x', maxResults: 10, pageToken: 'same' },
  ]);
});

it('a failure that has nothing to do with the size of the page is not answered with smaller ones', async () => {
  const asked: SearchQuery[] = [];
  const search = async (query: SearchQuery): Promise<never> => {
    asked.push(query);
    throw new Error('max_results');
  };
  await expect(searchPages(search, {}, [1000, 100], () => undefined)).rejects.toThrow('max_results');
  expect(asked).toHaveLength(1);
});
