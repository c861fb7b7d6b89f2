/** Where Backstage is told that entities come from; people are led there by "View source". */
export const managedBy = (page: string) => ({
  'backstage.io/managed-by-location': `url:${page}`,
  'backstage.io/managed-by-origin-location': `url:${page}`,
  'backstage.io/view-url': page,
});
