/**
 * VS Code makes a link of `[words](command:…)` in a notification, and runs the command at a click: words of a server, a build or a repository are shown as
 * they are, by a space of no width between the brackets.
 */
export function withoutLinks(text: string): string {
    return text.replaceAll('](', ']\u200b(');
}
