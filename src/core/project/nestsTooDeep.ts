/** People's files stay below some tens of levels; the parsers of JSON and YAML call themselves for each one. */
const mostLevels = 500;

/** YAML's lists in lists may begin on one line. */
const begunLists = new RegExp(String.raw`^[ \t]*(?:[-?:][ \t]+){${mostLevels}}`, 'm');

/**
 * True for JSON or YAML of so many levels that its parser would use up the stack, which ends the whole process where it happens while a regular expression
 * is compiled. Brackets in strings count too: only hundreds of them that nothing closes are mistaken.
 */
export function nestsTooDeep(path: string, text: string): boolean {
    if (!/\.(jsonc?|json5|lock|ya?ml)$/.test(path)) {
        return false;
    }
    let levels = 0;
    for (let at = 0; at < text.length; at += 1) {
        const sign = text.charCodeAt(at) | 0x20; // `[` and `{`, `]` and `}` differ in this bit
        if (sign === 0x7b) {
            levels += 1;
            if (levels > mostLevels) {
                return true;
            }
        } else if (sign === 0x7d && levels > 0) {
            levels -= 1;
        }
    }
    return begunLists.test(text);
}
