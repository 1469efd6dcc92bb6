import type { RequirementsDocument } from './requirements/openRequirements';
import type { Rule } from './rule';
import { requirementDuplicate } from './rules/requirementDuplicate';
import { requirementEncoding } from './rules/requirementEncoding';
import { requirementInvalid } from './rules/requirementInvalid';
import { requirementName } from './rules/requirementName';
import { requirementNewline } from './rules/requirementNewline';
import { requirementPython } from './rules/requirementPython';
import { requirementServerUnpinned } from './rules/requirementServerUnpinned';
import { requirementSource } from './rules/requirementSource';
import { requirementWindows } from './rules/requirementWindows';

export const requirementsRules: readonly Rule<RequirementsDocument>[] = [
    requirementEncoding,
    requirementInvalid,
    requirementDuplicate,
    requirementPython,
    requirementWindows,
    requirementSource,
    requirementServerUnpinned,
    requirementName,
    requirementNewline,
];
