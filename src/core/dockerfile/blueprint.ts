import type { GoBlueprint, RustBlueprint } from './recipes/compiled';
import type { DotnetBlueprint } from './recipes/dotnet';
import type { FunctionsBlueprint } from './recipes/functions';
import type { JavaBlueprint } from './recipes/java';
import type { NodeBlueprint } from './recipes/node';
import type { PhpBlueprint } from './recipes/php';
import type { PythonBlueprint } from './recipes/python';
import type { RubyBlueprint } from './recipes/ruby';
import type { StaticBlueprint } from './recipes/staticSite';

/** All that a recipe needs to make a Dockerfile of one stack; detectors fill it in. */
export type Blueprint =
    | PythonBlueprint
    | FunctionsBlueprint
    | NodeBlueprint
    | GoBlueprint
    | RustBlueprint
    | JavaBlueprint
    | DotnetBlueprint
    | PhpBlueprint
    | RubyBlueprint
    | StaticBlueprint;
