import { getVersion } from '../../../core/plan/find-version.ts';
import type { FileCheck } from '../../../core/ports/registry.ts';
import { loadModel } from '../../../core/session/load-model.ts';
import { checkFiles } from '../check-files.ts';
import type { VerificationDocument } from '../json/verification.ts';
import { printTable } from '../print-table.ts';
import { warn } from '../speak.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const verifyVerb = defineVerb({
  name: 'verify',
  group: 'Keep in order',
  summary: 'recompute the digest of every file of a version; exit code 6 when one differs or is gone',
  words: ['MODEL', 'VERSION'],
  options: {
    strict: { help: 'exit code 6 too when not every file could be verified; else that is a warning' },
  },
  run: async ({ host, words, options, openSession }) => {
    const session = await openSession();
    const { status } = await loadModel(session, words.MODEL, host.stop);
    const { version } = getVersion(status.index, words.VERSION);
    const { outcome, checks } = await checkFiles(session, host, words.MODEL, version);
    const isProven = outcome === 'verified';
    if (!isProven && outcome !== 'contradicted')
      warn(host, `${words.MODEL} ${version}: ${openEnds[outcome]}.`);
    return {
      exitCode: exitCodeOf(
        outcome === 'contradicted' || (options.strict && !isProven) ? 'integrity' : 'done',
      ),
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

/** Why nothing is wrong and nothing is proven either. */
const openEnds = {
  unverified: 'not everything could be verified: a file is not on this machine',
  'nothing-recorded': 'nothing was verified: no digest was recorded when it was registered',
} as const;

function printChecks(checks: readonly FileCheck[], width: number | undefined): readonly string[] {
  const columns = [{ title: 'file', cut: true as const }, { title: 'outcome' }, { title: 'detail' }];
  return printTable(
    columns,
    checks.map(check => [check.name, check.outcome, check.detail]),
    { width, indent: '  ' },
  );
}
