import type { DeploymentRequest, PublishWish } from '../../../core/deployment/deployment-request.ts';
import type { PublishSetting } from '../../../core/publish/publication-wish.ts';
import type { DeploymentChoices } from '../../../core/session/load-deployment-choices.ts';
import { createTextField, textOf } from '../../components/text-field.ts';
import type { Place, State, StateAt } from './state.ts';

/** Aliases a choice can show. */
const maxAliases = 5;
/** Longest reason, in graphemes. */
const reasonLimit = 300;

/** The first question that has to be put. Pure. */
export function askFirst(state: State, choices: DeploymentChoices): State {
  const { wanted, attempt } = state;
  const { usualAlias, effective } = choices.loaded.status;
  const aliases = [...new Set([usualAlias, ...effective.aliases.keys()])].slice(0, maxAliases);
  const asked: StateAt<'alias'> = { wanted, attempt, at: 'alias', choices, aliases };
  return aliases.length === 1 ? askPlace(asked, usualAlias) : asked;
}

/** The question after the alias. Pure. */
export function askPlace({ wanted, attempt, choices, aliases }: StateAt<'alias'>, alias: string): State {
  const asked: StateAt<'place'> = { wanted, attempt, at: 'place', choices, aliases, alias };
  return choices.publishing === undefined ? askReason(asked, 'nowhere') : asked;
}

/** The last question. Pure. */
export function askReason(state: StateAt<'place'>, place: Place): State {
  return { ...state, at: 'reason', place, field: createTextField('', reasonLimit), gate: 'as-bound' };
}

/** The question before; undefined where there is none. Pure. */
export function stepBack(state: StateAt<'place' | 'reason'>): State | undefined {
  const { wanted, attempt, choices, aliases, alias } = state;
  if (state.at === 'reason' && choices.publishing !== undefined)
    return { wanted, attempt, at: 'place', choices, aliases, alias };
  return aliases.length > 1 ? { wanted, attempt, at: 'alias', choices, aliases } : undefined;
}

/** What is asked for by the answers. Pure. */
export function describeRequest({
  choices,
  alias,
  place,
  field,
  gate,
}: StateAt<'reason'>): DeploymentRequest {
  const { loaded, version, publishing } = choices;
  return {
    model: loaded.status.index.model,
    alias,
    subject: { at: 'registered', version, results: undefined },
    reason: textOf(field).trim(),
    gate,
    publish: place === 'nowhere' || publishing === undefined ? undefined : describeWish(publishing),
  };
}

/** What is public because a file says so is confirmed by its name; the rest of the setting counts when it is published. */
function describeWish({ hub, visibility }: PublishSetting): PublishWish {
  return { repository: hub, publicBy: 'setting', ...(visibility === 'public' ? { visibility } : {}) };
}
