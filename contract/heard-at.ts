/** Header of an answer that the hub gives for a silent hall: when the hall said it, milliseconds since 1970. */
export const HEARD_AT_HEADER = 'x-heard-at';
