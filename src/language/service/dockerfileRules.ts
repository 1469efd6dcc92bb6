import type { DockerfileDocument } from './dockerfile/openDockerfile';
import type { Rule } from './rule';
import { serverMissing } from './rules/serverMissing';

export const dockerfileRules: readonly Rule<DockerfileDocument>[] = [serverMissing];
