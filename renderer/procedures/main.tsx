import { render } from 'preact';
import '../ui/tokens.css';
import './procedures.css';
import { Procedures } from './procedures.tsx';

const root = document.getElementById('root');
if (root) render(<Procedures />, root);
