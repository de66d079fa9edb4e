import { render } from 'preact';
import '../ui/fonts.css';
import '../ui/tokens.css';
import './kiosk.css';
import { dropEchoes } from './double-press.ts';
import { Kiosk } from './kiosk.tsx';

// A long press must not open the browser's menu in front of a citizen.
document.addEventListener('contextmenu', (event) => event.preventDefault());
dropEchoes(document);

const root = document.getElementById('root');
if (root) render(<Kiosk />, root);
