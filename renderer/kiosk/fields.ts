// Many services are offered by field first, so that a citizen reads a few words and not forty.
import type { KioskView } from '../../contract/live.ts';

type Service = KioskView['services'][number];
type FieldName = { readonly vi: string; readonly en: string };

export type Offer =
  | { readonly kind: 'service'; readonly service: Service }
  /** `name`: null for services of no field. */
  | {
      readonly kind: 'field';
      readonly key: string;
      readonly name: FieldName | null;
      readonly services: readonly Service[];
    };

/** So many services are still read at a glance. */
export const mostWithoutFields = 8;

/** Key of the services of no field; no field is called so. */
const noField = '';

/**
 * What stands on the first page, or in the field that was chosen. A field of one service is that service; fields that
 * would not shorten the list are left out.
 */
export const offersOf = (services: readonly Service[], chosen: string | null): readonly Offer[] => {
  const each = services.map((service): Offer => ({ kind: 'service', service }));
  if (services.length <= mostWithoutFields) return each;
  const groups = new Map<string, Service[]>();
  for (const service of services) {
    const key = service.field?.vi ?? noField;
    groups.set(key, [...(groups.get(key) ?? []), service]);
  }
  if (groups.size < 2 || groups.size === services.length) return each;
  const inChosen = chosen === null ? undefined : groups.get(chosen);
  if (inChosen !== undefined) return inChosen.map((service) => ({ kind: 'service', service }));
  return [...groups].map(([key, of]): Offer => {
    const [only] = of;
    return of.length === 1 && only !== undefined
      ? { kind: 'service', service: only }
      : { kind: 'field', key, name: of[0]?.field ?? null, services: of };
  });
};
