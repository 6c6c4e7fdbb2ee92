import { createHash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readPage } from '../../../bin/help-pages.ts';
import { createResultFiles } from '../../../bin/result-files.ts';
import type { CatalogRegistryOptions } from '../../../src/adapters/catalog/catalog-options.ts';
import { createCatalogRegistry } from '../../../src/adapters/catalog/catalog-registry.ts';
import { createDirectoryRegistry } from '../../../src/adapters/directory/directory-registry.ts';
import { createResultsFolder } from '../../../src/adapters/evidence/open-results.ts';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { createUnboundShelf } from '../../../src/adapters/policies/create-policy-shelf.ts';
import { readValueFile } from '../../../src/adapters/settings/read-value-file.ts';
import { hashInput } from '../../../src/adapters/state/hash-input.ts';
import { findLocalModel } from '../../../src/adapters/weights/find-local-model.ts';
import { createWeightsReader } from '../../../src/adapters/weights/weights-reader.ts';
import type { Telling } from '../../../src/core/events/telling.ts';
import type { DeploymentJournal } from '../../../src/core/ports/deployment-journal.ts';
import type { PolicyShelf } from '../../../src/core/ports/evidence.ts';
import type { Examinable } from '../../../src/core/ports/examinable.ts';
import type { Registry } from '../../../src/core/ports/registry.ts';
import type { RunLog } from '../../../src/core/ports/run-log.ts';
import type { PublicationDesk } from '../../../src/core/session/prepare-publication.ts';
import type { Session } from '../../../src/core/session/session.ts';
import type { MissingRegistry } from '../../../src/core/settings/judge-place.ts';
import type { ConsoleOptions, GlobalOptions, Outside } from '../../../src/ui/command-line/host.ts';
import { runCommandLine } from '../../../src/ui/command-line/run-command-line.ts';
import type { Charset } from '../../../src/ui/terminal/describe-terminal.ts';
import { createMemoryJournal } from '../../support/memory-journal.ts';

/** One run of the command line: what it printed and how it ended. */
export type Run = {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  /** stdout as JSON. */
  readonly json: () => { readonly schema: string } & Readonly<Record<string, unknown>>;
  readonly questions: readonly string[];
};

export type RunOptions = {
  /** Answers of the person at the terminal, in order, or a function of the question. Without them nobody can be asked. */
  readonly answers?: readonly string[] | ((question: string) => string | Promise<string>);
  readonly variables?: Readonly<Record<string, string>>;
  readonly actor?: string;
  readonly protectedAliases?: readonly string[];
  /** The name of the machine it runs on. */
  readonly machine?: string;
  readonly hasTerminal?: boolean;
  /** The setting `readOnly`; writes are allowed unless told. */
  readonly readOnly?: boolean;
  /** None is bound anywhere unless told. */
  readonly policies?: PolicyShelf;
  /** How others hear of what happens; nobody does unless told. */
  readonly telling?: Telling;
  /** The terminal that stdout is; without it stdout is a file. */
  readonly output?: { readonly columns: number; readonly charset: Charset };
  /** Opens another registry than the folder or file. */
  readonly openRegistry?: () => Registry;
  /** The registry that is opened, whatever was named; else the one at the folder. */
  readonly registry?: Registry;
  /** The runs of the tracking server at an address; none are there unless told. */
  readonly runLog?: (url: string) => RunLog;
  /** What publishing needs; nothing can be published unless told. */
  readonly desk?: PublicationDesk;
  /** Services that are looked at; none unless told. */
  readonly services?: readonly Examinable[];
  /** Deployments that are not finished; an empty one unless told. */
  readonly journal?: DeploymentJournal;
  readonly openConsole?: (options: ConsoleOptions) => Promise<number>;
  readonly signal?: { readonly stop: AbortSignal; readonly exitCode: () => number | undefined };
};

