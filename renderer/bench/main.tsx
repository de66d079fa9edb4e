import { render } from 'preact';
import '../ui/fonts.css';
import '../ui/tokens.css';
import './bench.css';
import { Bench } from './bench.tsx';

const root = document.getElementById('root');
if (root) render(<Bench />, root);
