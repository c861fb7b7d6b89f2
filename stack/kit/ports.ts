export { freePorts } from '../../scripts/kit/ports.ts';
