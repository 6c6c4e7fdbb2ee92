import type { RegistryIdentity, RegistryIndex } from '../../../core/registry/registry-index.ts';
import type { ModelOverview, RegistryOverview } from '../../../core/session/load-overview.ts';
import { findMirror, type SourceFacts } from '../../../core/session/source-facts.ts';
import type { ModelsDocument } from '../json/models.ts';
import { describeStanding, findStanding } from './gate-standing-document.ts';
import { describeAliases, describeHold, findNewest } from './model-document.ts';
import { describeSource } from './source-document.ts';

/** A registry at a glance, as a document. Pure. */
export function describeModels(
  identity: RegistryIdentity,
  overview: RegistryOverview,
  now: string,
  source?: SourceFacts,
): ModelsDocument {
  const { index } = overview;
  const { name, kind, place } = identity;
  const mirror = findMirror(source);
  return {
    schema: 'lastgood/models/1',
    registry: {
      ...{ name, kind, place },
      adoption: index.adoption,
      unwritable: describeUnwritable(index.unwritable),
      readAt: index.readAt,
      source: source === undefined ? null : describeSource(source.condition),
      mirror: mirror === undefined ? null : describeSource(mirror),
    },
    models: overview.models.map(model => describeOne(model, now)),
    strangers: index.strangers.map(stranger => ({ name: stranger.name, why: stranger.why })),
    pointerProblems: index.sharedProblems.map(({ target, reading }) => ({
      target,
      problem: reading.state === 'unusable' ? reading.problem : 'names nothing that is here',
    })),
    unfinished: index.operations.map(({ operationId, title, model, actor, startedAt }) => ({
      operationId,
      title,
      model,
      actor,
      startedAt,
    })),
  };
}

function describeUnwritable(
  unwritable: RegistryIndex['unwritable'],
): ModelsDocument['registry']['unwritable'] {
  if (unwritable === undefined) return null;
  const { code, problem: message, hint } = unwritable;
  return { code, message, hint };
}

/** The gates of what is live of a model, by alias. Pure. */
export function describeLiveGates(
  { status, policies }: Pick<ModelOverview, 'status' | 'policies'>,
  now: string,
): ModelsDocument['models'][number]['gates'] {
  const gates = { status, policies, now };
  return [...status.effective.aliases].flatMap(([alias, { version }]) =>
    version === null ? [] : [{ ...describeStanding(alias, findStanding(gates, version, alias)), version }],
  );
}

function describeOne(model: ModelOverview, now: string): ModelsDocument['models'][number] {
  const { status, trendMetric, trend } = model;
  const { versions } = status.index;
  return {
    model: status.index.model,
    versionCount: versions.length,
    incompleteCount: versions.filter(version => version.whole === 'incomplete').length,
    newest: findNewest(status),
    aliases: describeAliases(status),
    gates: describeLiveGates(model, now),
    hold: describeHold(status.effective.modelHold),
    trend:
      trendMetric === undefined ? null : { metric: trendMetric, values: trend.map(value => value ?? null) },
    concerns: status.concerns.map(({ severity, kind, message }) => ({ severity, kind, message })),
  };
}
