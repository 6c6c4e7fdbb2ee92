/**
 * Does the same work for many, `limit` at a time, begun in their order. After a failure nothing more is begun, and what runs has ended
 * when it is thrown.
 */
export async function runLimited<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let hasFailed = false;
  const runs = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (let index = next++; index < items.length && !hasFailed; index = next++) {
      const item = items[index];
      if (item === undefined) continue;
      await work(item, index).catch((thrown: unknown) => {
        hasFailed = true;
        throw thrown;
      });
    }
  });
  await Promise.allSettled(runs);
  await Promise.all(runs);
}
