import { writeSync } from 'node:fs';
import { prepareGate } from '../../src/core/session/prepare-gate.ts';
import { bindPolicy } from './evidence-files.ts';
import { apply, openRegistry, planPromote } from './registry-rig.ts';
import { waitForStart } from './wait-for-start.ts';

/**
 * `contender-process.ts ROOT MODEL ACTOR promote|gate VERSION RESULTS`: plans the act under S0's policy, waits for the
 * start, carries the plan out, and prints the receipt as JSON.
 */
const [root = '', model = '', actor = '', act = '', version = '', results = ''] = process.argv.slice(2);
const session = openRegistry(root, { actor, policies: bindPolicy('rag') });
const request = { model, version, alias: 'latest', results, policy: undefined };
const plan =
  act === 'gate' ? (await prepareGate(session, request)).plan : await planPromote(session, model, version);
await waitForStart();
writeSync(1, `${JSON.stringify(await apply(session, plan))}\n`);
