import { ConflictError } from '../../core/errors/app-error.ts';
import type { Fact, Move } from '../../core/history/entry.ts';
import type { EntryDraft } from '../../core/history/entry-draft.ts';
import type { Step } from '../../core/plan/step.ts';
import type { ModelIndex } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { readTags } from './describe-tags.ts';
import type { MlflowVersion } from './entities.ts';
import { archivedStage, describeHolders, findHolders, isInPlace, isStage } from './holders.ts';
import { nameTarget } from './index-model.ts';
import type { MlflowClient } from './mlflow-client.ts';
import { findNamed } from './mlflow-context.ts';
import type { MlflowContent } from './origin.ts';
import { gateTag } from './tag-names.ts';
import { readVersionNumber } from './version-number.ts';

/** One thing that an entry makes of the server. Asking for it twice is asking for it once. */
export type Effect = {
  readonly kind: Extract<Step['kind'], 'set-pointer' | 'write-file' | 'write-gate'>;
  /** For people: `models:/rag/Production`. */
  readonly target: string;
  /** What will be there, for people; null for nothing. */
  readonly after: string | null;
  /** Of a pointer: what it moves away from; null for nothing. */
  readonly from?: string | null;
  /** What is there, for people; null for nothing. */
  readonly read: (content: MlflowContent) => string | null;
  readonly isIn: (content: MlflowContent) => boolean;
  /** Throws as the client does. */
  readonly bring: (client: MlflowClient, content: MlflowContent) => Promise<void>;
};

/** What an entry of a model makes of the server, in order: first what it moves. Pure. */
export function listEffects(
  model: string,
  { moves, facts }: Pick<EntryDraft, 'moves' | 'facts'>,
): readonly Effect[] {
  return [...moves.map(move => moveEffect(model, move)), ...facts.flatMap(fact => factEffects(model, fact))];
}

/** Targets that entries decided about: an older one that is finished after them leaves those alone. Pure. */
export function listDecided(
  model: string,
  entries: readonly Pick<EntryDraft, 'moves' | 'facts'>[],
): ReadonlySet<string> {
  return new Set(
    entries.flatMap(entry => [
      ...listEffects(model, entry).map(({ target }) => target),
      // What entered a stage is not archived any more.
      ...entry.moves.flatMap(({ alias, to }) =>
        to !== null && isStage(alias) ? [nameStage(model, to)] : [],
      ),
    ]),
  );
}

function nameStage(model: string, version: string): string {
  return `stage of ${nameVersion(model, version)}`;
}

function moveEffect(model: string, move: Move): Effect {
  const { alias, to } = move;
  return {
    kind: 'set-pointer',
    target: nameTarget(model, alias),
    after: to,
    from: move.from,
    read: content => (findHolders(content, alias).length === 0 ? null : describeHolders(content, alias)),
    isIn: content => isInPlace(content, move),
    bring: async (client, content) => {
      const version = to === null ? undefined : readVersionNumber(to);
      if (version === undefined) await clear(client, content, alias);
      else if (isStage(alias)) await client.moveToStage({ model, version }, alias, true);
      else await client.setAlias({ model, version }, alias);
    },
  };
}

async function clear(client: MlflowClient, content: MlflowContent, alias: string): Promise<void> {
  const { name } = content.model;
  if (!isStage(alias)) {
    await client.deleteAlias(name, alias);
    return;
  }
  for (const version of findHolders(content, alias))
    await client.moveToStage({ model: name, version }, 'None', false);
}

function factEffects(model: string, fact: Fact): readonly Effect[] {
  switch (fact.kind) {
    case 'state':
      return fact.to === 'archived' || (fact.from === 'deployed' && fact.to === 'deprecated')
        ? [archiveEffect(model, fact.version)]
        : [];
    case 'described':
      return describeEffects(model, fact);
    case 'gated':
      return [gateEffect(model, fact)];
    default:
      return [];
  }
}

function nameVersion(model: string, name: string): string {
  return `models:/${model}/${readVersionNumber(name) ?? name}`;
}

/** A server without stages has no place for it: the history has. */
function archiveEffect(model: string, name: string): Effect {
  const readStage = (content: MlflowContent): string | null => findNamed(content, name)?.stage ?? null;
  return {
    kind: 'write-file',
    target: nameStage(model, name),
    after: archivedStage,
    read: readStage,
    isIn: content => [archivedStage, null].includes(readStage(content)),
    bring: async (client, content) => {
      const version = findNamed(content, name);
      if (version !== undefined) await client.moveToStage(version, archivedStage, false);
    },
  };
}

