import type { FunctionsBlueprint } from './recipes/functions';
import type { NodeBlueprint } from './recipes/node';
import type { PythonBlueprint } from './recipes/python';

/** All that a recipe needs to make a Dockerfile of one stack; detectors fill it in. */
export type Blueprint = PythonBlueprint | FunctionsBlueprint | NodeBlueprint;
