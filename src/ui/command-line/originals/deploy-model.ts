import { ConflictError } from '../../../core/errors/app-error.ts';
import { checkModelName } from '../../../core/names/model-name.ts';
import { defaultAlias } from '../../../core/registry/default-alias.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeDryRun, writeOptionRows } from '../carry-out.ts';
import { extendCommand, nameRegistry } from '../extend-command.ts';
import { findConfiguration, findEvidence, findWeights } from '../find-evidence.ts';
import type { Host } from '../host.ts';
import { readText, reasonRow } from '../reason.ts';
import { describeRegistrationEnd, planRegistrationHere, registerVersion } from '../register-version.ts';
import { tell } from '../speak.ts';
import { defineVerb } from '../verb.ts';
import { formatAsciiJson, readMetadataFile } from './metadata-file.ts';
import { originalOptionRows, readModelName, readOriginalGlobal } from './original-options.ts';

const gateFileRow = {
  takes: 'FILE',
  help: 'file with the gate status; else quality_gate.txt of the results',
} as const;

export const deployModelVerb = defineVerb({
  name: 'deploy_model',
  group: "The originals' own commands",
  summary: 'register a version and promote it to latest, as S0 does',
  words: [],
  options: {
    ...originalOptionRows,
    'model-path': {
      takes: 'PATH|URI',
      help: 'the weights; else LLAMA_MODEL_PATH',
      ours: 'register --model-path',
    },
    'results-dir': {
      takes: 'DIR',
      help: 'else RESULTS_DIR, else chat_pipeline/results',
      ours: 'register --results',
    },
    'summary-path': {
      takes: 'FILE',
      help: 'summary.json of the evaluation',
      ours: 'register --summary-path',
    },
    'bias-report-path': { takes: 'FILE', help: 'bias_report.json', ours: 'register --bias-report-path' },
    'quality-gate-path': gateFileRow,
    'quality-gate-status': { takes: 'STATUS', help: 'PASS, FAIL, or AUTO to read the file' },
    'allow-gate-fail': { help: 'go on without PASS; needs --reason', ours: 'promote --override-gate' },
    'pipeline-config': { takes: 'FILE', help: 'else RAG_CONFIG_PATH', ours: 'register --pipeline-config' },
    reason: reasonRow,
    ...writeOptionRows,
  },
  run: async call => {
    const { host, options } = call;
    const model = checkModelName(readModelName(host, options['model-name']));
    const results = options['results-dir'] ?? (host.variables['RESULTS_DIR'] || 'chat_pipeline/results');
    const status = await readGateStatus(host, {
      status: options['quality-gate-status'],
      path: options['quality-gate-path'] ?? `${results}/quality_gate.txt`,
    });
    tell(host, [`Quality gate status: ${status ?? 'unavailable'}`]);
    if (status !== 'PASS' && !options['allow-gate-fail']) throw describeGateRefusal(status);
    const weights = options['model-path'] ?? (host.variables['LLAMA_MODEL_PATH'] || undefined);
    const config = options['pipeline-config'] ?? (host.variables['RAG_CONFIG_PATH'] || undefined);
    const isFullyNamed = options['summary-path'] !== undefined && options['bias-report-path'] !== undefined;
    const wish = {
      registration: {
        model,
        version: undefined,
        weights: weights === undefined ? undefined : await findWeights(host, weights),
        evidence: await findEvidence(host, {
          results: isFullyNamed ? undefined : results,
          summary: options['summary-path'],
          biasReport: options['bias-report-path'],
          others: [],
        }),
        ...(await findConfiguration(host, config)),
        parent: undefined,
        notes: undefined,
        tags: [],
      },
      promotion: {
        alias: defaultAlias,
        reason: readText(options.reason ?? ''),
        gate: status === 'PASS' ? ('as-bound' as const) : ('overridden' as const),
      },
    };
    const global = readOriginalGlobal(call, options);
    const session = await host.openSession(global, 'to-change');
    const plan = extendCommand(await planRegistrationHere(session, wish), nameRegistry(global));
    if (options['dry-run']) return describeDryRun(plan);
    const end = await registerVersion({ ...call, global }, session, plan, wish);
    const { version } = end.registration;
    if (options['metadata-output'] !== undefined && version !== undefined) {
      const metadata = await readMetadataFile(session, host, model, version);
      await host.writeFile(options['metadata-output'], formatAsciiJson(metadata));
    }
    return describeRegistrationEnd(end, global);
  },
});

/** The status in capitals: as given unless that is empty or AUTO, else the file's; undefined when there is neither. */
async function readGateStatus(
  host: Host,
  given: { readonly status: string | undefined; readonly path: string },
): Promise<string | undefined> {
  const named = given.status?.trim().toUpperCase();
  if (named && named !== 'AUTO') return makeSafeText(named, { limit: 40 });
  if ((await host.findPath(given.path)).kind !== 'file') return undefined;
  const value = await host.readValueFile(given.path);
  return typeof value === 'string' && value.trim() !== ''
    ? makeSafeText(value.trim().toUpperCase(), { limit: 40 })
    : undefined;
}

function describeGateRefusal(status: string | undefined): ConflictError {
  const message =
    status === undefined
      ? 'The quality gate has no status: nothing was registered.'
      : `The quality gate says ${status}: nothing was registered.`;
  return new ConflictError('gate-not-passed', message, {
    hint: 'Run compute_quality_gate, or go on with --allow-gate-fail --reason "why".',
    data: { status: status ?? null },
  });
}
