import type { VersionState } from '../../core/history/entry.ts';
import { foldHistory } from '../../core/history/fold-history.ts';
import type { StoredEntry } from '../../core/ports/history-log.ts';
import { defaultAliasOf } from '../../core/registry/default-alias.ts';
import type { Metrics } from '../../core/registry/version.ts';

/** What was said of a version, or of the model, after its registration. What nobody said is undefined. */
export type RecordedDescription = {
  readonly notes: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly description: string | undefined;
  readonly owner: string | undefined;
};

/** What a model's history says that the file of models has a place for. Of what it is silent about the file counts. */
export type RecordedFacts = {
  /** What holds the alias; undefined when the history never spoke of it. */
  readonly live: RecordedLive | undefined;
  /** Versions that were live, as the history knows. */
  readonly wasLive: ReadonlySet<string>;
  readonly states: ReadonlyMap<string, VersionState>;
  /** By version. */
  readonly scores: ReadonlyMap<string, Metrics>;
  /** By version; the model's own under the empty text. */
  readonly descriptions: ReadonlyMap<string, RecordedDescription>;
};

export type RecordedLive = {
  readonly version: string | null;
  /** ISO 8601 UTC of the move; undefined where it was only found: then the file knows better. */
  readonly movedAt: string | undefined;
};

/** The alias a catalogue has: the mark `deployed` of a version. */
export const catalogAlias = defaultAliasOf('catalog');

/** What the entries of a model amount to for the file of models. Pure. */
export function collectFacts(entries: readonly StoredEntry[]): RecordedFacts {
  const history = foldHistory(entries);
  const position = history.aliases.get(catalogAlias);
  const spans = history.spans.filter(({ alias }) => alias === catalogAlias);
  return {
    live: position && {
      version: position.version,
      movedAt: position.action === 'adopt' ? undefined : position.since,
    },
    wasLive: new Set(spans.map(({ version }) => version)),
    states: history.states,
    scores: new Map([...history.scores].map(([version, { metrics }]) => [version, metrics])),
    descriptions: collectDescriptions(entries),
  };
}

/** Folded here once more, because the file keeps what nobody described. */
function collectDescriptions(entries: readonly StoredEntry[]): ReadonlyMap<string, RecordedDescription> {
  const found = new Map<string, RecordedDescription>();
  for (const fact of entries.flatMap(({ entry }) => entry.facts)) {
    if (fact.kind !== 'described') continue;
    const before = found.get(fact.version ?? '');
    found.set(fact.version ?? '', {
      notes: fact.notes ?? before?.notes,
      tags: fact.tags ?? before?.tags,
      description: fact.description ?? before?.description,
      owner: fact.owner ?? before?.owner,
    });
  }
  return found;
}
