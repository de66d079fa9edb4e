// npm run models
import { buildModels, defaultPackFolder } from './build-models.ts';

console.log(buildModels() ? `${defaultPackFolder}: converted` : `${defaultPackFolder}: nothing has changed`);
