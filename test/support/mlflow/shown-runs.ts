import type { FakeMlflow } from './fake-server.ts';

/** Every run with all that is shown of it, as text. */
export function listShownRuns({ store }: FakeMlflow): readonly string[] {
  return [...store.runs.values()].map(({ name, params, metrics, tags, status }) => {
    const values = [...metrics].map(([key, { value }]) => [key, value] as const);
    return JSON.stringify([name, status, [...params], values, [...tags]]);
  });
}
