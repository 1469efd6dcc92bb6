import { exampleFile, exampleVariables } from '../needs/exampleVariables';
import type { Folder } from '../folder';

/** The port that an example of the environment shows for the app itself. */
export async function examplePort(
    folder: Folder,
): Promise<{ readonly value: number; readonly file: string; readonly line: number; readonly confidence: 'likely' } | undefined> {
    for (const file of folder.files.filter((path) => !path.includes('/') && exampleFile.test(path)).slice(0, 2)) {
        for (const { name, default: value, line } of exampleVariables(file, (await folder.text(file)) ?? '')) {
            if (/^((APP|API|HTTP|SERVER|WEB)_)?PORT$/.test(name) && /^:?\d{2,5}$/.test(value ?? '')) {
                return { value: Number(value?.replace(':', '')), file, line, confidence: 'likely' };
            }
        }
    }
    return undefined;
}
