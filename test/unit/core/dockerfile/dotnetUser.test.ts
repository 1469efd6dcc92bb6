import assert from 'node:assert/strict';
import { defaultRecipeOptions } from '../../../../src/core/dockerfile/recipeOptions';
import { renderBlueprint } from '../../../../src/core/dockerfile/renderBlueprint';

describe('the user of a .NET image', () => {
    const render = (version: string) =>
        renderBlueprint({ stack: 'dotnet', version, project: 'shop.csproj', assembly: 'shop', port: 8080 }, defaultRecipeOptions);

    for (const version of ['8.0', '9.0', '10.0']) {
        it(`is the one that the image of ${version} brings: a second group \`app\` would end the build`, () => {
            const dockerfile = render(version);
            assert.doesNotMatch(dockerfile, /groupadd|useradd/);
            assert.match(dockerfile, /^RUN chown 1654:1654 \.$/m);
            assert.match(dockerfile, /^COPY --from=build --chown=1654:1654 \/out \.$/m);
            assert.match(dockerfile, /^USER 1654:1654$/m);
        });
    }
    it('is made where the image brings none', () => {
        const dockerfile = render('7.0');
        assert.match(dockerfile, /groupadd --gid 10001 app/);
        assert.match(dockerfile, /^USER 10001:10001$/m);
    });
});
