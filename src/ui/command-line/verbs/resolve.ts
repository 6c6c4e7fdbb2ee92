import { requireTogether } from '../../../core/mirror/find-apart.ts';
import { resolveLive } from '../../../core/session/resolve-live.ts';
import type { ResolveDocument } from '../json/resolve.ts';
import { chooseAlias, readAlias } from '../read-alias.ts';
import { warn } from '../speak.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const resolveVerb = defineVerb({
  name: 'resolve',
  group: 'Look',
  summary: 'print the version a server should load, and nothing else',
  words: ['MODEL'],
  options: { alias: { takes: 'ALIAS', help: 'instead of the usual one' } },
  run: async ({ host, words, options, openSession }) => {
    const named = readAlias(options.alias);
    const session = await openSession();
    const alias = chooseAlias(session, named);
    requireTogether(session.registry.mirror?.reader.getCondition(), words.MODEL);
    const { missingElsewhere, ...resolved } = await resolveLive(session, words.MODEL, alias);
    if (resolved.drifted) {
      warn(host, `${alias} was moved outside lastgood; this is what the pointer says. Run lastgood doctor.`);
    }
    if (resolved.held) {
      warn(host, `${words.MODEL} ${resolved.version} is live and held: somebody said it should not be.`);
    }
    if (missingElsewhere !== undefined) {
      const { problem, hint } = missingElsewhere;
      warn(host, `${words.MODEL} ${resolved.version} is live and ${problem}. ${hint}`);
    }
    return {
      exitCode: exitCodeOf('done'),
      document: (): ResolveDocument => ({
        schema: 'lastgood/resolve/1',
        ...resolved,
        weightsPath: resolved.weightsPath ?? null,
        sha256: resolved.sha256 ?? null,
      }),
      lines: () => [resolved.version],
    };
  },
});
