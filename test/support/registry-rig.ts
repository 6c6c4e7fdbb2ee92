import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDirectoryRegistry } from '../../src/adapters/directory/directory-registry.ts';
import { createResultsFolder } from '../../src/adapters/evidence/open-results.ts';
import { createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import { readSearchedText } from '../../src/adapters/files/read-searched-text.ts';
import { createUnboundShelf } from '../../src/adapters/policies/create-policy-shelf.ts';
import { createWeightsReader } from '../../src/adapters/weights/weights-reader.ts';
import type { ApplyEnvironment } from '../../src/core/apply/apply-environment.ts';
import { applyPlan } from '../../src/core/apply/apply-plan.ts';
import { confirmPlan, type Plan } from '../../src/core/plan/plan.ts';
import type { Receipt } from '../../src/core/plan/receipt.ts';
import type { PolicyShelf } from '../../src/core/ports/evidence.ts';
import type { FileSystem } from '../../src/core/ports/file-system.ts';
import type { Registry } from '../../src/core/ports/registry.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import { preparePromotion } from '../../src/core/session/prepare-promotion.ts';
import {
  getTargetVersion,
  loadRollbackChoices,
  prepareRollback,
  type TargetChoice,
} from '../../src/core/session/prepare-rollback.ts';
import type { Session } from '../../src/core/session/session.ts';
import { sha256OfText } from './sample-entries.ts';

/** What a test may set when it opens a registry. */
export type OpenOptions = {
  readonly fileSystem?: FileSystem;
  readonly actor?: string;
  readonly createId?: () => string;
  /** Milliseconds since the epoch. */
  readonly nowMs?: () => number;
  /** None is bound anywhere unless told. */
  readonly policies?: PolicyShelf;
};

/** A session on a directory registry, with the real file system and clock unless told. */
export function openRegistry(root: string, options: OpenOptions = {}): Session {
  const { fileSystem = createNodeFileSystem(), createId = randomUUID, nowMs = Date.now } = options;
  const registry = createDirectoryRegistry({
    ...{ root, name: 'test', fileSystem, createId, now: nowMs, tool: 'lastgood test' },
  });
  return sessionOn(registry, options);
}

/** A session on any registry. */
export function sessionOn(registry: Registry, options: OpenOptions = {}): Session {
  const { fileSystem = createNodeFileSystem(), actor = 'anna@example.com' } = options;
  const { createId = randomUUID, nowMs = Date.now, policies = createUnboundShelf() } = options;
  return {
    registry,
    policies,
    weights: createWeightsReader(),
    openResults: path => createResultsFolder(path, fileSystem),
    readSearchedText,
    actor,
    writes: { access: 'write' },
    protection: { protectedAliases: [], registryPrefix: undefined },
    now: () => new Date(nowMs()).toISOString(),
    createId,
    sha256: sha256OfText,
    tool: 'lastgood test',
  };
}

/** The session of a process that came later: the journals of this one look like those of one that is gone. */
export function asLost(session: Session): Session {
  const reader = { ...session.registry.reader, judgeOwner: async () => 'gone' as const };
  return { ...session, registry: { ...session.registry, reader } };
}

/** What applying needs, from a session. */
export function environmentOf(session: Session, change: Partial<ApplyEnvironment> = {}): ApplyEnvironment {
  const { registry, writes, now, sha256, tool } = session;
  return { registry, writes, now, sha256, tool, ...change };
}

/** Confirms and applies a plan. Throws the first blocker's code and words when it is blocked. */
export async function apply(
  session: Session,
  plan: Plan,
  change: Partial<ApplyEnvironment> = {},
): Promise<Receipt> {
  const confirmed = confirmPlan(plan);
  if (confirmed === undefined) {
    throw new Error(plan.blockers.map(blocker => `${blocker.code}: ${blocker.message}`).join(' '));
  }
  return await applyPlan(confirmed, environmentOf(session, change));
}

/** Plans a promotion. */
export function planPromote(
  session: Session,
  model: string,
  version: string,
  alias = 'latest',
): Promise<Plan> {
  const gate = 'as-bound';
  return preparePromotion(session, { model, version, alias, reason: 'test', gate, digest: 'unverified' });
}

/** Promotes and gives the receipt. */
export async function promote(
  session: Session,
  model: string,
  version: string,
  alias = 'latest',
): Promise<Receipt> {
  return await apply(session, await planPromote(session, model, version, alias));
}

/** Plans a rollback to a version, to the previous or to the last good one. */
export async function planBack(
  session: Session,
  model: string,
  choice: TargetChoice | string,
  alias = 'latest',
): Promise<Plan> {
  const choices = await loadRollbackChoices(session, model, alias, new Map());
  const target = typeof choice === 'string' ? ({ by: 'version', version: choice } as const) : choice;
  const version = getTargetVersion(choices, target);
  return prepareRollback(session, choices, {
    version,
    reason: 'INC-42',
    digests: new Map(),
    holdLeft: 'hold',
  });
}

/** Rolls back and gives the receipt. */
export async function rollBack(
  session: Session,
  model: string,
  choice: TargetChoice | string,
  alias = 'latest',
): Promise<Receipt> {
  return await apply(session, await planBack(session, model, choice, alias));
}

/** The version that is live under an alias, as the history and the pointers say together. */
export async function findLive(
  session: Session,
  model: string,
  alias = 'latest',
): Promise<string | undefined> {
  const { status } = await loadModel(session, model);
  return status.effective.aliases.get(alias)?.version ?? undefined;
}

/** A version folder as S0 leaves it. `metadata` replaces fields; `lag` seconds after a fixed start. */
export function writeS0Version(
  root: string,
  model: string,
  number: number,
  metadata: Readonly<Record<string, unknown>> = {},
): string {
  const folder = join(root, `${model}_v${number}`);
  mkdirSync(folder);
  const summary = {
    groundedness: 4 + number / 100,
    hallucination_score: 0.1,
    latency_total: 2.5,
    examples: 12,
  };
  const record = {
    model_name: model,
    version: `v${number}`,
    timestamp: `2026-01-${String((number % 28) + 1).padStart(2, '0')}T10:00:00.123456+00:00`,
    model_reference: { path: '/srv/ci/models/tiny.gguf', sha256: null },
    pipeline_config: { retriever: { top_k: number } },
    evaluation: {
      groundedness: summary.groundedness,
      answer_relevance: 4,
      factual_correctness: 3.9,
      latency_avg_ms: 2500,
    },
    artifacts: { eval_summary: 'summary.json', bias_report: null, pipeline_config: null },
    previous_version: number > 1 ? `v${number - 1}` : null,
    ...metadata,
  };
  writeFileSync(join(folder, 'summary.json'), JSON.stringify(summary, undefined, 2));
  writeFileSync(join(folder, 'metadata.json'), JSON.stringify(record, undefined, 2));
  return folder;
}

/** A registry nobody but S0 has written: so many versions of a model, `latest` a link to the newest unless told. */
export function writeS0Registry(
  root: string,
  model: string,
  versions: number,
  latest: number = versions,
): void {
  for (let number = 1; number <= versions; number += 1) writeS0Version(root, model, number);
  if (latest > 0) symlinkSync(`${model}_v${latest}`, join(root, 'latest'));
}

/** Where a pointer points; undefined when nothing stands there. */
export function readPointer(root: string, name: string): string | undefined {
  const facts = lstatSync(join(root, name), { throwIfNoEntry: false });
  if (facts === undefined) return undefined;
  return facts.isSymbolicLink() ? readlinkSync(join(root, name)) : readFileSync(join(root, name), 'utf8');
}
