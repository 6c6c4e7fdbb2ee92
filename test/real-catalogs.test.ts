import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CatalogContent } from '../src/adapters/catalog/catalog-content.ts';
import { parseCatalog } from '../src/adapters/catalog/parse-catalog.ts';
import { parseForeignRow } from '../src/adapters/catalog/parse-foreign-row.ts';
import { parseLineage } from '../src/adapters/catalog/parse-lineage.ts';
import { parseRow } from '../src/adapters/catalog/parse-row.ts';
import { readRowState } from '../src/adapters/catalog/row-state.ts';
import type { VersionRecord } from '../src/core/registry/version.ts';

/** Files of S2 and of other programs: beside the checkout where there are any, never inside it. */
const shared = resolve(import.meta.dirname, '../../shared/data');
const hasData = existsSync(join(shared, 'wild'));
if (!hasData)
  process.stderr.write('NOT HERE: ../shared/data. This run does not prove that real catalogues are read.\n');

/** What becomes of a real file: what it holds and whether it may be written, or why it is no catalogue. */
type Outcome =
  | {
      readonly loads: CatalogContent['shape'];
      readonly isWritable: boolean;
      readonly versions: Readonly<Record<string, number>>;
      readonly deployed: readonly string[];
    }
  | { readonly refused: string };

const s2: Outcome = {
  loads: 'wrapper',
  isWritable: true,
  versions: { majora: 3 },
  deployed: ['majora v2'],
};
const sentinel = (lgbm: number): Outcome => ({
  loads: 'foreign-rows',
  isWritable: false,
  versions: { lgbm },
  deployed: [],
});
const noModels = (name: string, has: string): Outcome => ({
  refused: `${name} holds no models: it has ${has}, and nothing with versions.`,
});
const mlxAdapter = noModels('adapter_config.json', 'adapter_path, batch_size, config, data and 24 more');
const peftAdapter = noModels(
  'adapter_config.json',
  'alora_invocation_tokens, alpha_pattern, arrow_config, auto_mapping and 32 more',
);
const gateRun = 'schema_version, candidate_id, parent_id, artifact_sha256 and 5 more';

