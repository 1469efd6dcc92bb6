/** XML without its comments. Behind the last end of one there is none to look for, from each beginning anew. */
export function withoutXmlComments(text: string): string {
    const end = text.lastIndexOf('-->');
    const closed = end < 0 ? '' : text.slice(0, end + 3);
    return closed.replace(/<!--[\s\S]*?-->/g, '') + text.slice(closed.length);
}
