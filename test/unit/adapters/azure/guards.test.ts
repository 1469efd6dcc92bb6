import assert from 'node:assert/strict';
import { armUrl } from '../../../../src/adapters/azure/arm';
import { operations } from '../../../../src/adapters/azure/operations';
import { resolveInCloud } from '../../../../src/adapters/azure/resolveInCloud';
import { resolveInLocal } from '../../../../src/adapters/azure/resolveInLocal';
import { isFailure } from '../../../../src/base/failure';
import { clouds, isScmHost } from '../../../../src/core/deploy/cloud';

const failsWith = (code: string) => (error: unknown) => isFailure(error) && error.code === code;

describe('In a cloud', () => {
    const resolve = resolveInCloud(clouds.public);
    for (const url of [
        'https://management.azure.com/x',
        'https://a.scm.azurewebsites.net/',
        'wss://a.scm.azurewebsites.net/',
        'https://r-abc.azurecr.io/v2/',
        'https://shop.ours.appserviceenvironment.net/',
        'https://shop.scm.ours.appserviceenvironment.net/api/logs/docker',
    ]) {
        it(`${url} is dialled as it is`, () => assert.deepEqual(resolve(url), { url, headers: {} }));
    }
    for (const url of [
        'http://management.azure.com/x',
        'https://management.azure.com.evil.example/',
        'https://evil.example/?management.azure.com',
        'https://management.azure.com@evil.example/',
        'https://azurecr.io.evil.example/',
        'https://xazurecr.io/',
        'https://appserviceenvironment.net.evil.example/',
        'https://shop.ours.appserviceenvironment.us/',
        'https://127.0.0.1:5000/',
        'https://management.chinacloudapi.cn/',
    ]) {
        it(`${url} is not dialled`, () => assert.throws(() => resolve(url), failsWith('azure/foreign-host')));
    }
});

describe('A token for App Service’s logs', () => {
    for (const host of [
        'shop.scm.azurewebsites.net',
        'Shop.SCM.azurewebsites.net',
        'shop-c3d9.scm.westeurope-01.azurewebsites.net',
        'shop.scm.ours.p.azurewebsites.net',
        'shop.scm.ours.appserviceenvironment.net',
    ]) {
        it(`goes to ${host}`, () => assert.ok(isScmHost(clouds.public, host)));
    }
    for (const host of [
        'shop.azurewebsites.net',
        'scm.azurewebsites.net',
        'shop.ours.appserviceenvironment.net',
        'evil.shop.scm.ours.appserviceenvironment.net',
        'shop.scm.evil.example',
        'shop.scm.azurewebsites.net.evil.example',
        'shop.scm.ours.appserviceenvironment.us',
    ]) {
        it(`does not go to ${host}`, () => assert.ok(!isScmHost(clouds.public, host)));
    }
});

describe('With the local Azure', () => {
    const resolve = resolveInLocal({ url: 'http://127.0.0.1:4000', key: 'k' });
    it('every host of Azure is the loopback port, told apart by a header', () => {
        assert.deepEqual(resolve('https://management.azure.com/a?b=c'), {
            url: 'http://127.0.0.1:4000/a?b=c',
            headers: { 'x-original-host': 'management.azure.com', 'x-slipway-key': 'k' },
        });
        assert.equal(resolve('wss://a.scm.azurewebsites.net/t').url, 'ws://127.0.0.1:4000/t');
    });
    it('another loopback port gets no key', () =>
        assert.deepEqual(resolve('http://127.0.0.1:5000/v2/'), { url: 'http://127.0.0.1:5000/v2/', headers: {} }));
    it("a registry's token endpoint is the local Azure itself, by whatever address the registry names it", () =>
        assert.deepEqual(resolveInLocal({ url: 'https://127.6.6.6:4000', key: 'k' })('http://127.0.0.1:5000/oauth2/exchange'), {
            url: 'https://127.6.6.6:4000/oauth2/exchange',
            headers: { 'x-original-host': '127.0.0.1:5000', 'x-slipway-key': 'k' },
        }));
    it('nothing outside is dialled', () => assert.throws(() => resolve('https://example.com/'), failsWith('azure/foreign-host')));
    it('it cannot be another machine', () =>
        assert.throws(() => resolveInLocal({ url: 'http://10.0.0.1:1', key: undefined }), failsWith('azure/foreign-host')));
});

describe('armUrl', () => {
    const build = (operation: keyof typeof operations, params: Readonly<Record<string, string>>) =>
        armUrl('https://management.azure.com', { operation: operations[operation], params });
    it('keeps a name in its segment', () => {
        assert.equal(
            new URL(build('getResourceGroup', { subscription: 's', group: '../../x?y#z' })).pathname,
            '/subscriptions/s/resourceGroups/..%2F..%2Fx%3Fy%23z',
        );
    });
    for (const id of ['/subscriptions/s/../../evil', '//evil.example/x', '/subscriptions/s?x=y', 'https://evil.example', '']) {
        it(`refuses ${id === '' ? 'an empty id' : id}`, () =>
            assert.throws(() => build('getIdentity', { id }), failsWith('azure/invalid-name')));
    }
});
