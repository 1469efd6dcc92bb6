import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

/** Arguments that make Node run TypeScript. */
export const tsx = ['--import', pathToFileURL(path.join(root, 'node_modules/tsx/dist/loader.mjs')).href];
