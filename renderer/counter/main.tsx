import { render } from 'preact';
import '../ui/fonts.css';
import '../ui/tokens.css';
import './counter.css';
import { Counter } from './counter.tsx';

const root = document.getElementById('root');
if (root) render(<Counter />, root);
