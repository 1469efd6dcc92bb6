import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderErrorsPage } from './renderErrorsPage';

// `npm run errors`: docs/errors.md.
writeFileSync(path.resolve(__dirname, '../../docs/errors.md'), renderErrorsPage());
