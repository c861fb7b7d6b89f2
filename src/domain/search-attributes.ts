/** The kinds of search attribute that Berth uses, named as Temporal's API names them. */
export type SearchAttributeKind = 'KEYWORD' | 'KEYWORD_LIST' | 'DATETIME' | 'DOUBLE';

/**
 * What a list of requests and environments can be filtered by. The server must know each before a workflow starts;
 * SQL visibility has room for ten keywords, three keyword lists and three dates.
 */
export const SEARCH_ATTRIBUTES = {
  BerthStep: 'KEYWORD',
  BerthPhase: 'KEYWORD',
  BerthWaitingKind: 'KEYWORD',
  BerthProject: 'KEYWORD',
  /** Directory id of who asked, once the request is valid. */
  BerthRequester: 'KEYWORD',
  /** Failure type, while a request needs a person. */
  BerthCause: 'KEYWORD',
  /** Directory ids or queues, never mail addresses. */
  BerthWaitingWho: 'KEYWORD_LIST',
  BerthCluster: 'KEYWORD_LIST',
  /** When the present wait ends. */
  BerthDue: 'DATETIME',
  BerthLeaseEnd: 'DATETIME',
  /** US dollars a month. */
  BerthCost: 'DOUBLE',
} as const satisfies Readonly<Record<string, SearchAttributeKind>>;

export type SearchAttributeName = keyof typeof SEARCH_ATTRIBUTES;

/** Numbers of Temporal's IndexedValueType. */
export const INDEXED_VALUE: Readonly<Record<SearchAttributeKind, number>> = {
  KEYWORD: 2,
  DOUBLE: 4,
  DATETIME: 6,
  KEYWORD_LIST: 7,
};
