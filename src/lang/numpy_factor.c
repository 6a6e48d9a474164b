/* np.linalg's factorisations: QR, singular values, eigenvalues, determinants by
 * logarithm, least squares. What is composed of these is in stdlib/linalg.arr. */
#include "../graph/factor.h"
#include "../graph/linalg.h"
#include "arrays.h"
#include "library.h"

#include <float.h>
#include <string.h>

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* The op's results for a value, which must be matrices (square ones, if asked). */
static ArrStatus factor(ArrState *state, LibraryOp op, const ArrConst *constants, Value v,
                        bool square, int *count, Array *results[FACTOR_PARTS]) {
    Array *a;
    ArrStatus status = convert_array(state, v, -1, &a);
    if (status) return status;
    status = graph_check_matrix(&state->graph, a, square);
    if (!status) status = graph_factor(&state->graph, op, constants, a, NULL, count, results);
    release(state, a);
    return status;
}

/* One array, or a tuple of them: a named one, unless name is NULL. */
static ArrStatus give_parts(ArrState *state, ArrStatus status, const char *name, int count,
                            Array *const results[FACTOR_PARTS], Value *result) {
    Value items[FACTOR_PARTS];
    if (status || count == 1) return give_array(status, &results[0], result);
    for (int i = 0; i < count; i++) items[i] = value_array(results[i]);
    if (name) return named_tuple_new(state, name, items, count, result);
    return sequence_new(state, VALUE_TUPLE, items, count, result);
}

/* --- qr, svd, slogdet --------------------------------------------------------------- */

static ArrStatus mode_error(ArrState *state, Value mode) {
    Text text = text_new(&state->base.heap);
    ArrStatus status = value_str(state, mode, &text);
    if (!status)
        status = error_set(&state->base, ERROR_VALUE, "Unrecognized mode '%s'", text_string(&text));
    text_free(&text);
    return status;
}

static ArrStatus linalg_qr(ArrState *state, const BuiltinCall *call, Value *result) {
    static const struct {
        const char *name;
        int mode;
    } modes[] = {{"reduced", QR_REDUCED}, {"complete", QR_COMPLETE}, {"r", QR_R},
                 {"raw", QR_RAW},         {"full", QR_REDUCED},      {"f", QR_REDUCED}};
    Value mode = call->args[1];
    ArrConst constants[3] = {const_int(QR_REDUCED), const_int(0), const_int(0)};
    bool known = mode.kind == VALUE_UNDEFINED;
    for (size_t i = 0; i < sizeof modes / sizeof *modes && !known; i++) {
        known = mode.kind == VALUE_STRING &&
                !strcmp(VALUE_AS(StringObject, mode)->bytes, modes[i].name);
        if (known) constants[0] = const_int(modes[i].mode);
    }
    if (!known) return mode_error(state, mode);
    Array *parts[FACTOR_PARTS];
    int count = 0;
    ArrStatus status = factor(state, LIBRARY_QR, constants, call->args[0], false, &count, parts);
    return give_parts(state, status, constants[0].i8 == QR_RAW ? NULL : "QRResult", count, parts,
                      result);
}

static ArrStatus tool_svd(ArrState *state, const BuiltinCall *call, Value *result) {
    bool full, vectors;
    Array *parts[FACTOR_PARTS];
    int count = 0;
    ArrStatus status = value_truth(state, call->args[1], &full);
    if (!status) status = value_truth(state, call->args[2], &vectors);
    if (status) return status;
    int mode = !vectors ? SVD_VALUES : full ? SVD_FULL : SVD_REDUCED;
    const ArrConst constants[3] = {const_int(mode), const_int(0), const_int(0)};
    status = factor(state, LIBRARY_SVD, constants, call->args[0], false, &count, parts);
    return give_parts(state, status, "SVDResult", count, parts, result);
}

static ArrStatus linalg_slogdet(ArrState *state, const BuiltinCall *call, Value *result) {
    static const ArrConst none[3];
    Array *parts[FACTOR_PARTS];
    int count = 0;
    ArrStatus status = factor(state, LIBRARY_SLOGDET, none, call->args[0], true, &count, parts);
    return give_parts(state, status, "SlogdetResult", count, parts, result);
}

/* --- eigenvalues ----------------------------------------------------------------------- */

/* data: 1: eigenvectors too. */
static ArrStatus linalg_eigh(ArrState *state, const BuiltinCall *call, Value *result) {
    Value triangle = call->args[1];
    bool upper = false, known = triangle.kind == VALUE_UNDEFINED;
    if (triangle.kind == VALUE_STRING && VALUE_AS(StringObject, triangle)->length == 1) {
        char letter = VALUE_AS(StringObject, triangle)->bytes[0];
        upper = letter == 'U' || letter == 'u';
        known = upper || letter == 'L' || letter == 'l';
    }
    if (!known) return error_set(&state->base, ERROR_VALUE, "UPLO argument must be 'L' or 'U'");
    const ArrConst constants[3] = {const_bool(call->data), const_bool(upper), const_int(0)};
    Array *parts[FACTOR_PARTS];
    int count = 0;
    ArrStatus status = factor(state, LIBRARY_EIGH, constants, call->args[0], true, &count, parts);
    return give_parts(state, status, "EighResult", count, parts, result);
}

