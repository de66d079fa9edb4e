// What the camera looks at: a hall with somebody who walks through it.
import sharp from 'sharp';

const WIDTH_PX = 320;
const HEIGHT_PX = 180;
/** Pictures until the walker is back at the left wall. */
const STEPS = 60;

/** 0 left to 1 right. */
export const walkerAt = (step: number): number => (step % STEPS) / (STEPS - 1);

const hall = (step: number): string => {
  const x = 20 + walkerAt(step) * (WIDTH_PX - 40);
  const bob = step % 2 === 0 ? 0 : 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${HEIGHT_PX}">
    <rect width="320" height="180" fill="#b9c4bf"/>
    <rect y="120" width="320" height="60" fill="#8a938f"/>
    <rect x="30" y="50" width="70" height="70" fill="#e8ecea"/><rect x="125" y="50" width="70" height="70" fill="#e8ecea"/>
    <rect x="220" y="50" width="70" height="70" fill="#e8ecea"/>
    <circle cx="${x}" cy="${88 + bob}" r="11" fill="#5a3d2b"/>
    <path d="M${x - 16} 150v-34a16 16 0 0 1 32 0v34z" fill="#0f766e"/>
    <rect x="${4 + (step % 39) * 8}" y="170" width="8" height="6" fill="#f0a63a"/>
  </svg>`;
};

/** A JPEG of that moment. */
export const drawHall = (step: number): Promise<Buffer> =>
  sharp(Buffer.from(hall(step)))
    .jpeg({ quality: 80 })
    .toBuffer();

/** A cap on the lens: video black. */
export const drawBlack = (): Promise<Buffer> =>
  sharp({ create: { width: WIDTH_PX, height: HEIGHT_PX, channels: 3, background: '#101010' } })
    .jpeg()
    .toBuffer();
