export { scaffolderModuleBerth as default } from './module.ts';
