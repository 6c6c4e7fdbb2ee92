/** The alias meant when none is named: S0's. */
export const defaultAlias = 'latest';
