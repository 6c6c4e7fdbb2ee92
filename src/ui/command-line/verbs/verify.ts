import { getVersion } from '../../../core/plan/find-version.ts';
import type { FileCheck } from '../../../core/ports/registry.ts';
import { loadModel } from '../../../core/session/load-model.ts';
import { checkFiles } from '../check-files.ts';
import type { VerificationDocument } from '../json/verification.ts';
import { printTable } from '../print-table.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const verifyVerb = defineVerb({
  name: 'verify',
  group: 'Keep in order',
  summary: 'recompute the digest of every file of a version; exit code 6 when one differs',
  words: ['MODEL', 'VERSION'],
  options: {},
  run: async ({ host, words, openSession }) => {
    const session = await openSession();
    const { status } = await loadModel(session, words.MODEL, host.stop);
    const { version } = getVersion(status.index, words.VERSION);
    const { outcome, checks } = await checkFiles(session, host, words.MODEL, version);
    return {
      exitCode: exitCodeOf(outcome === 'contradicted' ? 'integrity' : 'done'),
      document: (): VerificationDocument => ({
        schema: 'lastgood/verification/1',
        model: words.MODEL,
        version,
        outcome,
        checks: checks.map(({ name, outcome: found, detail }) => ({ name, outcome: found, detail })),
      }),
      lines: () => [`${words.MODEL} ${version}: ${outcome}`, ...printChecks(checks, fitToOutput(host).width)],
    };
  },
});

function printChecks(checks: readonly FileCheck[], width: number | undefined): readonly string[] {
  const columns = [{ title: 'file', cut: true as const }, { title: 'outcome' }, { title: 'detail' }];
  return printTable(
    columns,
    checks.map(check => [check.name, check.outcome, check.detail]),
    { width, indent: '  ' },
  );
}
