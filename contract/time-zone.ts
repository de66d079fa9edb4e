/** Vietnam has one time zone and no summer time; screens, paper and the business day all go by it. */
export const siteTimeZone = 'Asia/Ho_Chi_Minh';
/** Local time less UTC. */
export const siteOffsetMs = 7 * 3_600_000;

/** The calendar day on which somebody at the site writes a letter at that moment, yyyy-mm-dd. */
export const calendarDayAt = (atMs: number): string => new Date(atMs + siteOffsetMs).toISOString().slice(0, 10);
