import { normalizeName } from '../../requirements/normalizeName';
import { parseRequirements, requiredName } from '../../requirements/parseRequirements';
import type { Folder } from '../folder';
import type { ProjectFinding } from '../profile';
import type { PythonDependencies } from './dependencies';

/** PyTorch itself, and distributions that install it. */
const pytorch: ReadonlySet<string> = new Set(
    'torch torchvision torchaudio sentence-transformers ultralytics openai-whisper easyocr timm accelerate fastai pytorch-lightning torchmetrics peft bertopic'.split(' '), // prettier-ignore
);

/** PyTorch's own index of what runs on a processor alone. */
const processorIndex = 'https://download.pytorch.org/whl/cpu';

/**
 * Tells that the list takes PyTorch from the Python index, whose build for Linux brings NVIDIA's libraries: 2.5 of 3.0 GB of wheels in a lock that was
 * measured, and of no use where there is no graphics card. The fix adds PyTorch's own index, which pip prefers, because `2.9.0+cpu` counts as newer than
 * `2.9.0` and `==2.9.0` allows it. Lists with hashes name the files themselves, and another index or address is a decision already.
 */
export async function graphicsWheels(folder: Folder, dependencies: PythonDependencies): Promise<ProjectFinding[]> {
    const asked = [...dependencies.declared.values()].find(
        ({ name, extras }) => pytorch.has(normalizeName(name)) || (normalizeName(name) === 'transformers' && extras.includes('torch')),
    );
    if (asked === undefined || asked.url !== undefined || asked.specifier.includes('+')) {
        return [];
    }
    const texts = await Promise.all(dependencies.files.map((file) => folder.text(file)));
    const bringsNone = dependencies.locked.has('torch') && ![...dependencies.locked.keys()].some((name) => name.startsWith('nvidia-'));
    if (bringsNone || dependencies.format === 'conda' || texts.some((text) => isDecided(text ?? ''))) {
        return [];
    }
    const path = folder.path === '' ? asked.file : `${folder.path}/${asked.file}`;
    const text = dependencies.format === 'requirements' && !dependencies.hashed ? await folder.text(asked.file) : undefined;
    const content = text === undefined ? undefined : withIndex(text, asked.name);
    return [
        {
            code: 'requirements/graphics-card',
            severity: 'warning',
            message: `${asked.name} is installed with libraries for a graphics card, about 2.5 GB that no plan without one can use.`,
            file: path,
            line: asked.line,
            ...(content !== undefined && { fix: { title: `Take PyTorch without them in ${asked.file}`, path, content } }),
        },
    ];
}

/** A list, lock or settings file that names another index than Python's, or a build of PyTorch. */
function isDecided(text: string): boolean {
    return /download\.pytorch\.org|^[ \t]*(-i|-f|--(extra-)?index-url|--find-links|--no-index)\b/m.test(text);
}

/** The list with the index above its first line of packages: pip reads options anywhere, people at the top. */
function withIndex(text: string, name: string): string | undefined {
    const lines = parseRequirements(text);
    if (!lines.some((line) => requiredName(line) === normalizeName(name))) {
        return undefined;
    }
    const first = lines.find(({ kind }) => kind !== 'blank' && kind !== 'option')?.line ?? 1;
    const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
    const physical = text.slice(mark.length).split(/(?<=\n)/);
    const option = `--extra-index-url ${processorIndex}${text.includes('\r\n') ? '\r\n' : '\n'}`;
    return mark + [...physical.slice(0, first - 1), option, ...physical.slice(first - 1)].join('');
}
