import { toAppError } from '../../core/errors/app-error.ts';
import { foldHistory } from '../../core/history/fold-history.ts';
import type { FileCheck, ReadOptions, Verification } from '../../core/ports/registry.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import { compareDigests } from '../files/file-check.ts';
import { checkKept } from '../history/kept-evidence.ts';
import { identityName } from './bind-version.ts';
import { readTaggedHistory } from './counted-entries.ts';
import { showSource } from './describe-version.ts';
import type { MlflowRun, MlflowVersion } from './entities.ts';
import { toStoredEntries } from './history-tags.ts';
import { listEvidence } from './list-evidence.ts';
import { findNamed, type MlflowContext } from './mlflow-context.ts';
import type { MlflowContent } from './origin.ts';
import { hashIdentity } from './registration-record.ts';

/**
 * Checks what the server says of a version against what was registered, the evidence that was kept, and whether its files are there.
 * MLflow records no digests of them. Never throws for what is wrong, nor for a version that is not there.
 */
export async function verifyMlflowVersion(
  context: MlflowContext,
  model: string,
  name: string,
  options: ReadOptions,
): Promise<Verification> {
  const { models, runs } = await context.source.open();
  const content = models.get(model)?.content;
  const version = findNamed(content, name);
  if (content === undefined || version === undefined) {
    const check = { name: identityName, outcome: 'missing', detail: 'it is not on the server' } as const;
    return { model, version: name, checks: [check] };
  }
  const checks: FileCheck[] = [checkIdentity(content, version, name)];
  for (const artifact of listEvidence(version)) checks.push(await checkKept(context, artifact, options));
  const run = version.runId === undefined ? undefined : runs.get(version.runId);
  checks.push(await lookForFiles(context, version, run, options));
  return { model, version: name, checks };
}

function checkIdentity(content: MlflowContent, version: MlflowVersion, name: string): FileCheck {
  const { counted } = readTaggedHistory(content);
  const recorded = foldHistory(toStoredEntries(counted)).registeredDigests.get(name);
  if (recorded === undefined)
    return { name: identityName, outcome: 'nothing-recorded', detail: 'registered by another program' };
  return { ...compareDigests(identityName, recorded, hashIdentity(version)), isRecord: true };
}

async function lookForFiles(
  { origin, source }: MlflowContext,
  version: MlflowVersion,
  run: MlflowRun | 'missing' | undefined,
  { signal }: ReadOptions,
): Promise<FileCheck> {
  const name = showSource(version.source ?? 'files');
  const rest = source.findRest();
  if (rest !== undefined) return { name, outcome: 'elsewhere', detail: withoutFullStop(rest.message) };
  const known = run === 'missing' ? undefined : run;
  try {
    const listed = await origin.listFiles(version, known, { signal });
    const files = listed?.filter(({ isFolder }) => !isFolder);
    if (files === undefined)
      return { name, outcome: 'nothing-recorded', detail: 'its files cannot be listed from here' };
    if (files.length === 0) return { name, ...judgeEmpty(version, run) };
    const bytes = files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
    const count = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
    return {
      name,
      outcome: 'nothing-recorded',
      detail: `${count}, ${bytes} bytes on the server; MLflow records no digests`,
    };
  } catch (thrown) {
    signal?.throwIfAborted();
    // No digest is contradicted by this: nobody may be kept from going back because a listing fails.
    return { name, outcome: 'elsewhere', detail: withoutFullStop(toAppError(thrown).message) };
  }
}

/** What it means that nothing is listed. A model that MLflow 3 keeps by itself lies elsewhere than its version may say. */
function judgeEmpty(
  { runId }: MlflowVersion,
  run: MlflowRun | 'missing' | undefined,
): Pick<FileCheck, 'outcome' | 'detail' | 'onlyWarns'> {
  if (runId !== undefined && run === undefined)
    return { outcome: 'nothing-recorded', detail: 'nothing is listed there, and its run could not be read' };
  if (typeof run === 'object' && run.loggedModels !== undefined)
    return {
      outcome: 'nothing-recorded',
      detail: 'nothing is listed there: its run logged a model by itself',
    };
  return { outcome: 'missing', detail: 'the server lists no files there', onlyWarns: true };
}
