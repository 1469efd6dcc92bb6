import type { AzureFailure } from './failures/azure';
import type { BuildFailure } from './failures/build';
import type { DeployFailure } from './failures/deploy';
import type { EngineFailure } from './failures/engine';
import type { InternalFailure } from './failures/internal';
import type { LocalAzureFailure } from './failures/localAzure';
import type { McpFailure } from './failures/mcp';
import type { RegistryFailure } from './failures/registry';
import type { ScaffoldFailure } from './failures/scaffold';
import type { SshFailure } from './failures/ssh';
import type { WorkspaceFailure } from './failures/workspace';

/** Every failure that Slipway can report. A new one fails to compile until views/words.ts has its words. */
export type FailureCode =
    | WorkspaceFailure
    | ScaffoldFailure
    | EngineFailure
    | BuildFailure
    | RegistryFailure
    | AzureFailure
    | DeployFailure
    | LocalAzureFailure
    | SshFailure
    | McpFailure
    | InternalFailure;
