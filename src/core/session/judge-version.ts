import { toAppError } from '../errors/app-error.ts';
import type { EvidenceFile } from '../evidence/evidence-file.ts';
import { evaluateGate, type GateInput, type LiveBaseline } from '../gate/evaluate-gate.ts';
import { formatGateReport } from '../gate/format-report.ts';
import type { BoundPolicy } from '../gate/policy.ts';
import type { GateReport } from '../gate/report.ts';
import type { DigestCheck } from '../history/entry.ts';
import { findLiveVersion } from '../plan/find-version.ts';
import type { JudgedVersion } from '../plan/plan-gate.ts';
import type { EvidenceFolder } from '../ports/evidence.ts';
import type { ReadOptions, VersionBinding } from '../ports/registry.ts';
import type { Version } from '../registry/version.ts';
import { describeIncomplete } from '../registry/wholeness-words.ts';
import type { KnownSecret } from '../secrets/known-secrets.ts';
import { refuseSecretEvidence } from '../secrets/refuse-secret-content.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import { type CandidateSince, findCandidateSince } from '../votes/candidate-since.ts';
import { summariseChecks } from './check-digest.ts';
import { loadEarlierGround } from './earlier-ground.ts';
import { openWithFeedback, readsFeedback } from './feedback-choice.ts';
import { loadDeployed } from './load-deployed.ts';
import type { LoadedVersions } from './load-model.ts';
import { describeAlteration } from './record-alteration.ts';
import type { Session } from './session.ts';

/** What judging needs beside a registry. */
export type Judging = Pick<
  Session,
  'policies' | 'openResults' | 'feedback' | 'now' | 'tool' | 'writes' | 'onVerdict'
>;

/** A verdict, and the files it was made from. */
export type Judged = { readonly report: GateReport; readonly evidence: readonly EvidenceFile[] };

/**
 * Judges a results folder that belongs to no version: rules that compare with what is live have nothing to compare with.
 * @throws NotFoundError results-not-found; InvalidInputError results-not-found
 */
export async function evaluateResults(
  judging: Pick<Judging, 'openResults' | 'feedback' | 'now' | 'tool' | 'onVerdict'>,
  request: { readonly bound: BoundPolicy; readonly results: string },
  signal?: AbortSignal,
): Promise<Judged> {
  return await judge(judging, judging.openResults(request.results), signal, {
    ...nobody,
    bound: request.bound,
    live: { state: 'not-asked' },
  });
}

/** A model that a version is about to be added to, and what it would be judged by. */
export type Candidate = {
  readonly loaded: LoadedVersions;
  readonly alias: string;
  readonly bound: BoundPolicy;
  readonly folder: EvidenceFolder;
  /** What will be known of its files once it is registered. */
  readonly digest: DigestCheck;
};

/** Judges a version that is not registered yet, against what is live. @throws NotFoundError results-not-found */
export async function judgeCandidate(
  session: Session,
  { loaded, alias, bound, folder, digest }: Candidate,
  signal?: AbortSignal,
): Promise<Judged> {
  return await judge(session, folder, signal, {
    ...nobody,
    bound,
    secrets: session.secrets,
    digest,
    live: await loadBaseline(session, loaded, alias, signal),
    deployed: await loadDeployed(session, loaded, { alias, except: undefined }, signal),
  });
}

/** A registered version, and what it is judged by. */
export type VersionQuestion = {
  readonly version: Version;
  readonly alias: string;
  readonly bound: BoundPolicy;
  /** Results folder, or its path; undefined: the files registered with the version. */
  readonly results: EvidenceFolder | string | undefined;
};

/**
 * Judges a registered version for an alias, against what is live there. Its files are hashed for it, weights too: that is told and can
 * be stopped.
 * @throws NotFoundError results-not-found; UnavailableError when the registry cannot be read
 */
