import { InvalidInputError, NotFoundError } from '../../../../core/errors/app-error.ts';
import { splitStamp } from '../../../../core/names/stamped-run.ts';
import { getModel } from '../../../../core/plan/find-version.ts';
import type { RegistryIndex } from '../../../../core/registry/registry-index.ts';
import type { Session } from '../../../../core/session/session.ts';
import { makeSafeText } from '../../../../core/text/safe-text.ts';
import type { Call, OptionRows } from '../../verb.ts';

/** The option that S4's scripts have not: they take the family from params.yaml alone. */
export const familyRow = {
  family: {
    takes: 'FAMILY',
    help: 'else the only one that has the run, else the family of params.yaml',
    ours: 'MODEL',
  },
} as const satisfies OptionRows;

/** A run as a command of S4 names it, and the registry it is in. */
export type NamedRun = { readonly session: Session; readonly family: string; readonly run: string };

/**
 * Opens the working tree that S4's commands mean, what `--registry` names or else the one around the working folder, and finds a run in it.
 * @param name with the time before it or without: `2025-07-30T16-23-run-000`, `run-000`
 * @throws InvalidInputError capability-missing for a registry of another kind, usage where nobody can tell the family; NotFoundError
 *   model-not-found, version-not-found; as the host does
 */
export async function openNamedRun(
  { host, global }: Pick<Call, 'host' | 'global'>,
  name: string,
  family: string | undefined,
): Promise<NamedRun> {
  const session = await host.openSession({ ...global, kind: 'dvc' }, 'to-change');
  const { reader } = session.registry;
  if (reader.identity.kind !== 'dvc') throw refuseKind(reader.identity.name, reader.identity.kind);
  const index = await reader.loadIndex({ signal: host.stop });
  const run = splitStamp(name).rest;
  return { session, family: family ?? chooseFamily(index, run), run };
}

/** Runs of two families may have one name: a guess would move the wrong one. */
function chooseFamily(index: RegistryIndex, run: string): string {
  const { models, currentModel } = index;
  const having = models.filter(({ versions }) => versions.some(({ version }) => version === run));
  const [only, ...others] = having;
  if (only !== undefined && others.length === 0) return only.model;
  const current = having.find(({ model }) => model === currentModel);
  if (current !== undefined) return current.model;
  const shown = makeSafeText(run, { limit: 120 });
  if (only === undefined) {
    if (currentModel !== undefined) return getModel(index, currentModel).model;
    throw new NotFoundError('version-not-found', `No family here has a run ${shown}.`, {
      hint: 'See the runs there are with lastgood versions FAMILY.',
    });
  }
  const names = having.map(({ model }) => model).join(', ');
  throw new InvalidInputError('usage', `Several families have a run ${shown}: ${names}.`, {
    hint: 'Say which one with --family.',
  });
}

function refuseKind(name: string, kind: string): InvalidInputError {
  return new InvalidInputError(
    'capability-missing',
    `${name} is a registry of kind ${kind}, and this command works on a working tree of DVC alone.`,
    { hint: 'Run it in the working tree, or name that with --registry dvc:FOLDER.' },
  );
}
