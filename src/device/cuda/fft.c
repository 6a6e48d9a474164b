/* Fourier transforms on the GPU: the CPU device's plans, whose tables are uploaded once a
 * length, and its passes (kernels/fft_passes.h), so that the bits are the CPU's. All rows
 * of a group go through each pass in one launch. */
#include "../../graph/fft.h"
#include "../cpu/fft_plan.h"
#include "library.h"

enum { MOST_TABLES = 16, MOST_SCRATCH = 1 << 28 }; /* bytes of the rows that go together */

/* How rows go in and out: as kernels/cuda_fft.h has them. */
typedef enum Way { AS_IS, AS_PAIRS, AS_MIRRORED, AS_SPECTRUM, AS_HALF, AS_REAL } Way;

/* A plan's tables in the device's memory. */
typedef struct CudaFftTable {
    struct CudaFftTable *next;
    int64_t n;
    FftKind kind;
    bool single;
    Buffer *table, *filter; /* NULL: the plan has none */
} CudaFftTable;

typedef struct Transform {
    CudaDevice *cuda;
    int dtype; /* of parts */
    int64_t n, rows, first, pitch, item;
    int64_t re, im, other_re, other_im; /* addresses */
    const FftPlan *plan;
} Transform;

/* --- tables --------------------------------------------------------------------------- */

static void table_free(CudaDevice *cuda, CudaFftTable *table) {
    if (table->table) cuda_buffer_free(&cuda->device, table->table);
    if (table->filter) cuda_buffer_free(&cuda->device, table->filter);
    heap_free(&cuda->device.base->heap, table, sizeof *table);
}

void cuda_fft_free(CudaDevice *cuda) {
    for (CudaFftTable *table; (table = cuda->fft_tables);) {
        cuda->fft_tables = table->next;
        table_free(cuda, table);
    }
}

static bool upload(CudaDevice *cuda, const void *bytes, int64_t nbytes, Buffer **buffer) {
    if (nbytes == 0) return true;
    *buffer = scratch_new(cuda, nbytes);
    return *buffer && !cuda_check(cuda, cuda_write(cuda, cuda_address(*buffer), bytes, nbytes),
                                  "copying to the device");
}

/* NULL: the error is set. Valid until the next plan's are asked for, which may free many. */
static const CudaFftTable *tables_of(CudaDevice *cuda, const FftPlan *plan) {
    int count = 0;
    for (CudaFftTable *t = cuda->fft_tables; t; t = t->next, count++)
        if (t->n == plan->n && t->kind == plan->kind && t->single == plan->single) return t;
    if (count >= MOST_TABLES) cuda_fft_free(cuda);
    CudaFftTable *fresh = heap_alloc_zeroed(&cuda->device.base->heap, sizeof *fresh);
    if (!fresh) {
        error_memory(cuda->device.base, sizeof *fresh, "a transform's tables");
        return NULL;
    }
    *fresh = (CudaFftTable){.n = plan->n, .kind = plan->kind, .single = plan->single};
    if (upload(cuda, plan->table, plan->table_bytes, &fresh->table) &&
        upload(cuda, plan->filter, plan->filter_bytes, &fresh->filter)) {
        fresh->next = cuda->fft_tables;
        return cuda->fft_tables = fresh;
    }
    table_free(cuda, fresh);
    return NULL;
}

static int64_t table_address(const CudaFftTable *table) {
    return table->table ? (int64_t)cuda_address(table->table) : 0;
}

/* --- passes --------------------------------------------------------------------------- */

static void exchange(Transform *t) {
    Transform old = *t;
    t->re = old.other_re;
    t->im = old.other_im;
    t->other_re = old.re;
    t->other_im = old.im;
}

/* For the inverse, real and imaginary parts change roles. */
static void turn(Transform *t) {
    Transform old = *t;
    t->re = old.im;
    t->im = old.re;
    t->other_re = old.other_im;
    t->other_im = old.other_re;
}

static Outcome run_pass(Transform *t, const FftPlan *plan, const FftPass *pass, int64_t table) {
    static const char *const names[] = {[2] = "FFT_PASS_2", [3] = "FFT_PASS_3", [4] = "FFT_PASS_4",
                                        [5] = "FFT_PASS_5", [8] = "FFT_PASS_8"};
    Launch l = launch_new(t->cuda);
    const char *first = plan->table;
    bool own = pass->radix <= 5 || pass->radix == 8;
    launch_add(&l, t->re);
    launch_add(&l, t->im);
    launch_add(&l, t->other_re);
    launch_add(&l, t->other_im);
    launch_add(&l, t->rows);
    launch_add(&l, t->pitch);
    launch_add(&l, pass->radix);
    launch_add(&l, pass->m);
    launch_add(&l, pass->s);
    launch_add(&l, table + ((const char *)pass->twiddles - first));
    launch_add(&l, own ? 0 : table + ((const char *)pass->roots - first));
    exchange(t);
    return launch_typed(&l, own ? names[pass->radix] : "FFT_PASS_ODD", t->dtype,
                        blocks_of(t->rows * pass->m * pass->s));
}

