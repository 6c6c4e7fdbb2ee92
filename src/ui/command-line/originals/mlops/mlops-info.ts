import { NotFoundError } from '../../../../core/errors/app-error.ts';
import { formatServerVersion } from '../../../../core/names/server-version.ts';
import { loadModel } from '../../../../core/session/load-model.ts';
import { loadRecord } from '../../../../core/session/load-records.ts';
import { defineVerb } from '../../verb.ts';
import { exitCodeOf } from '../../verb-result.ts';
import { loadVersionDocument } from '../../verbs/show.ts';
import { formatFields, listVersionFields } from './mlops-text.ts';
import { mlopsGroup, openMlopsRegistry } from './open-mlops-registry.ts';

export const mlopsInfoVerb = defineVerb({
  name: 'mlops info',
  ours: 'show',
  group: mlopsGroup,
  summary: 'show a model by its newest version, and which versions are in Production and Staging',
  words: ['MODEL'],
  options: {},
  run: async call => {
    const { host, words } = call;
    const session = await openMlopsRegistry(call, 'to-look');
    const { status } = await loadModel(session, words.MODEL, host.stop);
    const { model } = status.index;
    const newest = status.index.versions.at(-1)?.version;
    if (newest === undefined) throw new NotFoundError('version-not-found', `${model} has no versions yet.`);
    const version = await loadRecord(session, status, newest, host.stop);
    const document = await loadVersionDocument(session, host, model, newest);
    const nameLive = (alias: string): string => {
      const live = status.effective.aliases.get(alias)?.version;
      return live ? formatServerVersion(live) : 'none';
    };
    const rule = '='.repeat(50);
    return {
      exitCode: exitCodeOf('done'),
      document: () => document,
      lines: () => [
        `Model Information: ${model}`,
        rule,
        `Name: ${model}`,
        `Version: ${formatServerVersion(newest)}`,
        ...formatFields(listVersionFields(status, version)),
        `In Production: ${nameLive('Production')}`,
        `In Staging: ${nameLive('Staging')}`,
        rule,
      ],
    };
  },
});
