import { render } from 'preact';
import '../ui/fonts.css';
import '../ui/tokens.css';
import './devices.css';
import { Devices } from './devices.tsx';

const root = document.getElementById('root');
if (root) render(<Devices />, root);
