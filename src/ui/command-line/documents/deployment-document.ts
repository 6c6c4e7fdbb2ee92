import type { Decision } from '../../../core/decision/decide.ts';
import type { DeploymentRecord } from '../../../core/decision/deployment-record.ts';
import type { DeploymentDocument } from '../json/deployment.ts';
import type { Named } from '../name-registry.ts';
import type { RegistrationEnd } from '../registration-end.ts';
import { describeDecisionBody } from './decision-document.ts';
import { describeRegistration } from './receipt-document.ts';

const nothing = {
  registration: null,
  gate: null,
  promotion: null,
  promotionProblem: null,
  deployment: null,
} as const;

/** A decision and what was done about it, as a document. Pure. @param end undefined when nothing was to be done */
export function describeDeployment(
  record: DeploymentRecord,
  decision: Decision,
  end: RegistrationEnd | undefined,
  named: Named,
): DeploymentDocument {
  const body = { schema: 'lastgood/deployment/1' as const, decision: describeDecisionBody(record, decision) };
  if (end === undefined) return { ...body, ...nothing };
  const { schema: _, next: __, ...done } = describeRegistration(end, named);
  return { ...body, ...done };
}
