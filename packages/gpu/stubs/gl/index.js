/**
 * Stands in for `gl`, headless OpenGL for Node, which compiles C++ against X11 and Mesa headers when it is installed
 * and so fails on a bare machine. gpu.js asks for it inside a try and does without; so does `probe`, which says how
 * to get the real one.
 */
throw new Error('the native module gl is not installed; see "On a GPU" in the README');
