import * as z from 'zod/mini';
import { eventKinds } from '../../core/events/event.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { variableForm } from '../../core/settings/notify-setting.ts';
import { isServerText, readServerText } from '../../core/settings/server-address.ts';
import {
  type ConfiguredTracker,
  chooseTrackedKinds,
  findProjectProblem,
  parseProject,
  type TrackerService,
  usualExperiment,
} from '../../core/settings/tracking-setting.ts';
import { textWithout } from '../files/checked-text.ts';

/** Most trackers a file may name. */
const maxTrackers = 20;

const trackerName = textWithout(name => {
  const problem = findNameProblem(name);
  return problem === undefined ? undefined : `the name ${problem}`;
});

const project = textWithout(text => {
  const problem = findProjectProblem(text);
  return problem === undefined ? undefined : `it ${problem}`;
});

const server = textWithout(text => {
  if (variableForm.test(text)) return undefined;
  if (!isServerText(text))
    return 'it must be the address of an MLflow server, https://HOST, or the name of the variable that holds it';
  const reading = readServerText(text);
  if (!reading.ok) return `it ${reading.problem}`;
  return reading.address.login === undefined
    ? undefined
    : 'it holds a login; give that by MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN';
});

const experiment = textWithout(text =>
  text.trim() !== '' && text.length <= 250 ? undefined : 'it must be the name of an experiment of MLflow',
);

const tracker = z
  .strictObject({
    name: trackerName,
    on: z.optional(z.array(z.enum(eventKinds)).check(z.minLength(1))),
    wandb: z.optional(project),
    mlflow: z.optional(server),
    experiment: z.optional(experiment),
  })
  .check(({ value, issues }) => {
    const { wandb, mlflow } = value;
    if ((wandb === undefined) === (mlflow === undefined)) {
      const message = `it has ${wandb === undefined ? 'neither' : 'both'} wandb ${wandb === undefined ? 'nor' : 'and'} mlflow; it needs one of them`;
      issues.push({ code: 'custom', input: value, path: [], message });
    }
    if (value.experiment !== undefined && mlflow === undefined)
      issues.push({
        code: 'custom',
        input: value.experiment,
        path: ['experiment'],
        message: 'only mlflow has it',
      });
  });

/** The setting `tracking` as it is written. */
export const trackingSchema = z.array(tracker).check(z.maxLength(maxTrackers), ({ value, issues }) => {
  for (const [place, { name }] of value.entries()) {
    if (value.findIndex(other => other.name === name) === place) continue;
    issues.push({ code: 'custom', input: name, path: [place, 'name'], message: `${name} stands here twice` });
  }
});

/** The setting `tracking` as it is used. Pure. @param source the file it stands in, and whose that is */
export function toTrackers(
  tracking: z.infer<typeof trackingSchema>,
  source: Pick<ConfiguredTracker, 'file' | 'namedBy'>,
): readonly ConfiguredTracker[] {
  return tracking.flatMap(each => {
    const service = findService(each);
    return service === undefined
      ? []
      : [{ name: each.name, kinds: chooseTrackedKinds(each.on), service, ...source }];
  });
}

function findService({
  wandb,
  mlflow,
  experiment: named = usualExperiment,
}: z.infer<typeof tracker>): TrackerService | undefined {
  if (wandb !== undefined) return parseProject(wandb);
  if (mlflow === undefined) return undefined;
  const url = variableForm.test(mlflow) ? { variable: mlflow } : { text: mlflow };
  return { at: 'mlflow', url, experiment: named };
}
