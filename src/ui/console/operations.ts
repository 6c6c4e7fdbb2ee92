import type { DeploymentLink, LinkKind } from '../../core/deployment/deployment.ts';
import type { ConfirmedDeployment, DeploymentPlan } from '../../core/deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../../core/deployment/deployment-receipt.ts';
import type { DeploymentRequest } from '../../core/deployment/deployment-request.ts';
import type { VersionComparison } from '../../core/diff/compare-versions.ts';
import type { Fork } from '../../core/mirror/find-fork.ts';
import type { SyncReceipt } from '../../core/mirror/sync-receipt.ts';
import type { Transfer, TransferOutcome } from '../../core/mirror/transfer.ts';
import type { ConfirmedPlan, Plan } from '../../core/plan/plan.ts';
import type { Receipt, StepReceipt } from '../../core/plan/receipt.ts';
import type { Verification } from '../../core/ports/registry.ts';
import type { Version } from '../../core/registry/version.ts';
import type { RollbackCandidate } from '../../core/rollback/rank-targets.ts';
import type { Endpoints } from '../../core/serving/endpoint.ts';
import type { GateEvaluation, GateRequest, GateView } from '../../core/session/gate-view.ts';
import type { DecisionView } from '../../core/session/load-decision.ts';
import type { DeploymentChoices } from '../../core/session/load-deployment-choices.ts';
import type { LoadedDeployments } from '../../core/session/load-deployments.ts';
import type { EndpointsWish } from '../../core/session/load-endpoints.ts';
import type { LoadedLineage } from '../../core/session/load-lineage.ts';
import type { LoadedModel, LoadedVersions } from '../../core/session/load-model.ts';
import type { LoadedOutbox } from '../../core/session/load-outbox.ts';
import type { RegistryOverview } from '../../core/session/load-overview.ts';
import type { LoadedTrend, TrendQuery } from '../../core/session/load-trend.ts';
import type { VersionWeights } from '../../core/session/load-weights.ts';
import type { ChangeRequest } from '../../core/session/prepare-change.ts';
import type { RollbackChoices } from '../../core/session/prepare-rollback.ts';
import type { PlannedSync } from '../../core/session/prepare-sync.ts';
import type { SourceFacts } from '../../core/session/source-facts.ts';
import type { Next, Operation } from '../runtime/effect.ts';
import type { Surroundings } from '../runtime/surroundings.ts';
import type { GateWish } from './complete-query.ts';
import type { ConsoleRoute } from './routes.ts';

/** A version of a model. */
export type VersionInput = { readonly model: string; readonly version: string };

/** Items or bytes done, and in all. */
export type WorkDone = { readonly done: number; readonly total: number };

/** What the header says of a session. */
export type SessionFacts = Pick<
  Surroundings,
  'registry' | 'registryWords' | 'capabilities' | 'actor' | 'writes' | 'source'
>;

/** A registry that can be opened from the console. */
export type RegistryChoice = { readonly name: string; readonly place: string; readonly isOpen: boolean };

