import { render } from 'preact';
import '../ui/fonts.css';
import '../ui/tokens.css';
import './manager.css';
import './parts.css';
import './procedures.css';
import { Manager } from './manager.tsx';

const root = document.getElementById('root');
if (root) render(<Manager />, root);
