/** A stated effect is seen with this probability. */
export const power = 0.9;
