// `remarks` of site.yaml: who answers what citizens write, by when, and how long it is kept.
import { z } from 'zod';
import { RemarkPlaceId, UnitId } from '../../contract/ids.ts';
import { LoginName } from '../../contract/staff.ts';
import { LocalisedText } from '../../contract/ticket.ts';
import type { PhotoRules, RemarkRules } from '../services/remarks/index.ts';

export const remarksSchema = z
  .strictObject({
    /** Units that answer; `staff` lists the logins of those who answer for it. */
    units: z
      .array(z.strictObject({ id: UnitId, name: LocalisedText, staff: z.array(LoginName).max(50).default([]) }))
      .min(1)
      .max(50)
      .prefault([{ id: 'mot-cua', name: { vi: 'Bộ phận Một cửa', en: 'One-stop counter' } }]),
    /** Places that a citizen may choose. */
    places: z
      .array(z.strictObject({ id: RemarkPlaceId, name: LocalisedText }))
      .max(50)
      .default([]),
    /** Workdays, by the opening hours and holidays of `appointments`. */
    answerDays: z.int().min(1).max(60).default(10),
    /** So many workdays before the last one the unit is urged. */
    remindDays: z.int().min(0).max(30).default(2),
    textMax: z.int().min(50).max(2000).default(1000),
    answerMax: z.int().min(100).max(4000).default(2000),
    photoMaxMegabytes: z.int().min(1).max(30).default(10),
    photoMaxMegapixels: z.int().min(1).max(200).default(60),
    /** Days after the last thing that happened; then words and photo are erased. */
    keepDays: z.int().min(1).max(3650).default(365),
    /** Remarks of one phone, and of one network address, within an hour. */
    perDevicePerHour: z.int().min(1).max(100).default(3),
    perAddressPerHour: z.int().min(1).max(1000).default(30),
  })
  .prefault({});

export type RemarksConfig = z.infer<typeof remarksSchema>;

const PLACE_MAX = 100;
const PHOTO_MS = 30 * 60_000;
const DAY_MS = 86_400_000;

export const remarkRules = ({
  units,
  places,
  textMax,
  answerMax,
  answerDays,
  remindDays,
  keepDays,
}: RemarksConfig): RemarkRules => ({
  ...{ units, places, textMax, answerMax, answerDays, remindDays },
  placeMax: PLACE_MAX,
  keepMs: keepDays * DAY_MS,
  photoMs: PHOTO_MS,
});

export const photoRules = ({ photoMaxMegabytes, photoMaxMegapixels }: RemarksConfig): PhotoRules => ({
  maxBytes: photoMaxMegabytes * 1_000_000,
  maxPixels: photoMaxMegapixels * 1_000_000,
});
