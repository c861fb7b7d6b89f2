/** What a list of requests is narrowed by; it stands in the address, so that a link shows the same list. */
export interface Filter {
  readonly whose: 'mine' | 'all';
  /** A phase, or `open`. */
  readonly phase: string;
  readonly step: string;
  readonly project: string;
  /** `me`, or a queue. */
  readonly waiting: string;
  /** Whole, or its beginning. */
  readonly reference: string;
}

const NAMES = ['phase', 'step', 'project', 'waiting', 'reference'] as const;

export function readFilter(address: URLSearchParams): Filter {
  const [phase = '', step = '', project = '', waiting = '', reference = ''] = NAMES.map(
    (name) => address.get(name) ?? '',
  );
  return { whose: address.get('whose') === 'all' ? 'all' : 'mine', phase, step, project, waiting, reference };
}

/** For the address of the page: only what differs from a list that is not narrowed. */
export function asAddress(filter: Filter): Record<string, string> {
  const set = NAMES.filter((name) => filter[name] !== '').map((name) => [name, filter[name]]);
  return { ...(filter.whose === 'all' ? { whose: 'all' } : {}), ...Object.fromEntries(set) };
}

export const isNarrowed = (filter: Filter): boolean => NAMES.some((name) => filter[name] !== '');

const SLUG_SO_FAR = /^[a-z][a-z0-9-]{2,29}$/;
const REFERENCE_SO_FAR = /^BR-[0-9A-Z]{1,10}$/;

/** For the API; what is only half typed, so that nothing can match it, is left out. @param me directory id. */
export function asQuery({ whose, phase, step, project, waiting, reference }: Filter, me: string): URLSearchParams {
  const query = new URLSearchParams({ limit: '20' });
  const start = reference.trim().toUpperCase();
  if (REFERENCE_SO_FAR.test(start)) query.set('reference', start);
  else if (whose === 'mine') query.set('mine', 'true');
  if (phase === 'open') query.set('open', 'true');
  else if (phase !== '') query.set('phase', phase);
  if (step !== '') query.set('step', step);
  const slug = project.trim().toLowerCase();
  if (SLUG_SO_FAR.test(slug)) query.set('project', slug);
  if (waiting !== '') query.set('waiting', waiting === 'me' ? me : waiting);
  return query;
}
