// The thread that compares: it alone holds the gallery, so that nobody reads a row while it changes.
import { workerData } from 'node:worker_threads';
import { createGallery, type GalleryList } from '../gallery/gallery.ts';
import type { MatcherCalls } from './matcher-calls.ts';
import { serve } from './thread.ts';

const { length } = workerData as { readonly length: number };
const gallery = createGallery({ length });
const lists = new Map<string, GalleryList>();

/** People of the list who are really there: what a stranger may be taken for. */
const sizeOf = (list: GalleryList): number => {
  let size = 0;
  for (const personId of list.personIds) if (gallery.has(personId)) size += 1;
  return size;
};

serve<MatcherCalls>({
  put: (faces) => {
    for (const { personId, embedding } of faces) gallery.put(personId, embedding);
    return gallery.size;
  },
  remove: (personId) => gallery.remove(personId),
  defineList: ({ name, personIds }) => {
    lists.set(name, { personIds: new Set(personIds) });
    return null;
  },
  dropList: (name) => lists.delete(name),
  listSize: (name) => {
    const list = name === null ? null : lists.get(name);
    if (list === undefined) return null;
    return list === null ? gallery.size : sizeOf(list);
  },
  nearest: ({ embedding, list: name, count }) => {
    if (name === null) return { listSize: gallery.size, candidates: gallery.nearest(embedding, count) };
    const list = lists.get(name);
    if (list === undefined) return null;
    return { listSize: sizeOf(list), candidates: gallery.nearestIn(list, embedding, count) };
  },
  distanceTo: ({ personId, embedding }) => gallery.distanceTo(personId, embedding),
});
