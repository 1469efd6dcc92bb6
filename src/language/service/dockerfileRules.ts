import type { DockerfileDocument } from './dockerfile/openDockerfile';
import type { Rule } from './rule';
import { adduserMissing } from './rules/adduserMissing';
import { aptLists } from './rules/aptLists';
import { aptRecommends } from './rules/aptRecommends';
import { baseEndOfLife } from './rules/baseEndOfLife';
import { baseFloating } from './rules/baseFloating';
import { basePython } from './rules/basePython';
import { copyIgnored } from './rules/copyIgnored';
import { entryMissing } from './rules/entryMissing';
import { healthPath } from './rules/healthPath';
import { layerOrder } from './rules/layerOrder';
import { loopbackBind } from './rules/loopbackBind';
import { pipCache } from './rules/pipCache';
import { platformAcr } from './rules/platformAcr';
import { platformArm } from './rules/platformArm';
import { portMismatch } from './rules/portMismatch';
import { rootUser } from './rules/rootUser';
import { secretCopied } from './rules/secretCopied';
import { secretInEnv } from './rules/secretInEnv';
import { serverFramework } from './rules/serverFramework';
import { serverMissing } from './rules/serverMissing';
import { shellFormCommand } from './rules/shellFormCommand';
import { sshConfiguration } from './rules/sshConfiguration';
import { sshLayer } from './rules/sshLayer';

/** In the order of docs/rules.md: what keeps the app from running comes first. */
export const dockerfileRules: readonly Rule<DockerfileDocument>[] = [
    serverMissing,
    serverFramework,
    entryMissing,
    loopbackBind,
    portMismatch,
    shellFormCommand,
    rootUser,
    adduserMissing,
    copyIgnored,
    secretInEnv,
    secretCopied,
    baseFloating,
    baseEndOfLife,
    basePython,
    platformArm,
    platformAcr,
    aptRecommends,
    aptLists,
    pipCache,
    layerOrder,
    healthPath,
    sshLayer,
    sshConfiguration,
];
