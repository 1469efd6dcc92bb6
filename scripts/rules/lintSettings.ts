import type { RuleFact } from '../../src/language/service/rule';

/** The `slipway.lint.*` part of package.json's configuration. */
export function lintSettings(rules: readonly RuleFact[]): object {
    return {
        title: '%config.lint%',
        properties: {
            'slipway.lint.mode': {
                type: 'string',
                enum: ['auto', 'rules', 'full'],
                enumDescriptions: ['%setting.lint.mode.auto%', '%setting.lint.mode.rules%', '%setting.lint.mode.full%'],
                default: 'auto',
                scope: 'window',
                markdownDescription: '%setting.lint.mode%',
            },
            'slipway.lint.rules': {
                type: 'object',
                default: {},
                scope: 'window',
                markdownDescription: '%setting.lint.rules%',
                additionalProperties: false,
                properties: Object.fromEntries(
                    rules.map(({ code, title, severity }) => [
                        code,
                        { type: 'string', enum: ['error', 'warning', 'info', 'hint', 'off'], default: severity, description: `${title}.` },
                    ]),
                ),
            },
            'slipway.lint.codeLens': { type: 'boolean', default: true, scope: 'window', markdownDescription: '%setting.lint.codeLens%' },
            'slipway.lint.inlayHints': {
                type: 'boolean',
                default: true,
                scope: 'window',
                markdownDescription: '%setting.lint.inlayHints%',
            },
        },
    };
}
