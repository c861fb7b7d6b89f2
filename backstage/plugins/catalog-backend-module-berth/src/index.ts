export { catalogModuleBerth as default } from './module.ts';
