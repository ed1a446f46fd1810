import quick from '../../vitest.config.ts';

/** The project's own configuration, run on the file of known coverage. */
export default { ...quick, test: { ...quick.test, include: ['test/coverage/known.fixture.ts'] } };
