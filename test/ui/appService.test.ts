import { deployFlask } from './deployFlask';
import { patience } from './workbench/patience';

describe('the Flask sample on App Service', function () {
    this.timeout(180_000 * patience);
    deployFlask({ target: 'appService', noun: 'web app', port: 'changed' });
});
