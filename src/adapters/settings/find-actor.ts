import { makeSafeText } from '../../core/text/safe-text.ts';

/** Who acts, for the record. */
export type Actor = {
  /** Safe to show, at most 200 characters. */
  readonly name: string;
  /** True when all that is known is a login that many people use: a person should be asked who they are. */
  readonly sharedLogin: boolean;
};

/** What is known about who acts, best first. */
export type ActorSources = {
  /** What a flag, a variable or the user's configuration says. */
  readonly named: string | undefined;
  /** Asked only when nobody is named. */
  readonly findGitEmail: () => Promise<string | undefined>;
  readonly login: { readonly user: string; readonly host: string };
};

/** Longest name of an actor, in characters. */
const limitCharacters = 200;

/** Logins that machine images, containers and CI bring along, and that teams pass around. */
const sharedLogins: ReadonlySet<string> = new Set([
  'root',
  'admin',
  'administrator',
  'ubuntu',
  'debian',
  'centos',
  'fedora',
  'rocky',
  'almalinux',
  'opc',
  'core',
  'pi',
  'ec2-user',
  'azureuser',
  'vagrant',
  'jovyan',
  'runner',
  'node',
  'app',
  'deploy',
  'ops',
  'user',
  'nobody',
]);

/** Who acts: who is named, else git's user.email, else USER@host. */
export async function findActor(sources: ActorSources): Promise<Actor> {
  const named = clean(sources.named) ?? clean(await sources.findGitEmail());
  if (named !== undefined) return { name: named, sharedLogin: false };
  const { user, host } = sources.login;
  const name = clean(`${user}@${host}`) ?? 'unknown';
  return { name, sharedLogin: user === '' || sharedLogins.has(user.toLowerCase()) };
}

function clean(text: string | undefined): string | undefined {
  const safe = makeSafeText(text?.trim() ?? '', { limit: limitCharacters });
  return safe === '' ? undefined : safe;
}