/* re, im times factors, to re, im or the others; of `all` elements those after n are zeros. */
static Outcome times(Transform *t, int64_t factors, int64_t apart, int64_t n, int64_t all, bool moves) {
    Launch l = launch_new(t->cuda);
    launch_add(&l, t->re);
    launch_add(&l, t->im);
    launch_add(&l, moves ? t->other_re : t->re);
    launch_add(&l, moves ? t->other_im : t->im);
    launch_add(&l, t->rows);
    launch_add(&l, t->pitch);
    launch_add(&l, factors);
    launch_add(&l, apart);
    launch_add(&l, n);
    launch_add(&l, all);
    if (moves) exchange(t);
    return launch_typed(&l, "FFT_TIMES", t->dtype, blocks_of(t->rows * all));
}

static Outcome run_passes(Transform *t, const FftPlan *plan) {
    const CudaFftTable *table = tables_of(t->cuda, plan);
    Outcome outcome = table ? DONE : FAILED;
    int64_t address = table ? table_address(table) : 0;
    for (int i = 0; i < plan->pass_count && outcome == DONE; i++)
        outcome = run_pass(t, plan, &plan->passes[i], address);
    return outcome;
}

/* Bluestein's: see device/cpu/fft_chirp.h. */
static Outcome run_chirp(Transform *t, const FftPlan *plan) {
    int64_t n = plan->n, length = plan->inner->n;
    const CudaFftTable *table = tables_of(t->cuda, plan->inner);
    if (table) table = tables_of(t->cuda, plan); /* the inner one may have freed it */
    if (!table) return FAILED;
    int64_t chirp = table_address(table), filter = (int64_t)cuda_address(table->filter);
    Outcome outcome = times(t, chirp, n, n, length, true);
    if (outcome == DONE) outcome = run_passes(t, plan->inner);
    if (outcome == DONE) outcome = times(t, filter, length, length, length, false);
    turn(t);
    if (outcome == DONE) outcome = run_passes(t, plan->inner);
    turn(t);
    return outcome == DONE ? times(t, chirp, n, n, n, false) : outcome;
}

static Outcome transform(Transform *t, bool inverse) {
    const FftPlan *plan = t->plan->kind == FFT_REAL ? t->plan->inner : t->plan;
    if (inverse) turn(t);
    Outcome outcome = plan->kind == FFT_CHIRP ? run_chirp(t, plan) : run_passes(t, plan);
    if (inverse) turn(t);
    return outcome;
}

/* --- rows --------------------------------------------------------------------------------- */

/* What a task wants, and the way its rows take. */
typedef struct Ways {
    const LibraryTask *task;
    Way in, out;
    int64_t in_count, out_count; /* elements of a row on their way */
    bool inverse, conjugate, whole, pairs;
    double scale;
    int64_t table; /* of the spectrum, or 0 */
} Ways;

static Outcome load(const Transform *t, const Ways *p) {
    const LibraryOperand *in = &p->task->in[0];
    const Array *a = in->array;
    Launch l = launch_new(t->cuda);
    launch_add(&l, t->re);
    launch_add(&l, t->im);
    launch_add(&l, operand_address(in));
    launch_add(&l, t->rows);
    launch_add(&l, t->pitch);
    launch_add(&l, p->in_count);
    launch_add(&l, t->first);
    launch_add(&l, p->in);
    launch_add(&l, row_length(a));
    launch_add(&l, row_stride(a));
    launch_add(&l, t->n);
    launch_add(&l, p->pairs);
    launch_add(&l, p->table);
    launch_add_view(&l, a->ndim - 1, array_shape(a), array_strides(a));
    return launch_typed(&l, "FFT_LOAD", t->dtype, blocks_of(t->rows * p->in_count));
}

