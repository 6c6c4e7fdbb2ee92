import { InvalidInputError, NotFoundError } from '../../../core/errors/app-error.ts';
import { listDataUses } from '../../../core/lineage/data-lineage.ts';
import { listNodesOf } from '../../../core/lineage/lineage-graph.ts';
import type { TreeRow } from '../../../core/lineage/version-tree.ts';
import {
  getLineageModel,
  getLineageNode,
  type LoadedLineage,
  loadLineage,
} from '../../../core/session/load-lineage.ts';
import { listNearest } from '../../../core/text/find-nearest.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeOutside, groupProblems, listProblemsOf, problemWords } from '../../format/lineage.ts';
import { describeLineage, type LineageQuestion } from '../documents/lineage-document.ts';
import type { Host } from '../host.ts';
import {
  printAffected,
  printData,
  printLineageProblems,
  printOrigins,
  printVersionLineage,
} from '../print-lineage.ts';
import { printVersionTree } from '../print-tree.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

/** What people are shown; the document has all of it. */
type Asked = { readonly data: boolean; readonly affected: boolean; readonly tree: boolean };

export const lineageVerb = defineVerb({
  name: 'lineage',
  group: 'Look',
  summary: 'show where versions come from: parents, base models, data, and what a bad one touches',
  words: ['[MODEL]', '[VERSION]'],
  looksAt: 'all-models',
  options: {
    tree: { help: 'the versions of the model as a tree' },
    data: { help: 'the data that the version was made from; without one, all data sets of the model' },
    affected: { help: 'what comes from the version, in other models too, and what of that is live' },
    uses: {
      takes: 'DATASET',
      help: 'what was trained on a data set and all that comes from it; without MODEL in every model',
    },
  },
  run: async ({ host, words, options, openSession }) => {
    checkUsage(words, options);
    const loaded = await loadLineage(await openSession(), host.stop);
    const question = resolveQuestion(loaded, words, options.uses);
    const document = () => describeLineage(loaded, question);
    return { exitCode: exitCodeOf('done'), document, lines: () => print(loaded, question, options, host) };
  },
});

type Words = { readonly MODEL: string | undefined; readonly VERSION: string | undefined };

function checkUsage({ MODEL, VERSION }: Words, options: Asked & { readonly uses: string | undefined }): void {
  if (MODEL === undefined && options.uses === undefined)
    throw new InvalidInputError('usage', 'lineage needs a MODEL, or --uses DATASET.');
  if (options.affected && VERSION === undefined)
    throw new InvalidInputError('usage', '--affected needs a VERSION.', {
      hint: 'For what a bad data set touches give --uses DATASET.',
    });
  if (options.uses !== undefined && VERSION !== undefined)
    throw new InvalidInputError('usage', '--uses is asked of a model or of all, not of a version.');
  const views = [options.tree, options.data, options.affected, options.uses !== undefined];
  if (views.filter(Boolean).length > 1)
    throw new InvalidInputError('usage', 'Give one of --tree, --data, --affected and --uses.');
}

function resolveQuestion(
  loaded: LoadedLineage,
  { MODEL, VERSION }: Words,
  uses: string | undefined,
): LineageQuestion {
  const model = MODEL === undefined ? undefined : getLineageModel(loaded, MODEL);
  const node =
    model === undefined || VERSION === undefined ? undefined : getLineageNode(loaded, model, VERSION);
  return { model, node, dataSet: uses === undefined ? undefined : findDataSet(loaded, model, uses) };
}

/** Names a hint offers. */
const offeredNames = 3;

function findDataSet({ graph }: LoadedLineage, model: string | undefined, wanted: string): string {
  const nodes = model === undefined ? graph.nodes.values() : listNodesOf(graph, model);
  const names = listDataUses(nodes).map(({ dataSet }) => dataSet);
  if (names.includes(wanted)) return wanted;
  const shown = makeSafeText(wanted, { limit: 80 });
  const nearest = listNearest(wanted, names, offeredNames);
  const whose = model === undefined ? 'No version' : `No version of ${model}`;
  throw new NotFoundError('data-set-not-found', `${whose} was trained on ${shown}, by what is on record.`, {
    hint: names.length === 0 ? 'There is no data on record.' : `Nearest: ${nearest.join(', ')}.`,
    data: { dataSet: shown, nearest },
  });
}

function print(
  loaded: LoadedLineage,
  question: LineageQuestion,
  asked: Asked,
  host: Pick<Host, 'outIsTerminal' | 'columns' | 'charset'>,
): readonly string[] {
  const { model, node, dataSet } = question;
  if (asked.tree && model !== undefined) {
    const problems = listProblemsOf(loaded.graph, model);
    return [
      ...printVersionTree(loaded.graph, model, host, describeRow(loaded)),
      ...printLineageProblems(loaded.file?.problem, problems),
    ];
  }
  const document = describeLineage(loaded, question);
  const options = fitToOutput(host);
  if (dataSet !== undefined || asked.affected) return printAffected(document, options);
  if (asked.data) return printData(document, options);
  return [
    ...(node === undefined ? printOrigins(document, options) : printVersionLineage(document, options)),
    ...printLineageProblems(loaded.file?.problem, document.problems),
  ];
}

/** What stands behind a version in its tree: state, what it is live under, what is wrong, other models. */
function describeRow({ graph, standings }: LoadedLineage): (row: TreeRow) => readonly string[] {
  const problems = groupProblems(graph);
  return ({ node }) => {
    const standing = standings.get(node.key);
    const aliases = standing?.aliases ?? [];
    const kinds = new Set(problems.get(node.key)?.map(({ kind }) => problemWords[kind]));
    const words: string[] = [];
    if (standing !== undefined) words.push(` ${standing.state}`);
    if (aliases.length > 0) words.push(`[${aliases.join(', ')}]`);
    for (const kind of kinds) words.push(`! ${kind}`);
    for (const outside of describeOutside(node, graph)) words.push(outside);
    return words;
  };
}
