/*
 * Solvers of a binary perceptron, as a C programmer would write them for one thread:
 * cc -O3 -march=native solvers.c -o solvers -lm; ./solvers FILE
 *
 * Prints "ready". Then, for each line "which number" of its input, does as `Ask` says and prints a number. Message passing
 * begins anew at each question; SBPI and straight-through descent go on from where they stand.
 *
 * The file holds, in this machine's byte order: N, P and B as 32-bit integers; four words of the generator of SBPI and four of
 * that of the batches; the latent weights, as doubles; then a byte each the hidden integers, the labels and G at q·P + mu.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "xoshiro.h"

enum Ask { MESSAGE_PASSING, PROCESSOR_TIME, SBPI, STRAIGHT_THROUGH, MEAN, HIDDEN, LATENT };

static int N, P, B, words;
static int8_t *columns, *rows, *labels;

/* Eight signs of each pattern and of each weight, and signs of whole patterns. */
static uint8_t *of_patterns, *of_weights;
static uint64_t *bits;

static double *mean, *g, *along, *asked;

static int32_t *hidden;
static uint64_t *signs;
static uint32_t sbpi_state[4], batch_state[4];
static int *sbpi_order, *batch_order;

static double *latent, *message, *pulls;
static uint64_t *latent_signs;

static void shuffle(uint32_t *state, int *items, int count) {
  for (int i = count - 1; i > 0; i--) {
    uint32_t n = i + 1, excess = -n % n;
    uint64_t product;
    do product = (uint64_t)next(state) * n;
    while ((uint32_t)product < excess);
    int j = product >> 32, item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
}

static int marginOf(int mu, const uint64_t *weights) {
  int apart = 0;
  for (int i = 0; i < words; i++) apart += __builtin_popcountll(bits[(size_t)mu * words + i] ^ weights[i]);
  return N - 2 * apart;
}

/* A matrix of signs, eight to a byte, times a vector: a table of the 256 signed sums for each eight columns. */
static void multiply(const uint8_t *signs, int count, int width, const double *vector, double *sums) {
  double table[256];
  memset(sums, 0, count * sizeof *sums);
  for (int c = 0; c < width; c += 8, signs += count) {
    table[0] = 0;
    for (int k = 0; k < 8; k++) {
      double value = c + k < width ? vector[c + k] : 0;
      for (int n = 0; n < 1 << k; n++) {
        table[n | 1 << k] = table[n] + value;
        table[n] -= value;
      }
    }
    for (int r = 0; r < count; r++) sums[r] += table[signs[r]];
  }
}

/* phi(x)/H(x); where H leaves the range of doubles, x + 1/(x + 2/(x + ...)). */
static double inverseMillsRatio(double x) {
  if (x < 30) return sqrt(2 / M_PI) * exp(-x * x / 2) / erfc(x * M_SQRT1_2);
  double value = x;
  for (int level = 9; level > 0; level--) value = x + level / value;
  return value;
}

/* packages/core/src/perceptron/message-passing.ts, without memory and damping. Gives the mean change of a weight. */
static double passMessages(void) {
  double root = sqrt(N), shift = N % 2 ? 0 : 1 / root, squares = 0, own = 0, moved = 0;
  for (int i = 0; i < N; i++) squares += mean[i] * mean[i];
  double V = fmax(1 - squares / N, 1e-9), deviation = sqrt(V);
  multiply(of_patterns, P, N, mean, along);
  for (int mu = 0; mu < P; mu++) {
    double omega = along[mu] / root - V * g[mu] + shift * labels[mu];
    g[mu] = inverseMillsRatio(-omega / deviation) / deviation;
    own += g[mu] * (g[mu] + omega / V);
  }
  multiply(of_weights, N, P, g, asked);
  for (int i = 0; i < N; i++) {
    double after = tanh(asked[i] / root + own / N * mean[i]);
    moved += fabs(after - mean[i]);
    mean[i] = after;
  }
  return moved / N;
}

/* packages/core/src/perceptron/sbpi.ts with one cover. Gives the number of contradictions. */
static double sbpiEpoch(void) {
  int wrong = 0, even = N % 2 == 0;
  double threshold = 0.3333 / (even ? 1.5 : 1) * 4294967296.0;
  shuffle(sbpi_state, sbpi_order, P);
  for (int i = 0; i < P; i++) {
    int mu = sbpi_order[i], coin = next(sbpi_state) < threshold, margin = marginOf(mu, signs);
    const int8_t *row = rows + (size_t)mu * N;
    if (margin < 0 || (margin == 0 && labels[mu] < 0)) {
      wrong++;
      for (int q = 0; q < N; q++) hidden[q] += 2 * row[q];
      for (int word = 0; word < words; word++) {
        uint64_t packed = 0;
        for (int q = 64 * word; q < N && q < 64 * word + 64; q++) packed |= (uint64_t)(hidden[q] >= 0) << (q & 63);
        signs[word] = packed;
      }
    } else if (coin && margin <= 1 + even)
      for (int q = 0; q < N; q++) hidden[q] += (hidden[q] ^ row[q]) >= 0 ? 2 * row[q] : 0;
  }
  return wrong;
}

/* packages/core/src/perceptron/straight-through.ts with one cover, eta = 0.3, gamma = 1, clip = 1. Gives the first latent weight. */
static double straightThroughEpoch(void) {
  double root = sqrt(N);
  shuffle(batch_state, batch_order, P);
  for (int first = 0; first < P; first += B) {
    int count = P - first < B ? P - first : B;
    memset(latent_signs, 0, words * sizeof *latent_signs);
    for (int q = 0; q < N; q++) latent_signs[q >> 6] |= (uint64_t)(latent[q] >= 0) << (q & 63);
    memset(message, 0, N * sizeof *message);
    for (int i = 0; i < count; i++) pulls[i] = 1 / (1 + exp(2 * marginOf(batch_order[first + i], latent_signs) / root)) / root;
    for (int i = 0; i < count; i += 4) {
      const int8_t *row[4];
      double pull[4];
      for (int k = 0; k < 4; k++) {
        row[k] = rows + (size_t)batch_order[first + (i + k < count ? i + k : i)] * N;
        pull[k] = i + k < count ? pulls[i + k] : 0;
      }
      for (int q = 0; q < N; q++)
        message[q] += pull[0] * row[0][q] + pull[1] * row[1][q] + pull[2] * row[2][q] + pull[3] * row[3][q];
    }
    for (int q = 0; q < N; q++) {
      double moved = latent[q] + 0.3 * (message[q] / count);
      latent[q] = moved < -1 ? -1 : moved > 1 ? 1 : moved;
    }
  }
  return latent[0];
}

static void *zeros(size_t count, size_t size) {
  size_t bytes = (count * size + 63) / 64 * 64;
  return memset(aligned_alloc(64, bytes), 0, bytes);
}

static int readProblem(const char *path) {
  FILE *file = fopen(path, "rb");
  int32_t sizes[3];
  if (!file || fread(sizes, sizeof sizes, 1, file) != 1) return 0;
  N = sizes[0], P = sizes[1], B = sizes[2], words = (N + 63) / 64;
  columns = zeros((size_t)N * P, 1), rows = zeros((size_t)N * P, 1), labels = zeros(P, 1);
  latent = zeros(N, sizeof *latent), hidden = zeros(N, sizeof *hidden);
  int8_t *start = zeros(N, 1);
  if (fread(sbpi_state, sizeof sbpi_state, 1, file) != 1 || fread(batch_state, sizeof batch_state, 1, file) != 1) return 0;
  if (fread(latent, sizeof *latent, N, file) != (size_t)N || fread(start, 1, N, file) != (size_t)N) return 0;
  if (fread(labels, 1, P, file) != (size_t)P || fread(columns, P, N, file) != (size_t)N) return 0;
  fclose(file);
  of_patterns = zeros((N + 7) / 8 * (size_t)P, 1), of_weights = zeros((P + 7) / 8 * (size_t)N, 1);
  bits = zeros((size_t)P * words, sizeof *bits);
  mean = zeros(N, sizeof *mean), asked = zeros(N, sizeof *asked), message = zeros(N, sizeof *message);
  g = zeros(P, sizeof *g), along = zeros(P, sizeof *along), pulls = zeros(B, sizeof *pulls);
  signs = zeros(words, sizeof *signs), latent_signs = zeros(words, sizeof *latent_signs);
  sbpi_order = zeros(P, sizeof *sbpi_order), batch_order = zeros(P, sizeof *batch_order);
  for (int mu = 0; mu < P; mu++) sbpi_order[mu] = batch_order[mu] = mu;
  for (int q = 0; q < N; q++) {
    hidden[q] = start[q];
    signs[q >> 6] |= (uint64_t)(start[q] > 0) << (q & 63);
    for (int mu = 0; mu < P; mu++) {
      int8_t sign = columns[(size_t)q * P + mu];
      rows[(size_t)mu * N + q] = sign;
      of_patterns[q / 8 * (size_t)P + mu] |= (sign > 0) << (q & 7);
      of_weights[mu / 8 * (size_t)N + q] |= (sign > 0) << (mu & 7);
      bits[(size_t)mu * words + (q >> 6)] |= (uint64_t)(sign > 0) << (q & 63);
    }
  }
  free(start);
  return 1;
}

static double answer(long which, long number) {
  double last = 0;
  switch (which) {
    case MESSAGE_PASSING:
      memset(mean, 0, N * sizeof *mean), memset(g, 0, P * sizeof *g);
      while (number-- > 0) last = passMessages();
      return last;
    case PROCESSOR_TIME:
      return 1e3 * clock() / CLOCKS_PER_SEC;
    case SBPI:
      while (number-- > 0) last = sbpiEpoch();
      return last;
    case STRAIGHT_THROUGH:
      while (number-- > 0) last = straightThroughEpoch();
      return last;
    case MEAN:
      return mean[number];
    case HIDDEN:
      return hidden[number];
    default:
      return latent[number];
  }
}

int main(int count, char **arguments) {
  if (count != 2 || !readProblem(arguments[1])) return 1;
  puts("ready C");
  fflush(stdout);
  for (long which, number; scanf("%ld %ld", &which, &number) == 2;) {
    printf("%.17g\n", answer(which, number));
    fflush(stdout);
  }
  return 0;
}
