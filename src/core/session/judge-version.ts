import { listDeployed } from '../decision/list-deployed.ts';
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
import type { Version } from '../registry/version.ts';
import { summariseVerification } from './check-digest.ts';
import { loadEarlierSources } from './earlier-sources.ts';
import type { LoadedVersions } from './load-model.ts';
import type { Session } from './session.ts';

/** What judging needs beside a registry. */
export type Judging = Pick<Session, 'policies' | 'openResults' | 'now' | 'tool'>;

/** A verdict, and the files it was made from. */
export type Judged = { readonly report: GateReport; readonly evidence: readonly EvidenceFile[] };

/**
 * Judges a results folder that belongs to no version: rules that compare with what is live have nothing to compare with.
 * @throws NotFoundError results-not-found; InvalidInputError results-not-found
 */
export async function evaluateResults(
  judging: Pick<Judging, 'openResults' | 'now' | 'tool'>,
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
    digest,
    live: await loadBaseline(session, loaded, alias, signal),
    deployed: listDeployed(loaded.status, alias, loaded.versions, undefined),
  });
}

/** A registered version, and what it is judged by. */
export type VersionQuestion = {
  readonly version: Version;
  readonly alias: string;
  readonly bound: BoundPolicy;
  /** Results folder, or its path; undefined: the files registered with the version. */
  readonly results: EvidenceFolder | string | undefined;
  /** What is known of its files; undefined: they are verified where the policy asks for it. */
  readonly digest: DigestCheck | 'contradicted' | undefined;
};

/**
 * Judges a registered version for an alias, against what is live there.
 * @throws NotFoundError results-not-found; UnavailableError when the registry cannot be read
 */
export async function judgeVersion(
  session: Session,
  loaded: LoadedVersions,
  question: VersionQuestion,
  signal?: AbortSignal,
): Promise<JudgedVersion> {
  const { version, alias, bound, results } = question;
  const { reader } = session.registry;
  const { model, version: name } = version;
  const isWhole = version.whole === 'complete';
  const place = results === undefined ? 'version' : 'kept';
  const folder =
    results === undefined
      ? reader.openEvidence(model, name)
      : typeof results === 'string'
        ? session.openResults(results)
        : results;
  const { report, evidence } = await judge(session, folder, signal, {
    bound,
    subject: { model, version: name, alias },
    live: await loadBaseline(session, loaded, alias, signal),
    deployed: listDeployed(loaded.status, alias, loaded.versions, name),
    digest: await findDigest(session, question, signal),
    versionFiles: isWhole ? await reader.bindVersion(model, name, { signal }) : [],
    earlierSources: await loadEarlierSources(session, loaded.status, name, bound.policy),
    place,
  });
  const text = formatGateReport(report);
  return { version, alias, report, text, sha256: session.sha256(text), found: evidence, place };
}

/** Of a version that nobody has. */
const nobody = {
  subject: null,
  deployed: [],
  digest: 'unverified',
  versionFiles: [],
  earlierSources: [],
  place: 'kept',
} as const;

async function judge(
  { now, tool }: Pick<Judging, 'now' | 'tool'>,
  folder: EvidenceFolder,
  signal: AbortSignal | undefined,
  input: Omit<GateInput, 'evidence' | 'now' | 'tool'>,
): Promise<Judged> {
  const evidence = await folder.loadEvidence(input.bound.policy.evidence, { signal });
  return { report: evaluateGate({ ...input, evidence, now: now(), tool }), evidence };
}

async function findDigest(
  session: Session,
  { version, bound, digest }: VersionQuestion,
  signal: AbortSignal | undefined,
): Promise<DigestCheck | 'contradicted'> {
  if (digest !== undefined) return digest;
  const isAsked = bound.policy.rules.some(rule => rule.rule === 'digest');
  if (!isAsked || version.whole !== 'complete') return 'unverified';
  const { reader } = session.registry;
  return summariseVerification(await reader.verifyVersion(version.model, version.version, { signal }));
}

/** The file that holds a version's record, among those it is bound to. */
export const recordName = 'metadata.json';

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
  if (version.whole === 'incomplete') return unreadable('it is incomplete');
  if (version.whole === 'damaged') return unreadable(version.problem);
  try {
    const files = await session.registry.reader.bindVersion(version.model, name, { signal });
    const record = files.find(file => file.name === recordName);
    if (record === undefined) return unreadable('it has no record');
    return {
      state: 'live',
      alias,
      version: name,
      metadataSha256: record.sha256,
      metrics: version.record.metrics,
    };
  } catch (thrown) {
    signal?.throwIfAborted();
    return unreadable(toAppError(thrown).message);
  }
}
