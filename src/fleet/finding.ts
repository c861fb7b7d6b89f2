/** The checks of a fleet repository, by the names that reports show. */
export type FleetRule =
  | 'syntax'
  | 'settings'
  | 'layout'
  | 'tenant'
  | 'fields'
  | 'secret'
  | 'spec'
  | 'one-environment'
  | 'immutable'
  | 'deletion'
  | 'ledger';

/** Something that does not hold in a fleet repository: what, where, how to mend it. */
export interface FleetFinding {
  readonly rule: FleetRule;
  /** Only what is `refused` stops a change; a `note` says what could not be checked or looks odd. */
  readonly level: 'refused' | 'note';
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly what: string;
  readonly mend: string;
}

/** Where something was found. */
export type Place = Pick<FleetFinding, 'path' | 'line'>;

export const refuse = (rule: FleetRule, { path, line }: Place, what: string, mend: string): FleetFinding => ({
  rule,
  level: 'refused',
  path,
  line,
  what,
  mend,
});

export const note = (rule: FleetRule, place: Place, what: string, mend: string): FleetFinding => ({
  ...refuse(rule, place, what, mend),
  level: 'note',
});

/** On one line, as compilers say it. */
export const describeFinding = ({ rule, level, path, line, what, mend }: FleetFinding): string =>
  `${path}:${line}: ${level === 'note' ? 'note: ' : ''}${what}. ${mend} [${rule}]`;
