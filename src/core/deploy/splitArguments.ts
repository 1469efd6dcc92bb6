/** The words of a start-up command as App Service hands them to a container: no shell, and single or double quotes around words that hold spaces. */
export function splitArguments(text: string): readonly string[] {
    return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
