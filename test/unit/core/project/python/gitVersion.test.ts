import assert from 'node:assert/strict';
import { gitVersion } from '../../../../../src/core/project/python/gitVersion';

describe('gitVersion', () => {
    const check = (title: string, manifests: readonly string[], expected: readonly string[]) => {
        it(title, () => assert.deepEqual(Object.keys(gitVersion(manifests)), expected));
    };
    const scm = '[build-system]\nrequires = ["setuptools", "setuptools-scm>=8"]\n';
    check('tells setuptools-scm that of the project alone, since what is built of others has one', [`${scm}[project]\nname = "my.app"\n`], ['SETUPTOOLS_SCM_PRETEND_VERSION_FOR_MY_APP']); // prettier-ignore
    check('by the name that setup.py says', [scm, 'setup(name="My-App", use_scm_version=True)'], ['SETUPTOOLS_SCM_PRETEND_VERSION_FOR_MY_APP']); // prettier-ignore
    check('by the name that setup.cfg says', ['from setuptools import setup\nsetup(use_scm_version=True, setup_requires=["setuptools_scm"])', '[metadata]\nname = shop\n'], ['SETUPTOOLS_SCM_PRETEND_VERSION_FOR_SHOP']); // prettier-ignore
    check('of each member', [`${scm}[project]\nname = "a"\n`, `${scm}[project]\nname = "b"\n`, '[project]\nname = "c"\n'], ['SETUPTOOLS_SCM_PRETEND_VERSION_FOR_A', 'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_B']); // prettier-ignore
    check('and all of them where no name is said', [scm], ['SETUPTOOLS_SCM_PRETEND_VERSION']);
    check('as hatch-vcs needs it', ['[build-system]\nrequires = ["hatchling", "hatch-vcs"]\n[project]\nname = "a"\n'], ['SETUPTOOLS_SCM_PRETEND_VERSION']); // prettier-ignore
    check('pbr', ['[build-system]\nrequires = ["pbr"]\n'], ['PBR_VERSION']);
    check('nothing where the version is written down', ['[project]\nname = "a"\nversion = "1"\n'], []);
});
