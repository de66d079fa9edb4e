import { render } from 'preact';
import '../ui/fonts.css';
import '../ui/tokens.css';
import './board.css';
import './layouts.css';
import { Board } from './board.tsx';

const root = document.getElementById('root');
if (root) render(<Board />, root);
