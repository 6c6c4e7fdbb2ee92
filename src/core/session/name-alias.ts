import { InvalidInputError } from '../errors/app-error.ts';
import { checkAliasName, checkServerAliasName } from '../names/model-name.ts';
import { formatCommand } from '../plan/planning.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import { isLiveStage } from '../registry/version-stage.ts';
import type { Session } from './session.ts';

/**
 * The alias of a model that is meant by what was typed. Reads the registry only where other programs make aliases too.
 * @throws InvalidInputError invalid-name, usage; NotFoundError registry-not-found; UnavailableError when the outside refuses
 */
export async function nameAlias(
  { registry: { reader } }: Pick<Session, 'registry'>,
  model: string,
  given: string,
  signal?: AbortSignal,
): Promise<string> {
  if (reader.identity.kind !== 'mlflow') return checkAliasName(given);
  return findMeantAlias(await reader.loadIndex({ signal }), model, given);
}

/**
 * The alias that is meant by a name, in a registry whose aliases other programs make too: one that the model has, whatever its name; else
 * a stage, for which capitals do not count; else a new one. Pure.
 * @throws InvalidInputError usage, for a stage that nothing is live in; invalid-name
 */
function findMeantAlias(
  { models, stages = [] }: Pick<RegistryIndex, 'models' | 'stages'>,
  model: string,
  given: string,
): string {
  const pointers = models.find(found => found.model === model)?.pointers ?? [];
  if (pointers.some(({ alias }) => alias === given)) return given;
  const stage = stages.find(each => each.toLowerCase() === given.toLowerCase());
  if (stage === undefined) return checkServerAliasName(given);
  if (isLiveStage(stage)) return stage;
  const words =
    stage === 'Archived'
      ? ['mlops', 'archive', model, 'VERSION']
      : ['mlops', 'transition', model, 'VERSION', stage];
  throw new InvalidInputError(
    'usage',
    `${stage} is a stage of MLflow that nothing is live in, and no alias.`,
    {
      hint: `To put a version there: ${formatCommand(words)}.`,
    },
  );
}
