import { NotFoundError } from '../errors/app-error.ts';
import type { Telling } from '../events/telling.ts';
import type { OutboxItem } from '../ports/outbox.ts';

/** Takes an item out of the outbox for good: nobody is told of it any more. @throws NotFoundError item-not-found; UnavailableError */
export async function dropItem({ outbox }: Telling, item: Pick<OutboxItem, 'id'>): Promise<void> {
  if (await outbox.remove(item.id)) return;
  throw new NotFoundError('item-not-found', `The outbox has no item ${item.id} any more.`);
}
