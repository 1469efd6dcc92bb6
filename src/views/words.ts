import type { Facts } from '../base/failure';
import { withoutLinks } from '../base/withoutLinks';
import type { FailureCode } from '../core/failureCode';
import { azureWords } from './words/azure';
import { buildWords } from './words/build';
import { deployWords } from './words/deploy';
import { engineWords } from './words/engine';
import { internalWords } from './words/internal';
import { localAzureWords } from './words/localAzure';
import { mcpWords } from './words/mcp';
import { registryWords } from './words/registry';
import { scaffoldWords } from './words/scaffold';
import { sshWords } from './words/ssh';
import type { Wording } from './words/wording';
import { workspaceWords } from './words/workspace';

/** The words of every failure; total, so that a new code does not compile without them. */
export const words: Record<FailureCode, Wording> = {
    ...workspaceWords,
    ...scaffoldWords,
    ...engineWords,
    ...buildWords,
    ...registryWords,
    ...azureWords,
    ...deployWords,
    ...localAzureWords,
    ...sshWords,
    ...mcpWords,
    ...internalWords,
};

/** Fills `{name}` from the facts; a missing fact leaves nothing behind. Control characters from outside are dropped, and none of its words becomes a link. */
export function fill(template: string, facts: Facts): string {
    return withoutLinks(
        template
            .replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''))
            // eslint-disable-next-line no-control-regex
            .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ')
            .replace(/ +/g, ' ')
            .trim(),
    );
}
