/** Code that calls Node's environment by its own name, without `process` before it. */
export const importsEnv = /\bimport\s*\{[^{}]{0,200}\benv\b[^{}]{0,200}\}\s*from\s*["'](?:node:)?process["']/;
