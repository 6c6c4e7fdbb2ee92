import { requireModel, requireVersion } from './fake-lookup.ts';
import { deletedStage, type FakeStore, type StoredModel, type StoredVersion } from './fake-store.ts';
import type { Flavour } from './flavour.ts';
import { MlflowRefusal } from './mlflow-refusal.ts';
import { takePage } from './pages.ts';
import { list, type Renderer } from './render.ts';
import { checkTag, type Fields, findText, type Handlers, readPairs, requireText } from './request-fields.ts';
import { meets, parseFilter } from './search-filter.ts';
import { resolveSource } from './version-source.ts';

const stages = ['None', 'Staging', 'Production', 'Archived'];
const activeStages = ['Staging', 'Production'];

/** Calls about versions, below `mlflow/model-versions/`. */
export function createVersionHandlers(
  store: FakeStore,
  flavour: Flavour,
  render: Renderer,
  now: () => number,
): Handlers {
  const shown = ({ model, version }: { model: StoredModel; version: StoredVersion }) => ({
    model_version: render.version(version, model.aliases),
  });
  return {
    'POST create': fields => shown(createVersion(store, flavour, fields, now())),
    'GET get': fields => shown(requireVersion(store, fields)),
    'PATCH update': fields => {
      const found = requireVersion(store, fields);
      found.version.description = findText(fields, 'description');
      found.version.updatedAt = now();
      return shown(found);
    },
    'DELETE delete': fields => {
      deleteVersion(store, fields, now());
      return {};
    },
    'GET get-download-uri': fields => ({ artifact_uri: requireVersion(store, fields).version.storage }),
    'GET search': fields => searchVersions(store, flavour, render, fields),
    'POST set-tag': fields => {
      requireText(fields, 'name');
      requireText(fields, 'version');
      const [key, value] = [requireText(fields, 'key'), findText(fields, 'value') ?? ''];
      checkTag(key, value);
      requireVersion(store, fields).version.tags.set(key, value);
      return {};
    },
    'DELETE delete-tag': fields => {
      const key = requireText(fields, 'key');
      checkTag(key, '');
      requireVersion(store, fields).version.tags.delete(key);
      return {};
    },
    ...(flavour.stages === 'yes'
      ? { 'POST transition-stage': (fields: Fields) => shown(moveToStage(store, fields, now())) }
      : {}),
  };
}

function createVersion(store: FakeStore, flavour: Flavour, fields: Fields, now: number) {
  const name = requireText(fields, 'name');
  const resolved = resolveSource(store, flavour, fields);
  const tags = readPairs(fields, 'tags');
  for (const [key, value] of tags) checkTag(key, value);
  const model = requireModel(store, name);
  const version: StoredVersion = {
    name,
    version: Math.max(0, ...model.versions.map(other => other.version)) + 1,
    createdAt: now,
    updatedAt: now,
    stage: 'None',
    description: findText(fields, 'description') ?? '',
    ...resolved,
    tags,
  };
  model.updatedAt = now;
  model.versions.push(version);
  return { model, version };
}

function deleteVersion(store: FakeStore, fields: Fields, now: number): void {
  const { model, version } = requireVersion(store, fields);
  for (const [alias, number] of model.aliases) if (number === version.version) model.aliases.delete(alias);
  Object.assign(version, {
    stage: deletedStage,
    updatedAt: now,
    description: undefined,
    source: 'REDACTED-SOURCE-PATH',
    runId: 'REDACTED-RUN-ID',
  });
  model.updatedAt = now;
}

function moveToStage(store: FakeStore, fields: Fields, now: number) {
  const asked = requireText(fields, 'stage');
  requireText(fields, 'name');
  requireText(fields, 'version');
  const stage = stages.find(candidate => candidate.toLowerCase() === asked.toLowerCase());
  if (stage === undefined)
    throw new MlflowRefusal(
      'INVALID_PARAMETER_VALUE',
      `Invalid Model Version stage: ${asked}. Value must be one of ${stages.join(', ')}.`,
    );
  const archives = fields['archive_existing_versions'] === true;
  if (archives && !activeStages.includes(stage))
    throw new MlflowRefusal(
      'INTERNAL_ERROR',
      `Model version transition cannot archive existing model versions because '${asked}' is not an Active stage. ` +
        "Valid stages are ['Staging', 'Production']",
    );
  const found = requireVersion(store, fields);
  for (const other of archives ? found.model.versions : []) {
    if (other.stage !== stage || other === found.version) continue;
    other.stage = 'Archived';
    other.updatedAt = now;
  }
  found.version.stage = stage;
  found.version.updatedAt = now;
  found.model.updatedAt = now;
  return found;
}

function searchVersions(store: FakeStore, flavour: Flavour, render: Renderer, fields: Fields) {
  const conditions = parseFilter(findText(fields, 'filter') ?? '');
  const findValue = (version: StoredVersion, type: string, key: string): string | number | undefined => {
    if (type === 'tag') return version.tags.get(key);
    return {
      name: version.name,
      run_id: version.runId ?? '',
      source_path: version.source,
      version_number: version.version,
    }[key];
  };
  const found = [...store.models.values()]
    .filter(({ tags }) => tags.get('mlflow.prompt.is_prompt') !== 'true')
    .flatMap(({ versions }) => versions.filter(({ stage }) => stage !== deletedStage))
    .filter(version =>
      conditions.every(condition => meets(condition, findValue(version, condition.type, condition.key))),
    )
    .sort(compareVersions);
  const page = takePage(
    found,
    { maxResults: fields['max_results'], pageToken: fields['page_token'] },
    { usual: Math.min(10_000, flavour.versionPage), most: flavour.versionPage },
  );
  return {
    ...list(
      'model_versions',
      page.rows.map(version => render.version(version)),
    ),
    ...(page.next === undefined ? {} : { next_page_token: page.next }),
  };
}

/** The order when none is asked for: changed last first, then by name, then the newest. */
function compareVersions(left: StoredVersion, right: StoredVersion): number {
  if (left.updatedAt !== right.updatedAt) return right.updatedAt - left.updatedAt;
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  return right.version - left.version;
}
