import type { Verb } from '../../verb.ts';
import { afsAddVerb } from './afs-add.ts';
import { afsCompareVerb } from './afs-compare.ts';
import { afsDeployVerb } from './afs-deploy.ts';
import { afsInfoVerb } from './afs-info.ts';
import { afsLineageVerb } from './afs-lineage.ts';
import { afsListVerb } from './afs-list.ts';
import { afsRollbackVerb } from './afs-rollback.ts';
import { afsScoreVerb } from './afs-score.ts';
import { afsTreeVerb } from './afs-tree.ts';
import { afsVersionsVerb } from './afs-versions.ts';

/** S2's commands, in the order of its document. Each works as `afs list` and as `afs registry list`. */
export const afsVerbs: readonly Verb[] = [
  afsListVerb,
  afsInfoVerb,
  afsVersionsVerb,
  afsCompareVerb,
  afsAddVerb,
  afsScoreVerb,
  afsDeployVerb,
  afsRollbackVerb,
  afsTreeVerb,
  afsLineageVerb,
];
