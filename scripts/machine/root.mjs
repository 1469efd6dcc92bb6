import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** What the scripts install for themselves; ignored by git and free to be deleted. */
export const toolsFolder = path.join(root, '.tools');