export async function judgeVersion(
  session: Session,
  loaded: LoadedVersions,
  { version, alias, bound, results }: VersionQuestion,
  options: ReadOptions = {},
): Promise<JudgedVersion> {
  const { reader } = session.registry;
  const { signal } = options;
  const { model, version: name } = version;
  const own = version.whole === 'complete' ? await reader.bindVersion(model, name, options) : noFiles;
  const question = { version: name, policy: bound.policy, own };
  const earlier = await loadEarlierGround(session, loaded.status, question, { signal });
  const isOwn = results === undefined && !readsFeedback(session, bound.policy);
  const place = isOwn ? 'version' : 'kept';
  const folder =
    results === undefined
      ? reader.openEvidence(model, name)
      : typeof results === 'string'
        ? session.openResults(results)
        : results;
  const since = findCandidateSince(loaded.status.effective, name);
  const { report, evidence } = await judge(session, folder, signal, {
    bound,
    since,
    // What stands in the registry already is not copied there again.
    secrets: results === undefined ? undefined : session.secrets,
    subject: { model, version: name, alias },
    live: await loadBaseline(session, loaded, alias, signal),
    deployed: await loadDeployed(session, loaded, { alias, except: name }, signal),
    digest: version.whole === 'complete' ? summariseChecks(own.checks) : 'unverified',
    own,
    lost: earlier.lost,
    earlierSources: earlier.sources,
    place,
  });
  const text = formatGateReport(report);
  return { version, alias, report, text, sha256: session.sha256(text), found: evidence, place };
}

/** Of a version that is not there, or not whole. */
const noFiles: VersionBinding = { files: [], unbound: [], checks: [] };

/** Of a version that nobody has. */
const nobody = {
  subject: null,
  deployed: [],
  digest: 'unverified',
  own: noFiles,
  lost: [],
  earlierSources: [],
  place: 'kept',
  since: undefined,
  secrets: undefined,
} as const;

async function judge(
  judging: Pick<Judging, 'openResults' | 'feedback' | 'now' | 'tool' | 'onVerdict'>,
  folder: EvidenceFolder,
  signal: AbortSignal | undefined,
  {
    since,
    secrets,
    ...input
  }: Omit<GateInput, 'evidence' | 'candidacy' | 'now' | 'tool'> & {
    /** By the history. */
    readonly since: CandidateSince | undefined;
    /** None of them may stand in what is judged; undefined: it is not kept. */
    readonly secrets: readonly KnownSecret[] | undefined;
  },
): Promise<Judged> {
  const { now, tool, onVerdict, feedback } = judging;
  const place = openWithFeedback(judging, folder);
  const evidence = await place.loadEvidence(input.bound.policy.evidence, { signal });
  refuseSecretEvidence(evidence, secrets);
  const candidacy = { name: feedback?.candidate, since: feedback?.since ?? since };
  const report = evaluateGate({ ...input, evidence, candidacy, now: now(), tool });
  const { verdict, policy } = report;
  if (input.place === 'kept') await onVerdict?.({ verdict, why: `${policy.name} says ${verdict}.` });
  return { report, evidence };
}

/** What is live under an alias now, as rules compare with it. What cannot be read is said, never taken for nothing. */
export async function loadBaseline(
  session: Pick<Session, 'registry'>,
  { status, versions }: LoadedVersions,
  alias: string,
  signal: AbortSignal | undefined,
): Promise<LiveBaseline> {
  const name = findLiveVersion(status, alias);
  if (name === undefined) return { state: 'nothing-live', alias };
  const unreadable = (problem: string): LiveBaseline => ({
    state: 'unreadable',
    alias,
    version: name,
    problem,
  });
  const version = versions.find(candidate => candidate.version === name);
  if (version === undefined) return unreadable('it is not there');
  if (version.whole === 'incomplete') return unreadable(`it ${describeIncomplete(version)}`);
  if (version.whole === 'damaged') return unreadable(version.problem);
  const alteration = await describeAlteration(session, status, version, { signal });
  if (alteration !== undefined) return unreadable(alteration);
  try {
    const metadataSha256 = await session.registry.reader.hashRecord(version.model, name);
    return { state: 'live', alias, version: name, metadataSha256, metrics: version.record.metrics };
  } catch (thrown) {
    signal?.throwIfAborted();
    return unreadable(withoutFullStop(toAppError(thrown).message));
  }
}
