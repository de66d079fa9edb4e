// A face of each level. It never stands without its words, so it is hidden from screen readers.

/** Where the corners of the mouth and its middle are, in units of the 48-unit grid. */
const mouths: Readonly<Record<number, string>> = {
  1: 'M14 36q10-12 20 0',
  2: 'M15 34q9-6 18 0',
  3: 'M15 32.500h18',
  4: 'M15 31q9 7 18 0',
  5: 'M13 28.500h22q-2 10.500-11 10.500t-11-10.500z',
};

export const Face = ({ level }: { level: number }) => (
  <svg class="face" viewBox="0 0 48 48" aria-hidden="true" data-level={level}>
    <circle cx="24" cy="24" r="22" />
    <path d={mouths[level]} fill={level === 5 ? '#10262a' : 'none'} />
    {level === 1 && <path d="M12 14l8 4M36 14l-8 4" />}
    <circle class="eye" cx="17" cy="20.500" r="2.600" />
    <circle class="eye" cx="31" cy="20.500" r="2.600" />
  </svg>
);
