import { type Catalogue, type CatalogueItem, NAMESPACE_ITEM } from '../catalogue.ts';
import { compare } from '../compare.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { readEnvironments, readOrganisation } from '../fleet-settings.ts';
import { readPriceBook } from '../price.ts';
import { clusterNames } from '../profile.ts';
import { SIZES } from '../selection.ts';
import { offeredCluster } from './cluster.ts';
import type { Offer, OfferedItem } from './offer.ts';
import { requestFormSchema } from './request-form.ts';

/** What can be asked for now. @throws FleetDataError when the fleet's own data is broken. */
export function readOffer(snapshot: FleetSnapshot, catalogue: Catalogue): Offer {
  const { priceBook, leaseDays, budgets } = readOrganisation(snapshot);
  const book = readPriceBook(snapshot, priceBook);
  const standing = readEnvironments(snapshot).flatMap(({ placements }) => placements);
  const items = [...catalogue.items.values()].filter(({ name }) => name !== NAMESPACE_ITEM);
  const offered = {
    currency: book.currency,
    priceBook,
    sizes: SIZES.map((size) => ({ size, ...catalogue.sizes[size] })),
    items: items.map(offeredItem),
    clusters: clusterNames(snapshot).flatMap(
      (name) => offeredCluster(name, { snapshot, catalogue, book, standing }) ?? [],
    ),
    leaseDays,
    costCentres: Object.keys(budgets.costCentres).toSorted(compare),
  };
  return { ...offered, form: requestFormSchema(offered) };
}

function offeredItem(item: CatalogueItem): OfferedItem {
  const { name, version, title, description, billing, schema, unique } = item;
  const makes = item.kubernetes.flatMap(({ apiGroups, resources }) =>
    apiGroups.flatMap((group) => resources.map((resource) => (group === '' ? resource : `${resource}.${group}`))),
  );
  const holdsData = item.resources['storageGiB'] !== 0;
  return { name, version, title, description, billing, schema, unique, holdsData, makes: makes.toSorted(compare) };
}
