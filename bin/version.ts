/** Set by the build. */
declare const __LASTGOOD_VERSION__: string | undefined;

/** Version of this program; that of a checkout that was not built has no number. */
export const version = typeof __LASTGOOD_VERSION__ === 'string' ? __LASTGOOD_VERSION__ : '0.0.0-unbuilt';

/** Name and version of this program, as it is recorded and printed. */
export const tool = `lastgood ${version}`;
