import { listGateAliases } from '../../../core/gate/gate-aliases.ts';
import { judgeGate } from '../../../core/gate/gate-standing.ts';
import { formatMinute } from '../../format/age.ts';
import { describeStanding, toneOfStanding } from '../../format/gate.ts';
import type { Context } from '../../runtime/screen.ts';
import type { Field } from './field-lines.ts';
import type { ShownState } from './update.ts';

/** Where the version stands with each gate: verdict, policy, age, why it counts no more. Empty where there is none. Pure. */
export function fieldsOfGates({ loaded, found }: ShownState, { now }: Context): readonly Field[] {
  const { status, policies } = loaded;
  const { version } = found;
  const aliases = listGateAliases(status, policies, version);
  return aliases.flatMap((alias): readonly Field[] => {
    const policy = policies.get(alias);
    const standing = judgeGate({ history: status.effective, version, alias, policy, now });
    const counts =
      standing.at === 'recorded' && standing.stale.length === 0
        ? [['', `It counts until ${formatMinute(standing.gate.expiresAt)} UTC.`] as const]
        : [];
    const bound =
      policy?.state === 'bound'
        ? [['', `Policy ${policy.bound.policy.name}, ${policy.bound.origin}.`, 'muted'] as const]
        : [];
    return [[alias, `${describeStanding(standing, now)}.`, toneOfStanding(standing)], ...counts, ...bound];
  });
}
