// Where somebody is, as the address of the page tells it: it can be sent to others, and the back key works.

/** What the address asks for: one procedure, or a search. */
export interface Place {
  readonly code: string | null;
  readonly typed: string;
  readonly field: string | null;
}

export const placeNow = (): Place => {
  const query = new URLSearchParams(location.search);
  return { code: query.get('code'), typed: query.get('q') ?? '', field: query.get('field') };
};

export const addressOf = ({ code, typed, field }: Place): string => {
  const query = new URLSearchParams();
  if (code !== null) query.set('code', code);
  if (typed !== '') query.set('q', typed);
  if (field !== null) query.set('field', field);
  return `?${query}`;
};
