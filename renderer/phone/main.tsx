import { render } from 'preact';
import '../ui/tokens.css';
import './phone.css';
import { Phone } from './phone.tsx';

const root = document.getElementById('root');
if (root) render(<Phone />, root);
