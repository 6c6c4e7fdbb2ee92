import type { EndpointQuestion, ServingReader } from '../../../core/ports/serving.ts';
import type { Endpoint, EndpointAnswer, Endpoints, ServingFacts } from '../../../core/serving/endpoint.ts';
import { chooseEndpoint } from '../../../core/serving/match-endpoints.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { findServedOutput } from '../choose-output.ts';
import type { DvcReadingContext } from '../dvc-context.ts';
import { dvcAliases } from '../dvc-places.ts';
import type { FoundOutput, RunPart } from '../dvc-tree.ts';
import { readFamilyImages, readRunImage } from '../family-images.ts';
import { askEndpoint, type Fetch } from './ask-endpoint.ts';
import { type KnownServing, loadKnownServing } from './load-endpoints.ts';

/** What telling how models are served needs. */
export type ServingContext = Pick<DvcReadingContext, 'fileSystem' | 'places' | 'readTree'> & {
  /** Absolute path of S4's file of endpoints; nothing need stand there. */
  readonly servingFile: string;
  /** Undefined: nothing is asked of the network. */
  readonly fetch: Fetch | undefined;
};

/** Most endpoints that are asked at once; further ones are told as not asked. */
const maxAsked = 64;

/** How the families of a tree are served. Creating it touches nothing. */
export function createServingReader(context: ServingContext): ServingReader {
  return {
    loadServing: (model, version, alias) => loadServing(context, model, version, alias),
    listEndpoints: question => listEndpoints(context, question, async found => notAsked(found.endpoint)),
    askEndpoints: (question, { signal } = {}) => {
      const { fetch } = context;
      return listEndpoints(context, question, async (found, place) =>
        fetch === undefined || place >= maxAsked
          ? notAsked(found.endpoint)
          : await askEndpoint(fetch, found, signal),
      );
    },
  };
}

function notAsked(endpoint: Endpoint): EndpointAnswer {
  return { endpoint, state: 'not-asked', words: 'was not asked' };
}

async function loadServing(
  context: ServingContext,
  model: string,
  version: string,
  alias: string,
): Promise<ServingFacts | undefined> {
  const tree = await context.readTree();
  const run = tree.families.get(model)?.runs.get(version);
  const found = run === undefined ? undefined : (findPart(run.found, alias) ?? findServedOutput(run));
  if (found === undefined) return undefined;
  const reading = await loadKnownServing(context.fileSystem, context.servingFile, tree);
  const known = reading.ok ? reading.value : undefined;
  const endpoints = known?.endpoints.map(({ endpoint }) => endpoint) ?? [];
  return {
    md5: found.output.md5,
    pointer: makeSafeText(found.file),
    path: makeSafeText(found.output.path),
    image: await findImage(context, known, { model, version, alias }),
    endpoint: chooseEndpoint(endpoints, { model, version, alias }),
    problem: describeProblem(context, reading),
  };
}

/** Where the alias itself says the model is: the pipeline may have made another one of the same run since. */
function findPart(found: readonly FoundOutput[], alias: string): FoundOutput | undefined {
  const parts: readonly RunPart[] = alias === dvcAliases.stable ? ['stable'] : ['candidate', 'merged'];
  return parts.flatMap(part => found.findLast(each => each.part === part) ?? [])[0];
}

/** The image built of the run; else what the files of the family say of the alias. */
async function findImage(
  context: ServingContext,
  known: KnownServing | undefined,
  { model, version, alias }: Record<'model' | 'version' | 'alias', string>,
): Promise<string | undefined> {
  const built = await readRunImage(context, model, version);
  if (built !== undefined) return built;
  const place = alias === dvcAliases.stable || alias === dvcAliases.candidate ? alias : undefined;
  if (place === undefined) return undefined;
  const written = known?.images.find(({ family }) => family === model)?.[place];
  if (written !== undefined && written.trim() !== '') return makeSafeText(written.trim(), { limit: 300 });
  return (await readFamilyImages(context, model))[place];
}

async function listEndpoints(
  context: ServingContext,
  question: EndpointQuestion,
  answer: (known: KnownServing['endpoints'][number], place: number) => Promise<EndpointAnswer>,
): Promise<Endpoints> {
  const reading = await loadKnownServing(context.fileSystem, context.servingFile, await context.readTree());
  const meant = (reading.ok ? reading.value.endpoints : []).filter(({ endpoint }) =>
    isMeant(endpoint, question),
  );
  return { answers: await Promise.all(meant.map(answer)), problem: describeProblem(context, reading) };
}

/** Of a version also those whose names say no more than its model: nobody can tell that they serve another one. */
function isMeant({ model, version, alias }: Endpoint, question: EndpointQuestion): boolean {
  if (question.model === undefined) return true;
  if (model !== question.model) return false;
  if (question.version === undefined) return true;
  if (version !== undefined) return version === question.version;
  return alias === undefined || (question.aliases ?? []).includes(alias);
}

function describeProblem(
  { servingFile, places }: ServingContext,
  reading: { readonly ok: true } | { readonly ok: false; readonly problem: string },
): string | undefined {
  if (reading.ok) return undefined;
  const name = servingFile.startsWith(`${places.root}/`)
    ? servingFile.slice(places.root.length + 1)
    : servingFile;
  return `${makeSafeText(name, { limit: 200 })} cannot be read: ${reading.problem}`;
}
