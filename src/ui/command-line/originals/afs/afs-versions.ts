import type { Version } from '../../../../core/registry/version.ts';
import { listStates } from '../../../../core/registry/version-state.ts';
import { loadVersions } from '../../../../core/session/load-model.ts';
import { describeVersions } from '../../documents/version-document.ts';
import { defineVerb } from '../../verb.ts';
import { exitCodeOf } from '../../verb-result.ts';
import { chooseCharset } from '../tell-done.ts';
import { describeAfsRow, type States } from './afs-row.ts';
import { chooseMarks, formatAfsRow, formatHeading } from './afs-text.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsVersionsVerb = defineVerb({
  name: 'afs versions',
  alias: 'afs registry versions',
  ours: 'versions',
  group: afsGroup,
  summary: 'list all versions of a model, oldest first, with their parents and data',
  words: ['MODEL'],
  options: {},
  run: async call => {
    const { host, words } = call;
    const session = await openAfsRegistry(call, 'to-look');
    const loaded = await loadVersions(session, words.MODEL, 'listing', host.stop);
    const { status, versions } = loaded;
    const states = listStates(status);
    const charset = chooseCharset(host);
    const child = charset === 'unicode' ? '    └─ ' : '    `- ';
    return {
      exitCode: exitCodeOf('done'),
      document: () => describeVersions(loaded, session.now()),
      lines: () => [
        ...formatHeading(`Versions of ${status.index.model}:`, 80),
        ...versions.flatMap(version => [
          formatRow(states, version, chooseMarks(charset)),
          ...listOrigins(version).map(origin => `${child}${origin}`),
        ]),
      ],
    };
  },
});

function formatRow(states: States, version: Version, marks: ReturnType<typeof chooseMarks>): string {
  const samples = version.whole === 'complete' ? version.record.training?.samples : undefined;
  const row = describeAfsRow(states, version);
  return formatAfsRow(row, marks, samples === undefined ? '' : `n=${samples}`);
}

function listOrigins(version: Version): readonly string[] {
  if (version.whole !== 'complete') return [];
  const { parent, lineage } = version.record;
  const data = lineage?.dataSources ?? [];
  return [
    ...(parent === undefined ? [] : [`Parent: ${parent}`]),
    ...(data.length === 0 ? [] : [`Data: ${data.join(', ')}`]),
  ];
}
