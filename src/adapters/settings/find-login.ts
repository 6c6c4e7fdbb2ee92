import { hostname, userInfo } from 'node:os';
import type { Variables } from '../../core/settings/read-environment.ts';

/** The login this process runs under and the machine it runs on. `user` is empty when the system does not know it. */
export function findLogin(variables: Variables): { readonly user: string; readonly host: string } {
  return { user: variables['USER'] || variables['LOGNAME'] || findSystemUser(), host: hostname() };
}

/** A process in a container may run under a number that no user has: Node throws then. */
function findSystemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
