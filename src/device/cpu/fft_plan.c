/* Plans of Fourier transforms, and their passes (see fft_plan.h): Stockham's
 * transform for lengths whose prime factors are small, Bluestein's, a
 * convolution, for all others, so that no length costs more than n log n. */
#include "fft_plan.h"

#include <math.h>
#include <omp.h>
#include <string.h>

enum { MOST_PLANS = 32, DIRECT = 4096 };
/* The least work, in elements, that is worth a thread's waking within a pass. */
enum { PASS_PIECE = 1 << 14 };

/* --- roots of unity -------------------------------------------------------------- */

typedef struct Root {
    double re, im;
} Root;

/* exp(-2 pi i k / n) to the last digit: the angle within an eighth of the circle
 * of a quarter, which costs exact integers only. */
static Root exact_root(int64_t k, int64_t n) {
    int64_t quarter = (4 * k + n / 2) / n, rest = 4 * k - quarter * n;
    double angle = M_PI_2 * ((double)rest / (double)n), c = cos(angle), s = sin(angle);
    switch (quarter & 3) {
    case 0: return (Root){c, -s};
    case 1: return (Root){-s, -c};
    case 2: return (Root){-c, s};
    default: return (Root){s, c};
    }
}

/* Roots of one n: many are products of two exact ones. */
typedef struct Roots {
    int64_t n;
    int shift; /* 0: each is computed */
    Root *low, *high;
    int64_t low_count, high_count;
} Roots;