/** Notes are MLflow's description; tags are added, and none is taken away. All goes there as it was typed. */
function describeEffects(
  model: string,
  fact: Extract<Fact, { readonly kind: 'described' }>,
): readonly Effect[] {
  const { version: name } = fact;
  const place = name === null ? `models:/${model}` : nameVersion(model, name);
  const find = (content: MlflowContent): MlflowContent['model'] | MlflowVersion | undefined =>
    name === null ? content.model : findNamed(content, name);
  const text = name === null ? (fact.description ?? fact.notes) : fact.notes;
  const effects: Effect[] = [];
  if (text !== null && text !== undefined) {
    effects.push({
      ...describeText(`description of ${place}`, text, content => find(content)?.description),
      isIn: content => (find(content)?.description ?? '') === text,
      bring: async (client, content) => {
        if (name === null) await client.describeModel(model, text);
        else await client.describeVersion(getNamed(content, name), text);
      },
    });
  }
  for (const [key, value] of Object.entries(readTags(fact.tags ?? []))) {
    effects.push({
      ...describeText(`tag ${makeSafeText(key)} of ${place}`, value, content => find(content)?.tags[key]),
      isIn: content => find(content)?.tags[key] === value,
      bring: async (client, content) => {
        if (name === null) await client.setModelTag(model, key, value);
        else await client.setVersionTag(getNamed(content, name), key, value);
      },
    });
  }
  return effects;
}

/** A text as receipts show it. */
function describeText(
  target: string,
  text: string,
  find: (content: MlflowContent) => string | undefined,
): Pick<Effect, 'kind' | 'target' | 'after' | 'read'> {
  return {
    ...{ kind: 'write-file', target, after: makeSafeText(text) },
    read: content => {
      const there = find(content);
      return there === undefined ? null : makeSafeText(there);
    },
  };
}

/** @throws ConflictError version-incomplete: what was meant for a version never goes anywhere else */
function getNamed(content: MlflowContent, name: string): MlflowVersion {
  const version = findNamed(content, name);
  if (version !== undefined) return version;
  throw new ConflictError(
    'version-incomplete',
    `${content.model.name} ${name} is not on the server any more.`,
  );
}

/** So that who looks with MLflow's own screens sees it too. */
function gateEffect(model: string, fact: Extract<Fact, { readonly kind: 'gated' }>): Effect {
  const verdict = `${fact.verdict} (${fact.policy})`;
  const readTag = (content: MlflowContent): string | null =>
    findNamed(content, fact.version)?.tags[gateTag] ?? null;
  return {
    kind: 'write-gate',
    target: `tag ${gateTag} of ${nameVersion(model, fact.version)}`,
    after: verdict,
    read: readTag,
    isIn: content => readTag(content) === verdict,
    bring: async (client, content) => {
      const version = findNamed(content, fact.version);
      if (version !== undefined) await client.setVersionTag(version, gateTag, verdict);
    },
  };
}

/** What an entry will make of the server, as steps of a plan, with what is there by the content the plan is made from. Pure. */
export function describeServerSteps(index: ModelIndex, draft: EntryDraft): readonly Step[] {
  const { moves, facts } = draft.action === 'adopt' ? withoutWhatIs(index, draft) : draft;
  return listEffects(index.model, { moves, facts }).map(({ kind, target, after }, place) => ({
    kind,
    target,
    expected: moves[place]?.from ?? null,
    value: after,
  }));
}

/** What is adopted stands there already, but for the others of an alias that several hold. */
function withoutWhatIs(
  { pointers, versions }: ModelIndex,
  { moves, facts }: EntryDraft,
): Pick<EntryDraft, 'moves' | 'facts'> {
  const isThere = ({ alias, to }: Move): boolean => {
    const reading = pointers.find(pointer => pointer.alias === alias)?.reading;
    if (reading?.state === 'names') return reading.version === to && reading.others === undefined;
    return to === null && (reading === undefined || reading.state === 'absent');
  };
  const isArchived = (fact: Fact): boolean =>
    fact.kind === 'state' &&
    versions.some(({ version, state }) => version === fact.version && state === 'archived');
  return {
    moves: moves.filter(move => !isThere(move)),
    facts: facts.filter(fact => !isArchived(fact)),
  };
}
