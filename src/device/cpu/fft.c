/* Discrete Fourier transforms of the rows of an array (see fft_plan.h). Rows that
 * are short go several at a time, side by side, so that vectors are full whatever
 * the length; a row that is alone is shared out among threads pass by pass. How rows
 * are grouped depends on shapes only, and is no matter to their bits. */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "../../graph/fft.h"
#include "fft_plan.h"
#include "rows.h"

enum {
    MOST_ROWS = 16,        /* side by side */
    GROUP_BYTES = 1 << 16, /* of one of the arrays that they lie in: all stay in the cache */
    PIECE = 1 << 14        /* elements that are worth a thread's waking */
};

/* Some rows of a task. */
typedef struct Transform {
    const FftPlan *plan;
    FftRows rows;
    int64_t n, extent; /* of the transform; of the rows that go in */
    bool complex_in, inverse;
    bool real;  /* half the work for real elements */
    bool whole; /* all n results of real elements, not only half of them */
    double scale;
    const char *in[MOST_ROWS];
    char *out[MOST_ROWS];
    int64_t in_stride, out_stride;
    int64_t block; /* see in_blocks() */
} Transform;

typedef void (*RangeFn)(const Transform *t, int64_t first, int64_t last);

#define T              double
#define FFT_ROWS(name) name##_double
#include "fft_rows.h"
#undef T
#undef FFT_ROWS
#define T              float
#define FFT_ROWS(name) name##_float
#include "fft_rows.h"
#undef T
#undef FFT_ROWS

/* Rows that go side by side are read and written some elements of each at a time, so that
 * the lines of the cache that they share are still there. */
static void in_blocks(const Transform *t, RangeFn fn, int64_t first, int64_t last) {
    int64_t block = t->rows.rows > 1 ? t->block : last - first;
    for (int64_t at = first; at < last; at += block)
        fn(t, at, last - at < block ? last : at + block);
}

static void in_pieces(const Transform *t, RangeFn fn, int64_t count) {
    int64_t most = count * t->rows.rows / PIECE;
    int pieces = t->rows.threads < most ? t->rows.threads : (int)most;
    if (pieces < 2) {
        in_blocks(t, fn, 0, count);
        return;
    }
#pragma omp parallel for num_threads(pieces) schedule(static)
    for (int i = 0; i < pieces; i++) in_blocks(t, fn, count * i / pieces, count * (i + 1) / pieces);
}

