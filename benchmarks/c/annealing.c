/*
 * Annealing of the M-cover of a binary perceptron, with the trajectory of the engines to the last bit:
 * cc -O3 -march=native -ffp-contract=off annealing.c -o annealing -lm; ./annealing FILE
 *
 * Prints "ready". Then, for each line of its input: "0 count" anneals so often from the same start and prints a number that
 * depends on every sweep's acceptances and on all final weights; "1 count" prints the milliseconds of processor time that it
 * has taken so far.
 *
 * The file holds, in this machine's byte order: N (even), P, M, S, the number of temperatures and four words of the
 * generator, as 32-bit integers; the temperatures, as doubles; then a byte each the weights at b·N + q, the context that
 * reads copy b of weight q in channel s at (s·N + q)·M + b, and G at q·P + mu. Patterns are bits, margins bit planes.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "xoshiro.h"

#ifdef __AVX512VPOPCNTDQ__
#include <immintrin.h>
#endif

/* 512 bits; where the processor has shorter vectors, the compiler takes several. */
typedef uint64_t Bits __attribute__((vector_size(64)));

/* Vectors of a row, for P up to 2048. Fixed, so that loops over them are unrolled. */
#define VECTORS 4
/* Bit planes of m/2 in two's complement, for N up to 2046. */
#define PLANES 11

typedef Bits Row[VECTORS];

/* Of each of the eight words. */
static inline Bits populations(Bits bits) {
#ifdef __AVX512VPOPCNTDQ__
  return (Bits)_mm512_popcnt_epi64((__m512i)bits);
#else
  for (int i = 0; i < 8; i++) bits[i] = __builtin_popcountll(bits[i]);
  return bits;
#endif
}

static inline int sumOf(Bits words) {
  int sum = 0;
  for (int i = 0; i < 8; i++) sum += words[i];
  return sum;
}

static int N, P, M, S, temperatures;
static double *schedule;
static int8_t *weights, *start_weights;
static uint8_t *contexts;
static uint32_t *order, state[4], start_state[4];
static Row *columns, exists, (*planes)[PLANES], (*rows)[2];
static int (*counts)[2];

static inline uint32_t below(uint32_t n) {
  uint64_t product = (uint64_t)next(state) * n;
  if ((uint32_t)product < n) {
    uint32_t excess = -n % n;
    while ((uint32_t)product < excess) product = (uint64_t)next(state) * n;
  }
  return product >> 32;
}

/* packages/core/src/numeric/exp.ts, of |x| < 700. */
static inline double exponential(double x) {
  double k = floor(x * M_LOG2E + 0.5), high = x - k * 0.6931471803691238, low = k * 1.9082149292705877e-10, r = high - low;
  double sum = 1 / 6227020800.0;
  const double factorials[] = {479001600, 39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2};
  for (int i = 0; i < 11; i++) sum = sum * r + 1 / factorials[i];
  union { int64_t bits; double value; } power = {(1023 + (int64_t)k) << 52};
  return (1 + (high + (r * r * sum - low))) * power.value;
}

/* packages/core/src/numeric/acceptance.ts */
static inline uint32_t threshold(double x) {
  double rounded = floor(4294967296.0 / (1 + exponential(x)) + 0.5);
  return rounded > 4294967295.0 ? 4294967295u : (uint32_t)rounded;
}

/* Largest k whose threshold is above 0 or whose opposite's is below 2^32 - 1; thresholds at [k + reach]. */
static int tabulate(double T, uint32_t **table) {
  double unit = 2 / sqrt(N);
  int reach = ceil(22.9 * T * S / unit);
  for (; reach > 0; reach--) {
    double x = (double)reach / S * unit / T;
    if (threshold(x) != 0 || threshold(-x) != 4294967295u) break;
  }
  *table = realloc(*table, (2 * reach + 1) * sizeof(uint32_t));
  for (int k = -reach; k <= reach; k++) (*table)[k + reach] = threshold((double)k / S * unit / T);
  return reach;
}

/* Moves the margins of a context where the bit of `carries` is 1, down by 2 where that of `downs` is and else up by 2. Then
 * makes its rows [m <= 0] and [m < 0] and counts their bits. */
static void move(int context, const Bits *carries, const Bits *downs) {
  Row *plane = planes[context], *row = rows[context];
  Bits most0s = {0}, negatives = {0};
  for (int j = 0; j < VECTORS; j++) {
    Bits carry = carries[j], any = {0}, bit = {0};
    for (int i = 0; i < PLANES; i++) {
      Bits old = plane[i][j];
      plane[i][j] = bit = old ^ carry;
      any |= bit;
      carry &= old ^ downs[j];
    }
    row[0][j] = (bit | ~any) & exists[j];
    row[1][j] = bit & exists[j];
    most0s += populations(row[0][j]);
    negatives += populations(row[1][j]);
  }
  counts[context][0] = sumOf(most0s);
  counts[context][1] = sumOf(negatives);
}