/* Are all eigenvalues of a real matrix real? NumPy gives real arrays then: a
 * type that depends on data, so that this waits, as for a size. */
static ArrStatus all_real(ArrState *state, Array *values, bool *real) {
    Operand zero = {.value = const_int(0), .weak = true};
    Array *imag, *equal = NULL, *all = NULL;
    ArrConst answer;
    ArrStatus status = array_part(&state->graph.arrays, values, true, &imag);
    if (status) return status;
    status = elementwise_2(state, OP_EQUAL, operand_array(imag), zero, &equal);
    uint64_t axes = (UINT64_C(1) << values->ndim) - 1;
    if (!status)
        status = graph_reduce(&state->graph, REDUCE_ALL, equal, axes, false, -1, NULL, &all);
    if (!status) status = pull_scalar(state->exec, PULL_SIZE, all, &answer);
    if (!status) *real = answer.b;
    release(state, imag);
    release(state, equal);
    release(state, all);
    return status;
}

/* parts, all complex, become their real parts. */
static ArrStatus take_real(ArrState *state, int count, Array *parts[FACTOR_PARTS]) {
    for (int i = 0; i < count; i++) {
        Array *part, *copy;
        ArrStatus status = array_part(&state->graph.arrays, parts[i], false, &part);
        if (status) return status;
        status = graph_copy(&state->graph, part, (ArrDtype)part->dtype, 'K', &copy);
        release(state, part);
        if (status) return status;
        release(state, parts[i]);
        parts[i] = copy;
    }
    return ARR_OK;
}

/* data: 1: eigenvectors too. */
static ArrStatus linalg_eig(ArrState *state, const BuiltinCall *call, Value *result) {
    const ArrConst constants[3] = {const_bool(call->data), const_int(0), const_int(0)};
    Array *a, *parts[FACTOR_PARTS];
    int count = 0;
    bool real = false;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = graph_check_matrix(&state->graph, a, true);
    if (!status)
        status = graph_factor(&state->graph, LIBRARY_EIG, constants, a, NULL, &count, parts);
    bool ask = !status && dtype_info[a->dtype].kind != KIND_COMPLEX;
    release(state, a);
    if (status) return status;
    if (ask) status = all_real(state, parts[0], &real);
    if (!status && real) status = take_real(state, count, parts);
    if (!status) return give_parts(state, ARR_OK, "EigResult", count, parts, result);
    for (int i = 0; i < count; i++) release(state, parts[i]);
    return status;
}

/* --- least squares ----------------------------------------------------------------------- */

static ArrStatus check_plane(ArrState *state, const Array *a) {
    if (a->ndim == 2) return ARR_OK;
    return error_set(&state->base, ERROR_LINALG,
                     "%d-dimensional array given. Array must be two-dimensional", a->ndim);
}

/* How small singular values count as 0. */
static ArrStatus read_rcond(ArrState *state, Value v, const Array *a, const Array *b,
                            double *rcond) {
    ArrDtype common = dtype_promote((ArrDtype)a->dtype, (ArrDtype)b->dtype);
    bool narrow = common == ARR_FLOAT32 || common == ARR_COMPLEX64;
    int64_t m = array_shape(a)[0], n = array_shape(a)[1];
    *rcond = (narrow ? (double)FLT_EPSILON : DBL_EPSILON) * (double)(m > n ? m : n);
    if (!argument_given(v)) return ARR_OK;
    return construct_float(state, v, rcond);
}

/* The sums of squares are for solutions that are unique and not exact; they
 * are no sizes that shapes tell, so that this waits for the rank. */
static ArrStatus drop_residuals(ArrState *state, int64_t m, int64_t n, Array *parts[FACTOR_PARTS]) {
    static const int64_t none[1] = {0};
    bool unique = m > n;
    Array *empty;
    if (unique) {
        ArrConst rank;
        ArrStatus status = pull_scalar(state->exec, PULL_SIZE, parts[2], &rank);
        if (status) return status;
        unique = rank.i4 == n;
    }
    if (unique) return ARR_OK;
    ArrStatus status =
        graph_full(&state->graph, (ArrDtype)parts[1]->dtype, 1, none, const_int(0), &empty);
    if (status) return status;
    release(state, parts[1]);
    parts[1] = empty;
    return ARR_OK;
}

