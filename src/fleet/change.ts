/** A file before and after a change; null where it is not there. */
export interface ChangedFile {
  readonly before: string | null;
  readonly after: string | null;
}

/** What Berth's newest commit of a change says about it; empty when there is none. */
export interface ChangeTrailers {
  readonly request?: string;
  readonly spec?: string;
  /** The merge that is taken back. */
  readonly undo?: string;
  /** The merge of the removal of which this is a later part. */
  readonly removal?: string;
}

/** What a pull request would change. */
export interface FleetChange {
  readonly paths: ReadonlyMap<string, ChangedFile>;
  readonly trailers: ChangeTrailers;
  /** For an undo: the changed paths as they were before its merge; null when that is no merge of the request's. */
  readonly beforeMerge: ReadonlyMap<string, string | null> | null;
}

/** Of commit messages, newest first: updates from the base say nothing of a request. */
export function readTrailers(messages: readonly string[]): ChangeTrailers {
  const message = messages.find((text) => /^Berth-Request: /m.test(text)) ?? '';
  const of = (name: string) => new RegExp(`^Berth-${name}: (\\S+)$`, 'm').exec(message)?.[1];
  const [request, spec, undo, removal] = [of('Request'), of('Spec'), of('Undo'), of('Removal')];
  return { ...(request && { request }), ...(spec && { spec }), ...(undo && { undo }), ...(removal && { removal }) };
}

/** An undo that restores exactly what stood before; whatever else it is, is for people to decide. */
export const isExactUndo = ({ paths, beforeMerge }: FleetChange): boolean =>
  beforeMerge !== null && [...paths].every(([path, { after }]) => beforeMerge.get(path) === after);
