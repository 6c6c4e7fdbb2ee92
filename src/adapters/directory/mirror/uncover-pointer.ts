import { ConflictError } from '../../../core/errors/app-error.ts';
import type { Transfer } from '../../../core/mirror/transfer.ts';
import type { CallOptions } from '../../../core/ports/object-store.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { Carried } from './carry-push.ts';
import { parseObjectName } from './classify-object.ts';
import { isRecorded, readHistories } from './expect-pointers.ts';
import { listObjects } from './list-objects.ts';
import type { ProjectContext } from './project-bucket.ts';
import { pushPointer } from './push-small.ts';

/**
 * Takes away the files that a copying tool left under the name of a pointer, and writes the pointer that they kept from being written.
 * @throws ConflictError plan-blocked when no history says what the pointer is; UnavailableError
 */
export async function uncoverPointer(
  context: ProjectContext,
  transfer: Transfer,
  options: CallOptions,
): Promise<Carried> {
  const { cache, store, seen } = context;
  const parsed = parseObjectName(transfer.name);
  const model = parsed.is === 'pointer' ? parsed.model : undefined;
  if (parsed.is !== 'pointer' || !isRecorded(await readHistories(cache.history), { model })) {
    const shown = makeSafeText(transfer.name, { limit: 200 });
    throw new ConflictError(
      'plan-blocked',
      `No history says what ${shown} is: the files under it decide that.`,
    );
  }
  for (const { name, generation } of (await listObjects(store, `${transfer.name}/`, options)).values()) {
    await store.remove(name, generation, options);
    seen.forget(name);
  }
  await pushPointer(context, transfer, options);
  return 'done';
}
