import { render } from 'preact';
import '../ui/tokens.css';
import './remarks.css';
import { Remarks } from './remarks.tsx';

const root = document.getElementById('root');
if (root) render(<Remarks />, root);
