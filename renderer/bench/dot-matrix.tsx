// A panel of light-emitting dots: each line of text is drawn small and read back dot by dot, as the card's font would be.
import { useEffect, useRef } from 'preact/hooks';

interface DotMatrixProps {
  readonly lines: readonly string[];
  /** Dots across. */
  readonly columns: number;
  readonly rowsOfText: number;
  readonly label: string;
}

/** Dots of a line of text: room for a capital with two marks above it. */
const linePx = 20;
const fontPx = 14;
/** Pixels a dot takes on the page. */
const dotPx = 5;
/** Of 255: less ink than this leaves a dot dark. */
const leastInk = 110;

const inkOf = (lines: readonly string[], columns: number, rows: number): Uint8ClampedArray => {
  const sheet = new OffscreenCanvas(columns, rows);
  const pen = sheet.getContext('2d', { willReadFrequently: true });
  if (pen === null) return new Uint8ClampedArray(columns * rows * 4);
  pen.font = `bold ${fontPx}px Arial, "Liberation Sans", sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = '#fff';
  for (const [row, line] of lines.entries()) pen.fillText(line, columns / 2, (row + 1) * linePx - 4, columns - 2);
  return pen.getImageData(0, 0, columns, rows).data;
};

export const DotMatrix = ({ lines, columns, rowsOfText, label }: DotMatrixProps) => {
  const glass = useRef<HTMLCanvasElement>(null);
  const rows = rowsOfText * linePx;
  const text = lines.join('\n');
  useEffect(() => {
    const pen = glass.current?.getContext('2d');
    if (glass.current === null || pen === null || pen === undefined) return;
    const style = getComputedStyle(glass.current);
    const [lit, dark] = [style.getPropertyValue('--lit'), style.getPropertyValue('--dark')];
    const ink = inkOf(text.split('\n'), columns, rows);
    pen.clearRect(0, 0, columns * dotPx, rows * dotPx);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        pen.fillStyle = (ink[(row * columns + column) * 4 + 3] ?? 0) >= leastInk ? lit : dark;
        pen.beginPath();
        pen.arc((column + 0.5) * dotPx, (row + 0.5) * dotPx, dotPx * 0.42, 0, 2 * Math.PI);
        pen.fill();
      }
  }, [text, columns, rows]);
  return (
    <canvas ref={glass} class="dots" width={columns * dotPx} height={rows * dotPx} role="img" aria-label={label} />
  );
};
