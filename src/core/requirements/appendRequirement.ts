/**
 * The file's text with one more requirement at its end, in the file's own line ending; a missing final newline is added first, and a blank line after a last
 * one that a backslash would carry on.
 */
export function appendRequirement(text: string, requirement: string): string {
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    const clean = text.replace(/^\ufeff/, '');
    const separator = clean === '' || /[\r\n]$/.test(clean) ? '' : newline;
    const end = /\\\r?\n?$/.test(clean) ? newline : '';
    return `${clean}${separator}${end}${requirement}${newline}`;
}
