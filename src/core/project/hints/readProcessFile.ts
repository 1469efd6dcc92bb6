import type { Folder } from '../folder';
import { lineAt } from '../textLines';
import { readStartHint } from './startHint';
import type { StartHint } from './startHint';

const usual = /^(ecosystem(\.config)?|pm2(\.config)?|process|processes)\.(c?js|json|ya?ml)$/;

/** The files in which a project tells pm2 what to keep running: those that a script of its manifest names first, then those of the usual names. */
export function processFiles(folder: Folder, manifest: string): string[] {
    const named = [...manifest.matchAll(/\bpm2(?:-runtime)?\s+(?:start\s+)?(?:\.\/)?([\w./-]+\.(?:json|ya?ml|config\.c?js))/g)].map(
        ([, file]) => file ?? '',
    );
    return [...new Set([...named.filter((file) => folder.has(file)), ...folder.files.filter((file) => usual.test(file))])].slice(0, 2);
}

/** The first app of a process file, whichever syntax the file has. Undefined when it names no script. */
export function readProcessFile(text: string, file: string): StartHint | undefined {
    const value = (key: string) => {
        const match = new RegExp(
            String.raw`["'\x60]?\b${key}["'\x60]?\s*:\s*(?:\[([^\]]*)\]|["'\x60]([^"'\x60\n]+)["'\x60]|([^\s,"'\x60{[]+))`,
        ).exec(text);
        const list = match?.[1];
        return list === undefined ? (match?.[2] ?? match?.[3]) : list.replace(/["'\x60,\s]+/g, ' ').trim();
    };
    const script = value('script');
    if (script === undefined) {
        return undefined;
    }
    const port = /^\d{2,5}$/.exec(value('PORT') ?? '')?.[0];
    const interpreter = value('(?:exec_)?interpreter');
    const bin = /(?:^|\/)node_modules\/(?:\.bin\/)?(next|nuxt)\b/.exec(script)?.[1];
    const isManager = /^(npm|yarn|pnpm)$/.test(script);
    const program = isManager || bin !== undefined ? '' : interpreter === undefined || interpreter === 'none' ? 'node ' : `${interpreter} `;
    const words = `${program}${bin ?? script} ${isManager || bin !== undefined ? (value('args') ?? '') : ''}`.trim();
    const hint = readStartHint(`${port === undefined ? '' : `PORT=${port} `}${words}`, {
        file,
        line: lineAt(text, text.indexOf(script)),
        source: 'processFile',
    });
    const cwd = value('cwd')?.replace(/^\.\/?|\/+$/g, '');
    return hint === undefined || cwd === undefined || cwd === '' || !/^[\w-][\w./-]*$/.test(cwd) ? hint : { ...hint, directory: cwd };
}
