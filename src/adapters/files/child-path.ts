import { join } from 'node:path';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';

/**
 * The path of `name` directly inside `folder`: the only way a name becomes part of a path.
 * @throws InvalidInputError `invalid-name` when the name could lead anywhere else.
 */
export function childPath(folder: string, name: string): string {
  const problem = findNameProblem(name);
  if (problem === undefined) return join(folder, name);
  const shown = makeSafeText(name, { limit: 80 });
  throw new InvalidInputError('invalid-name', `The name "${shown}" ${problem}.`, { data: { name: shown } });
}
