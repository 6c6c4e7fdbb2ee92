import {
  type Check,
  countFrom,
  digest,
  type Fields,
  findFieldProblem,
  findOptionalProblem,
  flag,
  isJsonObject,
  listOf,
  nullOr,
  number,
  objectOf,
  oneOf,
  textUpTo,
  time,
} from '../checks/field-checks.ts';
import type { Json } from '../history/canonical-json.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { voteCounts } from '../votes/tally-votes.ts';
import { ruleNames } from './policy.ts';
import { boundPlaces, type GateReport, maxSliceValues, verdicts } from './report.ts';

/** A stored report, or what is wrong with it, safe to show. */
export type ParsedGateReport =
  | { readonly ok: true; readonly report: GateReport }
  | { readonly ok: false; readonly problem: string };

/** Longest text in a report, in characters, and most items of a list. */
const limits = { text: 4096, items: 10_000 } as const;

/** Reads a JSON value as a report: every field present and of its type, every text made safe. Fields that are not ours stay. Pure. */
export function parseGateReport(json: Json): ParsedGateReport {
  const safe = makeTextsSafe(json);
  if (!isJsonObject(safe)) return { ok: false, problem: 'not an object' };
  const problem = findFieldProblem(reportFields, safe, '');
  return problem === undefined ? { ok: true, report: safe as unknown as GateReport } : { ok: false, problem };
}

function makeTextsSafe(value: Json): Json {
  if (typeof value === 'string') return makeSafeText(value, { limit: limits.text });
  if (Array.isArray(value)) return value.map(makeTextsSafe);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, makeTextsSafe(member)]));
}

const text = textUpTo(limits.text);
const verdict = oneOf(verdicts);
const maybeNumber = nullOr(number);

const sliceFields: Fields = {
  field: text,
  slice: text,
  count: maybeNumber,
  metric: text,
  value: maybeNumber,
  verdict,
};

const ruleFields: Fields = {
  id: text,
  rule: oneOf(ruleNames),
  effect: oneOf(['blocks', 'advises']),
  verdict: oneOf([...verdicts, 'SKIPPED']),
  file: nullOr(text),
  metric: nullOr(text),
  operator: nullOr(oneOf(['>=', '<=', '>'])),
  threshold: maybeNumber,
  value: maybeNumber,
  margin: maybeNumber,
  unit: text,
  noiseBand: maybeNumber,
  reason: text,
  remedy: nullOr(text),
  slices: listOf(objectOf(sliceFields), maxSliceValues),
  sliceCounts: nullOr(objectOf({ all: countFrom(0), bad: countFrom(0) })),
};

const voteFields: Fields = {
  candidate: text,
  ...Object.fromEntries(voteCounts.map(name => [name, countFrom(0)])),
  ratio: maybeNumber,
  interval: nullOr(objectOf({ low: number, high: number })),
  threshold: number,
  minVotes: countFrom(1),
  windowMs: number,
  candidateForMs: number,
  candidateSince: nullOr(time),
  sinceFrom: nullOr(oneOf(['history', 'said'])),
};

/** Votes are left out of what no votes were judged for, and of reports of before. */
const ruleResult: Check = (value, path) => {
  const problem = objectOf(ruleFields)(value, path);
  if (problem !== undefined || !isJsonObject(value)) return problem;
  return findOptionalProblem({ votes: objectOf(voteFields) }, value, `${path}.`);
};

const fileFields: Fields = {
  source: text,
  name: text,
  sha256: digest,
  sizeBytes: countFrom(0),
  place: oneOf(boundPlaces),
};

const contributionFields: Fields = {
  metric: text,
  weight: number,
  normalisedWeight: number,
  value: maybeNumber,
  contribution: maybeNumber,
};

const scoredFields: Fields = { version: text, score: maybeNumber, live: flag };

/** The host may be left out: reports of before do not name it. */
const boundFile: Check = (value, path) => {
  const problem = objectOf(fileFields)(value, path);
  if (problem !== undefined || !isJsonObject(value) || value.host === undefined) return problem;
  return findFieldProblem({ host: text }, value, `${path}.`);
};

/** A deployed version without a score says why. */
const deployedScore: Check = (value, path) => {
  const problem = objectOf(scoredFields)(value, path);
  if (problem !== undefined || !isJsonObject(value) || value.score !== null) return problem;
  return findFieldProblem({ problem: text }, value, `${path}.`);
};

const decisionFields: Fields = {
  outcome: oneOf(['deploy', 'skip', 'unknown']),
  verdict,
  reason: text,
  score: maybeNumber,
  contributions: listOf(objectOf(contributionFields), limits.items),
  weightSum: number,
  history: listOf(deployedScore, limits.items),
  best: nullOr(objectOf({ version: text, score: number })),
  improvement: maybeNumber,
  improvementRatio: maybeNumber,
  minImprovement: number,
  noiseBand: maybeNumber,
  forced: flag,
};

const reportFields: Fields = {
  format: oneOf([1]),
  tool: text,
  evaluatedAt: time,
  expiresAt: time,
  policy: objectOf({ name: text, sha256: digest, origin: text }),
  subject: nullOr(objectOf({ model: text, version: text, alias: text })),
  verdict,
  rules: listOf(ruleResult, limits.items),
  files: listOf(boundFile, limits.items),
  baseline: nullOr(objectOf({ alias: text, version: nullOr(text), metadataSha256: nullOr(digest) })),
  decision: nullOr(objectOf(decisionFields)),
};
