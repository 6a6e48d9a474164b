/* Sorting on the GPU: sort, argsort and partition along rows, and ops that go in the order
 * of places (apply, bincount with weights). All make the CPU's permutation, which is the
 * stable one. Short rows are one launch; of long ones each pass by 8 bits counts digits by
 * chunks, adds the counts up, and moves keys with their places. */
#include "library.h"

enum { SHORT_ROW = 1024, DIGITS = 256, CHUNK = 4096 };

/* Records of rows: keys and places, twice, since each pass moves them. */
typedef struct Records {
    CudaDevice *cuda;
    int dtype; /* of the elements */
    int64_t rows, n, chunks, key_size;
    Buffer *keys[2], *places[2], *counts;
    int now; /* which of both */
} Records;

static void records_free(Records *r) {
    Buffer *all[] = {r->keys[0], r->keys[1], r->places[0], r->places[1], r->counts};
    for (int i = 0; i < 5; i++)
        if (all[i]) cuda_buffer_free(&r->cuda->device, all[i]);
}

static bool records_init(Records *r, CudaDevice *cuda, int dtype, int64_t rows, int64_t n) {
    int64_t itemsize = dtype_info[dtype].itemsize;
    *r = (Records){.cuda = cuda, .dtype = dtype, .rows = rows, .n = n, .chunks = (n + CHUNK - 1) / CHUNK};
    r->key_size = itemsize > 4 ? 8 : 4;
    for (int k = 0; k < 2; k++) {
        r->keys[k] = scratch_new(cuda, rows * n * r->key_size);
        r->places[k] = r->keys[k] ? scratch_new(cuda, rows * n * (int64_t)sizeof(uint32_t)) : NULL;
        if (!r->places[k]) return false;
    }
    r->counts = scratch_new(cuda, rows * DIGITS * r->chunks * (int64_t)sizeof(uint32_t));
    return r->counts != NULL;
}

/* The keys of elements, in their order or in that of the places that are there. */
static Outcome make_keys(Records *r, const Rows *in, bool placed, bool low) {
    Launch l = launch_new(r->cuda);
    launch_add(&l, (int64_t)cuda_address(r->keys[r->now]));
    launch_add(&l, (int64_t)cuda_address(r->places[r->now]));
    launch_add(&l, in->data);
    launch_add(&l, r->rows);
    launch_add(&l, r->n);
    launch_add(&l, in->stride);
    launch_add(&l, placed);
    launch_add(&l, low);
    launch_add_rows(&l, in);
    return launch_typed(&l, "SORT_KEYS", r->dtype, blocks_of(r->rows * r->n));
}

/* One stable pass by 8 bits of the keys, or by the parts that pivots (one a row, so many
 * bytes apart) make. */
static Outcome pass(Records *r, int shift, int64_t pivots, int64_t apart) {
    Launch count = launch_new(r->cuda), moves;
    bool wide = r->key_size == 8;
    launch_add(&count, (int64_t)cuda_address(r->counts));
    launch_add(&count, (int64_t)cuda_address(r->keys[r->now]));
    launch_add(&count, r->rows);
    launch_add(&count, r->n);
    launch_add(&count, shift);
    launch_add(&count, pivots);
    launch_add(&count, apart);
    launch_add(&count, r->chunks);
    moves = count;
    Outcome outcome = launch_start(&count, wide ? "RADIX_COUNT uint64_t" : "RADIX_COUNT uint32_t",
                                   r->rows * r->chunks);
    if (outcome == DONE)
        outcome = cuda_add_up(r->cuda, (int64_t)cuda_address(r->counts), r->rows, DIGITS * r->chunks,
                              ARR_UINT32);
    if (outcome != DONE) return outcome;
    launch_add(&moves, (int64_t)cuda_address(r->places[r->now]));
    r->now = !r->now;
    launch_add(&moves, (int64_t)cuda_address(r->keys[r->now]));
    launch_add(&moves, (int64_t)cuda_address(r->places[r->now]));
    return launch_start(&moves, wide ? "RADIX_MOVE uint64_t" : "RADIX_MOVE uint32_t",
                        r->rows * r->chunks);
}

static Outcome sort_by_keys(Records *r) {
    int64_t bytes = dtype_info[r->dtype].itemsize < r->key_size ? dtype_info[r->dtype].itemsize : r->key_size;
    Outcome outcome = DONE;
    for (int b = 0; b < bytes && outcome == DONE; b++) outcome = pass(r, 8 * b, 0, 0);
    return outcome;
}