/** Every JSON file of the three, and every state of one of them. A file that is not in it fails. */
const table: Readonly<Record<string, Outcome>> = {
  'generated-by-originals/s2/registry.json': s2,
  'generated-by-originals/s2/registry.after-read-then-save.json': s2,
  'generated-by-originals/s2/lineage.json': {
    refused: 'lineage.json is the lineage file of AFS, which holds no models.',
  },
  'wild/Anbu-00001__Sentinel-AIOps/models/registry.json': sentinel(10),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-10.68ab3e6': sentinel(2),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-17.53dc902': sentinel(3),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-17.70580f9': sentinel(3),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-23.d992994': sentinel(4),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-25.31ff67d': sentinel(2),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-25.9239cad': sentinel(7),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-26.140db52': sentinel(8),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-26.f0d5cbf': sentinel(7),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-27.50fd513': sentinel(8),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-27.ab44293': sentinel(8),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-28.51167a5': sentinel(9),
  'wild/Anbu-00001__Sentinel-AIOps/history/models/registry.json.2026-04-30.0033e4e': sentinel(10),
  'wild/Boothill2001__logistics-ai-mlops-platform/models/registry.json': {
    loads: 'foreign-models',
    isWritable: false,
    versions: { shipment_delay_model: 2 },
    deployed: ['shipment_delay_model v1'],
  },
  'wild/Charotty__IST/models_registry/registry.json': {
    loads: 'foreign-models',
    isWritable: false,
    versions: {},
    deployed: [],
  },
  'wild/asmithareddy-1903__smart-water-rl-mlops/model_registry/registry.json': {
    loads: 'foreign-rows',
    isWritable: false,
    versions: { policy_v1: 1, policy_v2_optimized: 1 },
    deployed: ['policy_v2_optimized 2.0'],
  },
  'wild/vin-ML-dev__mlops-monitoring-agent/models_registry.json': {
    refused:
      'models_registry.json is a list whose rows name no model: ' +
      'they have version, registered_at, git_sha, data_version and 4 more.',
  },
  'wild/Obreezzy__datacompany-mlops/model_registry/registry.json': {
    refused:
      'registry.json has a list of models whose rows name no model: ' +
      'they have version, accuracy, f1_score, trained_at and 1 more.',
  },
  'wild/Rezanasirian__FineTuneLLM/model_registry/registry.json': {
    refused:
      'registry.json has models without versions: ' +
      'v_20251019_163406 has metadata_file, model_path, registration_time.',
  },
  'afs/examples/optimization_gate/baseline.json': noModels('baseline.json', gateRun),
  'afs/examples/optimization_gate/candidate.json': noModels('candidate.json', gateRun),
  'afs/examples/optimization_gate/policy.json': noModels(
    'policy.json',
    'schema_version, algorithm_version, policy_id, metrics and 4 more',
  ),
  'afs/history/benchmark_results/results_gemini-flash-test_20260103_225852.json': noModels(
    'results_gemini-flash-test_20260103_225852.json',
    'model, timestamp, domains, summary',
  ),
  'afs/history/benchmark_results/results_gemini-flash-test_20260103_231604.json': noModels(
    'results_gemini-flash-test_20260103_231604.json',
    'model, timestamp, domains, summary',
  ),
  'afs/history/benchmarks/metadata.json': noModels(
    'metadata.json',
    'version, generated, domains, total_items',
  ),
  'afs/history/models/din-lora-adapters/adapter_config.json': mlxAdapter,
  'afs/history/models/din-lora-adapters-v2/adapter_config.json': mlxAdapter,
  'afs/history/models/veran-lora-adapters/adapter_config.json': mlxAdapter,
  'afs/history/models/veran-cloud-adapters/adapter_config.json': peftAdapter,
  'afs/history/models/veran-cloud-adapters-v2/adapter_config.json': peftAdapter,
  'afs/history/models/farore-cloud-adapters/checkpoint-12/trainer_state.json': noModels(
    'trainer_state.json',
    'best_global_step, best_metric, best_model_checkpoint, epoch and 16 more',
  ),
  'afs/history/models/nayru/config.json': noModels(
    'config.json',
    'name, description, version, type and 1 more',
  ),
  'afs/history/models/veran_eval_results.json': noModels(
    'veran_eval_results.json',
    'basic, intermediate, advanced, snes_hardware',
  ),
};

const patterns = [
  '{afs,wild,generated-by-originals/s2}/**/*.json',
  'wild/Anbu-00001__Sentinel-AIOps/history/models/*',
];

const read = (file: string) => parseCatalog(basename(file), readFileSync(join(shared, file)));

function describeOutcome(file: string): Outcome {
  const reading = read(file);
  if (reading.found === 'nothing') return { refused: 'nothing is there' };
  if (reading.found === 'unusable') return { refused: reading.unwritable.problem };
  const { shape, models, unwritable } = reading.content;
  const deployed = [...models.values()].flatMap(({ model, rows }) =>
    [...rows.values()].flatMap(({ version, fields }) =>
      readRowState(shape, fields).isDeployed ? [`${model} ${version}`] : [],
    ),
  );
  const versions = Object.fromEntries([...models.values()].map(({ model, rows }) => [model, rows.size]));
  return { loads: shape, isWritable: unwritable === undefined, versions, deployed };
}

/** The records of all versions of a file that loads, by `model version`. */
function loadRecords(file: string): ReadonlyMap<string, VersionRecord> {
  const reading = read(file);
  if (reading.found !== 'content') return new Map();
  const { shape, models } = reading.content;
  const parse = shape === 'wrapper' || shape === 'bare' ? parseRow : parseForeignRow;
  return new Map(
    [...models.values()].flatMap(({ model, rows }) =>
      [...rows.values()].map(
        ({ version, fields, oddities }) =>
          [`${model} ${version}`, parse({ model, version, fields, oddities })] as const,
      ),
    ),
  );
}

