import { checkModelName, requireModel, requireVersion } from './fake-lookup.ts';
import type { FakeStore, StoredModel } from './fake-store.ts';
import type { Flavour } from './flavour.ts';
import { MlflowRefusal } from './mlflow-refusal.ts';
import { takePage } from './pages.ts';
import { findLatest, list, type Renderer } from './render.ts';
import { checkTag, type Fields, findText, type Handlers, readPairs, requireText } from './request-fields.ts';
import { meets, parseFilter } from './search-filter.ts';

/** Calls about registered models, below `mlflow/registered-models/`. */
export function createModelHandlers(
  store: FakeStore,
  flavour: Flavour,
  render: Renderer,
  now: () => number,
): Handlers {
  const changed = (model: StoredModel) => ({ registered_model: render.model(model) });
  const getLatest = (fields: Fields) => {
    const latest = findLatest(requireModel(store, requireText(fields, 'name')));
    const stages = fields['stages'];
    const wanted = Array.isArray(stages) && stages.length > 0 ? stages : undefined;
    const rows = latest.filter(version => wanted?.includes(version.stage) ?? true);
    return list(
      'model_versions',
      rows.map(version => render.version(version)),
    );
  };
  return {
    'POST create': fields => changed(createModel(store, fields, now())),
    'GET get': fields => changed(requireModel(store, requireText(fields, 'name'))),
    'PATCH update': fields => {
      const model = requireModel(store, requireText(fields, 'name'));
      model.description = findText(fields, 'description') ?? '';
      model.updatedAt = now();
      return changed(model);
    },
    'POST rename': fields => changed(renameModel(store, fields, now())),
    'DELETE delete': fields => {
      store.models.delete(requireModel(store, requireText(fields, 'name')).name);
      return {};
    },
    'GET search': fields => searchModels(store, flavour, render, fields),
    'GET get-latest-versions': getLatest,
    'POST get-latest-versions': getLatest,
    'POST set-tag': fields => {
      const name = requireText(fields, 'name');
      const [key, value] = [requireText(fields, 'key'), findText(fields, 'value') ?? ''];
      checkTag(key, value);
      requireModel(store, name).tags.set(key, value);
      return {};
    },
    'DELETE delete-tag': fields => {
      const key = requireText(fields, 'key');
      checkTag(key, '');
      requireModel(store, requireText(fields, 'name')).tags.delete(key);
      return {};
    },
    ...(flavour.aliases === 'yes' ? createAliasHandlers(store, render) : {}),
  };
}

function createAliasHandlers(store: FakeStore, render: Renderer): Handlers {
  return {
    'POST alias': fields => {
      const alias = requireText(fields, 'alias');
      checkAlias(alias);
      if (alias.toLowerCase() === 'latest')
        throw new MlflowRefusal(
          'INVALID_PARAMETER_VALUE',
          "'latest' alias name (case insensitive) is reserved.",
        );
      if (/^v\d+$/i.test(alias))
        throw new MlflowRefusal('INVALID_PARAMETER_VALUE', `Version alias name '${alias}' is reserved.`);
      const { model, version } = requireVersion(store, fields);
      model.aliases.set(alias, version.version);
      return {};
    },
    'DELETE alias': fields => {
      const alias = requireText(fields, 'alias');
      checkAlias(alias);
      requireModel(store, requireText(fields, 'name')).aliases.delete(alias);
      return {};
    },
    'GET alias': fields => {
      const alias = requireText(fields, 'alias');
      const model = requireModel(store, requireText(fields, 'name'));
      const number = model.aliases.get(alias);
      if (number === undefined)
        throw new MlflowRefusal('INVALID_PARAMETER_VALUE', `Registered model alias ${alias} not found.`);
      const { version } = requireVersion(store, { name: model.name, version: number });
      return { model_version: render.version(version, model.aliases) };
    },
  };
}

function checkAlias(alias: string): void {
  if (!/^[\w-]*$/.test(alias))
    throw new MlflowRefusal(
      'INVALID_PARAMETER_VALUE',
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    );
}

function createModel(store: FakeStore, fields: Fields, now: number): StoredModel {
  const name = requireText(fields, 'name');
  checkModelName(name);
  const tags = readPairs(fields, 'tags');
  for (const [key, value] of tags) checkTag(key, value);
  if (store.models.has(name))
    throw new MlflowRefusal('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
  const model: StoredModel = {
    name,
    createdAt: now,
    updatedAt: now,
    description: findText(fields, 'description'),
    tags,
    aliases: new Map(),
    versions: [],
  };
  store.models.set(name, model);
  return model;
}

function renameModel(store: FakeStore, fields: Fields, now: number): StoredModel {
  const model = requireModel(store, requireText(fields, 'name'));
  const name = requireText(fields, 'new_name');
  checkModelName(name);
  if (store.models.has(name))
    throw new MlflowRefusal('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
  store.models.delete(model.name);
  const versions = model.versions.map(version => ({ ...version, name, updatedAt: now }));
  const renamed = { ...model, name, versions, updatedAt: now };
  store.models.set(name, renamed);
  return renamed;
}

function searchModels(store: FakeStore, flavour: Flavour, render: Renderer, fields: Fields) {
  const conditions = parseFilter(findText(fields, 'filter') ?? '');
  const found = [...store.models.values()]
    .filter(({ tags }) => tags.get('mlflow.prompt.is_prompt') !== 'true')
    .filter(({ name, tags }) =>
      conditions.every(condition =>
        meets(condition, condition.type === 'tag' ? tags.get(condition.key) : name),
      ),
    )
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  const page = takePage(
    found,
    { maxResults: fields['max_results'], pageToken: fields['page_token'] },
    { usual: Math.min(100, flavour.modelPage), most: flavour.modelPage },
  );
  return {
    ...list(
      'registered_models',
      page.rows.map(model => render.model(model)),
    ),
    ...(page.next === undefined ? {} : { next_page_token: page.next }),
  };
}
