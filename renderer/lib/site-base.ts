/** What the site's own addresses begin with: nothing at the hall, `/s/<site>` through the city's hub. */
export const siteBase = /^\/s\/[a-z0-9-]{1,40}(?=\/)/.exec(location.pathname)?.[0] ?? '';

/** The address of this page as the site itself calls it. */
export const sitePath = location.pathname.slice(siteBase.length);
