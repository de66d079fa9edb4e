// A QR code drawn from the host's path: white under it, for scanners want their quiet zone light.
import type { QrPath } from '../../contract/qr.ts';
import './qr.css';

export const Qr = (props: { qr: QrPath; label: string }) => (
  <svg class="qr" viewBox={`0 0 ${props.qr.size} ${props.qr.size}`} role="img" aria-label={props.label}>
    <rect width={props.qr.size} height={props.qr.size} fill="#fff" />
    <path d={props.qr.path} fill="#000" shape-rendering="crispEdges" />
  </svg>
);
