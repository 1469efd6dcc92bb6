import assert from 'node:assert/strict';
import { eventRuleText, readEventRule } from '../../../../src/core/deploy/eventRule';

describe('the rule by which events start a job', () => {
    for (const text of [
        'azure-queue accountName=shop queueName=orders queueLength=5 connection=@AZURE_STORAGE_CONNECTION_STRING',
        'rabbitmq queueName=orders hostFromEnv=RABBITMQ_HOST passwordFromEnv=RABBITMQ_PASSWORD',
        'kafka bootstrapServers=shop.example:9093 topic=orders sasl=plaintext password=@KAFKA_PASSWORD',
        'redis address=redis://cache.example:6379 listName=orders',
    ]) {
        it(`is read from ${text}`, () => {
            const rule = readEventRule(text);
            assert.ok(rule);
            assert.equal(eventRuleText(rule), text);
        });
    }

    for (const text of [
        'azure-queue queueName=orders connection=DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=abc==',
        'rabbitmq queueName=orders host=amqp://user:swordfish@mq.example/',
        'rabbitmq queueName=orders hostFromEnv=amqp://user:swordfish@mq.example/',
        'redis address=cache.example:6379 password=swordfish',
        'azure-queue queueName=orders connectionString=swordfish',
    ]) {
        it(`has no secret in clear: ${text}`, () => {
            assert.equal(readEventRule(text), undefined);
        });
    }
});