/** Runs `lastgood` on a folder, or on a catalogue in a file `*.json`, in this process, without a terminal unless there are answers. */
export async function runLastgood(
  root: string,
  argv: readonly string[],
  options: RunOptions = {},
): Promise<Run> {
  const printed = { out: '', error: '' };
  const questions: string[] = [];
  const host: Outside = {
    tool: 'lastgood test',
    openSession: async (given, _, missing) =>
      openTestSession(given.registry ?? root, given, { ...options, missing }),
    openSessionOrSample: async given => openTestSession(given.registry ?? root, given, options),
    openJudging: async given => openTestSession(root, given, options),
    canOpenConsole: options.hasTerminal ?? false,
    openConsole: options.openConsole ?? (async () => 0),
    writeOut: text => {
      printed.out += text;
    },
    writeError: text => {
      printed.error += text;
    },
    canAsk: options.answers !== undefined,
    ask: async question => {
      questions.push(question);
      const { answers } = options;
      if (typeof answers === 'function') return await answers(question);
      return answers?.[questions.length - 1] ?? '';
    },
    outIsTerminal: options.output !== undefined,
    columns: options.output?.columns ?? 100,
    charset: options.output?.charset ?? 'unicode',
    findPath: async path => ({ path: resolve(path), kind: findKind(path) }),
    findLocalModel: async path => await findLocalModel(resolve(path)),
    findSecrets: async () => [],
    openRunLog: async ({ url }) => {
      if (options.runLog !== undefined) return options.runLog(url);
      throw new Error(`Nothing was told of runs at ${url}.`);
    },
    openPublicationDesk: async () => {
      if (options.desk !== undefined) return options.desk;
      throw new Error('Nothing was told of a hub.');
    },
    openConnections: async () => options.services ?? [],
    readValueFile: path => readValueFile(resolve(path)),
    ...createResultFiles(),
    readPage,
    now: () => '2026-12-01T00:00:00.000Z',
    variables: options.variables ?? {},
    stop: options.signal?.stop ?? new AbortController().signal,
    signalExitCode: () => options.signal?.exitCode(),
  };
  const code = await runCommandLine(argv, host);
  return { code, ...printed, json: () => JSON.parse(printed.out), questions };
}

let minutes = 0;

/** Each session is a minute later than the one before, so that times in histories are apart. */
function openTestSession(
  root: string,
  given: GlobalOptions,
  options: RunOptions & { readonly missing?: MissingRegistry | undefined },
): Session {
  minutes += 1;
  const startMs = Date.parse('2026-12-01T00:00:00Z') + minutes * 60_000;
  const createId = () => randomUUID();
  const tool = 'lastgood test';
  return {
    registry:
      options.openRegistry?.() ??
      options.registry ??
      createTestRegistry(root, {
        ...{ name: 'test', fileSystem: createNodeFileSystem(), createId, tool, host: options.machine },
        now: () => startMs,
        missing: options.missing === 'empty' ? 'empty' : 'refused',
      }),
    policies: options.policies ?? createUnboundShelf(),
    weights: createWeightsReader(),
    openResults: path => createResultsFolder(resolve(path), createNodeFileSystem()),
    feedback: { path: options.variables?.['FEEDBACK_FILE'], candidate: undefined, since: undefined },
    telling: options.telling,
    deploying: {
      journal: options.journal ?? createMemoryJournal(),
      hashFile: hashInput,
      openDesk: options.desk && (async () => options.desk as PublicationDesk),
    },
    actor: given.actor ?? options.actor ?? 'tester@example.org',
    writes: describeWrites(given, options),
    protection: { protectedAliases: options.protectedAliases ?? [], registryPrefix: undefined },
    now: () => new Date(startMs).toISOString(),
    createId,
    sha256: text => createHash('sha256').update(text).digest('hex'),
    tool,
  };
}

type RegistryParts = Omit<CatalogRegistryOptions, 'path' | 'missingFile'> & {
  readonly missing: 'empty' | 'refused';
};

/** A file `*.json` is a catalogue, all else a folder of versions. */
function createTestRegistry(place: string, { missing, ...parts }: RegistryParts): Registry {
  return place.endsWith('.json')
    ? createCatalogRegistry({ ...parts, path: place, missingFile: missing })
    : createDirectoryRegistry({ ...parts, root: place.replace(/^directory:/, ''), missingRoot: missing });
}

function describeWrites(given: GlobalOptions, { readOnly = false }: RunOptions): Session['writes'] {
  if (given.readOnly) return { access: 'read-only', because: '--read-only was given' };
  return readOnly ? { access: 'read-only', because: 'readOnly is set' } : { access: 'write' };
}

function findKind(path: string): 'file' | 'folder' | 'other' | 'nothing' {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return 'nothing';
  return facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other';
}
