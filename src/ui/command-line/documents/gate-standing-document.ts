import { listGateAliases } from '../../../core/gate/gate-aliases.ts';
import {
  type GateStanding,
  judgeGate,
  nameStanding,
  type PoliciesByAlias,
} from '../../../core/gate/gate-standing.ts';
import type { GateRecord } from '../../../core/history/entry.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import type { ModelDocument } from '../json/model.ts';
import type { VersionsDocument } from '../json/versions.ts';

/** What standings are judged by. */
export type GateContext = {
  readonly status: ModelStatus;
  readonly policies: PoliciesByAlias;
  /** ISO 8601 UTC. */
  readonly now: string;
};

type StandingDocument = VersionsDocument['versions'][number]['gates'][number];

/** Where a version stands with every gate worth a look; empty where there is none. Pure. */
export function describeStandings(context: GateContext, version: string): StandingDocument[] {
  return listGateAliases(context.status, context.policies, version).map(alias =>
    describeStanding(alias, findStanding(context, version, alias)),
  );
}

/** Where a version stands with the gate of an alias. Pure. */
export function findStanding(
  { status, policies, now }: GateContext,
  version: string,
  alias: string,
): GateStanding {
  return judgeGate({ history: status.effective, version, alias, policy: policies.get(alias), now });
}

/** A standing as documents have it. Pure. */
export function describeStanding(alias: string, standing: GateStanding): StandingDocument {
  const gate = standing.at === 'recorded' ? standing.gate : undefined;
  return {
    alias,
    standing: nameStanding(standing),
    policy: gate?.policy ?? (standing.at === 'unjudged' ? standing.policy : null),
    verdict: gate?.verdict ?? null,
    evaluatedAt: gate?.evaluatedAt ?? null,
    expiresAt: gate?.expiresAt ?? null,
    actor: gate?.actor ?? null,
    stale: standing.at === 'recorded' ? [...standing.stale] : [],
    problem: standing.at === 'unusable-policy' ? standing.problem : null,
  };
}

/** The gate's part in an entry, as documents have it. Pure. */
export function describeGateRecord({
  verdict,
  overridden,
  unbound,
}: GateRecord): ModelDocument['aliases'][number]['gate'] {
  return { verdict, overridden, unbound: unbound ?? false };
}
