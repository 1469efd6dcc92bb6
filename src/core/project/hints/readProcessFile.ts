import { lineAt } from '../textLines';
import { readStartHint } from './startHint';
import type { StartHint } from './startHint';

/** The files in which projects tell pm2 what to keep running. */
export const processFile = /^(ecosystem(\.config)?|pm2(\.config)?|process|processes)\.(c?js|json|ya?ml)$/;

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
        source: 'script',
    });
    const cwd = value('cwd')?.replace(/^\.\/?|\/+$/g, '');
    return hint === undefined || cwd === undefined || cwd === '' || !/^[\w-][\w./-]*$/.test(cwd) ? hint : { ...hint, directory: cwd };
}
