/* Loaded by its path, by the worker and into the bundle of the workflows: the name of the export is the SDK's. */
import { DefaultFailureConverter } from '@temporalio/common';

/** Puts messages and stacks of failures into payloads, so that the codec encrypts them too. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
