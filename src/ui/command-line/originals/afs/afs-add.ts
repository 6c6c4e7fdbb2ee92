import { InvalidInputError } from '../../../../core/errors/app-error.ts';
import { checkModelName } from '../../../../core/names/model-name.ts';
import { parseVersionName } from '../../../../core/names/version-name.ts';
import { extendCommand } from '../../../../core/plan/extend-command.ts';
import { filePathFlags } from '../../../../core/registration/registration-command.ts';
import { makeSafeText } from '../../../../core/text/safe-text.ts';
import { describeDryRun, writeOptionRows } from '../../carry-out.ts';
import type { Host } from '../../host.ts';
import { nameRegistry } from '../../name-registry.ts';
import { readText, reasonRow } from '../../reason.ts';
import { planRegistrationHere, type RegistrationWish, registerVersion } from '../../register-version.ts';
import { describeRegistrationEnd } from '../../registration-end.ts';
import { warn } from '../../speak.ts';
import {
  type OriginOptions,
  originOptionRows,
  readOrigin,
  trainingOptionRows,
} from '../../training-options.ts';
import { defineVerb } from '../../verb.ts';
import { readVersionWords } from '../../verbs/register.ts';
import { tellDone } from '../tell-done.ts';
import { afsScoreRows, readAfsScores } from './afs-scores.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsAddVerb = defineVerb({
  name: 'afs add',
  alias: 'afs registry add',
  ours: 'register',
  group: afsGroup,
  summary:
    'register a version; it gets the next number when none is named, and makes a file that is not there',
  words: ['MODEL', '[VERSION]', '[NAME=VALUE...]'],
  options: {
    ...trainingOptionRows,
    ...originOptionRows,
    ...afsScoreRows,
    parent: { takes: 'VERSION', help: 'version this one was made from' },
    notes: { takes: 'TEXT', help: 'notes to keep with the version' },
    tag: { takes: 'TAG', many: true, help: 'a tag' },
    reason: reasonRow,
    ...writeOptionRows,
  },
  run: async call => {
    const { host, global, words, options } = call;
    const model = checkModelName(words.MODEL);
    const { version, metricWords } = readVersionWords(words.VERSION, words['NAME=VALUE']);
    const wish: RegistrationWish = {
      registration: {
        ...{ model, version, metrics: readAfsScores(options, metricWords) },
        ...requireBaseModel(readOrigin(options, options)),
        ...{ weights: undefined, evidence: [], configuration: null },
        parent: options.parent === undefined ? undefined : parseVersionName(model, options.parent),
        notes: options.notes === undefined ? undefined : readText(options.notes),
        tags: options.tag.map(readText),
        reason: options.reason === undefined ? undefined : readText(options.reason),
      },
      promotion: undefined,
      naming: 'as-typed',
    };
    await tellMissingFiles(host, options);
    const session = await openAfsRegistry(call, 'to-change', 'empty');
    const plan = extendCommand(await planRegistrationHere(session, wish), nameRegistry(global));
    if (options['dry-run']) return describeDryRun(plan);
    const end = await registerVersion({ host, global, options }, session, plan, wish);
    const added = `Registered ${model}:${end.registration.version ?? ''}`;
    return tellDone(describeRegistrationEnd(end, global), { host, nothingDone: false }, added);
  },
});

/** S2 wants to know it of every version. @throws InvalidInputError usage */
function requireBaseModel(origin: ReturnType<typeof readOrigin>): ReturnType<typeof readOrigin> {
  if (origin.training?.baseModel) return origin;
  throw new InvalidInputError('usage', 'afs add needs --base-model, as the original does.');
}

/** The original never looked whether the files are there. They may be on another machine, so it is said and no more. */
async function tellMissingFiles(host: Host, options: OriginOptions): Promise<void> {
  for (const flag of Object.values(filePathFlags)) {
    const path = options[flag];
    if (path === undefined || (await host.findPath(path)).kind !== 'nothing') continue;
    warn(host, `${makeSafeText(path)} of --${flag} is not on this machine; it is recorded as it is given.`);
  }
}
