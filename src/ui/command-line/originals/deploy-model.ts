import type { DeploymentPlan } from '../../../core/deployment/deployment-plan.ts';
import type { DeploymentRequest } from '../../../core/deployment/deployment-request.ts';
import { ConflictError } from '../../../core/errors/app-error.ts';
import { checkModelName } from '../../../core/names/model-name.ts';
import { defaultAlias } from '../../../core/registry/default-alias.ts';
import { findPolicy } from '../../../core/session/load-policies.ts';
import type { Session } from '../../../core/session/session.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { writeOptionRows } from '../carry-out.ts';
import { carryOutDeployment, planDeploymentHere } from '../carry-out-deployment.ts';
import { findConfiguration, findEvidence, findWeights } from '../find-evidence.ts';
import type { Host } from '../host.ts';
import { originalPolicy } from '../judge-results.ts';
import { requireCopy, writeBeside } from '../output-files.ts';
import { findPublishWish } from '../publish-options.ts';
import { readText, reasonRow } from '../reason.ts';
import { describeRegistrationEnd, endOfDeployment } from '../registration-end.ts';
import { tell } from '../speak.ts';
import { withoutStalePass } from '../stale-pass.ts';
import { placeStatusFile, readStatusVerdict } from '../status-files.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeWithProblem } from '../verb-result.ts';
import { describeDeploymentDryRun } from '../verbs/deploy.ts';
import { describeJudged, unboundOptionRows } from '../verbs/promote.ts';
import { copyMetadataFile } from './metadata-file.ts';
import {
  originalOptionRows,
  readModelName,
  readOriginalGlobal,
  readResultsFolder,
  resultsDirRow,
} from './original-options.ts';

const gateFileRow = {
  takes: 'FILE',
  help: 'file with the gate status; else quality_gate.txt of the results',
} as const;

export const deployModelVerb = defineVerb({
  name: 'deploy_model',
  ours: 'register --to latest',
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
    'results-dir': resultsDirRow,
    'summary-path': {
      takes: 'FILE',
      help: 'summary.json of the evaluation',
      ours: 'register --summary-path',
    },
    'bias-report-path': { takes: 'FILE', help: 'bias_report.json', ours: 'register --bias-report-path' },
    'quality-gate-path': gateFileRow,
    'quality-gate-status': {
      takes: 'STATUS',
      help: 'FAIL refuses; PASS counts no more than the file; AUTO reads the file',
    },
    'accept-unbound': unboundOptionRows['accept-unbound'],
    'allow-gate-fail': { help: 'go on without PASS; needs --reason', ours: 'promote --override-gate' },
    'pipeline-config': { takes: 'FILE', help: 'else RAG_CONFIG_PATH', ours: 'register --pipeline-config' },
    reason: reasonRow,
    ...writeOptionRows,
  },
  run: async call => {
    const { host, options } = call;
    await requireCopy(host, '--metadata-output', options['metadata-output']);
    const results = readResultsFolder(host, options['results-dir']);
    const asOurs = { ...options, 'override-gate': options['allow-gate-fail'] };
    const judged = describeJudged(results, asOurs, call.global);
    return await withoutStalePass(host, judged, async stale => {
      const model = checkModelName(readModelName(host, options['model-name']));
      const word = await readStatusVerdict(host, options['quality-gate-path'] ?? placeStatusFile(results));
      const status = readGivenStatus(options['quality-gate-status']) ?? word;
      tell(host, [`Quality gate status: ${status ?? 'unavailable'}`]);
      // A PASS lets nothing through: what it judged nobody can tell. The evidence itself is judged below.
      const isWithheld = status !== undefined && status !== 'PASS';
      if (isWithheld && !options['allow-gate-fail']) throw describeGateRefusal(status);
      const global = readOriginalGlobal(call, options);
      const session = stale.follow(await host.openSession(global, 'to-change'));
      const request = await describeRequest(host, session, { model, options, results, word });
      const plan = suggest(await planDeploymentHere(host, session, request, global));
      if (options['dry-run']) return describeDeploymentDryRun(plan);
      const receipt = await carryOutDeployment({ ...call, global }, session, plan);
      const { version } = receipt;
      const output = options['metadata-output'];
      const unwritten = await writeBeside(host, () =>
        copyMetadataFile(session, host, { model, version, output }),
      );
      const result = describeRegistrationEnd(endOfDeployment(receipt), global);
      return { ...result, exitCode: exitCodeWithProblem(result.exitCode, unwritten) };
    });
  },
});

