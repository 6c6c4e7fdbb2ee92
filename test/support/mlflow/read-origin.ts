import type { MlflowModel, MlflowVersion } from '../../../src/adapters/mlflow/entities.ts';
import type { MlflowOrigin } from '../../../src/adapters/mlflow/origin.ts';

/** Everything an origin tells, models by name and versions oldest first. */
export async function readOrigin(origin: MlflowOrigin, signal?: AbortSignal) {
  const models: MlflowModel[] = [];
  const versions: MlflowVersion[] = [];
  const pages: number[] = [];
  const { strangers } = await origin.readAll({
    signal,
    onModels: page => {
      pages.push(page.length);
      models.push(...page);
    },
    onVersions: page => versions.push(...page),
  });
  const versionsOf = (model: string): readonly MlflowVersion[] =>
    versions.filter(version => version.model === model).sort((a, b) => Number(a.version) - Number(b.version));
  const find = (model: string, version: string): MlflowVersion | undefined =>
    versionsOf(model).find(row => row.version === version);
  return {
    models: models.sort((a, b) => (a.name < b.name ? -1 : 1)),
    versions,
    versionsOf,
    find,
    strangers,
    pages,
  };
}
