import { z } from 'zod';
import type { Connection } from '../../../core/connections/connection.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { ServiceAnswer } from '../../http/exchange.ts';
import { judgeAnswer } from '../../http/judge-answer.ts';
import { parseJson } from '../../http/parse-json.ts';
import type { AskGithub } from './ask-github.ts';

const repositorySchema = z.object({
  has_issues: z.boolean().optional(),
  archived: z.boolean().optional(),
  permissions: z.object({ push: z.boolean().optional(), triage: z.boolean().optional() }).optional(),
});

/** Who we are at GitHub and whether issues can be opened, by two calls that change nothing. */
export async function examineGithub(
  ask: AskGithub,
  { name, repository }: { readonly name: string; readonly repository: string },
  signal?: AbortSignal,
): Promise<Connection> {
  const place = `${ask.words.service}/${repository}`;
  const base = { name, place, identity: null, may: [] };
  const answer = await ask.call('GET', `/repos/${repository}`, { signal });
  const failed = judgeAnswer(answer, ask.words, ask.now());
  if (failed !== undefined) {
    const { message: what, hint: fix } = failed.problem;
    return { ...base, state: 'not-usable', missing: [{ what, fix }] };
  }
  const found = repositorySchema.safeParse(parseJson(answer.at === 'answer' ? answer.text : ''));
  if (!found.success) {
    const what = `${ask.words.service} answered, and not as GitHub does.`;
    return { ...base, state: 'not-usable', missing: [{ what, fix: 'Look at GITHUB_API_URL.' }] };
  }
  const { has_issues: hasIssues = true, archived = false, permissions } = found.data;
  const identity = await findLogin(ask, signal);
  if (!hasIssues || archived) {
    const what = archived ? `${repository} is archived.` : `${repository} has no issues.`;
    const fix = archived ? 'Name another repository.' : 'Switch issues on in its settings.';
    return { ...base, identity, state: 'not-usable', missing: [{ what, fix }] };
  }
  const scopes = findScopes(answer);
  if (scopes !== undefined && !scopes.some(scope => scope === 'repo' || scope === 'public_repo')) {
    const what = `The token has ${scopes.length === 0 ? 'no scope' : `only the scopes ${scopes.join(', ')}`}.`;
    const fix = 'Give it the scope repo (public_repo for a public repository), or make a fine-grained one.';
    return { ...base, identity, state: 'not-usable', missing: [{ what, fix }] };
  }
  const mayLabel = permissions?.push === true || permissions?.triage === true;
  const missing = mayLabel
    ? []
    : [{ what: 'labels may be left out', fix: 'Give the login the role triage or write.' }];
  return {
    ...{ name, place, identity, missing },
    state: mayLabel ? 'ready' : 'limited',
    may: [
      `open issues in ${repository}`,
      ...(mayLabel ? ['set labels'] : []),
      ...(scopes === undefined ? [] : [`scopes ${scopes.join(', ')}`]),
    ],
  };
}

/** What a classic token may do at most; undefined for one of another kind, of which GitHub does not say it. */
function findScopes(answer: ServiceAnswer): readonly string[] | undefined {
  const text = answer.at === 'answer' ? answer.headers.get('x-oauth-scopes') : null;
  const scopes = text?.split(',').map(scope => makeSafeText(scope.trim(), { limit: 60 }));
  return scopes?.filter(scope => scope !== '');
}

/** The token of a workflow is of no user: it cannot be asked who it is. */
async function findLogin(ask: AskGithub, signal: AbortSignal | undefined): Promise<string | null> {
  const answer = await ask.call('GET', '/user', { signal });
  if (answer.at !== 'answer' || answer.status !== 200) return null;
  const parsed = z.object({ login: z.string() }).safeParse(parseJson(answer.text));
  return parsed.success ? makeSafeText(parsed.data.login, { limit: 80 }) : null;
}
