import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import type { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { build } from 'esbuild';
import { createTemporaryFolder } from '../temporary-folder.ts';

type GitHubParser = {
  readonly parseWorkflow: typeof parseWorkflow;
  readonly parseAction: typeof parseAction;
  readonly NoOperationTraceWriter: typeof NoOperationTraceWriter;
};

const project = join(import.meta.dirname, '../../..');

/** Bundled first: it imports its schemas in a way that only bundlers take. */
async function loadParser(): Promise<GitHubParser> {
  const contents = [
    "export { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';",
    "export { parseAction } from '@actions/workflow-parser/actions/action-parser';",
  ].join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project },
    ...{ bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'error' },
  });
  const file = join(createTemporaryFolder(), 'parser.mjs');
  writeFileSync(file, outputFiles[0]?.contents ?? '');
  return (await import(pathToFileURL(file).href)) as GitHubParser;
}

/** What GitHub's own parser complains of in a workflow or, by its name, in an action; empty for nothing. */
export async function findProblems(name: string, content: string): Promise<readonly string[]> {
  const parser = await loadParser();
  const parse = name.endsWith('action.yml') ? parser.parseAction : parser.parseWorkflow;
  const { context } = parse({ name, content }, new parser.NoOperationTraceWriter());
  return context.errors.getErrors().map(error => error.message);
}