/* The change of energy k if copy b of weight q were flipped. */
static int delta(int q, int b) {
  const Bits *column = columns[q];
  const uint8_t *readers = contexts + (b * N + q) * S;
  int up = weights[b * N + q] > 0, balance = 0;
  Bits aligned[2] = {{0}, {0}};
  for (int s = 0; s < S; s++) {
    int context = s * M + readers[s];
    balance += counts[context][up];
    for (int j = 0; j < VECTORS; j++)
      for (int i = 0; i < 2; i++) aligned[i] += populations(rows[context][i][j] & column[j]);
  }
  int sum = sumOf(aligned[0] + aligned[1]);
  return up ? sum - balance : balance - sum;
}

static void flip(int q, int b) {
  const uint8_t *readers = contexts + (b * N + q) * S;
  int8_t *w = &weights[b * N + q];
  Row down;
  for (int j = 0; j < VECTORS; j++) down[j] = *w > 0 ? columns[q][j] : ~columns[q][j];
  *w = -*w;
  for (int s = 0; s < S; s++) move(s * M + readers[s], exists, down);
}

/* All margins at -N, then up by 2 for each weight that agrees. */
static void begin(void) {
  const Row none = {0};
  memcpy(weights, start_weights, N * M);
  memcpy(state, start_state, sizeof state);
  for (int site = 0; site < N * M; site++) order[site] = site;
  for (int context = 0; context < S * M; context++)
    for (int i = 0; i < PLANES; i++)
      for (int j = 0; j < VECTORS; j++) planes[context][i][j] = (-N / 2) >> i & 1 ? exists[j] : exists[j] ^ exists[j];
  for (int site = 0; site < N * M; site++) {
    Row agrees;
    for (int j = 0; j < VECTORS; j++) agrees[j] = (weights[site] > 0 ? columns[site % N][j] : ~columns[site % N][j]) & exists[j];
    for (int s = 0; s < S; s++) move(s * M + contexts[site * S + s], agrees, none);
  }
}

static uint32_t anneal(void) {
  uint32_t *table = NULL, trace = 0;
  begin();
  for (int t = 0; t < temperatures; t++) {
    int reach = tabulate(schedule[t], &table), accepted = 0;
    for (int i = N * M - 1; i > 0; i--) {
      int j = below(i + 1);
      uint32_t site = order[i];
      order[i] = order[j];
      order[j] = site;
    }
    for (int i = 0; i < N * M; i++) {
      int q = order[i] % N, b = order[i] / N;
      uint32_t word = next(state);
      int k = delta(q, b);
      if (k > reach || word >= (k < -reach ? 4294967295u : table[k + reach])) continue;
      flip(q, b);
      accepted++;
    }
    trace = trace * 31 + accepted;
  }
  free(table);
  for (int site = 0; site < N * M; site++) trace = trace * 31 + weights[site];
  return trace;
}

static void setBit(Bits *row, int mu) { row[mu >> 9][mu >> 6 & 7] |= (uint64_t)1 << (mu & 63); }

static void *rowsOf(size_t count, size_t size) {
  void *memory = aligned_alloc(64, count * size);
  memset(memory, 0, count * size);
  return memory;
}

static int readProblem(const char *path) {
  FILE *file = fopen(path, "rb");
  int32_t header[5];
  if (!file || fread(header, sizeof header, 1, file) != 1) return 0;
  N = header[0], P = header[1], M = header[2], S = header[3], temperatures = header[4];
  if (N % 2 || N > (1 << PLANES) - 2 || P > 512 * VECTORS) return 0;
  size_t sites = N * M;
  schedule = malloc(temperatures * sizeof *schedule);
  start_weights = malloc(sites), weights = malloc(sites), order = malloc(sites * sizeof *order);
  contexts = malloc(sites * S);
  uint8_t *inverses = malloc(sites * S);
  int8_t *G = malloc((size_t)N * P);
  if (fread(start_state, sizeof start_state, 1, file) != 1) return 0;
  if (fread(schedule, sizeof *schedule, temperatures, file) != (size_t)temperatures) return 0;
  if (fread(start_weights, 1, sites, file) != sites || fread(inverses, 1, sites * S, file) != sites * S) return 0;
  if (fread(G, P, N, file) != (size_t)N) return 0;
  fclose(file);
  columns = rowsOf(N, sizeof *columns), planes = rowsOf(S * M, sizeof *planes), rows = rowsOf(S * M, sizeof *rows);
  counts = calloc(S * M, sizeof *counts);
  for (int mu = 0; mu < P; mu++) setBit(exists, mu);
  for (int q = 0; q < N; q++) {
    for (int mu = 0; mu < P; mu++)
      if (G[(size_t)q * P + mu] > 0) setBit(columns[q], mu);
    for (int s = 0; s < S; s++)
      for (int b = 0; b < M; b++) contexts[(b * N + q) * S + s] = inverses[(s * N + q) * M + b];
  }
  free(inverses), free(G);
  return 1;
}

int main(int count, char **arguments) {
  if (count != 2 || !readProblem(arguments[1])) return 1;
  puts("ready C");
  fflush(stdout);
  for (long which, times; scanf("%ld %ld", &which, &times) == 2;) {
    double answer = 1e3 * clock() / CLOCKS_PER_SEC;
    if (which == 0)
      while (times-- > 0) answer = anneal();
    printf("%.17g\n", answer);
    fflush(stdout);
  }
  return 0;
}
