/** What links are made of. */
interface Published {
  /** Where people reach Berth, with or without a slash at its end. */
  readonly publicUrl: string;
}

/** An address below the public one, for links; `path` begins without a slash. */
export const pageUrl = ({ publicUrl }: Published, path: string): string => `${publicUrl.replace(/\/$/, '')}/${path}`;

/** Page of a request. */
export const requestUrl = (published: Published, reference: string): string =>
  pageUrl(published, `requests/${reference}`);

/** Where an incident stands. */
export const incidentUrl = (published: Published, key: string): string =>
  pageUrl(published, `operations?incident=${key}`);
