/** A version as an MLflow server has it: `7` of `v7`. Any other name stays as it is. Pure. */
export function formatServerVersion(version: string): string {
  return /^v\d+$/.test(version) ? version.slice(1) : version;
}

/** The address that MLflow's own clients load a version by: `models:/rag/7`. Pure. */
export function formatModelUri(model: string, version: string): string {
  return `models:/${model}/${formatServerVersion(version)}`;
}
