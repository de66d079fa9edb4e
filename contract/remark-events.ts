// The life of a remark in the journal. No word that somebody wrote is in it: those are rows that can be taken away.
import { z } from 'zod';
import { CalendarDate } from './appointment.ts';
import { RemarkId, RemarkPlaceId, StaffId, UnitId } from './ids.ts';
import { RemarkKind, RemarkSource } from './remark.ts';

const ofRemark = {
  remarkId: RemarkId,
  /** 1, 2, 3 … within the site. */
  remarkNumber: z.int().positive(),
};

export const remarkEvents = [
  z.object({
    type: z.literal('remark-left'),
    ...ofRemark,
    /** SHA-256 of the token, hexadecimal: the journal opens no remark. */
    tokenHash: z.string(),
    kind: RemarkKind,
    placeId: RemarkPlaceId.nullable(),
    source: RemarkSource,
    answerBy: CalendarDate,
  }),
  z.object({ type: z.literal('remark-shown'), ...ofRemark }),
  z.object({ type: z.literal('remark-routed'), ...ofRemark, unitId: UnitId, staffId: StaffId }),
  z.object({ type: z.literal('remark-answered'), ...ofRemark, staffId: StaffId }),
  z.object({ type: z.literal('remark-closed'), ...ofRemark, staffId: StaffId }),
  z.object({ type: z.literal('remark-added'), ...ofRemark }),
  z.object({ type: z.literal('remark-objected'), ...ofRemark, answerBy: CalendarDate }),
  /** Its time to be kept was over: words and photo are gone. */
  z.object({ type: z.literal('remark-erased'), ...ofRemark }),
] as const;
