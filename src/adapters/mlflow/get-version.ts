import { NotFoundError } from '../../core/errors/app-error.ts';
import type { MlflowVersion } from './entities.ts';
import { findNamed, type MlflowContext } from './mlflow-context.ts';

/** A version as it was last read of the server. @throws NotFoundError version-not-found */
export async function getMlflowVersion(
  { source }: Pick<MlflowContext, 'source'>,
  model: string,
  name: string,
): Promise<MlflowVersion> {
  const found = findNamed((await source.open()).models.get(model)?.content, name);
  if (found !== undefined) return found;
  throw new NotFoundError('version-not-found', `${model} has no version ${name}.`);
}
