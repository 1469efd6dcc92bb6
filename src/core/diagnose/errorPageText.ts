/** The text of an error page: nobody reads its markup. What is no page stays as it is. */
export function errorPageText(body: string): string {
    return /<(?:!doctype|html|head|body|h1)\b/i.test(body)
        ? body
              .replaceAll(/<(style|script)\b[^>]*>[^]*?(?:<\/\1>|$)/gi, ' ')
              .replaceAll(/<[^>]*(?:>|$)/g, ' ')
              .replaceAll(/\s+/g, ' ')
              .trim()
        : body;
}
