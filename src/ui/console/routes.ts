import type { VersionState } from '../../core/history/entry.ts';
import type { Metrics } from '../../core/registry/version.ts';

/** Every place of the console, as data. Screens name each other by these and never import one another. */
export type ConsoleRoute =
  | { readonly screen: 'actor' }
  | { readonly screen: 'models' }
  | { readonly screen: 'versions'; readonly model: string }
  | { readonly screen: 'version'; readonly model: string; readonly version: string }
  | { readonly screen: 'diff'; readonly model: string; readonly before: string; readonly after: string }
  | { readonly screen: 'history'; readonly model: string }
  | { readonly screen: 'rollback'; readonly model: string; readonly version: string | undefined }
  | { readonly screen: 'promote'; readonly model: string; readonly version: string | undefined }
  | { readonly screen: 'deploy'; readonly wanted: WantedDeployment }
  | { readonly screen: 'deployments' }
  | { readonly screen: 'change'; readonly wanted: WantedChange }
  /** `alias` undefined: the usual one. */
  | {
      readonly screen: 'gate';
      readonly model: string;
      readonly version: string;
      readonly alias: string | undefined;
    }
  | {
      readonly screen: 'decision';
      readonly model: string;
      readonly version: string;
      readonly alias: string | undefined;
    }
  | { readonly screen: 'evaluate'; readonly model: string; readonly version: string; readonly alias: string }
  /** `metric` undefined: the model's main one. `version`: where the cursor starts. */
  | {
      readonly screen: 'trend';
      readonly model: string;
      readonly metric: string | undefined;
      readonly version?: string | undefined;
    }
  /** Where the versions of a model come from. `version`: where the cursor starts. */
  | { readonly screen: 'lineage'; readonly model: string; readonly version?: string | undefined }
  | { readonly screen: 'sync' }
  /** Carries what differs to one side: to this machine, or to the bucket. */
  | { readonly screen: 'transfer'; readonly direction: 'pull' | 'push' }
  | { readonly screen: 'activity' }
  | { readonly screen: 'registries' };

/** A route to one screen. */
export type RouteTo<Name extends ConsoleRoute['screen']> = Extract<ConsoleRoute, { readonly screen: Name }>;

/** A change to carry out once a reason is given and it is confirmed. `version` undefined: the whole model. */
export type WantedChange =
  | { readonly change: 'hold' | 'release'; readonly model: string; readonly version: string | undefined }
  | { readonly change: 'unset'; readonly model: string; readonly alias: string }
  | { readonly change: 'state'; readonly model: string; readonly version: string; readonly to: VersionState }
  | { readonly change: 'score'; readonly model: string; readonly version: string; readonly metrics: Metrics }
  | { readonly change: 'undo'; readonly model: string; readonly operationId: string | undefined }
  | { readonly change: 'drift'; readonly model: string };

/** A deployment to review, confirm and watch: of a version, the newest where none is named, or one that was cut off. */
export type WantedDeployment =
  | { readonly from: 'version'; readonly model: string; readonly version: string | undefined }
  | { readonly from: 'journal'; readonly deploymentId: string };
