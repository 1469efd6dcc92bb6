/** An error as an Azure service told it, in one shape. */
export interface ServiceError {
    readonly status: number;
    /** '' when the body had none. */
    readonly code: string;
    readonly message: string;
    /** Codes and messages from `details`, where services put the real reason. */
    readonly details: readonly { readonly code: string; readonly message: string }[];
}

/**
 * Reads an error body. Three shapes are about: ARM's `{"error":{code,message,details}}`, Microsoft.Web's `{"Code","Message","Details":[{"Message"},
 * {"Code"},{"ErrorEntity":{…}}]}`, and a registry's `{"errors":[{code,message}]}`. Anything else becomes the message, cut short.
 */
export function parseServiceError(status: number, body: string): ServiceError {
    const root = parseObject(body);
    if (root === undefined) {
        return { status, code: '', message: plainText(body), details: [] };
    }
    const list = root.errors;
    const error = asObject(root.error) ?? (Array.isArray(list) ? asObject(list[0]) : undefined) ?? root;
    return { status, code: field(error, 'code'), message: field(error, 'message'), details: details(error) };
}

function details(error: Record<string, unknown>): ServiceError['details'] {
    const raw = error.details ?? error.Details;
    const list: unknown[] = Array.isArray(raw) ? raw : [];
    return list.flatMap((entry) => {
        const object = asObject(entry);
        if (object === undefined) {
            return [];
        }
        const entity = asObject(object.ErrorEntity) ?? object;
        const code = field(entity, 'code') || field(entity, 'extendedCode');
        const message = field(entity, 'message');
        return code === '' && message === '' ? [] : [{ code, message }, ...details(object)];
    });
}

function field(object: Record<string, unknown>, name: string): string {
    const value = object[name] ?? object[name.charAt(0).toUpperCase() + name.slice(1)];
    return typeof value === 'string' ? value.trim() : '';
}

function asObject(value: unknown): Record<string, unknown> | undefined {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
    try {
        return asObject(JSON.parse(text.replace(/^\uFEFF/, '')));
    } catch {
        return undefined;
    }
}

/** A page or a line of text as one short line. */
function plainText(text: string): string {
    return text
        .replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 300);
}
