// The one set of icons: 24-unit grid, round strokes of two units. They never carry a meaning alone, so all are hidden
// from screen readers.
const shapes = {
  arrow: 'M4 12h15M13 6l6 6-6 6',
  back: 'M20 12H5M11 6l-6 6 6 6',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.4a3.5 3.5 0 0 1 0 6.2M18 14.6c2.1.9 3.5 2.8 3.5 5.4',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 21c0-4.2 3.3-7 7.5-7s7.5 2.8 7.5 7',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.3l3.4 2',
  closed: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.3l3.4 2',
  check: 'M4.5 12.5l5 5 10-11',
  warning: 'M12 4.2L2.8 20h18.4L12 4.2M12 10v4.4M12 17.2v.1',
  printer:
    'M7 9V3.5h10V9M7 17H4.5A1.5 1.5 0 0 1 3 15.500V10.500A1.5 1.5 0 0 1 4.5 9h15a1.5 1.5 0 0 1 1.5 1.500v5a1.5 1.5 0 0 1-1.5 1.500H17M7 14.500h10V21H7z',
  ticket: 'M2.5 6h19v4a2 2 0 0 0 0 4v4h-19v-4a2 2 0 0 0 0-4zM14.500 9.500v5',
  seat: 'M7 4v9h9.500v8M7 13v8M7 17h9.500M7 4h.1',
  board: 'M3 4.500h18v11.500H3zM12 16v4M8 20h8M7 10.200h4M15 10.200h2',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 1.500h-15zM10 21h4',
  cross: 'M6 6l12 12M18 6L6 18',
  pen: 'M4.500 19.500l.8-3.800L16 5l3 3L8.300 18.700zM13.500 7.500l3 3',
  camera: 'M3 7.500h4L8.500 5h7L17 7.500h4V19H3zM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7',
  card: 'M3 5.500h18v13H3zM3 9.500h18M6.500 15h4',
  sound: 'M4 9.500v5h3.500L12 18.500v-13L7.5 9.500zM15.5 9a4 4 0 0 1 0 6M18 6.500a7.6 7.6 0 0 1 0 11',
  plug: 'M9 3v5M15 3v5M6 8h12v3.500a6 6 0 0 1-12 0zM12 17.500V21',
  pause: 'M8.5 5v14M15.5 5v14',
  letter: 'M3 19l5.5-14L14 19M5 14.500h7M15.5 19l3-7.5 3 7.500M16.5 16.500h4',
  globe:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c2.5 2.6 3.7 5.6 3.7 9s-1.2 6.4-3.7 9c-2.5-2.6-3.7-5.6-3.7-9S9.5 5.6 12 3',
  offline:
    'M3 3l18 18M5 11.500a11 11 0 0 1 4-2.300M2 8a15 15 0 0 1 4.5-2.600M12 5c3.7-.2 7.3.9 10 3M19 11.500a11 11 0 0 0-3-2M8.5 15a5.5 5.5 0 0 1 5-1.300M12 19v.1',
  pay: 'M3 6h18v12H3zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6M6 9.500v.1M18 14.500v.1',
  search: 'M10.5 17.500a7 7 0 1 0 0-14 7 7 0 0 0 0 14M15.500 15.500l5 5',
  paper: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  folder: 'M3 6h6l2 2.500h10V19H3z',
  erase: 'M8 5h13v14H8l-6-7zM11.500 9l6 6M17.500 9l-6 6',
  expand: 'M5 12h.1M12 12h.1M19 12h.1',
} as const;

export type IconName = keyof typeof shapes;

/** Drawn at the size of the text around it unless CSS says otherwise. */
export const Icon = (props: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" width="1.25em" height="1.25em" aria-hidden="true">
    <path
      d={shapes[props.name]}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
);

/** The mark of Một Cửa: one open door. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" width="1em" height="1em" aria-hidden="true">
    <path d="M5 29V14.500a11 11 0 0 1 22 0V29h-6.400V15a4.6 4.6 0 0 0-9.2 0v14z" fill="currentColor" />
  </svg>
);
