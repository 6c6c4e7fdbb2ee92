import { UnavailableError } from '../../../core/errors/app-error.ts';
import type { CallOptions, ObjectFacts, ObjectStore, ObjectWrite } from '../../../core/ports/object-store.ts';
import { operationKey } from './mirror-context.ts';

/** How creating an object ended. `ours`: an earlier attempt of the operation had made it. `taken`: somebody else's stands there. */
export type OnceOutcome = { readonly outcome: 'written' | 'ours' | 'taken'; readonly facts: ObjectFacts };

/** An object to create under the name of an operation. */
export type OnceWrite = Omit<ObjectWrite, 'expectGeneration'> & { readonly operationId: string };

/**
 * Creates an object that must not exist yet. A write whose answer was lost is found again by its operation id: asking again is safe.
 * @throws UnavailableError when the bucket cannot be reached, or takes the object away as soon as it is there.
 */
export async function writeOnce(
  store: ObjectStore,
  { operationId, ...write }: OnceWrite,
  options: CallOptions = {},
): Promise<OnceOutcome> {
  const metadata = { ...write.metadata, [operationKey]: operationId };
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const written = await store.write({ ...write, metadata, expectGeneration: '0' }, options);
    if (written.outcome === 'written') return { outcome: 'written', facts: written.facts };
    const facts = await store.find(write.name, options);
    if (facts !== undefined)
      return { outcome: facts.metadata[operationKey] === operationId ? 'ours' : 'taken', facts };
  }
  throw new UnavailableError(
    'answer-damaged',
    'The bucket says that an object is there and that it is not there.',
  );
}
