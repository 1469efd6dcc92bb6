/** The path of a file in a folder that may be the project itself (`""`). */
export function joinPath(directory: string, file: string): string {
    return directory === '' ? file : `${directory}/${file}`;
}
