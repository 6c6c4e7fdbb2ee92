import { NotFoundError } from '../../core/errors/app-error.ts';
import { getLineageModel, loadLineage } from '../../core/session/load-lineage.ts';
import type { BestDocument } from '../command-line/json/best.ts';
import type { DiffDocument } from '../command-line/json/diff.ts';
import type { LineageDocument } from '../command-line/json/lineage.ts';
import type { ModelDocument } from '../command-line/json/model.ts';
import type { ModelsDocument } from '../command-line/json/models.ts';
import type { SummaryDocument } from '../command-line/json/summary.ts';
import type { VersionDocument } from '../command-line/json/version.ts';
import type { VersionsDocument } from '../command-line/json/versions.ts';
import { printVersionTree } from '../command-line/print-tree.ts';
import { chooseAlias } from '../command-line/read-alias.ts';
import { bestVerb } from '../command-line/verbs/best.ts';
import { diffVerb } from '../command-line/verbs/diff.ts';
import { lineageVerb } from '../command-line/verbs/lineage.ts';
import { modelsVerb } from '../command-line/verbs/models.ts';
import { showVerb } from '../command-line/verbs/show.ts';
import { summaryVerb } from '../command-line/verbs/summary.ts';
import { versionsVerb } from '../command-line/verbs/versions.ts';
import { callVerb, type OpenedRegistry } from './call-verb.ts';
import type { RegistryClient } from './contract/client.ts';

/** The methods that write nothing. */
export type ReadingMethods = Pick<
  RegistryClient,
  | 'listModels'
  | 'listVersions'
  | 'getVersion'
  | 'getLatest'
  | 'findLive'
  | 'listDeployed'
  | 'compareVersions'
  | 'rankVersions'
  | 'summarise'
  | 'getLineage'
  | 'formatTree'
>;

/** What can be asked of a registry, each question as its verb asks it. */
export function createReadingMethods(opened: OpenedRegistry): ReadingMethods {
  const listModels = async () => (await callVerb<ModelsDocument>(opened, modelsVerb, { words: {} })).models;
  const listVersions: ReadingMethods['listVersions'] = async (model, { state } = {}) => {
    const given = { words: { MODEL: model }, options: { state } };
    return (await callVerb<VersionsDocument>(opened, versionsVerb, given)).versions;
  };
  const getVersion = (model: string, version: string) =>
    callVerb<VersionDocument>(opened, showVerb, { words: { MODEL: model, VERSION: version } });
  return {
    listModels,
    listVersions,
    getVersion,
    getLatest: async model => {
      const newest = (await listVersions(model)).findLast(({ whole }) => whole === 'complete');
      if (newest !== undefined) return await getVersion(model, newest.version);
      throw new NotFoundError('version-not-found', `${model} has no complete version.`);
    },
    findLive: async (model, named) => {
      const alias = await chooseAlias(opened.session, model, named);
      const { aliases } = await callVerb<ModelDocument>(opened, showVerb, { words: { MODEL: model } });
      const live = aliases.find(each => each.alias === alias)?.version ?? undefined;
      return live === undefined ? undefined : await getVersion(model, live);
    },
    listDeployed: async () =>
      (await listModels()).flatMap(({ model, aliases }) =>
        aliases.flatMap(({ alias, version }) => (version === null ? [] : [{ model, alias, version }])),
      ),
    compareVersions: (model, before, after) =>
      callVerb<DiffDocument>(opened, diffVerb, { words: { MODEL: model, BEFORE: before, AFTER: after } }),
    rankVersions: (model, metric, { best } = {}) =>
      callVerb<BestDocument>(opened, bestVerb, {
        words: { MODEL: model, METRIC: metric },
        options: { highest: best === 'highest', lowest: best === 'lowest' },
      }),
    summarise: async model =>
      (await callVerb<SummaryDocument>(opened, summaryVerb, { words: { MODEL: model } })).models,
    getLineage: (model, version) =>
      callVerb<LineageDocument>(opened, lineageVerb, { words: { MODEL: model, VERSION: version } }),
    formatTree: async model => {
      const loaded = await loadLineage(opened.session);
      return printVersionTree(loaded.graph, getLineageModel(loaded, model), opened.host).join('\n');
    },
  };
}
