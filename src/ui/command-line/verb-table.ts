import { shellNames } from './completion/shell-scripts.ts';
import { programOptionRows } from './global-options.ts';
import { helpTopics } from './help/help-topics.ts';
import { abTallyVerb } from './originals/ab-tally.ts';
import { afsVerbs } from './originals/afs/afs-verbs.ts';
import { computeQualityGateVerb } from './originals/compute-quality-gate.ts';
import { deployModelVerb } from './originals/deploy-model.ts';
import { promoteCandidateVerb } from './originals/deployment-flow/promote-candidate.ts';
import { switchStableVerb } from './originals/deployment-flow/switch-stable.ts';
import { deploymentScriptVerb } from './originals/deployment-script.ts';
import { mlopsVerbs } from './originals/mlops/mlops-verbs.ts';
import { rollbackModelVerb } from './originals/rollback-model.ts';
import type { Verb } from './verb.ts';
import { archiveVerb } from './verbs/archive.ts';
import { bestVerb } from './verbs/best.ts';
import { cleanupVerb } from './verbs/cleanup.ts';
import { createCompletionVerb } from './verbs/completion.ts';
import { decideVerb } from './verbs/decide.ts';
import { deployVerb } from './verbs/deploy.ts';
import { describeVerb } from './verbs/describe.ts';
import { diffVerb } from './verbs/diff.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { gateVerb } from './verbs/gate.ts';
import { createHelpVerb } from './verbs/help.ts';
import { historyVerb } from './verbs/history.ts';
import { holdVerb } from './verbs/hold.ts';
import { lineageVerb } from './verbs/lineage.ts';
import { modelsVerb } from './verbs/models.ts';
import { outboxVerb } from './verbs/outbox.ts';
import { promoteVerb } from './verbs/promote.ts';
import { publishVerb } from './verbs/publish.ts';
import { registerVerb } from './verbs/register.ts';
import { releaseVerb } from './verbs/release.ts';
import { resolveVerb } from './verbs/resolve.ts';
import { rollbackVerb } from './verbs/rollback.ts';
import { scoreVerb } from './verbs/score.ts';
import { showVerb } from './verbs/show.ts';
import { stateVerb } from './verbs/state.ts';
import { summaryVerb } from './verbs/summary.ts';
import { syncVerb } from './verbs/sync.ts';
import { trendVerb } from './verbs/trend.ts';
import { undoVerb } from './verbs/undo.ts';
import { unsetVerb } from './verbs/unset.ts';
import { verifyVerb } from './verbs/verify.ts';
import { versionsVerb } from './verbs/versions.ts';
import { votesVerb } from './verbs/votes.ts';

/** Every verb, in the order of --help and of docs/commands.md. */
export const verbTable: readonly Verb[] = [
  modelsVerb,
  versionsVerb,
  showVerb,
  diffVerb,
  trendVerb,
  bestVerb,
  summaryVerb,
  lineageVerb,
  decideVerb,
  historyVerb,
  resolveVerb,
  votesVerb,
  gateVerb,
  promoteVerb,
  deployVerb,
  rollbackVerb,
  undoVerb,
  unsetVerb,
  holdVerb,
  releaseVerb,
  registerVerb,
  scoreVerb,
  describeVerb,
  stateVerb,
  publishVerb,
  archiveVerb,
  cleanupVerb,
  verifyVerb,
  syncVerb,
  doctorVerb,
  outboxVerb,
  createHelpVerb(() => verbTable),
  createCompletionVerb(() => ({
    ...{ verbs: verbTable, global: programOptionRows, topics: Object.keys(helpTopics), shells: shellNames },
  })),
  computeQualityGateVerb,
  deployModelVerb,
  rollbackModelVerb,
  deploymentScriptVerb,
  ...afsVerbs,
  ...mlopsVerbs,
  promoteCandidateVerb,
  abTallyVerb,
  switchStableVerb,
];
