import type { Stranger } from '../../core/registry/registry-index.ts';
import { describeUnsafe, makeSafeText } from '../../core/text/safe-text.ts';
import type { MlflowModel, MlflowRun, MlflowVersion } from './entities.ts';
import type { MlflowContent } from './origin.ts';

/** A model as it was last read. */
export type SeenContent = {
  readonly content: MlflowContent;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
};

/** Everything as it was last read, in memory. */
export type Contents = {
  models: Map<string, SeenContent>;
  /** By id; `missing`: the server has no such run. */
  readonly runs: Map<string, MlflowRun | 'missing'>;
  strangers: readonly Stranger[];
  /** Its versions are still being listed, for the first time: what is here is only a part. */
  isArriving: boolean;
};

/** Nothing was read yet. */
export function emptyContents(): Contents {
  return { models: new Map(), runs: new Map(), strangers: [], isArriving: false };
}

/** What of the server's models can be shown: a name that could steer a terminal cannot. Pure. */
export function separateStrangers(contents: Iterable<MlflowContent>): {
  readonly shown: readonly MlflowContent[];
  readonly strangers: readonly Stranger[];
} {
  const shown: MlflowContent[] = [];
  const strangers: Stranger[] = [];
  for (const content of contents) {
    const { name } = content.model;
    const unsafe = describeUnsafe(name);
    if (unsafe === undefined && name !== '') shown.push(content);
    else
      strangers.push({
        name: makeSafeText(name, { limit: 80 }),
        why: `its name holds ${unsafe ?? 'nothing'}`,
      });
  }
  return { shown, strangers };
}

/** Puts what comes page by page together. */
export type Gathering = {
  readonly addModels: (models: readonly MlflowModel[]) => void;
  readonly addVersions: (versions: readonly MlflowVersion[]) => void;
  /** Models as far as they have come. */
  readonly list: () => readonly MlflowContent[];
  readonly count: () => number;
};

/** A gathering of nothing yet. */
export function startGathering(): Gathering {
  const models = new Map<string, MlflowModel>();
  const versions = new Map<string, MlflowVersion[]>();
  let count = 0;
  return {
    addModels: page => {
      count += page.length;
      for (const model of page) models.set(model.name, model);
    },
    addVersions: page => {
      count += page.length;
      for (const version of page) {
        const known = versions.get(version.model);
        if (known === undefined) versions.set(version.model, [version]);
        else known.push(version);
      }
    },
    list: () => [...models.values()].map(model => ({ model, versions: versions.get(model.name) ?? [] })),
    count: () => count,
  };
}
