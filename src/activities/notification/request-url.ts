/** Page of a request, for links in messages. */
export const requestUrl = ({ publicUrl }: { readonly publicUrl: string }, reference: string): string =>
  `${publicUrl.replace(/\/$/, '')}/requests/${reference}`;
