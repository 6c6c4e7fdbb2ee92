import { listGateAliases } from '../../../core/gate/gate-aliases.ts';
import { getVersion } from '../../../core/plan/find-version.ts';
import type { GateView } from '../../../core/session/gate-view.ts';
import { viewGate } from '../../../core/session/load-gate-view.ts';
import { loadModel } from '../../../core/session/load-model.ts';
import { loadRecord } from '../../../core/session/load-records.ts';
import { loadWeights } from '../../../core/session/load-weights.ts';
import type { Session } from '../../../core/session/session.ts';
import { describeModel } from '../documents/model-document.ts';
import { describeVersion } from '../documents/version-document.ts';
import type { Host } from '../host.ts';
import type { VersionDocument } from '../json/version.ts';
import { printAdoption } from '../print-adoption.ts';
import { printModel } from '../print-model.ts';
import { printVersion } from '../print-version.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const showVerb = defineVerb({
  name: 'show',
  group: 'Look',
  summary: 'show what is live of a model and why, or everything about one version',
  words: ['MODEL', '[VERSION]'],
  options: {},
  run: async ({ host, words, openSession }) => {
    const session = await openSession();
    if (words.VERSION !== undefined) {
      const version = await loadVersionDocument(session, host, words.MODEL, words.VERSION);
      return {
        exitCode: exitCodeOf('done'),
        document: () => version,
        lines: () => printVersion(version, session.now(), fitToOutput(host)),
      };
    }
    const { index, status } = await loadModel(session, words.MODEL, host.stop);
    return {
      exitCode: exitCodeOf('done'),
      document: () => describeModel(status),
      lines: () => [...printModel(status, fitToOutput(host)), ...printAdoption(index)],
    };
  },
});

/** One version with everything known of it. @throws NotFoundError model-not-found, version-not-found; InvalidInputError invalid-name */
export async function loadVersionDocument(
  session: Session,
  host: Host,
  model: string,
  typed: string,
): Promise<VersionDocument> {
  const loaded = await loadModel(session, model, host.stop);
  const { status, policies } = loaded;
  const { version: name } = getVersion(status.index, typed);
  const version = await loadRecord(session, status, name, host.stop);
  const aliases = listGateAliases(status, policies, name);
  const gates: GateView[] = [];
  for (const alias of aliases)
    gates.push(await viewGate(session, loaded, { model, version: name, alias }, host.stop));
  return describeVersion(status, version, gates, await loadWeights(session, version));
}
