/** Vietnam has one time zone and no summer time; screens, paper and the business day all go by it. */
export const siteTimeZone = 'Asia/Ho_Chi_Minh';
/** Local time less UTC. */
export const siteOffsetMs = 7 * 3_600_000;