/* x loses the column that a 1-D right side became. */
static ArrStatus drop_column(ArrState *state, Array *parts[FACTOR_PARTS]) {
    static const int64_t flat[1] = {-1};
    Array *x;
    ArrStatus status = graph_reshape(&state->graph, parts[0], 1, flat, &x);
    if (status) return status;
    release(state, parts[0]);
    parts[0] = x;
    return ARR_OK;
}

/* *b becomes a matrix. */
static ArrStatus right_matrix(ArrState *state, Array **b) {
    static const int64_t column[2] = {-1, 1};
    Array *matrix;
    if ((*b)->ndim != 1) return check_plane(state, *b);
    const int64_t empty[2] = {(*b)->size, 1};
    ArrStatus status = graph_reshape(&state->graph, *b, 2, (*b)->size ? column : empty, &matrix);
    if (status) return status;
    release(state, *b);
    *b = matrix;
    return ARR_OK;
}

static ArrStatus least_squares(ArrState *state, Array *a, Array **b, Value rcond, int *count,
                               Array *parts[FACTOR_PARTS]) {
    ArrConst constants[3] = {const_float(0), const_int(0), const_int(0)};
    bool vector = (*b)->ndim == 1;
    ArrStatus status = check_plane(state, a);
    if (!status) status = right_matrix(state, b);
    if (status) return status;
    int64_t m = array_shape(a)[0], n = array_shape(a)[1];
    if (m != array_shape(*b)[0])
        return error_set(&state->base, ERROR_LINALG, "Incompatible dimensions");
    status = read_rcond(state, rcond, a, *b, &constants[0].f8);
    if (!status)
        status = graph_factor(&state->graph, LIBRARY_LSTSQ, constants, a, *b, count, parts);
    if (status) return status;
    status = drop_residuals(state, m, n, parts);
    if (!status && vector) status = drop_column(state, parts);
    for (int i = 0; status && i < *count; i++) release(state, parts[i]);
    return status;
}

static ArrStatus linalg_lstsq(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a = NULL, *b = NULL, *parts[FACTOR_PARTS];
    int count = 0;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (!status) status = convert_array(state, call->args[1], -1, &b);
    if (!status) status = least_squares(state, a, &b, call->args[2], &count, parts);
    release(state, a);
    release(state, b);
    return give_parts(state, status, NULL, count, parts, result);
}

/* --- tools of stdlib/linalg.arr ------------------------------------------------------------ */

static ArrStatus tool_inverse(ArrState *state, const BuiltinCall *call, Value *result) {
    Array *a, *inverse;
    ArrStatus status = convert_array(state, call->args[0], -1, &a);
    if (status) return status;
    status = graph_inverse_or_nan(&state->graph, a, &inverse);
    release(state, a);
    return give_array(status, &inverse, result);
}

static ArrStatus tool_named(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *items = VALUE_AS(SequenceObject, call->args[1]);
    for (int64_t i = 0; i < items->count; i++) value_retain(items->items[i]);
    return named_tuple_new(state, VALUE_AS(StringObject, call->args[0])->bytes, items->items,
                           items->count, result);
}

const BuiltinRow factor_tool_rows[] = {
    {"factor_svd(a, full_matrices, compute_uv)", tool_svd, "np.linalg.svd of any matrix.", 0},
    {"inverse_or_nan(a)", tool_inverse, "The inverse, nan where there is none.", 0},
    {"named_tuple(name, items)", tool_named, "The items of a tuple under the type of that name.",
     0},
    {NULL, NULL, NULL, 0}};

const BuiltinRow numpy_factor_rows[] = {
    {"qr(a, mode='reduced')", linalg_qr,
     "Q and R with a = Q @ R, Q's columns orthonormal and R upper triangular. mode: 'reduced', "
     "'complete' (Q is square), 'r' (R alone) or 'raw' (LAPACK's reflectors, and their factors).",
     0},
    {"slogdet(a)", linalg_slogdet,
     "The sign of the determinant and the logarithm of its modulus, which does not overflow.", 0},
    {"eigh(a, UPLO='L')", linalg_eigh,
     "Eigenvalues in ascending order and eigenvectors, as columns, of symmetric or Hermitian "
     "matrices, of which the lower ('L') or upper ('U') triangle is read.",
     1},
    {"eigvalsh(a, UPLO='L')", linalg_eigh, "The eigenvalues of eigh().", 0},
    {"eig(a)", linalg_eig,
     "Eigenvalues and eigenvectors, as columns, of square matrices. Real if all eigenvalues are, "
     "which is waited for; LinAlgError for inf and nan.",
     1},
    {"eigvals(a)", linalg_eig, "The eigenvalues of eig().", 0},
    {"lstsq(a, b, rcond=None)", linalg_lstsq,
     "The x with the least |a @ x - b|, its sums of squares (empty unless x is unique and a has "
     "more rows than columns), a's rank and its singular values, of which those below rcond "
     "times the greatest count as 0.",
     0},
    {NULL, NULL, NULL, 0}};
