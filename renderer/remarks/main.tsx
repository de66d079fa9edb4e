import { render } from 'preact';
import '../ui/tokens.css';
import '../ui/phone-page.css';
import './remarks.css';
import { Remarks } from './remarks.tsx';

const root = document.getElementById('root');
if (root) render(<Remarks />, root);
