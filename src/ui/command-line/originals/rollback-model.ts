import { InvalidInputError } from '../../../core/errors/app-error.ts';
import type { Json } from '../../../core/history/canonical-json.ts';
import { extendCommand } from '../../../core/plan/extend-command.ts';
import type { Receipt } from '../../../core/plan/receipt.ts';
import { defaultAlias } from '../../../core/registry/default-alias.ts';
import { loadModel, loadVersions } from '../../../core/session/load-model.ts';
import {
  getTargetVersion,
  loadRollbackChoices,
  type RollbackChoices,
  type TargetChoice,
} from '../../../core/session/prepare-rollback.ts';
import type { Session } from '../../../core/session/session.ts';
import { apply, confirm, describeDryRun, describeReceipt, writeOptionRows } from '../carry-out.ts';
import { describeVersions } from '../documents/version-document.ts';
import type { GlobalOptions, Host } from '../host.ts';
import type { RollbackTargetDocument } from '../json/rollback-target.ts';
import { nameRegistry } from '../name-registry.ts';
import { requireCopy, writeBeside } from '../output-files.ts';
import { reasonRow } from '../reason.ts';
import { warn } from '../speak.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf, exitCodeWithProblem, type VerbResult } from '../verb-result.ts';
import { prepareRollbackHere } from '../verbs/rollback.ts';
import { loadVersionDocument } from '../verbs/show.ts';
import { copyMetadataFile, formatAsciiJson, readMetadataFile } from './metadata-file.ts';
import { originalOptionRows, readModelName, readOriginalGlobal } from './original-options.ts';

const rollbackModelRows = {
  ...originalOptionRows,
  'list-versions': { help: 'print the versions, one a line', ours: 'versions' },
  'describe-version': { takes: 'VERSION', help: 'print the metadata of a version', ours: 'show' },
  'resolve-target': {
    help: 'print the version a rollback would go to, and nothing else',
    ours: 'rollback --dry-run',
  },
  'target-version': { takes: 'VERSION', help: 'go to this version', ours: 'rollback --to' },
  previous: { help: 'go to the version before; wins over --target-version', ours: 'rollback --previous' },
  'log-output': { takes: 'FILE', help: 'also write the rollback log here' },
  reason: reasonRow,
  ...writeOptionRows,
} as const;

export const rollbackModelVerb = defineVerb({
  name: 'rollback_model',
  ours: 'rollback',
  group: "The originals' own commands",
  summary: 'list versions, describe one, or roll latest back, as S0 does',
  words: [],
  options: rollbackModelRows,
  // S0's order: list, then describe, then resolve, then execute; the first that was asked for is done.
  run: async call => {
    const { host, options } = call;
    for (const name of ['metadata-output', 'log-output'] as const)
      await requireCopy(host, `--${name}`, options[name]);
    const model = readModelName(host, options['model-name']);
    const global = readOriginalGlobal(call, options);
    const session = await host.openSession(global, 'to-change');
    if (options['list-versions']) return await listVersions(session, host, model);
    if (options['describe-version'] !== undefined) {
      return await describeVersion(
        session,
        host,
        model,
        options['describe-version'],
        options['metadata-output'],
      );
    }
    const choice = readTarget(host, options);
    const choices = await loadRollbackChoices(session, model, defaultAlias, new Map(), host.stop);
    const version = getTargetVersion(choices, choice);
    if (options['resolve-target']) return describeTarget(model, version);
    return await execute({ host, global, options }, session, choices, version);
  },
});

async function listVersions(session: Session, host: Host, model: string): Promise<VerbResult> {
  const loaded = await loadVersions(session, model, 'listing', host.stop);
  return {
    exitCode: exitCodeOf('done'),
    document: () => describeVersions(loaded, session.now()),
    lines: () => loaded.versions.map(version => version.version),
  };
}

async function describeVersion(
  session: Session,
  host: Host,
  model: string,
  typed: string,
  output: string | undefined,
): Promise<VerbResult> {
  const document = await loadVersionDocument(session, host, model, typed);
  const text = formatAsciiJson(await readMetadataFile(session, host, model, document.version));
  if (output !== undefined) await host.writeFile(output, text);
  return { exitCode: exitCodeOf('done'), document: () => document, lines: () => text.split('\n') };
}

function describeTarget(model: string, version: string): VerbResult {
  return {
    exitCode: exitCodeOf('done'),
    document: (): RollbackTargetDocument => ({
      schema: 'lastgood/rollback-target/1',
      model,
      alias: defaultAlias,
      version,
    }),
    lines: () => [version],
  };
}

type ExecuteCall = {
  readonly host: Host;
  readonly global: GlobalOptions;
  readonly options: Parameters<typeof confirm>[0]['options'] & {
    readonly reason: string | undefined;
    readonly 'metadata-output': string | undefined;
    readonly 'log-output': string | undefined;
  };
};

async function execute(
  call: ExecuteCall,
  session: Session,
  choices: RollbackChoices,
  version: string,
): Promise<VerbResult> {
  const { host, options } = call;
  const wish = { version, reason: options.reason, holdLeft: 'hold', files: 'verify' } as const;
  const planned = await prepareRollbackHere(session, host, choices, wish);
  const plan = extendCommand(planned, nameRegistry(call.global));
  if (options['dry-run']) return describeDryRun(plan);
  const receipt = await apply(host, session, await confirm(call, session, plan));
  const result = describeReceipt(receipt, call.global);
  if (receipt.outcome !== 'applied') return result;
  const unwritten = await writeBeside(host, () => writeCopies(session, host, receipt, version, options));
  return { ...result, exitCode: exitCodeWithProblem(result.exitCode, unwritten) };
}

async function writeCopies(
  session: Session,
  host: Host,
  receipt: Receipt,
  version: string,
  options: ExecuteCall['options'],
): Promise<void> {
  if (options['log-output'] !== undefined) {
    await host.writeFile(options['log-output'], formatAsciiJson(await describeLog(session, receipt)));
  }
  const output = options['metadata-output'];
  await copyMetadataFile(session, host, { model: receipt.model, version, output });
}

/** The rollback as S0 logs it, from the entry that records it. */
async function describeLog(session: Session, receipt: Receipt): Promise<Json> {
  const { status } = await loadModel(session, receipt.model);
  const entry = status.index.entries.findLast(
    stored => stored.entry.operationId === receipt.operationId,
  )?.entry;
  const [move] = entry?.moves ?? [];
  return {
    timestamp: (entry?.at ?? '').replace(/\.(\d{3})Z$/, '.$1000+00:00'),
    model_name: receipt.model,
    previous_version: move?.from ?? null,
    target_version: move?.to ?? null,
    reason: entry?.reason ?? '',
    actor: receipt.actor,
  };
}

/** S0 lets --previous win over --target-version; that is kept, and told. @throws InvalidInputError usage */
function readTarget(
  host: Host,
  options: { readonly previous: boolean; readonly 'target-version': string | undefined },
): TargetChoice {
  const target = options['target-version'];
  if (options.previous) {
    if (target !== undefined) warn(host, '--previous wins over --target-version, as in the original.');
    return { by: 'previous' };
  }
  if (target !== undefined) return { by: 'version', version: target };
  throw new InvalidInputError('usage', 'A rollback needs a target.', {
    hint: 'Give --target-version VERSION or --previous.',
  });
}
