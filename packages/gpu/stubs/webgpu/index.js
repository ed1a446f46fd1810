/**
 * Stands in for `webgpu`, Dawn for Node: 85 MB that gpu.js names as a dependency and never loads (its tests do).
 * mcover's own kernels use the real one where it is installed beside this package.
 */
throw new Error('the native module webgpu is not installed; see "On a GPU" in the README');