static Outcome store(const Transform *t, const Ways *p) {
    const LibraryOperand *out = &p->task->out;
    const Array *a = out->array;
    Launch l = launch_new(t->cuda);
    launch_add(&l, t->re);
    launch_add(&l, t->im);
    launch_add(&l, operand_address(out));
    launch_add(&l, t->rows);
    launch_add(&l, t->pitch);
    launch_add(&l, p->out_count);
    launch_add(&l, t->first);
    launch_add(&l, p->out);
    launch_add(&l, row_stride(a));
    launch_add(&l, t->n);
    launch_add(&l, p->conjugate);
    launch_add(&l, p->whole);
    launch_add(&l, const_float(p->scale).i8);
    launch_add(&l, p->table);
    launch_add_view(&l, a->ndim - 1, array_shape(a), array_strides(a));
    return launch_typed(&l, "FFT_STORE", t->dtype, blocks_of(t->rows * p->out_count));
}

/* As cpu_fft() has it; plain: n is too short, or odd, for half the work. */
static void choose_ways(Ways *p, const Transform *t, int64_t kind) {
    bool real = kind >= FFT_FROM_REAL || (!p->pairs && t->n > FFT_AS_COMPLEX);
    bool halves = t->plan->kind == FFT_REAL;
    p->in = p->out = AS_IS;
    p->in_count = p->out_count = halves ? t->n / 2 : t->n;
    p->whole = kind != FFT_FROM_REAL;
    p->inverse = kind == FFT_BACKWARD;
    if (!real) return;
    if (kind == FFT_TO_REAL) {
        p->in = halves ? AS_SPECTRUM : AS_MIRRORED;
        p->out = halves ? AS_PAIRS : AS_REAL;
        p->inverse = true;
        return;
    }
    p->conjugate = p->inverse;
    p->inverse = false;
    p->in = halves ? AS_PAIRS : AS_IS;
    p->out = halves ? AS_SPECTRUM : AS_HALF;
    p->out_count = t->n / 2 + 1;
}

static Outcome run_rows(Transform *t, const Ways *p, int64_t scratch, int64_t rows) {
    int64_t part = rows * t->pitch * t->item;
    t->re = scratch;
    t->im = scratch + part;
    t->other_re = scratch + 2 * part;
    t->other_im = scratch + 3 * part;
    Outcome outcome = load(t, p);
    if (outcome == DONE) outcome = transform(t, p->inverse);
    return outcome == DONE ? store(t, p) : outcome;
}

static Outcome run_groups(Transform *t, Ways *p, int64_t rows) {
    int64_t each = MOST_SCRATCH / (4 * t->pitch * t->item);
    if (each < 1) each = 1;
    if (each > rows) each = rows;
    const CudaFftTable *table = t->plan->kind == FFT_REAL ? tables_of(t->cuda, t->plan) : NULL;
    if (t->plan->kind == FFT_REAL && !table) return FAILED;
    p->table = table ? table_address(table) : 0;
    Buffer *scratch = scratch_new(t->cuda, 4 * each * t->pitch * t->item);
    Outcome outcome = scratch ? DONE : FAILED;
    for (t->first = 0; t->first < rows && outcome == DONE; t->first += each) {
        t->rows = rows - t->first < each ? rows - t->first : each;
        outcome = run_rows(t, p, (int64_t)cuda_address(scratch), each);
    }
    if (scratch) cuda_buffer_free(&t->cuda->device, scratch);
    return outcome;
}

Outcome cuda_fft(CudaDevice *cuda, const LibraryTask *task) {
    const Array *in = task->in[0].array, *out = task->out.array;
    bool single = in->dtype == ARR_FLOAT32 || in->dtype == ARR_COMPLEX64;
    int64_t kind = task->parameters[0].i8, n = task->parameters[1].i8;
    Transform t = {.cuda = cuda, .dtype = single ? ARR_FLOAT32 : ARR_FLOAT64, .n = n, .item = single ? 4 : 8};
    Ways p = {.task = task, .pairs = dtype_info[in->dtype].kind == KIND_COMPLEX, .scale = task->parameters[2].f8};
    if (out->size == 0) return DONE;
    if (!operand_is_aligned(&task->in[0], t.item) || !operand_is_aligned(&task->out, t.item)) return LEFT;
    pthread_mutex_lock(&cuda->fft_lock);
    bool real = kind >= FFT_FROM_REAL || (!p.pairs && n > FFT_AS_COMPLEX);
    t.plan = fft_plan_kept((CpuDevice *)cuda->cpu, n, single, real && n % 2 == 0);
    Outcome outcome = t.plan ? DONE : FAILED;
    if (outcome == DONE) {
        t.pitch = fft_room(t.plan);
        choose_ways(&p, &t, kind);
        outcome = run_groups(&t, &p, arr_nbytes(out->ndim - 1, array_shape(out), 1));
    }
    pthread_mutex_unlock(&cuda->fft_lock);
    return outcome;
}
