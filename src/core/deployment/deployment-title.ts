/**
 * What a deployment is, in one line: as true once it is done as when it is planned. Pure.
 * @param version null until it is registered
 */
export function formatDeploymentTitle(model: string, version: string | null, alias: string): string {
  return `Deploy ${model} ${version ?? 'as the next version'} to ${alias}`;
}