/* Complex numbers by their lesser key first. */
static Outcome sort_records(Records *r, const Rows *in) {
    bool both = dtype_info[r->dtype].kind == KIND_COMPLEX;
    Outcome outcome = make_keys(r, in, false, both);
    if (outcome == DONE) outcome = sort_by_keys(r);
    if (outcome == DONE && both) outcome = make_keys(r, in, true, false);
    if (outcome == DONE && both) outcome = sort_by_keys(r);
    return outcome;
}

/* The parts by the kth key, each in its order. */
static Outcome partition_records(Records *r, const Rows *in, int64_t kth) {
    Outcome outcome = sort_records(r, in);
    if (outcome != DONE) return outcome;
    Buffer *sorted = r->keys[r->now];
    int64_t pivots = (int64_t)cuda_address(sorted) + kth * r->key_size, row = r->n * r->key_size;
    Buffer *fresh = scratch_new(r->cuda, r->rows * row);
    if (!fresh) return FAILED;
    r->keys[r->now] = fresh;
    outcome = make_keys(r, in, false, false);
    if (outcome == DONE) outcome = pass(r, 0, pivots, row);
    cuda_buffer_free(&r->cuda->device, sorted);
    return outcome;
}

/* What the places say, out of in's elements or as it is. */
static Outcome write_out(const Records *r, const Rows *out, const Rows *in, bool places) {
    Launch l = launch_new(r->cuda);
    int64_t pieces = places ? 1 : in->itemsize / in->piece;
    launch_add(&l, out->data);
    launch_add(&l, in->data);
    launch_add(&l, (int64_t)cuda_address(r->places[r->now]));
    launch_add(&l, r->rows);
    launch_add(&l, r->n);
    launch_add(&l, out->stride);
    launch_add(&l, in->stride);
    launch_add(&l, in->piece);
    launch_add(&l, pieces);
    launch_add(&l, places);
    launch_add_rows(&l, out);
    launch_add_rows(&l, in);
    return launch_start(&l, "SORT_OUT", blocks_of(r->rows * r->n * pieces));
}

/* --- rows of an op ---------------------------------------------------------------------- */

typedef struct Sort {
    CudaDevice *cuda;
    int dtype;
    Rows in, out;
    int64_t rows, n, kth; /* kth: -1: a sort */
    bool places;
} Sort;

static Outcome sort_short(const Sort *s) {
    Launch l = launch_new(s->cuda);
    int64_t room = 2;
    while (room < s->n) room *= 2;
    launch_add_pairs(&l, &s->out, &s->in, s->rows, s->n);
    launch_add(&l, room);
    launch_add(&l, s->places);
    launch_add(&l, s->kth);
    launch_add_rows(&l, &s->out);
    launch_add_rows(&l, &s->in);
    return launch_typed(&l, "SORT_SHORT", s->dtype, (s->rows * room + SHORT_ROW - 1) / SHORT_ROW);
}

static Outcome sort_long(const Sort *s) {
    Records records;
    Outcome outcome = records_init(&records, s->cuda, s->dtype, s->rows, s->n) ? DONE : FAILED;
    if (outcome == DONE)
        outcome = s->kth < 0 ? sort_records(&records, &s->in)
                             : partition_records(&records, &s->in, s->kth);
    if (outcome == DONE) outcome = write_out(&records, &s->out, &s->in, s->places);
    records_free(&records);
    return outcome;
}

/* In place: out of a copy, since elements are read when others are written. */
static Outcome sort_copy(Sort *s, const LibraryOperand *in) {
    const Array *a = in->array;
    int64_t row = s->n * s->in.itemsize;
    Buffer *copy = scratch_new(s->cuda, s->rows * row);
    if (!copy) return FAILED;
    CudaResult result = cuda_pack(s->cuda, cuda_address(copy), (CudaAddress)s->in.data, a->ndim,
                                  array_shape(a), array_strides(a), s->in.itemsize);
    Outcome outcome = result == CUDA_NO_KERNEL                             ? LEFT
                      : cuda_check(s->cuda, result, "starting a kernel") ? FAILED
                                                                           : DONE;
    s->in = (Rows){(int64_t)cuda_address(copy), s->in.itemsize, 1, &s->rows, &row, s->in.itemsize, s->in.piece};
    if (outcome == DONE) outcome = sort_long(s);
    cuda_buffer_free(&s->cuda->device, copy);
    return outcome;
}

