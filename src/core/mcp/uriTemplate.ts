/** Names of the variables of an RFC 6570 template, in order, each once. */
export function templateVariables(template: string): readonly string[] {
    const names = [...template.matchAll(/\{[+#./;?&]?([^{}]+)\}/g)].flatMap(([, list]) => (list ?? '').split(','));
    return [...new Set(names.map((name) => name.replace(/\*$|:\d+$/, '').trim()))].filter((name) => name !== '');
}

/** The address with the variables filled in; what has no value is left out. Levels 1 to 3 of RFC 6570, and values that are texts. */
export function expandUriTemplate(template: string, values: Readonly<Record<string, string>>): string {
    return template.replaceAll(/\{([+#./;?&]?)([^{}]+)\}/g, (_, operator: string, list: string) => {
        const rule = rules[operator] ?? plain;
        const parts = list.split(',').flatMap((item) => {
            const name = item.replace(/\*$|:\d+$/, '').trim();
            const length = /:(\d+)$/.exec(item)?.[1];
            const value = values[name];
            if (value === undefined || value === '') {
                return [];
            }
            const cut = length === undefined ? value : value.slice(0, Number(length));
            const encoded = rule.reserved ? encodeURI(cut) : encodeURIComponent(cut);
            return [rule.named ? `${name}=${encoded}` : encoded];
        });
        return parts.length === 0 ? '' : rule.first + parts.join(rule.between);
    });
}

interface Rule {
    readonly first: string;
    readonly between: string;
    readonly named: boolean;
    readonly reserved: boolean;
}

const plain: Rule = { first: '', between: ',', named: false, reserved: false };

const rules: Readonly<Record<string, Rule>> = {
    '': plain,
    '+': { first: '', between: ',', named: false, reserved: true },
    '#': { first: '#', between: ',', named: false, reserved: true },
    '.': { first: '.', between: '.', named: false, reserved: false },
    '/': { first: '/', between: '/', named: false, reserved: false },
    ';': { first: ';', between: ';', named: true, reserved: false },
    '?': { first: '?', between: '&', named: true, reserved: false },
    '&': { first: '&', between: '&', named: true, reserved: false },
};