/** Everything the console can ask of the core. The handlers are in `handlers.ts`. */
export type ConsoleOperations = {
  readonly loadOverview: Operation<Record<never, never>, RegistryOverview>;
  readonly loadVersions: Operation<{ readonly model: string }, LoadedVersions, WorkDone>;
  readonly loadVersion: Operation<VersionInput, { readonly loaded: LoadedModel; readonly version: Version }>;
  readonly loadModel: Operation<{ readonly model: string }, LoadedModel>;
  readonly compareVersions: Operation<
    { readonly model: string; readonly before: string; readonly after: string },
    { readonly comparison: VersionComparison; readonly readAt: string }
  >;
  readonly loadTrend: Operation<TrendQuery, LoadedTrend>;
  /** Where the versions of all models come from; fails where there is no such model. */
  readonly loadLineage: Operation<{ readonly model: string }, LoadedLineage>;
  /** What the headers of a version's weights say. */
  readonly loadWeights: Operation<VersionInput, readonly VersionWeights[]>;
  /** What serves a version, or may. */
  readonly loadEndpoints: Operation<EndpointsWish, Endpoints>;
  readonly verifyVersion: Operation<VersionInput, Verification, WorkDone>;
  /** `alias` undefined: the usual one. */
  readonly loadRollbackChoices: Operation<
    { readonly model: string; readonly alias: string | undefined },
    RollbackChoices
  >;
  readonly planRollback: Operation<RollbackInput, Plan>;
  readonly planPromotion: Operation<PromotionInput, Plan>;
  readonly planChange: Operation<ChangeRequest, Plan>;
  /** The gate of a version with everything it stands on checked again. */
  readonly loadGate: Operation<GateWish, GateView>;
  /** Judges a version, and plans to record the verdict. `results` as typed. */
  readonly planGate: Operation<GateRequest, GateEvaluation>;
  readonly loadDecision: Operation<GateWish, DecisionView>;
  /** What others are still to be told. */
  readonly loadOutbox: Operation<Record<never, never>, LoadedOutbox>;
  /** Says who acts from now on. */
  readonly nameActor: Operation<{ readonly name: string }, SessionFacts>;
  /** Opens another registry in the place of this one. */
  readonly openRegistry: Operation<{ readonly name: string }, SessionFacts>;
  /** The deployments of this machine that are not finished. */
  readonly loadDeployments: Operation<Record<never, never>, LoadedDeployments>;
  /** What there is to choose between; `version` undefined: the newest. */
  readonly loadDeploymentChoices: Operation<
    { readonly model: string; readonly version: string | undefined },
    DeploymentChoices
  >;
  /** What a deployment would do; where the same was begun here, that one. */
  readonly planDeployment: Operation<{ readonly request: DeploymentRequest }, DeploymentPlan>;
  /** Carrying on one that was cut off. */
  readonly planResumption: Operation<{ readonly deploymentId: string }, DeploymentPlan>;
  readonly carryDeployment: Operation<
    { readonly plan: ConfirmedDeployment },
    DeploymentReceipt,
    DeploymentProgress
  >;
  /** Gives one up: what is done of it stays. */
  readonly abandonDeployment: Operation<{ readonly deploymentId: string }, LoadedDeployments>;
  readonly listRegistries: Operation<Record<never, never>, readonly RegistryChoice[]>;
  readonly applyPlan: Operation<{ readonly plan: ConfirmedPlan }, Receipt, ApplyProgress>;
  /** Reads bucket or server. That it cannot be reached is an answer. Progress: what is listed so far. */
  readonly refreshSource: Operation<Record<never, never>, SourceFacts, { readonly listed: number }>;
  /** Both histories of a model, from where they are not the same. Asks the bucket. */
  readonly loadFork: Operation<{ readonly model: string }, Fork>;
  /** What would be carried. */
  readonly planSync: Operation<{ readonly direction: SyncDirection }, PlannedSync>;
  readonly applySync: Operation<SyncInput, SyncReceipt, SyncProgress>;
};

/** A link that has begun or ended, or how far a long one is. */
export type DeploymentProgress =
  | { readonly at: 'link'; readonly link: DeploymentLink }
  | ({ readonly at: 'bytes'; readonly kind: LinkKind } & WorkDone);

export type RollbackInput = {
  readonly model: string;
  readonly alias: string;
  readonly version: string;
  readonly reason: string;
  readonly digest: RollbackCandidate['digest'];
};

export type PromotionInput = {
  readonly model: string;
  readonly alias: string;
  readonly version: string;
  readonly reason: string;
  readonly digest: RollbackCandidate['digest'];
  /** Results folder to judge now, as typed; undefined: the verdict on record is asked. */
  readonly results: string | undefined;
  readonly gate: 'as-bound' | 'overridden';
};

/** `pull`: from the bucket to this machine. */
export type SyncDirection = 'pull' | 'push';

/** A sync that was reviewed and confirmed. */
export type SyncInput = {
  readonly direction: SyncDirection;
  readonly url: string;
  readonly transfers: readonly Transfer[];
};

/** A transfer that ended, or how many bytes of all are carried. */
export type SyncProgress =
  | { readonly at: 'transfer'; readonly outcome: TransferOutcome }
  | ({ readonly at: 'bytes' } & WorkDone);

/** A step that ended, or how far a long one is. */
export type ApplyProgress =
  | { readonly at: 'step'; readonly receipt: StepReceipt }
  | ({ readonly at: 'bytes' } & WorkDone);

/** The answer of a console screen's update. */
export type ConsoleNext<State> = Next<State, ConsoleOperations, ConsoleRoute>;
