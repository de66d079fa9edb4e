// How often phones were told to wait, for the page of metrics. In memory; a restart begins anew. Without the name of a hall: phones write
// what they like there.

/** As the page of metrics names them; docs/hub.md has their figures. */
const limitNames = ['network', 'requests', 'under-way', 'hall', 'turns', 'errands', 'streams', 'all-streams'] as const;
export type LimitName = (typeof limitNames)[number];

export interface PhoneCounts {
  /** A phone was refused for being over a limit. */
  refused(limit: LimitName): void;
  /** A phone was told that its hall does not answer. */
  toldSilent(): void;
  /** Every limit is named, also one that refused nobody yet: from nothing to one is a growth then. */
  read(): { readonly refusals: readonly (readonly [LimitName, number])[]; readonly silentAnswers: number };
}

export const createPhoneCounts = (): PhoneCounts => {
  const refusals = new Map<LimitName, number>(limitNames.map((limit) => [limit, 0]));
  let silentAnswers = 0;
  return {
    refused: (limit) => void refusals.set(limit, (refusals.get(limit) ?? 0) + 1),
    toldSilent: () => {
      silentAnswers += 1;
    },
    read: () => ({ refusals: [...refusals], silentAnswers }),
  };
};
