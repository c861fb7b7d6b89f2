/** Metadata of a stored object, as far as this server keeps it. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  finalizers?: string[];
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** Any Kubernetes object. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  lastTransitionTime: string;
  observedGeneration?: number;
}

/** A JSON object. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The object below `key`, or an empty one. */
export function fieldsOf(value: unknown, key: string): Fields {
  const child = isFields(value) ? value[key] : undefined;
  return isFields(child) ? child : {};
}

/** The list below `key` as objects, or an empty one. */
export function listOf(value: unknown, key: string): Fields[] {
  const child = isFields(value) ? value[key] : undefined;
  return Array.isArray(child) ? child.filter(isFields) : [];
}

/** The text below `key`, or an empty one. */
export function textOf(value: unknown, key: string): string {
  const child = isFields(value) ? value[key] : undefined;
  return typeof child === 'string' ? child : '';
}