type Deployment = {
  readonly model: string;
  readonly options: Readonly<
    Record<
      'model-path' | 'pipeline-config' | 'summary-path' | 'bias-report-path' | 'reason',
      string | undefined
    > &
      Record<'accept-unbound' | 'allow-gate-fail', boolean>
  >;
  readonly results: string;
  /** What the status file says, unless that was taken back. */
  readonly word: string | undefined;
};

async function describeRequest(
  host: Host,
  session: Session,
  { model, options, results, word }: Deployment,
): Promise<DeploymentRequest> {
  const isBound = (await findPolicy(session, model, defaultAlias)) !== undefined;
  const consent = options['accept-unbound'] ? 'accepted' : 'not-accepted';
  const weights = options['model-path'] ?? (host.variables['LLAMA_MODEL_PATH'] || undefined);
  const config = options['pipeline-config'] ?? (host.variables['RAG_CONFIG_PATH'] || undefined);
  const named = { eval_summary: options['summary-path'], bias_report: options['bias-report-path'] };
  const isFullyNamed = Object.values(named).every(path => path !== undefined);
  const isThere = (await host.findPath(results)).kind === 'folder';
  const whenMissing = consent === 'accepted' ? 'take-what-is-there' : 'refuse';
  const registration = {
    model,
    version: undefined,
    weights: weights === undefined ? undefined : await findWeights(host, weights),
    ...(await findEvidence(host, {
      results: isFullyNamed && !isThere ? undefined : results,
      named,
      others: [],
      whenMissing,
    })),
    ...(await findConfiguration(host, config)),
    parent: undefined,
    notes: undefined,
    tags: [],
  };
  return {
    ...{ model, alias: defaultAlias, subject: { at: 'new', registration } },
    reason: readText(options.reason ?? ''),
    gate: options['allow-gate-fail'] ? 'overridden' : 'as-bound',
    policy: isBound ? undefined : originalPolicy,
    unbound: word === undefined ? undefined : { word, consent },
    publish: await findPublishWish(host, session, model, publishAsConfigured),
  };
}

/** S0 has no options for it. */
const publishAsConfigured = {
  hub: undefined,
  public: false,
  license: undefined,
  card: undefined,
  'hub-tag': undefined,
  'publish-weights': [],
  'skip-hf-push': false,
} as const;

/** The status that was given, in capitals; undefined for none and for AUTO: then the file counts. Pure. */
function readGivenStatus(given: string | undefined): string | undefined {
  const named = given?.trim().toUpperCase();
  return named && named !== 'AUTO' ? makeSafeText(named, { limit: 40 }) : undefined;
}

/** The plan with the hint that this command's own options make. Pure. */
function suggest(plan: DeploymentPlan): DeploymentPlan {
  const blockers = plan.blockers.map(blocker =>
    blocker.code === 'gate-not-passed' && blocker.hint.includes('--override-gate')
      ? { ...blocker, hint: originalHint }
      : blocker,
  );
  return { ...plan, blockers };
}

const originalHint =
  'See why with compute_quality_gate, or go on with --allow-gate-fail --reason "why", which stays on record.';

function describeGateRefusal(status: string): ConflictError {
  return new ConflictError('gate-not-passed', `The quality gate says ${status}: nothing was registered.`, {
    hint: originalHint,
    data: { status },
  });
}