describe.skipIf(!hasData)('of the real JSON files of AFS and of other programs', () => {
  it('each is in the table', () => {
    expect(globSync(patterns, { cwd: shared }).sort()).toEqual(Object.keys(table).sort());
  });

  it.each(Object.entries(table))('%s is what the table says', (file, outcome) => {
    expect(describeOutcome(file)).toEqual(outcome);
  });

  it('each that is not written says why and what to do', () => {
    for (const file of Object.keys(table)) {
      const reading = read(file);
      const unwritable =
        reading.found === 'unusable'
          ? reading.unwritable
          : reading.found === 'content'
            ? reading.content.unwritable
            : undefined;
      if (unwritable === undefined) continue;
      expect(unwritable.problem).toMatch(/^[\w.-]+ (?:is|has|holds) .+\.$/);
      expect(unwritable.hint).toMatch(/^(?:Name|Change) .+\.$/);
    }
  });
});

describe.skipIf(!hasData)('the original’s own files', () => {
  it('give the whole record of a version', () => {
    const record = loadRecords('generated-by-originals/s2/registry.json').get('majora v1');
    expect(record).toMatchObject({
      createdAt: '2026-11-20T16:15:05.927Z',
      metrics: { accuracy: 0.85, f1_score: 0.82, inference_speed_tokens_per_sec: 120 },
      training: { baseModel: 'Qwen2.5-Coder-7B', samples: 223, learningRate: 0.0002, hardware: 'M2 Max' },
      lineage: { dataSources: ['oracle', 'toolbench'], gitCommit: 'abc123def456' },
      notes: 'Initial training',
      oddities: [],
    });
    expect(record?.artifacts.map(artifact => artifact.name)).toEqual([
      '/models/majora-v1-lora',
      '/models/majora-v1-Q8_0.gguf',
    ]);
  });

  it('that lost three fields when they were read say so on each version', () => {
    const records = loadRecords('generated-by-originals/s2/registry.after-read-then-save.json');
    for (const { oddities } of records.values())
      expect(oddities).toContain(
        'status, training, evaluation_scores missing: another program dropped what it does not keep',
      );
    expect(records.get('majora v2')?.lineage?.gitCommit).toBe('def456ghi789');
  });

  it('of lineage are read along', () => {
    const bytes = readFileSync(join(shared, 'generated-by-originals/s2/lineage.json'));
    const { rows, problem } = parseLineage('lineage.json', bytes);
    expect(problem).toBeUndefined();
    expect(rows.map(({ version, parent }) => [version, parent])).toEqual([
      ['v1', undefined],
      ['v2', 'v1'],
      ['v2.1', 'v2'],
    ]);
  });
});

describe.skipIf(!hasData)('a list of rows of another program', () => {
  const states = Object.keys(table).filter(file => file.startsWith('wild/Anbu-00001'));

  it('has a model and versions with metrics and times, in every state it was ever in', () => {
    for (const state of states) {
      const records = loadRecords(state);
      expect(records.size).toBeGreaterThan(1);
      for (const record of records.values()) {
        expect(record.version).toMatch(/^v2\.\d+$/);
        expect(record.metrics['macro_f1']).toBeGreaterThan(0);
        expect(record.createdAt).toMatch(/^2026-/);
      }
    }
  });

  it('says which version it names twice, and what it calls the newest', () => {
    const file = 'wild/Anbu-00001__Sentinel-AIOps/models/registry.json';
    const odd = [...loadRecords(file)].filter(([, { oddities }]) =>
      oddities.includes('it stands twice in the file; the last row counts'),
    );
    expect(odd.map(([name]) => name)).toEqual(['lgbm v2.9']);
    const reading = read(file);
    expect(reading.found === 'content' && reading.content.pointers).toEqual([
      { alias: 'latest', model: 'lgbm', version: 'v2.11' },
    ]);
  });
});
