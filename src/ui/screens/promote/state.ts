import type { AppError } from '../../../core/errors/app-error.ts';
import type { GateReport } from '../../../core/gate/report.ts';
import type { Version } from '../../../core/registry/version.ts';
import type { RollbackCandidate } from '../../../core/rollback/rank-targets.ts';
import type { GateView } from '../../../core/session/gate-view.ts';
import type { LoadedVersions } from '../../../core/session/load-model.ts';
import type { Act, ActMessage } from '../../act/act.ts';
import type { TextField } from '../../components/text-field.ts';
import type { ListMove, WindowedList } from '../../components/windowed-list.ts';
import type { ConsoleOperations, PromotionInput } from '../../console/operations.ts';
import type { Answers } from '../../runtime/effect.ts';

/** What a promotion was opened with. */
export type Base = { readonly model: string; readonly wanted: string | undefined };

/** A version on its way to become live. */
export type State = Base &
  (
    | { readonly at: 'loading' }
    | { readonly at: 'failed'; readonly error: AppError }
    /** Versions newest first. */
    | {
        readonly at: 'version';
        readonly loaded: LoadedVersions;
        readonly versions: readonly Version[];
        readonly list: WindowedList;
        /** Whether a person chose the row, by a key or by naming it; else it is the newest one's. */
        readonly touched: boolean;
      }
    /** Only where the model has other aliases besides the usual one. */
    | {
        readonly at: 'alias';
        readonly loaded: LoadedVersions;
        readonly version: string;
        readonly aliases: readonly string[];
      }
    | (Chosen & { readonly at: 'acting' })
    /** A results folder is asked for, to be judged in place of the verdict on record. */
    | (Chosen & { readonly at: 'evidence'; readonly field: TextField })
  );

/** What is known once version and alias are chosen. */
type Chosen = {
  readonly loaded: LoadedVersions;
  readonly version: string;
  readonly alias: string;
  readonly digest: RollbackCandidate['digest'];
  /** The gate as it is on record; undefined while it is read. */
  readonly gate: GateView | undefined;
  /** Results folder to be judged; undefined: what is on record counts. */
  readonly results: string | undefined;
  /** The verdict on that folder; undefined without one, and while it is made. */
  readonly judged: GateReport | undefined;
  readonly passing: PromotionInput['gate'];
  readonly act: Act;
};

/** The state in which a promotion is under way. */
export type Acting = Extract<State, { readonly at: 'acting' }>;
/** The state in which a results folder is asked for. */
export type AskingEvidence = Extract<State, { readonly at: 'evidence' }>;

export type Message =
  | Answers<ConsoleOperations, 'loadVersions' | 'planPromotion' | 'verifyVersion' | 'loadGate' | 'planGate'>
  | EvidenceMessage
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'version-chosen' }
  | { readonly type: 'alias-chosen'; readonly alias: string }
  | { readonly type: 'version-reopened' }
  | { readonly type: 'registry-changed' }
  | ActMessage;

/** What is said about the gate of a promotion: other evidence, or that it shall not count. */
export type EvidenceMessage =
  | { readonly type: 'evidence-asked' }
  | { readonly type: 'evidence-edited'; readonly field: TextField }
  | { readonly type: 'evidence-given' }
  | { readonly type: 'evidence-left' }
  | { readonly type: 'override-asked' }
  | { readonly type: 'override-left' };

/** Whether version and alias are chosen. Pure. */
export function isChosenState(state: State): state is Acting | AskingEvidence {
  return state.at === 'acting' || state.at === 'evidence';
}
