// npm run build:screens
import { buildScreens } from './build-screens.ts';

console.log((await buildScreens()) ? 'screens built' : 'screens are up to date');
