import { deployFlask } from './deployFlask';
import { patience } from './workbench/patience';

describe('the Flask sample on Container Apps', function () {
    this.timeout(180_000 * patience);
    deployFlask({ target: 'containerApps', noun: 'container app', port: 'changed' });
});
