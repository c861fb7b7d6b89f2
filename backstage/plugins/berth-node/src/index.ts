export { BerthApi, BerthRefused } from './berth-api.ts';
export type { BerthProblem } from './problem-line.ts';
export { tokenOf } from './token.ts';
