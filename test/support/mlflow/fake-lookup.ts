import {
  deletedStage,
  type FakeStore,
  type StoredModel,
  type StoredRun,
  type StoredVersion,
} from './fake-store.ts';
import { MlflowRefusal } from './mlflow-refusal.ts';
import { type Fields, requireText } from './request-fields.ts';

/** The model that a request names. @throws MlflowRefusal */
export function requireModel(store: FakeStore, name: string): StoredModel {
  checkModelName(name);
  const model = store.models.get(name);
  if (model === undefined)
    throw new MlflowRefusal('RESOURCE_DOES_NOT_EXIST', `Registered Model with name=${name} not found`);
  return model;
}

/** @throws MlflowRefusal for a name MLflow does not take */
export function checkModelName(name: string): void {
  if (/[/:]/.test(name))
    throw new MlflowRefusal(
      'INVALID_PARAMETER_VALUE',
      `Invalid model name '${name}'. Names cannot contain '/' or ':'.`,
    );
}

/** The version that a request names, with its model; none that was deleted. @throws MlflowRefusal */
export function requireVersion(
  store: FakeStore,
  fields: Fields,
): { readonly model: StoredModel; readonly version: StoredVersion } {
  const name = requireText(fields, 'name');
  const number = requireText(fields, 'version');
  checkModelName(name);
  if (!/^\s*[+-]?\d+\s*$/.test(number))
    throw new MlflowRefusal(
      'INVALID_PARAMETER_VALUE',
      `Parameter 'version' must be an integer, got '${number}'.`,
    );
  const model = store.models.get(name);
  const version = model?.versions.find(
    candidate => candidate.version === Number(number) && candidate.stage !== deletedStage,
  );
  if (model === undefined || version === undefined)
    throw new MlflowRefusal(
      'RESOURCE_DOES_NOT_EXIST',
      `Model Version (name=${name}, version=${number}) not found`,
    );
  return { model, version };
}

/** The run of that id, deleted or not. @throws MlflowRefusal */
export function requireRun(store: FakeStore, runId: string): StoredRun {
  const run = store.runs.get(runId);
  if (run === undefined) throw new MlflowRefusal('RESOURCE_DOES_NOT_EXIST', `Run with id=${runId} not found`);
  return run;
}
