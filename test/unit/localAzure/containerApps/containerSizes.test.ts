import assert from 'node:assert/strict';
import { Refusal } from '../../../../src/localAzure/http/refusal';
import { containerSizes } from '../../../../src/localAzure/containerApps/containerSizes';
import { readContainers } from '../../../../src/localAzure/containerApps/readTemplate';
import { weightOf } from '../../../../src/localAzure/containerApps/weightOf';

const environment = {
    properties: {
        workloadProfiles: [
            { name: 'Consumption', workloadProfileType: 'Consumption' },
            { name: 'mine', workloadProfileType: 'E16' },
        ],
    },
};
const template = (cpu: number, memory: string) => ({ containers: [{ name: 'web', image: 'web:1', resources: { cpu, memory } }] });

describe('The size of a container', () => {
    for (const [title, profile, cpu, memory, taken] of [
        ['is one of the pairs of the consumption profile', 'Consumption', 0.5, '1Gi', 'yes'],
        ['is refused there when it is another', 'Consumption', 10, '5Gi', 'no'],
        ['may be any on a profile of its own', 'Mine', 10, '5Gi', 'yes'],
        ['is refused there as well when it is none', 'mine', 0, '5Gi', 'no'],
        ['is held to the pairs on a profile that the environment lacks', 'other', 10, '5Gi', 'no'],
    ] as const) {
        it(title, () => {
            const read = () => readContainers(template(cpu, memory), 'containers', containerSizes(environment, profile));
            if (taken === 'yes') {
                assert.equal(read()[0]?.cpus, cpu);
            } else {
                assert.throws(read, (error) => error instanceof Refusal);
            }
        });
    }
});

describe('A weight of traffic', () => {
    it('is a number, or its text, as tools write it', () => {
        assert.deepEqual([{ weight: 25 }, { weight: '25' }, {}, { weight: 'much' }].map(weightOf), [25, 25, 0, 0]);
    });
});
