import { render } from 'preact';
import '../ui/fonts.css';
import '../ui/tokens.css';
import './city.css';
import './table.css';
import { City } from './city.tsx';

const root = document.getElementById('root');
if (root) render(<City />, root);
