import type { VersionPlace } from '../mlflow-client.ts';
import type { StoreFolder } from './list-folder.ts';
import { readFilled, readMeta } from './read-meta.ts';
import { deletedStage } from './read-version.ts';

/**
 * The addresses of the files of a version, as they stand in its meta.yaml: first where MLflow found them when it was registered, then
 * its source, then the logged model it is made of. Empty where there is no such version. Texts are raw, those of another system too.
 * @param now milliseconds since the epoch
 */
export function findAddresses(
  { path }: StoreFolder,
  { model, version }: VersionPlace,
  now: number,
): readonly string[] {
  if (/[/\\\0]|^\.{0,2}$/.test(model) || !/^[0-9]{1,19}$/.test(version)) return [];
  const meta = readMeta(`${path}/${model}/version-${version}`, now);
  if (!meta.ok || meta.value.get('current_stage') === deletedStage) return [];
  const modelId = readFilled(meta.value, 'model_id');
  const addresses = [
    readFilled(meta.value, 'storage_location'),
    readFilled(meta.value, 'source'),
    modelId === undefined ? undefined : `models:/${modelId}`,
  ];
  return addresses.filter(address => address !== undefined);
}
