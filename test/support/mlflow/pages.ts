import { MlflowRefusal } from './mlflow-refusal.ts';

/** How many rows a search takes, and gives when nothing is said. */
export type PageSizes = { readonly usual: number; readonly most: number };

/** One page of rows, and the token of the next as MLflow writes it. @throws MlflowRefusal */
export function takePage<Row>(
  rows: readonly Row[],
  { maxResults, pageToken }: { readonly maxResults: unknown; readonly pageToken: unknown },
  sizes: PageSizes,
): { readonly rows: readonly Row[]; readonly next: string | undefined } {
  const size = maxResults === undefined ? sizes.usual : Number(maxResults);
  if (!Number.isInteger(size) || size < 1)
    throw new MlflowRefusal(
      'INVALID_PARAMETER_VALUE',
      `Invalid value for max_results. It must be a positive integer, but got ${String(maxResults)}`,
    );
  if (size > sizes.most)
    throw new MlflowRefusal(
      'INVALID_PARAMETER_VALUE',
      `Invalid value ${JSON.stringify(maxResults)} for parameter 'max_results' supplied:  Hint: Value was of type 'str'. ` +
        'See the API docs for more information about request parameters.',
    );
  const start = readToken(pageToken);
  const end = start + size;
  return { rows: rows.slice(start, end), next: end < rows.length ? writeToken(end) : undefined };
}

function writeToken(offset: number): string {
  return Buffer.from(`{"offset": ${offset}}`).toString('base64');
}

function readToken(token: unknown): number {
  if (token === undefined || token === '') return 0;
  const [, offset] =
    /^\{"offset": (\d+)\}$/.exec(Buffer.from(String(token), 'base64').toString('utf8')) ?? [];
  if (offset === undefined)
    throw new MlflowRefusal('INVALID_PARAMETER_VALUE', 'Invalid page token, could not base64-decode');
  return Number(offset);
}
