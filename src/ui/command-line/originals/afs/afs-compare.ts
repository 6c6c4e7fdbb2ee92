import { compareVersions } from '../../../../core/diff/compare-versions.ts';
import { chooseMetricGate } from '../../../../core/gate/metric-thresholds.ts';
import { getVersion } from '../../../../core/plan/find-version.ts';
import type { ModelStatus } from '../../../../core/registry/model-status.ts';
import type { Version } from '../../../../core/registry/version.ts';
import { findState } from '../../../../core/registry/version-state.ts';
import { loadModel } from '../../../../core/session/load-model.ts';
import { loadRecord } from '../../../../core/session/load-records.ts';
import { describeDiff } from '../../documents/diff-document.ts';
import { defineVerb } from '../../verb.ts';
import { exitCodeOf } from '../../verb-result.ts';
import { formatHeading } from './afs-text.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsCompareVerb = defineVerb({
  name: 'afs compare',
  alias: 'afs registry compare',
  ours: 'diff',
  group: afsGroup,
  summary: 'show in which fields two versions of a model differ',
  words: ['MODEL', 'VERSION1', 'VERSION2'],
  options: {},
  run: async call => {
    const { host, words } = call;
    const session = await openAfsRegistry(call, 'to-look');
    const { status, policies } = await loadModel(session, words.MODEL, host.stop);
    const load = (word: string) =>
      loadRecord(session, status, getVersion(status.index, word).version, host.stop);
    const versions = [await load(words.VERSION1), await load(words.VERSION2)] as const;
    return {
      exitCode: exitCodeOf('done'),
      document: () =>
        describeDiff(compareVersions(...versions, chooseMetricGate(policies, status.usualAlias))),
      lines: () => printComparison(status, versions),
    };
  },
});

function printComparison(status: ModelStatus, [one, other]: readonly [Version, Version]): readonly string[] {
  const [before, after] = [listFields(status, one), listFields(status, other)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const differing = names.filter(name => before.get(name) !== after.get(name));
  return [
    ...formatHeading(`Comparing ${status.index.model} versions: ${one.version} vs ${other.version}`, 80),
    ...(differing.length === 0 ? ['No differences found'] : []),
    ...differing.flatMap(name => [
      '',
      `${name}:`,
      `  ${one.version}: ${before.get(name) ?? 'None'}`,
      `  ${other.version}: ${after.get(name) ?? 'None'}`,
    ]),
  ];
}

/** What S2 compares of a version, with every other metric it has. 0 is a value. */
function listFields(status: ModelStatus, version: Version): ReadonlyMap<string, string> {
  const state = findState(status, version.version);
  const standing = [
    ['version', version.version],
    ['status', version.whole === 'complete' ? state : version.whole],
    ['deployed', state === 'deployed' ? 'True' : 'False'],
  ] as const;
  if (version.whole !== 'complete') return new Map(standing);
  const { createdAt, training, parent, metrics } = version.record;
  const known = [
    ...standing,
    ['created_at', createdAt],
    ['base_model', training?.baseModel],
    ['samples', training?.samples],
    ['epochs', training?.epochs],
    ['learning_rate', training?.learningRate],
    ['parent_version', parent],
  ] as const;
  const fields = new Set<string>(known.map(([name]) => name));
  // A metric may have any name: one that is called like a field is told apart from it.
  const scores = Object.entries(metrics).map(
    ([name, value]) => [fields.has(name) ? `evaluation_scores.${name}` : name, value] as const,
  );
  return new Map(
    [...known, ...scores].flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
