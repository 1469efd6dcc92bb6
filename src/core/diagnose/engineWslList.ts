import type { WslDistribution } from './engineSetup';

/**
 * Reads what wsl.exe printed: UTF-16 unless WSL_UTF8 was heard, told by its byte order mark or by the many NULs. A terminal's NULs between characters go.
 */
export function decodeWslOutput(bytes: Uint8Array): string {
    const nulls = bytes.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || nulls * 4 > bytes.length;
    return new TextDecoder(wide ? 'utf-16le' : 'utf-8')
        .decode(bytes)
        .replaceAll('\0', '')
        .replace(/^\ufeff/, '');
}

/** The rows of `wsl.exe --list --verbose`. Its header and states are translated, so that only the columns' shape counts. */
export function parseWslList(text: string): readonly WslDistribution[] {
    return text.split(/\r?\n/).flatMap((line) => {
        // "* Ubuntu            Running         2", and in German "* Ubuntu            Wird ausgeführt 2"
        const version = /^[*\s]\s.*\s([12])$/.exec(line.trimEnd())?.[1];
        const [name = '', state = ''] = line.slice(1).trim().slice(0, -1).trim().split(/\s{2,}/); // prettier-ignore
        return version === undefined || name === '' || state === ''
            ? []
            : [
                  {
                      name,
                      state,
                      version: version === '1' ? (1 as const) : (2 as const),
                      isDefault: line.startsWith('*') ? ('yes' as const) : ('no' as const),
                  },
              ];
    });
}
