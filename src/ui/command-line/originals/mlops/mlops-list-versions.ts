import { formatServerVersion } from '../../../../core/names/server-version.ts';
import { loadVersions } from '../../../../core/session/load-model.ts';
import { describeVersions } from '../../documents/version-document.ts';
import { defineVerb } from '../../verb.ts';
import { exitCodeOf } from '../../verb-result.ts';
import { formatFields, listVersionFields } from './mlops-text.ts';
import { mlopsGroup, openMlopsRegistry } from './open-mlops-registry.ts';

export const mlopsListVersionsVerb = defineVerb({
  name: 'mlops list_versions',
  alias: 'mlops list-versions',
  ours: 'versions',
  group: mlopsGroup,
  summary: 'list all versions of a model, in the order of their numbers, with stage, run and tags',
  words: ['MODEL'],
  options: {},
  run: async call => {
    const session = await openMlopsRegistry(call, 'to-look');
    const loaded = await loadVersions(session, call.words.MODEL, 'listing', call.host.stop);
    const { status, versions } = loaded;
    const { model } = status.index;
    return {
      exitCode: exitCodeOf('done'),
      document: () => describeVersions(loaded, session.now()),
      lines: () =>
        versions.length === 0
          ? [`No versions found for model: ${model}`]
          : [
              `Versions for model: ${model}`,
              '='.repeat(60),
              ...versions.flatMap(version => [
                `Version ${formatServerVersion(version.version)}:`,
                ...formatFields(listVersionFields(status, version), '  '),
                '-'.repeat(40),
              ]),
            ],
    };
  },
});
