import { expect, it } from 'vitest';
import type { KioskView } from '../../contract/live.ts';
import { mostWithoutFields, offersOf } from './fields.ts';

type Service = KioskView['services'][number];
const service = (id: string, field: string | null): Service =>
  ({ id, name: { vi: id, en: id }, field: field === null ? null : { vi: field, en: field } }) as Service;
const many = (count: number, field: string | null) =>
  Array.from({ length: count }, (_, at) => service(`${field}-${at}`, field));
const shown = (services: readonly Service[], chosen: string | null = null) =>
  offersOf(services, chosen).map((offer) =>
    offer.kind === 'service' ? offer.service.id : `[${offer.name?.vi ?? 'other'} ${offer.services.length}]`,
  );

it('a hall of few services shows them at once, whatever their fields', () => {
  const services = [...many(4, 'Hộ tịch'), ...many(mostWithoutFields - 4, 'Đất đai')];
  expect(shown(services)).toEqual(services.map(({ id }) => id));
});

it('many services stand behind their fields, in the order of the configuration; one alone in its field is pressed at once', () => {
  const services = [...many(5, 'Hộ tịch'), service('thue', 'Thuế'), ...many(6, 'Đất đai'), ...many(2, null)];
  expect(shown(services)).toEqual(['[Hộ tịch 5]', 'thue', '[Đất đai 6]', '[other 2]']);
  expect(shown(services, 'Đất đai')).toEqual(many(6, 'Đất đai').map(({ id }) => id));
  expect(shown(services, '')).toEqual(['null-0', 'null-1']);
});

it('a field that the configuration no longer has leads back to all of them', () => {
  const services = [...many(5, 'A'), ...many(5, 'B')];
  expect(shown(services, 'C')).toEqual(['[A 5]', '[B 5]']);
});

it('fields that would not shorten the list are not shown', () => {
  expect(shown(many(12, 'A'))).toHaveLength(12);
  const apart = Array.from({ length: 12 }, (_, at) => service(`s${at}`, `F${at}`));
  expect(shown(apart)).toEqual(apart.map(({ id }) => id));
});
