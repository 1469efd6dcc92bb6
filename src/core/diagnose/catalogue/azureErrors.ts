import { armErrors } from './armErrors';
import type { AzureErrorRow, StartErrorRow } from './azureErrorRow';
import { containerAppErrors } from './containerAppErrors';
import { containerGroupErrors } from './containerGroupErrors';
import { registryErrors } from './registryErrors';
import { signInErrors } from './signInErrors';
import { startErrors } from './startErrors';
import { webErrors } from './webErrors';

// In order of precedence: a provider's own words are more particular than the front door's.
const answers = { ...signInErrors, ...containerAppErrors, ...containerGroupErrors, ...webErrors, ...registryErrors, ...armErrors };

/** Names a row of the catalogue; stable, and its anchor in docs/errors.md. */
export type AzureErrorId = keyof typeof answers | keyof typeof startErrors;

/** Every known error answer. */
export const azureErrors: Readonly<Record<string, AzureErrorRow>> = answers;

/** Every known reason why a container does not start. */
export const startSymptoms: Readonly<Record<string, StartErrorRow>> = startErrors;

export const azureErrorIds = [...Object.keys(answers), ...Object.keys(startErrors)] as readonly AzureErrorId[];
