import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

export default defineConfig(
    globalIgnores(['dist', 'out', 'node_modules', '.tools', 'samples', 'test/fixtures', 'test/golden']),
    js.configs.recommended,
    {
        files: ['**/*.ts'],
        extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
        languageOptions: {
            parserOptions: {
                project: ['./tsconfig.json', './src/panel/tsconfig.json', './test/ui/tsconfig.json'],
                tsconfigRootDir: import.meta.dirname,
            },
        },
        rules: {
            '@typescript-eslint/consistent-type-imports': 'error',
            '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
            '@typescript-eslint/no-floating-promises': 'error',
            '@typescript-eslint/no-explicit-any': 'error',
            '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
            '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
            '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
            eqeqeq: 'error',
        },
    },
    {
        files: ['src/**/*.ts'],
        ignores: ['src/shell/ask.ts'],
        rules: {
            'no-restricted-syntax': [
                'error',
                {
                    selector: 'MemberExpression[property.name=/^(showQuickPick|showInputBox|createQuickPick|createInputBox)$/]',
                    message: 'Ask with src/shell/ask.ts: a bare question closes without a word when something else takes the focus.',
                },
            ],
        },
    },
    {
        // What Slipway reads was written by others: a text made for it must not hold an expression up.
        files: ['src/**/*.ts'],
        plugins: { regexp },
        rules: { 'regexp/no-super-linear-backtracking': 'error' },
    },
    {
        files: ['test/**/*.ts'],
        rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/no-unused-expressions': 'off' },
    },
    {
        files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
        languageOptions: {
            globals: {
                process: 'readonly',
                console: 'readonly',
                URL: 'readonly',
                fetch: 'readonly',
                setTimeout: 'readonly',
                clearTimeout: 'readonly',
                setInterval: 'readonly',
                clearInterval: 'readonly',
                Buffer: 'readonly',
                AbortSignal: 'readonly',
                AbortController: 'readonly',
                require: 'readonly',
                module: 'writable',
                __dirname: 'readonly',
                performance: 'readonly',
                URLSearchParams: 'readonly',
                structuredClone: 'readonly',
                document: 'readonly',
                window: 'readonly',
                location: 'readonly',
                globalThis: 'readonly',
            },
        },
        rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
    },
);
