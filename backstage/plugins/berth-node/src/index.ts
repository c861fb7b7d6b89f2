export type { BerthProblem } from './berth-api.ts';
export { BerthApi, BerthRefused } from './berth-api.ts';
export { tokenOf } from './token.ts';
