import { render } from 'preact';
import '../ui/tokens.css';
import './book.css';
import { Book } from './book.tsx';

const root = document.getElementById('root');
if (root) render(<Book />, root);
