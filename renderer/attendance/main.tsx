import { render } from 'preact';
import '../ui/fonts.css';
import '../ui/tokens.css';
import './attendance.css';
import './pictures.css';
import './side.css';
import { Attendance } from './attendance.tsx';

document.addEventListener('contextmenu', (event) => event.preventDefault());

const root = document.getElementById('root');
if (root) render(<Attendance />, root);
