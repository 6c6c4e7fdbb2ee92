import { judgeModels, type ModelStatus } from '../registry/model-status.ts';
import { type CandidateSince, candidateAlias, findCandidateSince } from '../votes/candidate-since.ts';
import type { Session } from './session.ts';

/** Since when a version is the candidate, or why the registry does not say, in words that follow "because". */
export type Candidacy =
  | { readonly known: true; readonly since: CandidateSince }
  | { readonly known: false; readonly problem: string };

/** A version by its whole name. `model` undefined: of whichever model has it as its candidate. */
export type CandidacyQuestion = { readonly model: string | undefined; readonly version: string };

/** Since when a version is the candidate, by the history of its model. @throws as reading the registry does */
export async function findCandidacy(
  session: Pick<Session, 'registry' | 'sha256'>,
  { model, version }: CandidacyQuestion,
  signal?: AbortSignal,
): Promise<Candidacy> {
  const { reader } = session.registry;
  const statuses = judgeModels(await reader.loadIndex({ signal }), session.sha256);
  const { name } = reader.identity;
  const unknown = (problem: string): Candidacy => ({ known: false, problem });
  const asked = model === undefined ? statuses : statuses.filter(({ index }) => index.model === model);
  if (model !== undefined && asked.length === 0) return unknown(`${name} has no model ${model}`);
  const found = asked.flatMap(({ effective }) => findCandidateSince(effective, version) ?? []);
  const [since] = found;
  if (since !== undefined && found.length === 1) return { known: true, since };
  if (found.length > 1) return unknown(`${version} is the candidate of several models in ${name}`);
  const [only] = asked;
  return model === undefined || only === undefined
    ? unknown(`no model in ${name} has the candidate ${version}`)
    : unknown(describeOther(only, version));
}

function describeOther({ index, effective }: ModelStatus, version: string): string {
  const other = effective.aliases.get(candidateAlias)?.version;
  return other === undefined || other === null
    ? `${index.model} has no ${candidateAlias}`
    : `the ${candidateAlias} of ${index.model} is ${other}, not ${version}`;
}
