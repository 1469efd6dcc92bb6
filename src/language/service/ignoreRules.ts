import type { IgnoreDocument } from './ignore/openIgnore';
import type { Rule } from './rule';
import { ignoreHidesNeeded } from './rules/ignoreHidesNeeded';
import { ignoreInvalid } from './rules/ignoreInvalid';
import { ignoreSecrets } from './rules/ignoreSecrets';
import { ignoreUnused } from './rules/ignoreUnused';

export const ignoreRules: readonly Rule<IgnoreDocument>[] = [ignoreInvalid, ignoreHidesNeeded, ignoreSecrets, ignoreUnused];
