import type { DeploymentLink } from '../../../core/deployment/deployment.ts';
import type { DeploymentPlan } from '../../../core/deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../../../core/deployment/deployment-receipt.ts';
import type { DeploymentRequest } from '../../../core/deployment/deployment-request.ts';
import type { AppError } from '../../../core/errors/app-error.ts';
import type { DeploymentChoices } from '../../../core/session/load-deployment-choices.ts';
import type { Consent } from '../../act/consent.ts';
import type { ArmingMessage } from '../../components/armed-confirmation.ts';
import type { TextField } from '../../components/text-field.ts';
import type { ListMove } from '../../components/windowed-list.ts';
import type { ConsoleOperations, DeploymentProgress } from '../../console/operations.ts';
import type { WantedDeployment } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';

/** Where a version is published before it becomes live: as configured for its model, or nowhere. */
export type Place = 'hub' | 'nowhere';

/** What is answered so far of the questions, in their order. */
type Asked = { readonly choices: DeploymentChoices; readonly aliases: readonly string[] };
type AliasChosen = Asked & { readonly alias: string };
type PlaceChosen = AliasChosen & {
  readonly place: Place;
  readonly field: TextField;
  readonly gate: DeploymentRequest['gate'];
};

/**
 * What is to be planned: a request, or a deployment that the journal has. `given`: the answers behind it, which can be changed; undefined
 * where it was not put together here.
 */
export type Ask =
  | { readonly by: 'request'; readonly request: DeploymentRequest; readonly given: PlaceChosen | undefined }
  | { readonly by: 'journal'; readonly deploymentId: string };

/** A deployment on its way: asked for, reviewed, carried out. */
export type State = { readonly wanted: WantedDeployment; readonly attempt: number } & Stage;

type Stage =
  | { readonly at: 'loading' }
  /** Only where the model has other aliases besides the usual one. */
  | (Asked & { readonly at: 'alias' })
  /** Only where a place is configured for the model. */
  | (AliasChosen & { readonly at: 'place' })
  | (PlaceChosen & { readonly at: 'reason' })
  | { readonly at: 'planning'; readonly ask: Ask }
  | {
      readonly at: 'review';
      readonly ask: Ask;
      readonly plan: DeploymentPlan;
      readonly consent: Consent;
      readonly scroll: number;
      /** `changed`: it would do something else than what was read before. */
      readonly news: 'none' | 'changed';
    }
  | {
      readonly at: 'carrying';
      readonly ask: Ask;
      readonly plan: DeploymentPlan;
      readonly links: readonly DeploymentLink[];
      /** Of the link that runs; undefined while it has said nothing. */
      readonly work: Extract<DeploymentProgress, { readonly at: 'bytes' }> | undefined;
      readonly stop: 'not-asked' | 'asked';
    }
  | {
      readonly at: 'finished';
      readonly ask: Ask;
      /** What was asked for, to plan it again where the journal has it no more. */
      readonly request: DeploymentRequest;
      readonly receipt: DeploymentReceipt;
      readonly scroll: number;
    }
  /** `ask` undefined: not even the questions could be put. */
  | { readonly at: 'failed'; readonly error: AppError; readonly ask: Ask | undefined };

/** The state at one of its stages. */
export type StateAt<At extends Stage['at']> = Extract<State, { readonly at: At }>;

export type Message =
  | Answers<
      ConsoleOperations,
      'loadDeploymentChoices' | 'planDeployment' | 'planResumption' | 'carryDeployment' | 'loadDeployments'
    >
  | ArmingMessage
  | { readonly type: 'alias-chosen'; readonly alias: string }
  | { readonly type: 'place-chosen'; readonly place: Place }
  | { readonly type: 'reason-edited'; readonly field: TextField }
  | { readonly type: 'reason-given' }
  | { readonly type: 'override-asked' }
  | { readonly type: 'gate-asked' }
  | { readonly type: 'consent-edited'; readonly field: TextField }
  | { readonly type: 'confirm-pressed' }
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'step-back-pressed' }
  | { readonly type: 'plan-again-pressed' }
  | { readonly type: 'stop-pressed' }
  | { readonly type: 'undo-pressed' }
  | { readonly type: 'registry-changed' };
