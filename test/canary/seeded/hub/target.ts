// What nothing of a site may import.
export const target = 1;
