/**
 * The words by which a command line opens the registry that is open here, wherever it is run; none where a bare command does. Pure.
 * @param place folder or `gs://bucket/prefix` of the one that is open
 * @param bare the place that a command opens which names none; undefined where that cannot be relied on
 */
export function nameRegistryPlace(place: string, bare: string | undefined): readonly string[] {
  return place === bare ? [] : ['--registry', place];
}
