/** The part of Python that detection asks about. Lines are 1-based. Whatever has no case of its own is `other`, with what it holds. */
export type PyExpression =
    | { readonly kind: 'string'; readonly value: string; readonly line: number }
    | { readonly kind: 'number'; readonly value: number; readonly line: number }
    | { readonly kind: 'constant'; readonly value: true | false | null; readonly line: number }
    /** A dotted name such as `os.environ.get`. */
    | { readonly kind: 'name'; readonly name: string; readonly line: number }
    /** An attribute of something that is not a dotted name, such as `make().wsgi`. */
    | { readonly kind: 'attribute'; readonly object: PyExpression; readonly name: string; readonly line: number }
    | { readonly kind: 'call'; readonly callee: PyExpression; readonly args: readonly PyArgument[]; readonly line: number }
    | { readonly kind: 'subscript'; readonly object: PyExpression; readonly index: PyExpression | undefined; readonly line: number }
    | { readonly kind: 'list'; readonly items: readonly PyExpression[]; readonly line: number }
    | {
          readonly kind: 'dict';
          readonly entries: readonly { readonly key: PyExpression | undefined; readonly value: PyExpression }[];
          readonly line: number;
      }
    | {
          readonly kind: 'binary';
          readonly operator: string;
          readonly left: PyExpression;
          readonly right: PyExpression;
          readonly line: number;
      }
    /** `text` is that of a string which holds expressions, as it is written. */
    | { readonly kind: 'other'; readonly parts: readonly PyExpression[]; readonly line: number; readonly text?: string };

export interface PyArgument {
    /** The keyword; undefined for a positional argument. `*` and `**` for unpacked ones. */
    readonly name: string | undefined;
    readonly value: PyExpression;
}

export interface PyParameter {
    readonly name: string;
    readonly required: boolean;
    readonly fallback?: PyExpression;
}

export interface PyImportedName {
    /** undefined: the module itself (`import a.b`). `*`: everything. */
    readonly name: string | undefined;
    /** The name that it has in this module. */
    readonly alias: string;
}

export type PyStatement =
    | {
          readonly kind: 'import';
          /** Dotted; '' in `from . import a`. */
          readonly module: string;
          /** The number of leading dots. */
          readonly level: number;
          readonly names: readonly PyImportedName[];
          readonly line: number;
      }
    | {
          readonly kind: 'assign';
          readonly targets: readonly PyExpression[];
          readonly type: PyExpression | undefined;
          readonly value: PyExpression | undefined;
          readonly line: number;
      }
    | {
          readonly kind: 'function';
          readonly name: string;
          /** `async def`. */
          readonly isAsync: boolean;
          readonly parameters: readonly PyParameter[];
          readonly decorators: readonly PyExpression[];
          /** What its annotation says that it gives back. */
          readonly returns?: PyExpression;
          readonly body: readonly PyStatement[];
          readonly line: number;
      }
    | {
          readonly kind: 'class';
          readonly name: string;
          readonly bases: readonly PyArgument[];
          readonly decorators: readonly PyExpression[];
          readonly body: readonly PyStatement[];
          readonly line: number;
      }
    | { readonly kind: 'return'; readonly value: PyExpression | undefined; readonly line: number }
    | { readonly kind: 'raise'; readonly value: PyExpression | undefined; readonly line: number }
    | { readonly kind: 'expression'; readonly value: PyExpression; readonly line: number }
    /** if, for, while, with, try, match: the heads' expressions and every suite, in order. `test` is an if's own condition. */
    | {
          readonly kind: 'block';
          readonly keyword: string;
          readonly test: PyExpression | undefined;
          readonly heads: readonly PyExpression[];
          readonly suites: readonly (readonly PyStatement[])[];
          readonly line: number;
      };
