import type { ScalePanelState } from '../views/mcpScalePanel';
import { button, element } from './element';
import { send } from './sendToMcp';
import { say } from './say';

/** The scale check as bars, one for each instance. */
export function mcpScale(model: ScalePanelState | undefined): HTMLElement {
    if (model === undefined) {
        return element('div', {});
    }
    return element(
        'section',
        { class: `verdict ${model.mood}`, id: 'scale-verdict', 'aria-label': say('Scale-out') },
        element('span', {
            class: `codicon codicon-${model.mood === 'good' ? 'pass-filled' : model.mood === 'bad' ? 'error' : 'warning'}`,
            'aria-hidden': 'true',
        }),
        element(
            'div',
            {},
            element('p', { class: 'what' }, model.headline),
            element('p', {}, model.explanation),
            ...model.facts.map((line) => element('p', { class: 'hint' }, line)),
            ...model.legs.flatMap((leg) => [
                element('h2', { class: 'group' }, leg.title),
                ...leg.bars.map((bar) => {
                    const length = element('span', { class: 'share' });
                    length.style.width = `${Math.max(1, bar.fraction * 100)}%`;
                    return element(
                        'div',
                        { class: 'share-row', role: 'img', 'aria-label': `${bar.label}: ${bar.calls}, ${bar.latency}` },
                        element('code', { title: bar.name }, bar.label),
                        element('span', { class: 'share-track' }, length),
                        element('span', {}, bar.calls),
                        element('span', { class: 'hint' }, bar.latency),
                    );
                }),
            ]),
            element(
                'div',
                { class: 'actions' },
                ...model.buttons.map(({ fix, title }, index) =>
                    button(title, index === 0 ? 'primary' : 'secondary', () => send({ kind: 'fix', fix }), `fix-${fix}`),
                ),
                button(say('Check During a Slot Swap…'), 'secondary', () => send({ kind: 'checkSwap' }), 'swap'),
            ),
        ),
    );
}
