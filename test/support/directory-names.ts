/* One OU with a group and one user, as tests of the directory itself call them. */
export const BASE = 'DC=ad,DC=example,DC=test';
export const USERS = `CN=Users,${BASE}`;
export const OU = `OU=x,OU=Projects,${BASE}`;
export const GROUP = `CN=g,${OU}`;
export const USER = `CN=u,${USERS}`;
/** A password that the domain's policy takes. */
export const GOOD = 'Correct-Horse-7';
