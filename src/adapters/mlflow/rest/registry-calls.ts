import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { MlflowTags } from '../entities.ts';
import type { MlflowClient, SearchQuery, VersionPlace } from '../mlflow-client.ts';
import { type Ask, pageAnswerBytes } from './call.ts';
import { findRefusalCode, undefinedWhenMissing } from './refusal.ts';
import { answers } from './schemas.ts';

const models = 'mlflow/registered-models';
const versions = 'mlflow/model-versions';

/** Calls about registered models. */
export function createModelCalls(
  ask: Ask,
): Pick<
  MlflowClient,
  | 'searchModels'
  | 'getModel'
  | 'createModel'
  | 'setModelTag'
  | 'deleteModelTag'
  | 'describeModel'
  | 'setAlias'
  | 'deleteAlias'
> {
  const write = { kind: 'write', answer: answers.nothing } as const;
  return {
    searchModels: query =>
      ask({
        ...search(query),
        path: `${models}/search`,
        doing: 'list the models',
        answer: answers.models,
      }),
    getModel: (name, options) =>
      undefinedWhenMissing(
        ask({
          ...options,
          kind: 'read',
          method: 'GET',
          path: `${models}/get`,
          query: { name },
          doing: `read ${show(name)}`,
          answer: answers.model,
        }),
      ),
    createModel: async (name, options) => {
      const call = {
        ...options,
        ...write,
        method: 'POST',
        path: `${models}/create`,
        body: { name },
      } as const;
      try {
        await ask({ ...call, doing: `create the registered model ${show(name)}` });
        return 'created';
      } catch (thrown) {
        if (findRefusalCode(thrown) === 'RESOURCE_ALREADY_EXISTS') return 'exists';
        throw thrown;
      }
    },
    setModelTag: async (name, key, value, options) => {
      const [path, body] = [`${models}/set-tag`, { name, key, value }];
      await ask({ ...options, ...write, method: 'POST', path, body, doing: `set a tag of ${show(name)}` });
    },
    deleteModelTag: async (name, key, options) => {
      const [path, body] = [`${models}/delete-tag`, { name, key }];
      await ask({
        ...options,
        ...write,
        method: 'DELETE',
        path,
        body,
        doing: `remove a tag of ${show(name)}`,
      });
    },
    describeModel: async (name, description, options) => {
      const [path, body] = [`${models}/update`, { name, description }];
      await ask({ ...options, ...write, method: 'PATCH', path, body, doing: `describe ${show(name)}` });
    },
    setAlias: async ({ model, version }, alias, options) => {
      const [path, body] = [`${models}/alias`, { name: model, alias, version }];
      const doing = `set the alias ${show(alias)} of ${show(model)}`;
      await ask({ ...options, ...write, method: 'POST', path, body, doing });
    },
    deleteAlias: async (name, alias, options) => {
      const [path, body] = [`${models}/alias`, { name, alias }];
      const doing = `remove the alias ${show(alias)} of ${show(name)}`;
      await ask({ ...options, ...write, method: 'DELETE', path, body, doing });
    },
  };
}

/** Calls about versions of registered models. */
export function createVersionCalls(
  ask: Ask,
): Pick<
  MlflowClient,
  | 'searchVersions'
  | 'getVersion'
  | 'createVersion'
  | 'describeVersion'
  | 'setVersionTag'
  | 'deleteVersionTag'
  | 'moveToStage'
  | 'getDownloadUri'
> {
  const write = { kind: 'write', answer: answers.nothing } as const;
  return {
    searchVersions: query =>
      ask({
        ...search(query),
        path: `${versions}/search`,
        doing: 'list the versions',
        answer: answers.versions,
      }),
    getVersion: (place, options) =>
      undefinedWhenMissing(
        ask({
          ...options,
          kind: 'read',
          method: 'GET',
          path: `${versions}/get`,
          query: named(place),
          doing: `read ${showVersion(place)}`,
          answer: answers.version,
        }),
      ),
    createVersion: ({ model, source, runId, modelId, description, tags }, options) =>
      ask({
        ...options,
        kind: 'write',
        method: 'POST',
        path: `${versions}/create`,
        body: { name: model, source, run_id: runId, model_id: modelId, description, tags: formatTags(tags) },
        doing: `register a version of ${show(model)}`,
        answer: answers.version,
      }),
    describeVersion: async (place, description, options) => {
      const [path, body] = [`${versions}/update`, { ...named(place), description }];
      await ask({
        ...options,
        ...write,
        method: 'PATCH',
        path,
        body,
        doing: `describe ${showVersion(place)}`,
      });
    },
    setVersionTag: async (place, key, value, options) => {
      const [path, body] = [`${versions}/set-tag`, { ...named(place), key, value }];
      const doing = `set a tag of ${showVersion(place)}`;
      await ask({ ...options, ...write, method: 'POST', path, body, doing });
    },
    deleteVersionTag: async (place, key, options) => {
      const [path, body] = [`${versions}/delete-tag`, { ...named(place), key }];
      const doing = `remove a tag of ${showVersion(place)}`;
      await ask({ ...options, ...write, method: 'DELETE', path, body, doing });
    },
    moveToStage: (place, stage, archiveOthers, options) =>
      ask({
        ...options,
        kind: 'write',
        method: 'POST',
        path: `${versions}/transition-stage`,
        body: { ...named(place), stage, archive_existing_versions: archiveOthers },
        doing: `move ${showVersion(place)} to ${show(stage)}`,
        answer: answers.version,
      }),
    getDownloadUri: (place, options) =>
      ask({
        ...options,
        kind: 'read',
        method: 'GET',
        path: `${versions}/get-download-uri`,
        query: named(place),
        doing: `find the files of ${showVersion(place)}`,
        answer: answers.downloadUri,
      }),
  };
}

/** What every search by GET has. Pure. */
export function search({ signal, filter, maxResults, orderBy, pageToken }: SearchQuery) {
  return {
    signal,
    kind: 'read',
    method: 'GET',
    limitBytes: pageAnswerBytes,
    query: { filter, max_results: maxResults, order_by: orderBy, page_token: pageToken },
  } as const;
}

/** Tags as MLflow takes them. Pure. */
export function formatTags(tags: MlflowTags): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

function named({ model, version }: VersionPlace): { readonly name: string; readonly version: string } {
  return { name: model, version };
}

function show(name: string): string {
  return makeSafeText(name, { limit: 100 });
}

function showVersion({ model, version }: VersionPlace): string {
  return `${show(model)} v${show(version)}`;
}
