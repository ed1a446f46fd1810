/** Samples whose statistics were computed once by scipy 1.17.1 and numpy 2.4.6; see each test. */
export const bimodal = [...Array(12).fill(0), 0.148, 0.151, 0.157, 0.159, 0.162, 0.166, 0.171, 0.18];
export const normal = [
  0.187, 0.205, 0.199, 0.214, 0.192, 0.181, 0.203, 0.21, 0.196, 0.178, 0.201, 0.189, 0.222, 0.194, 0.207,
  0.185, 0.198, 0.212, 0.19, 0.204,
];
export const short = [1, 2.5, 3, 7.5, 4];
export const other = [2, 8, 5.5, 9, 6.5, 3.5];
