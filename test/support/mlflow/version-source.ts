import { requireRun, requireVersion } from './fake-lookup.ts';
import type { FakeStore } from './fake-store.ts';
import type { Flavour } from './flavour.ts';
import { MlflowRefusal } from './mlflow-refusal.ts';
import { findArtifactUri } from './render.ts';
import { type Fields, findText, requireText } from './request-fields.ts';

/** Where a new version is from, as the server settles it. */
type Resolved = {
  readonly source: string;
  readonly runId: string | undefined;
  readonly storage: string;
  readonly modelId: string | undefined;
};

/**
 * Checks the source of a new version: a run's must be named with that run, a version's brings its run along, and a folder of the server
 * is refused. @throws MlflowRefusal
 */
export function resolveSource(store: FakeStore, flavour: Flavour, fields: Fields): Resolved {
  requireText(fields, 'name');
  const source = requireText(fields, 'source');
  const runId = findText(fields, 'run_id') || undefined;
  const modelId = findText(fields, 'model_id') || undefined;
  const plain = { source, runId, modelId, storage: source };
  if (source.split('/').includes('..')) throw refuseSource(source, 'relative');
  const [, ofRun] = /^runs:\/+([^/]+)/.exec(source) ?? [];
  if (ofRun !== undefined) {
    if (ofRun !== runId) throw refuseSource(source, 'run_id');
    return plain;
  }
  const [, name, version] = /^models:\/+([^/]+)\/(\d+)$/.exec(source) ?? [];
  if (name !== undefined && version !== undefined) {
    const parent = requireVersion(store, { name, version }).version;
    return {
      source,
      storage: parent.storage,
      runId: runId ?? parent.runId,
      modelId: modelId ?? parent.modelId,
    };
  }
  const [, logged] = /^models:\/+(m-[^/]+)$/.exec(source) ?? [];
  if (logged !== undefined) {
    if (logged !== modelId) throw refuseSource(source, 'model_id');
    return plain;
  }
  if (source.startsWith('mlflow-artifacts:')) {
    const root = runId === undefined ? undefined : findArtifactUri(flavour, requireRun(store, runId));
    if (root === undefined || !source.startsWith(root)) throw refuseSource(source, 'run_id');
    return plain;
  }
  if (/^(?:file:|\/|\.|[^:]*$)/.test(source)) throw refuseSource(source, 'local');
  return plain;
}

function refuseSource(source: string, why: 'run_id' | 'model_id' | 'local' | 'relative'): MlflowRefusal {
  const problems = {
    run_id: 'The run_id request parameter must identify the resource that contains the source.',
    model_id: 'The model_id request parameter must identify the resource that contains the source.',
    local:
      'To use a local path as a model version source, the run_id request parameter has to be specified and the local path has to be ' +
      'contained within the artifact directory of the run specified by the run_id.',
    relative: 'Please provide an absolute path.',
  };
  return new MlflowRefusal(
    'INVALID_PARAMETER_VALUE',
    `Invalid model version source: '${source}'. ${problems[why]}`,
  );
}