static Root root(const Roots *roots, int64_t k) {
    if (!roots->shift) return exact_root(k, roots->n);
    Root a = roots->high[k >> roots->shift], b = roots->low[k & (roots->low_count - 1)];
    return (Root){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

static void roots_close(CpuDevice *cpu, Roots *roots) {
    if (!roots->low) return;
    size_t count = (size_t)(roots->low_count + roots->high_count);
    heap_free(&cpu->device.base->heap, roots->low, count * sizeof(Root));
}

static bool roots_open(CpuDevice *cpu, Roots *roots, int64_t n) {
    *roots = (Roots){.n = n};
    if (n <= DIRECT) return true;
    int shift = 6;
    while ((int64_t)1 << (2 * shift) < n) shift++;
    int64_t low = (int64_t)1 << shift, high = (n >> shift) + 1;
    roots->low = cpu_alloc(cpu, (size_t)(low + high) * sizeof(Root));
    if (!roots->low) return false;
    roots->high = roots->low + low;
    roots->shift = shift;
    roots->low_count = low;
    roots->high_count = high;
    for (int64_t k = 0; k < low; k++) roots->low[k] = exact_root(k, n);
    for (int64_t k = 0; k < high; k++) roots->high[k] = exact_root(k << shift, n);
    return true;
}

/* table's entry at, of count: the real parts, then the imaginary. */
static void put(void *table, bool single, int64_t count, int64_t at, Root value) {
    if (single) {
        ((float *)table)[at] = (float)value.re;
        ((float *)table)[count + at] = (float)value.im;
    } else {
        ((double *)table)[at] = value.re;
        ((double *)table)[count + at] = value.im;
    }
}

/* --- factors --------------------------------------------------------------------- */

static bool is_own_radix(int radix) {
    return radix <= 5 || radix == 8;
}

/* The passes' radices, large ones first: later passes have more side by side.
 * false: there is a prime factor that no pass has. */
static bool find_factors(FftPlan *plan) {
    static const int radices[] = {8, 4, 2, 5, 3};
    int64_t rest = plan->n;
    for (size_t i = 0; i < sizeof radices / sizeof *radices; i++)
        for (; rest % radices[i] == 0; rest /= radices[i])
            plan->passes[plan->pass_count++].radix = radices[i];
    for (int radix = 7; radix <= FFT_RADIX_MOST; radix += 2)
        for (; rest % radix == 0; rest /= radix) plan->passes[plan->pass_count++].radix = radix;
    return rest == 1;
}

static int64_t itemsize_of(const FftPlan *plan) {
    return plan->single ? 4 : 8;
}

/* Where the pass's tables lie; returns the elements that they take. */
static int64_t place_pass(FftPlan *plan, FftPass *pass, int64_t at) {
    char *table = plan->table;
    int64_t count = 2 * (pass->radix - 1) * pass->m;
    if (table) pass->twiddles = table + at * itemsize_of(plan);
    if (is_own_radix(pass->radix)) return count;
    if (table) pass->roots = table + (at + count) * itemsize_of(plan);
    return count + 2 * pass->radix;
}

static int64_t place_passes(FftPlan *plan) {
    int64_t s = 1, at = 0;
    for (int i = 0; i < plan->pass_count; i++) {
        FftPass *pass = &plan->passes[i];
        pass->s = s;
        pass->m = plan->n / s / pass->radix;
        at += place_pass(plan, pass, at);
        s *= pass->radix;
    }
    return at;
}

static void fill_pass(const FftPlan *plan, const FftPass *pass, const Roots *roots) {
    int64_t m = pass->m, count = (pass->radix - 1) * m;
    void *twiddles = (char *)plan->table + ((const char *)pass->twiddles - (char *)plan->table);
    for (int k = 1; k < pass->radix; k++)
        for (int64_t p = 0; p < m; p++)
            put(twiddles, plan->single, count, (k - 1) * m + p, root(roots, pass->s * k * p));
    if (is_own_radix(pass->radix)) return;
    void *own = (char *)plan->table + ((const char *)pass->roots - (char *)plan->table);
    for (int j = 0; j < pass->radix; j++) {
        Root value = exact_root(j, pass->radix);
        put(own, plan->single, pass->radix, j, (Root){value.re, -value.im});
    }
}

static bool make_smooth(CpuDevice *cpu, FftPlan *plan) {
    Roots roots;
    plan->kind = FFT_SMOOTH;
    plan->table_bytes = place_passes(plan) * itemsize_of(plan);
    if (plan->table_bytes == 0) return true;
    plan->table = cpu_alloc(cpu, (size_t)plan->table_bytes);
    if (!plan->table || !roots_open(cpu, &roots, plan->n)) return false;
    place_passes(plan);
    for (int i = 0; i < plan->pass_count; i++) fill_pass(plan, &plan->passes[i], &roots);
    roots_close(cpu, &roots);
    return true;
}

/* --- chirps, and real elements ------------------------------------------------------ */

/* The least length from `least` on that has few and fast passes. */
static int64_t fast_length(int64_t least) {
    static const int odd[] = {1, 3, 5, 9, 15};
    int64_t best = INT64_MAX;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        int64_t n = odd[i];
        while (n < least) n *= 2;
        if (n < best) best = n;
    }
    return best;
}

/* The transform of the chirp's conjugate, wrapped around, over the inner length. */
static bool make_filter(CpuDevice *cpu, FftPlan *plan, const Roots *roots) {
    int64_t n = plan->n, length = plan->inner->n, item = itemsize_of(plan);
    char *other = cpu_alloc(cpu, (size_t)plan->filter_bytes);
    if (!other) return false;
    memset(plan->filter, 0, (size_t)plan->filter_bytes);
    for (int64_t k = 0, square = 0; k < n; square = (square + 2 * k + 1) % (2 * n), k++) {
        Root value = root(roots, square);
        put(plan->table, plan->single, n, k, value);
        value = (Root){value.re / (double)length, -value.im / (double)length};
        put(plan->filter, plan->single, length, k, value);
        if (k) put(plan->filter, plan->single, length, length - k, value);
    }
    FftRows rows = {
        plan->filter, (char *)plan->filter + length * item, other, other + length * item, 1, 1};
    fft_transform(cpu, plan->inner, &rows);
    if (rows.re != plan->filter) {
        other = plan->filter;
        plan->filter = rows.re;
    }
    heap_free(&cpu->device.base->heap, other, (size_t)plan->filter_bytes);
    return true;
}

static bool make_chirp(CpuDevice *cpu, FftPlan *plan) {
    Roots roots;
    plan->kind = FFT_CHIRP;
    plan->pass_count = 0;
    plan->inner = fft_plan(cpu, fast_length(2 * plan->n - 1), plan->single, false);
    if (!plan->inner) return false;
    plan->table_bytes = 2 * plan->n * itemsize_of(plan);
    plan->table = cpu_alloc(cpu, (size_t)plan->table_bytes);
    if (!plan->table) return false;
    plan->filter_bytes = 2 * plan->inner->n * itemsize_of(plan);
    plan->filter = cpu_alloc(cpu, (size_t)plan->filter_bytes);
    if (!plan->filter || !roots_open(cpu, &roots, 2 * plan->n)) return false;
    bool made = make_filter(cpu, plan, &roots);
    roots_close(cpu, &roots);
    return made;
}

static bool make_real(CpuDevice *cpu, FftPlan *plan) {
    Roots roots;
    int64_t count = plan->n / 2 + 1;
    plan->kind = FFT_REAL;
    plan->inner = fft_plan(cpu, plan->n / 2, plan->single, false);
    if (!plan->inner) return false;
    plan->table_bytes = 2 * count * itemsize_of(plan);
    plan->table = cpu_alloc(cpu, (size_t)plan->table_bytes);
    if (!plan->table || !roots_open(cpu, &roots, plan->n)) return false;
    for (int64_t k = 0; k < count; k++) put(plan->table, plan->single, count, k, root(&roots, k));
    roots_close(cpu, &roots);
    return true;
}

/* --- the device's plans ---------------------------------------------------------------- */

static void plan_free(CpuDevice *cpu, FftPlan *plan) {
    Heap *heap = &cpu->device.base->heap;
    if (plan->table) heap_free(heap, plan->table, (size_t)plan->table_bytes);
    if (plan->filter) heap_free(heap, plan->filter, (size_t)plan->filter_bytes);
    heap_free(heap, plan, sizeof *plan);
}

void fft_plans_free(CpuDevice *cpu) {
    while (cpu->fft_plans) {
        FftPlan *next = cpu->fft_plans->next;
        plan_free(cpu, cpu->fft_plans);
        cpu->fft_plans = next;
    }
}

/* The kept plan, moved to the front. */
static FftPlan *find_plan(CpuDevice *cpu, int64_t n, bool single, bool real) {
    for (FftPlan **at = &cpu->fft_plans; *at; at = &(*at)->next) {
        FftPlan *plan = *at;
        if (plan->n != n || plan->single != single || (plan->kind == FFT_REAL) != real) continue;
        *at = plan->next;
        plan->next = cpu->fft_plans;
        cpu->fft_plans = plan;
        return plan;
    }
    return NULL;
}

/* All go when they are many, or large: they may be each other's inner ones. */
static void make_room(CpuDevice *cpu) {
    int64_t count = 0, bytes = 0;
    for (const FftPlan *plan = cpu->fft_plans; plan; plan = plan->next) {
        count++;
        bytes += plan->table_bytes + plan->filter_bytes;
    }
    if (count >= MOST_PLANS || bytes > cpu->device.base->heap.limit / 8) fft_plans_free(cpu);
}

/* A plan that was not kept; its inner one, if it needs one, is. */
static FftPlan *make_plan(CpuDevice *cpu, int64_t n, bool single, bool real) {
    FftPlan *plan = heap_alloc_zeroed(&cpu->device.base->heap, sizeof *plan);
    bool made = plan != NULL;
    if (made) {
        plan->n = n;
        plan->single = single;
        made = real                 ? make_real(cpu, plan)
               : find_factors(plan) ? make_smooth(cpu, plan)
                                    : make_chirp(cpu, plan);
    }
    if (made) {
        plan->next = cpu->fft_plans;
        cpu->fft_plans = plan;
        return plan;
    }
    if (plan) plan_free(cpu, plan);
    error_memory(cpu->device.base, n * 16, "the factors of a Fourier transform");
    return NULL;
}

FftPlan *fft_plan(CpuDevice *cpu, int64_t n, bool single, bool real) {
    FftPlan *plan = find_plan(cpu, n, single, real);
    return plan ? plan : make_plan(cpu, n, single, real);
}

FftPlan *fft_plan_kept(CpuDevice *cpu, int64_t n, bool single, bool real) {
    if (!find_plan(cpu, n, single, real)) make_room(cpu);
    return fft_plan(cpu, n, single, real);
}

int64_t fft_room(const FftPlan *plan) {
    return plan->kind == FFT_REAL    ? fft_room(plan->inner) + 1
           : plan->kind == FFT_CHIRP ? plan->inner->n
                                     : plan->n;
}

/* --- running ------------------------------------------------------------------------------ */

static void exchange(FftRows *rows) {
    void *re = rows->re, *im = rows->im;
    rows->re = rows->other_re;
    rows->im = rows->other_im;
    rows->other_re = re;
    rows->other_im = im;
}

/* Threads share the elements of each pass: what one computes does not depend on it. */
static void run_pass(const CpuDevice *cpu, const FftPlan *plan, const FftPass *own, FftRows *rows) {
    KernelFft run = cpu->kernels->fft[!plan->single];
    FftPass pass = *own;
    pass.s *= rows->rows;
    int64_t count = pass.m * pass.s;
    int pieces = rows->threads;
    if (pieces > count / PASS_PIECE) pieces = (int)(count / PASS_PIECE);
    if (pieces > 1) {
#pragma omp parallel for num_threads(pieces) schedule(static)
        for (int i = 0; i < pieces; i++)
            run(&pass, rows->re, rows->im, rows->other_re, rows->other_im, count * i / pieces,
                count * (i + 1) / pieces);
    } else {
        run(&pass, rows->re, rows->im, rows->other_re, rows->other_im, 0, count);
    }
    exchange(rows);
}

#define T              double
#define FFT_ROWS(name) name##_double
#include "fft_chirp.h"
#undef T
#undef FFT_ROWS
#define T              float
#define FFT_ROWS(name) name##_float
#include "fft_chirp.h"
#undef T
#undef FFT_ROWS

static void run_chirp(const CpuDevice *cpu, const FftPlan *plan, FftRows *rows) {
    (plan->single ? chirp_into_float : chirp_into_double)(plan, rows);
    exchange(rows);
    fft_transform(cpu, plan->inner, rows);
    (plan->single ? chirp_filter_float : chirp_filter_double)(plan, rows);
    /* the inverse: real and imaginary parts change roles */
    FftRows turned = {rows->im,       rows->re,   rows->other_im,
                      rows->other_re, rows->rows, rows->threads};
    fft_transform(cpu, plan->inner, &turned);
    *rows = (FftRows){turned.im,       turned.re,  turned.other_im,
                      turned.other_re, rows->rows, rows->threads};
    (plan->single ? chirp_out_of_float : chirp_out_of_double)(plan, rows);
}

void fft_transform(const CpuDevice *cpu, const FftPlan *plan, FftRows *rows) {
    if (plan->kind == FFT_CHIRP) {
        run_chirp(cpu, plan, rows);
        return;
    }
    for (int i = 0; i < plan->pass_count; i++) run_pass(cpu, plan, &plan->passes[i], rows);
}
