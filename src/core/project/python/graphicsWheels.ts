import type { Folder } from '../folder';
import type { ProjectFinding } from '../profile';
import type { PythonDependencies } from './dependencies';

/** PyTorch's own index of builds that need no graphics card; a build of it (`2.6.0+cpu`) counts as newer than the same release of any other index. */
const withoutGraphics = '--extra-index-url https://download.pytorch.org/whl/cpu';

/** PyTorch, and what brings it. */
const torch = ['torch', 'torchvision', 'torchaudio', 'sentence-transformers', 'openai-whisper', 'ultralytics', 'easyocr'];

/**
 * PyTorch from the usual index brings NVIDIA's libraries: 2.5 of 3.0 GB of wheels (measured by a lock of torch on 2026-11-30), of no use where there is no
 * graphics card. Said of a list that pip reads and that names no index of its own, with the line that takes the smaller build.
 */
export async function graphicsWheels(folder: Folder, { format, files, declared, hashed }: PythonDependencies): Promise<ProjectFinding[]> {
    const asked = torch.map((name) => declared.get(name)).find((each) => each !== undefined);
    if (asked === undefined || asked.url !== undefined || asked.specifier.includes('+') || format !== 'requirements' || hashed) {
        return [];
    }
    const texts = await Promise.all(files.map(async (file) => (await folder.text(file)) ?? ''));
    const list = await folder.text(asked.file);
    if (list === undefined || texts.some((text) => /^[ \t]*(-i|-f|--index-url|--extra-index-url|--find-links)\b/m.test(text))) {
        return [];
    }
    const path = folder.path === '' ? asked.file : `${folder.path}/${asked.file}`;
    const ending = list.includes('\r\n') ? '\r\n' : '\n';
    return [
        {
            code: 'requirements/graphics-card',
            severity: 'warning',
            message: `${asked.name} is installed with libraries for a graphics card, about 2.5 GB that no plan without one can use.`,
            file: path,
            line: asked.line,
            fix: { title: `Take PyTorch without them in ${asked.file}`, path, content: `${withoutGraphics}${ending}${list}` },
        },
    ];
}
