/** What the reference of an image and the name of a container may hold: nothing that a shell would take for its own. */
const imageForm = /^[A-Za-z0-9][\w.\-/:@]{0,299}$/;
const containerForm = /^[A-Za-z0-9][\w.-]{0,199}$/;

/** Whether a text can be the reference of an image, and is nothing else to a shell. Pure. */
export function isImageTag(text: string): boolean {
  return imageForm.test(text);
}

/**
 * The lines by which the image of a run is fetched and started, as the document of S4 has them: to copy, never run here. None for a tag
 * or a name that would be something else to a shell. Pure.
 */
export function listDockerLines(
  image: string | undefined,
  family: string,
  run: string,
): readonly (readonly [label: string, line: string])[] {
  const container = `${family}_${run}`;
  if (image === undefined || !isImageTag(image) || !containerForm.test(container)) return [];
  return [
    ['to pull', `docker pull ${image}`],
    ['to run', `docker run -d --name ${container} -p 11434:11434 ${image}`],
  ];
}