Outcome cuda_sort(CudaDevice *cuda, const LibraryTask *task) {
    const LibraryOperand *in = &task->in[0], *out = &task->out;
    bool parts = task->op == LIBRARY_PARTITION || task->op == LIBRARY_ARGPARTITION;
    if (out->array->size == 0) return DONE;
    Sort s = {.cuda = cuda,
              .dtype = in->array->dtype,
              .in = rows_of(in),
              .out = rows_of(out),
              .n = row_length(in->array),
              .kth = parts ? task->parameters[0].i8 : -1,
              .places = task->op == LIBRARY_ARGSORT || task->op == LIBRARY_ARGPARTITION};
    s.rows = out->array->size / s.n;
    if (s.n > INT32_MAX || !operand_is_aligned(in, s.in.piece) || !operand_is_aligned(out, s.out.piece))
        return LEFT;
    if (s.n <= SHORT_ROW) return sort_short(&s);
    return in->buffer == out->buffer ? sort_copy(&s, in) : sort_long(&s);
}

/* --- in the order of places ------------------------------------------------------------------ */

/* An op joined to out's places, each with the values that name it, in their order. places:
 * dense ints that count so many bytes of out, whose element [0] lies at `at`. */
static Outcome apply(CudaDevice *cuda, const LibraryTask *task, int op, const Rows *places,
                     int64_t scale) {
    const Array *out = task->out.array, *named = task->in[0].array, *values = task->in[1].array;
    int rest = values->ndim - named->ndim;
    ArrayKind kind = dtype_info[out->dtype].kind;
    CudaAddress flags = 0;
    unsigned kinds = kind == KIND_FLOAT || kind == KIND_COMPLEX ? float_op_kinds((Op)op, (ArrDtype)out->dtype) : 0;
    if (kinds) flags = cuda_flags_of_library(cuda, task);
    const int64_t *extents = array_shape(values) + named->ndim;
    Records records;
    Launch l = launch_new(cuda);
    Outcome outcome = records_init(&records, cuda, ARR_INT64, 1, named->size) ? DONE : FAILED;
    if (outcome == DONE) outcome = sort_records(&records, places);
    if (outcome == DONE) {
        launch_add(&l, operand_address(&task->out));
        launch_add(&l, operand_address(&task->in[1]));
        launch_add(&l, (int64_t)cuda_address(records.keys[records.now]));
        launch_add(&l, (int64_t)cuda_address(records.places[records.now]));
        launch_add(&l, named->size);
        launch_add(&l, values->size / named->size);
        launch_add(&l, scale);
        launch_add_view(&l, rest, extents, array_strides(out) + out->ndim - rest);
        launch_add_view(&l, rest, extents, array_strides(values) + named->ndim);
        launch_add_view(&l, named->ndim, array_shape(values), array_strides(values));
        launch_add(&l, (int64_t)flags);
        outcome = launch_joining(&l, "APPLY", op, out->dtype, kinds, blocks_of(values->size));
    }
    records_free(&records);
    return outcome;
}

static bool can_apply(const LibraryTask *task) {
    return task->in[0].array->size <= INT32_MAX && operand_is_aligned(&task->in[0], sizeof(int64_t)) &&
           operand_is_aligned(&task->in[1], operand_piece(&task->in[1])) &&
           operand_is_aligned(&task->out, operand_piece(&task->out));
}

Outcome cuda_apply(CudaDevice *cuda, const LibraryTask *task) {
    if (task->in[1].array->size == 0) return DONE;
    if (!can_apply(task) || !cuda_op_text((int)task->parameters[0].i8, task->out.array->dtype)) return LEFT;
    Rows places = {operand_address(&task->in[0]), sizeof(int64_t), 0, NULL, NULL, sizeof(int64_t), sizeof(int64_t)};
    return apply(cuda, task, (int)task->parameters[0].i8, &places, 1);
}

static Outcome count(CudaDevice *cuda, const LibraryTask *task) {
    const Array *in = task->in[0].array;
    Launch l = launch_new(cuda);
    launch_add(&l, operand_address(&task->out));
    launch_add(&l, task->out.array->size);
    launch_add(&l, operand_address(&task->in[0]));
    launch_add(&l, in->size);
    launch_add(&l, row_stride(in));
    return launch_start(&l, "BINCOUNT", blocks_of(in->size));
}

Outcome cuda_bincount(CudaDevice *cuda, const LibraryTask *task) {
    const LibraryOperand *out = &task->out;
    int64_t bytes = out->array->size * array_itemsize(out->array);
    if (out->array->size == 0) return DONE;
    if (!operand_is_aligned(&task->in[0], sizeof(int64_t)) || (task->nin == 2 && !can_apply(task))) return LEFT;
    CudaResult result = cuda->driver.fill((CudaAddress)operand_address(out), 0, (size_t)bytes, cuda_compute(cuda));
    if (cuda_check(cuda, result, "clearing bins")) return FAILED;
    if (task->in[0].array->size == 0) return DONE;
    if (task->nin < 2) return count(cuda, task);
    Rows places = rows_of(&task->in[0]);
    return apply(cuda, task, OP_ADD, &places, array_itemsize(out->array));
}
