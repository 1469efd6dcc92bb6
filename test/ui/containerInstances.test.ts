import { deployFlask } from './deployFlask';
import { patience } from './workbench/patience';

describe('the Flask sample on Container Instances', function () {
    this.timeout(180_000 * patience);
    deployFlask({ target: 'containerInstances', noun: 'container group', port: 'replaced' });
});
