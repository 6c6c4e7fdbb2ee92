import { refusals } from './answer.ts';

/** What must hold of an object for a request to be carried out. undefined: anything. */
export type Conditions = {
  /** 0: the object must not exist. */
  readonly generationMatch: number | undefined;
  readonly generationNotMatch: number | undefined;
  readonly metagenerationMatch: number | undefined;
  readonly metagenerationNotMatch: number | undefined;
};

type Judged = { readonly generation: number; readonly metageneration: number };

const known =
  /^if(?:Source)?(?:Generation|Metageneration)(?:Not)?Match$|^if(?:None)?Match$|^ifModifiedSince$/;

/**
 * Reads `ifGenerationMatch` and its kin from a query; `source` reads those of the source of a copy.
 * A condition the API does not know is refused: it would silently protect nothing.
 * @throws Refusal 400
 */
export function parseConditions(query: URLSearchParams, about: 'object' | 'source' = 'object'): Conditions {
  for (const name of query.keys())
    if (/^if[A-Z]/.test(name) && !known.test(name)) throw refusals.invalid(`Unknown condition: ${name}`);
  const infix = about === 'source' ? 'Source' : '';
  const read = (name: string): number | undefined => parseGeneration(query.get(`if${infix}${name}`));
  return {
    generationMatch: read('GenerationMatch'),
    generationNotMatch: read('GenerationNotMatch'),
    metagenerationMatch: read('MetagenerationMatch'),
    metagenerationNotMatch: read('MetagenerationNotMatch'),
  };
}

/** A generation as it stands in a query. @throws Refusal 400 when it is no decimal number */
export function parseGeneration(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (!/^\d{1,19}$/.test(text)) throw refusals.invalid(`Invalid value: ${text}`);
  return Number(text);
}

/**
 * Refuses with 412 when the object, or its absence, is not as expected. For every request that changes
 * something.
 */
export function requireConditions(conditions: Conditions, current: Judged | undefined): void {
  if (!isMatched(conditions, current) || !isUnmatched(conditions, current)) throw refusals.conditionNotMet();
}

/** The same for reading: an object that is as the client knows it is answered with 304. */
export function requireReadConditions(conditions: Conditions, current: Judged): void {
  if (!isMatched(conditions, current)) throw refusals.conditionNotMet();
  if (!isUnmatched(conditions, current)) throw refusals.notModified();
}

function isMatched(conditions: Conditions, current: Judged | undefined): boolean {
  const { generationMatch, metagenerationMatch } = conditions;
  if (generationMatch !== undefined && generationMatch !== (current?.generation ?? 0)) return false;
  return metagenerationMatch === undefined || metagenerationMatch === current?.metageneration;
}

function isUnmatched(conditions: Conditions, current: Judged | undefined): boolean {
  const { generationNotMatch, metagenerationNotMatch } = conditions;
  if (generationNotMatch !== undefined && generationNotMatch === (current?.generation ?? 0)) return false;
  return metagenerationNotMatch === undefined || metagenerationNotMatch !== current?.metageneration;
}
