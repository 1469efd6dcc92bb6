import type { Operation } from '../../base/operation';
import type { ProposedFile } from '../../core/project/profile';
import type { Azure } from '../../ports/azure';
import type { Clock } from '../../ports/clock';
import type { ContextReader } from '../../ports/buildContext';
import type { Engine } from '../../ports/engine';
import type { Http } from '../../ports/http';
import type { Registries } from '../../ports/registry';
import type { Snapshots } from '../../ports/snapshots';
import type { ContextAsk } from '../askAboutContext';

/** What a deploy needs of the outside. */
export interface DeployPorts {
    readonly engine: Engine;
    readonly contexts: ContextReader;
    readonly azure: Azure;
    readonly registry: Registries;
    readonly http: Http;
    readonly clock: Clock;
    readonly snapshots: Snapshots;
    /** Asked only when the build context holds what looks like secrets, or is very large. */
    readonly confirmContext: (op: Operation, question: ContextAsk) => Promise<'send' | 'stop'>;
    /** Writes the files that the user agreed to, all or none. */
    readonly writeFiles: (op: Operation, files: readonly ProposedFile[]) => Promise<void>;
}
