/** Why a path is in a build context or not. */
export type ContextPlace =
    | { readonly kind: 'sent' }
    | { readonly kind: 'ignored'; readonly file: string; readonly line: number; readonly rule: string }
    /** `similar` differs in case only. */
    | { readonly kind: 'absent'; readonly similar?: string };
