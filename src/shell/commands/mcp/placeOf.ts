/** What access is kept by: host and path of the address that a server is looked for at. Another path may be another's, and a repository can name any. */
export function placeOf(url: string): string {
    const { origin, pathname } = new URL(url);
    return origin + pathname;
}
