/** Loads the tests of a driver, by its folder under drivers. Filled by host/build-program.ts when it bundles this file. */
export const files: Readonly<Record<string, () => Promise<unknown>>> = {};
