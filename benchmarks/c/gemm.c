/*
 * Products of a BLAS library, called from C: cc -O2 gemm.c -o gemm -ldl; ./gemm libopenblas.so.0 m n k
 *
 * Prints "ready". Then, for each line "0 count" of its input, computes C = A·B of m × k by k × n singles so often, on one
 * thread, and prints the sum of a row of C.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

typedef void Sgemm(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);

/* Multiples of 1/512 in [-1, 1), from Knuth's multiplicative hash. */
static float *drawn(size_t length) {
  float *values = aligned_alloc(64, (length * sizeof(float) + 63) / 64 * 64);
  for (size_t i = 0; i < length; i++) values[i] = (int)(((unsigned)i * 2654435761u) >> 22) / 512.0f - 1.0f;
  return values;
}

int main(int count, char **arguments) {
  if (count != 5) return 2;
  void *library = dlopen(arguments[1], RTLD_NOW);
  Sgemm *sgemm = library ? (Sgemm *)dlsym(library, "cblas_sgemm") : NULL;
  if (!sgemm) return 1;
  void (*threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  if (threads) threads(1);
  int m = atoi(arguments[2]), n = atoi(arguments[3]), k = atoi(arguments[4]);
  float *a = drawn((size_t)m * k), *b = drawn((size_t)k * n), *c = drawn((size_t)m * n);

  puts("ready C");
  fflush(stdout);
  for (long which, products; scanf("%ld %ld", &which, &products) == 2;) {
    while (products-- > 0) sgemm(101, 111, 111, m, n, k, 1, a, k, b, n, 0, c, n);
    double sum = 0;
    for (int j = 0; j < n; j++) sum += c[j];
    printf("%.17g\n", sum);
    fflush(stdout);
  }
  return 0;
}
