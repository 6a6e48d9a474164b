/* What bench.py measures arr against where a loop written by hand is the limit:
 *
 *     bench_loops ROW SIZE
 *
 * runs one row of its table and prints `seconds ...` for each timed run, as the
 * programs of the table do. Vectors are the compiler's own (they become AVX-512 or
 * AVX2 registers with -march=native), stores of large results bypass the cache, and
 * large loops are shared between threads. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

enum { WARM = 2, TIMED = 3, LANES = 8, PARALLEL = 100000 };

typedef double Vector __attribute__((vector_size(LANES * sizeof(double))));

static long n; /* the row's size, a multiple of LANES where vectors are used */
static double *a, *b, *c, *x;
static volatile double sink;

static double *filled(double first, double last, long count) {
    double *p = aligned_alloc(64, (size_t)count * sizeof *p);
    if (!p) exit(1);
    for (long i = 0; i < count; i++) p[i] = first + (last - first) * (double)i / (double)count;
    return p;
}

static inline Vector *at(double *p, long i) {
    return (Vector *)(void *)(p + i);
}

/* To memory, past the cache. */
static inline void stream(double *p, Vector v) {
#ifdef __AVX512F__
    _mm512_stream_pd(p, (__m512d)v);
#else
    *(Vector *)(void *)p = v;
#endif
}

static void chain(void) {
#pragma omp parallel for if (n > PARALLEL)
    for (long i = 0; i < n; i += LANES) {
        Vector t = *at(a, i) * *at(b, i) + *at(c, i);
        stream(x + i, t * t - *at(a, i) * 0.5);
    }
    sink = x[0];
}

static void squares(void) {
    double total = 0;
#pragma omp parallel for reduction(+ : total) if (n > PARALLEL)
    for (long i = 0; i < n; i += 4 * LANES) {
        Vector sum = {0};
        for (long k = i; k < i + 4 * LANES && k < n; k += LANES) {
            Vector d = *at(a, k) - *at(b, k);
            sum += d * d;
        }
        for (int k = 0; k < LANES; k++) total += sum[k];
    }
    sink = total;
}

static void copy(void) {
#pragma omp parallel for if (n > PARALLEL)
    for (long i = 0; i < n; i += LANES) stream(x + i, *at(a, i));
    sink = x[0];
}

/* 1000 times x = x * 0.5 + a */
static void small(void) {
    memcpy(x, b, (size_t)n * sizeof *x);
    for (int k = 0; k < 1000; k++) {
        for (long i = 0; i < n; i += LANES) *at(x, i) = *at(x, i) * 0.5 + *at(a, i);
        __asm__ volatile("" ::: "memory"); /* one statement ends before the next begins */
    }
    sink = x[0];
}

/* 100000 times a += 2 * b */
static void update(void) {
    for (int k = 0; k < 100000; k++) {
        for (long i = 0; i < n; i += LANES) *at(a, i) += 2 * *at(b, i);
        __asm__ volatile("" ::: "memory");
    }
    sink = a[0];
}

/* 20 passes over an n x n grid, from one of two grids to the other. */
static void jacobi(void) {
    for (int pass = 0; pass < 20; pass++) {
#pragma omp parallel for
        for (long i = 1; i < n - 1; i++) {
            const double *up = a + (i - 1) * n, *row = a + i * n, *down = a + (i + 1) * n;
            double *to = x + i * n;
            for (long j = 1; j < n - 1; j++)
                to[j] = 0.25 * (up[j] + down[j] + row[j - 1] + row[j + 1]);
        }
        double *old = a;
        a = x;
        x = old;
    }
    sink = a[n + 1];
}

static const struct {
    const char *name;
    void (*run)(void);
    int grid;
} rows[] = {{"chain", chain, 0}, {"squares", squares, 0}, {"copy", copy, 0},
            {"small", small, 0}, {"update", update, 0},   {"jacobi", jacobi, 1}};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv) {
    n = argc == 3 ? atol(argv[2]) : 0;
    for (size_t r = 0; r < sizeof rows / sizeof *rows && n > 0; r++) {
        if (strcmp(rows[r].name, argv[1]) != 0) continue;
        if (!rows[r].grid) n = (n + LANES - 1) / LANES * LANES;
        long count = rows[r].grid ? n * n : n;
        a = filled(0.25, 1.25, count);
        b = filled(1.25, 3.25, count);
        c = filled(-0.75, 1.25, count);
        x = filled(0, 0, count);
        for (int k = 0; k < WARM + TIMED; k++) {
            double start = now();
            rows[r].run();
            if (k >= WARM) printf("seconds %.9f\n", now() - start);
        }
        return 0;
    }
    fprintf(stderr, "bench_loops: ROW SIZE\n");
    return 2;
}
