import { z } from 'zod';
import { decisionBody } from './decision.ts';
import { deployOutcome } from './deploy.ts';
import { problem } from './parts.ts';
import { receiptBody } from './receipt.ts';

const receipt = z.strictObject(receiptBody);

/** `lastgood deployment_script --json`. */
export const deploymentSchema = z.strictObject({
  schema: z.literal('lastgood/deployment/1'),
  decision: z.strictObject(decisionBody),
  registration: receipt.nullable().describe('null when the decision was not to deploy'),
  gate: receipt.nullable().describe('how the verdict on it was recorded; null when no policy is bound'),
  promotion: receipt.nullable().describe('null when it was not tried'),
  promotionProblem: problem.nullable().describe('why it was registered and not promoted'),
  deployment: deployOutcome.nullable().describe('the whole chain; null when the decision was not to deploy'),
});
export type DeploymentDocument = z.infer<typeof deploymentSchema>;
