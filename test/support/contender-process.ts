import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { prepareGate } from '../../src/core/session/prepare-gate.ts';
import { bindPolicy } from './evidence-files.ts';
import { apply, openRegistry, planPromote } from './registry-rig.ts';

/**
 * `contender-process.ts ROOT MODEL ACTOR promote|gate VERSION RESULTS`: plans the act under S0's policy, says `planned`, waits for its
 * input to end, carries the plan out, and prints the receipt as JSON.
 */
const [root = '', model = '', actor = '', act = '', version = '', results = ''] = process.argv.slice(2);
const session = openRegistry(root, { actor, policies: bindPolicy('rag') });
const request = { model, version, alias: 'latest', results, policy: undefined };
const plan =
  act === 'gate' ? (await prepareGate(session, request)).plan : await planPromote(session, model, version);
writeSync(1, 'planned\n');
process.stdin.resume();
await once(process.stdin, 'end');
writeSync(1, `${JSON.stringify(await apply(session, plan))}\n`);
