import type { LinkWork } from './deployment-environment.ts';
import { finishOperation } from './finish-operations.ts';

/**
 * Finishes what an earlier try of a link had begun in the registry, or removes what is left of it when it had changed nothing. Whoever has
 * the deployment is the only one to carry it on, so the operation does not run, even where its process lives.
 * @throws UnavailableError when the registry cannot be read; ConflictError as projecting does
 */
export async function finishEarlierTry({ link, session, environment }: LinkWork): Promise<void> {
  if (link.attempts < 2) return;
  const { registry, writes, now, sha256, tool } = session;
  const { operations } = await registry.reader.loadIndex({ signal: environment.stop });
  const own = operations.find(({ operationId }) => operationId === link.operationId);
  if (own === undefined) return;
  // The deployment tells of it, as a whole.
  await finishOperation(own, { registry, writes, now, sha256, tool }, 'by-its-owner');
}
