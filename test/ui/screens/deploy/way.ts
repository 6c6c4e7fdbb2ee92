import type { DeploymentPlan } from '../../../../src/core/deployment/deployment-plan.ts';
import type { PublishSetting } from '../../../../src/core/publish/publication-wish.ts';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import type { Message, State } from '../../../../src/ui/screens/deploy/state.ts';
import { open, update } from '../../../../src/ui/screens/deploy/update.ts';
import { sampleDeploymentPlan, sampleRequest } from '../../../support/sample-deployment.ts';
import { loadedVersions } from '../models/sample-registry.ts';
import { rolledBackModel } from '../models/samples.ts';

/** Where support-rag is published in the tests. */
export const setting: PublishSetting = {
  ...{ model: 'support-rag', hub: 'acme/support-rag', license: 'apache-2.0', file: '/project/lastgood.yaml' },
};

/** The answer with what there is to choose between. */
export function chosen(place: PublishSetting | 'nowhere' = setting): Message {
  const publishing = place === 'nowhere' ? undefined : place;
  const loaded = loadedVersions(rolledBackModel('support-rag'));
  const input = { model: 'support-rag', version: 'v3' };
  return { type: 'loadDeploymentChoices/done', input, value: { loaded, version: 'v3', publishing } };
}

/** The way to the planning of what is published, for the reason INC-42. */
export const asked: readonly Message[] = [
  chosen(),
  { type: 'place-chosen', place: 'hub' },
  { type: 'reason-edited', field: createTextField('INC-42') },
  { type: 'reason-given' },
];

/** The answer with a plan. */
export function planned(changes: Partial<DeploymentPlan> = {}): Message {
  const input = { request: sampleRequest };
  return { type: 'planDeployment/done', input, value: sampleDeploymentPlan(changes) };
}

/** The name typed, and enter. */
export const confirmed: readonly Message[] = [
  { type: 'consent-edited', field: createTextField('support-rag@latest') },
  { type: 'confirm-pressed' },
];

/** The state after messages, begun at support-rag v3. */
export function after(context: Context, ...messages: readonly Message[]): State {
  const [opened] = open({
    screen: 'deploy',
    wanted: { from: 'version', model: 'support-rag', version: 'v3' },
  });
  return messages.reduce((state, message) => update(state, message, context)[0], opened);
}
