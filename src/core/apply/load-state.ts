import { judgeModel, type ModelStatus } from '../registry/model-status.ts';
import { emptyModel, type RegistryIndex } from '../registry/registry-index.ts';
import type { ApplyEnvironment } from './apply-environment.ts';

/** A model as it stands now, with the index it was found in. */
export type State = { readonly index: RegistryIndex; readonly status: ModelStatus };

/**
 * Reads a model as it stands; one that has no version and no history yet is empty, not missing. The journal of the operation
 * that asks explains nothing about what it finds, so it is left out.
 */
export async function loadState(
  environment: Pick<ApplyEnvironment, 'registry' | 'sha256'>,
  { model, operationId }: { readonly model: string; readonly operationId: string },
): Promise<State> {
  const loaded = await environment.registry.reader.loadIndex();
  const operations = loaded.operations.filter(operation => operation.operationId !== operationId);
  const index = { ...loaded, operations };
  const found = index.models.find(candidate => candidate.model === model) ?? emptyModel(model);
  return { index, status: judgeModel(found, index, environment.sha256) };
}