#define IN_PIECES(t, name, count) \
    in_pieces(t, (t)->plan->single ? name##_float : name##_double, count)

/* For the inverse, real and imaginary parts change roles on the way in and out. */
static void turn(FftRows *rows) {
    FftRows old = *rows;
    rows->re = old.im;
    rows->im = old.re;
    rows->other_re = old.other_im;
    rows->other_im = old.other_re;
}

static void transform_rows(const CpuDevice *cpu, Transform *t, bool inverse) {
    const FftPlan *plan = t->plan->kind == FFT_REAL ? t->plan->inner : t->plan;
    if (inverse) turn(&t->rows);
    fft_transform(cpu, plan, &t->rows);
    if (inverse) turn(&t->rows);
}

static void complex_rows(const CpuDevice *cpu, Transform *t) {
    IN_PIECES(t, load_complex, t->n);
    transform_rows(cpu, t, t->inverse);
    IN_PIECES(t, store_complex, t->n);
}

/* Of real elements; the inverse is the conjugate. */
static void real_rows(const CpuDevice *cpu, Transform *t) {
    if (t->plan->kind == FFT_REAL) IN_PIECES(t, load_pairs, t->n / 2);
    else IN_PIECES(t, load_complex, t->n);
    transform_rows(cpu, t, false);
    if (t->plan->kind == FFT_REAL) IN_PIECES(t, store_spectrum, t->n / 2 + 1);
    else IN_PIECES(t, store_half, t->n / 2 + 1);
}

/* To real elements. */
static void symmetric_rows(const CpuDevice *cpu, Transform *t) {
    if (t->plan->kind == FFT_REAL) IN_PIECES(t, load_spectrum, t->n / 2);
    else IN_PIECES(t, load_mirrored, t->n);
    transform_rows(cpu, t, true);
    if (t->plan->kind == FFT_REAL) IN_PIECES(t, store_pairs, t->n / 2);
    else IN_PIECES(t, store_real, t->n);
}

/* --- all rows -------------------------------------------------------------------------- */

typedef struct Work {
    CpuDevice *cpu;
    const LibraryTask *task;
    Transform model;         /* what all rows have in common */
    int64_t kind, count;     /* of rows */
    int lane;                /* the axis along which neighbours lie closest, or -1 */
    int64_t lanes, group;    /* its extent; rows that go side by side */
    int64_t room, row_bytes; /* of one of the four arrays */
} Work;

/* Of the row with that number, when neighbours along the lane axis follow each other. */
static char *row_at(const Work *w, const LibraryOperand *operand, int64_t row) {
    int axes = operand->array->ndim - 1;
    if (w->lane < 0) return cpu_row(operand, axes, row);
    return cpu_lane(operand, axes, w->lane, row / w->lanes, row % w->lanes);
}

static void run_group(const Work *w, int64_t group, char *scratch, int threads) {
    Transform t = w->model;
    int64_t first = group * w->group, rows = w->count - first;
    if (rows > w->group) rows = w->group;
    for (int b = 0; b < rows; b++) {
        t.in[b] = row_at(w, &w->task->in[0], first + b);
        t.out[b] = row_at(w, &w->task->out, first + b);
    }
    t.rows = (FftRows){scratch,
                       scratch + w->row_bytes,
                       scratch + 2 * w->row_bytes,
                       scratch + 3 * w->row_bytes,
                       rows,
                       threads};
    if (w->kind == FFT_TO_REAL) symmetric_rows(w->cpu, &t);
    else if (t.real) real_rows(w->cpu, &t);
    else complex_rows(w->cpu, &t);
}

static ArrStatus run_groups(Work *w) {
    int64_t groups = (w->count + w->group - 1) / w->group;
    double steps = (double)w->count * (double)w->model.n * (log2((double)w->model.n) + 4);
    int threads = cpu_threads(w->cpu, steps < 1e15 ? (int64_t)steps : INT64_MAX / 2);
    int outside = groups >= threads ? threads : 1, inside = outside > 1 ? 1 : threads;
    char *scratch = cpu_scratch(w->cpu, 4 * w->row_bytes * outside);
    if (!scratch) return ARR_MEMORY;
#pragma omp parallel for num_threads(outside) if (outside > 1) schedule(static)
    for (int64_t i = 0; i < groups; i++)
        run_group(w, i, scratch + omp_get_thread_num() * 4 * w->row_bytes, inside);
    return ARR_OK;
}

static void choose_group(Work *w, int64_t itemsize) {
    int64_t most = 64 / itemsize;
    w->group = GROUP_BYTES / (w->room * itemsize);
    if (w->group > most) w->group = most;
    if (w->group > w->count) w->group = w->count;
    if (w->group < 1) w->group = 1;
    /* beside each other lines of the cache are padded: a row is 64 bytes longer than a power of 2
     */
    w->row_bytes = ((w->room * w->group * itemsize + 63) & ~(int64_t)63) + 64;
}

ArrStatus cpu_fft(CpuDevice *cpu, const LibraryTask *task) {
    const Array *in = task->in[0].array, *out = task->out.array;
    Work w = {.cpu = cpu, .task = task, .kind = task->parameters[0].i8};
    Transform *t = &w.model;
    bool single = in->dtype == ARR_FLOAT32 || in->dtype == ARR_COMPLEX64;
    t->n = task->parameters[1].i8;
    t->complex_in = dtype_info[in->dtype].kind == KIND_COMPLEX;
    t->inverse = w.kind == FFT_BACKWARD;
    t->whole = w.kind != FFT_FROM_REAL;
    t->scale = task->parameters[2].f8;
    t->extent = cpu_row_length(&task->in[0]);
    t->in_stride = cpu_row_stride(&task->in[0]);
    t->out_stride = cpu_row_stride(&task->out);
    t->real = w.kind >= FFT_FROM_REAL || (!t->complex_in && t->n > FFT_AS_COMPLEX);
    t->plan = fft_plan_kept(cpu, t->n, single, t->real && t->n % 2 == 0);
    if (!t->plan) return ARR_MEMORY;
    w.room = fft_room(t->plan);
    w.count = arr_nbytes(out->ndim - 1, array_shape(out), 1);
    w.lane = cpu_lane_axis(in);
    t->block = w.lane >= 0 ? 4 : 32;
    if (w.lane >= 0) w.lanes = array_shape(in)[w.lane];
    choose_group(&w, single ? 4 : 8);
    return run_groups(&w);
}
