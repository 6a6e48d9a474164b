/* Random values. Where PCG64's draws are counted in advance the fill is
 * deferred (graph/random.h). Distributions that refuse draws, and all of
 * MT19937, are drawn here at the statement, since the next call begins where
 * this one ends; what was drawn is uploaded. */
#include "random.h"

#include <math.h>
#include <string.h>

#include "../graph/random.h"
#include "arrays.h"
#include "bigint.h"

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- size= ------------------------------------------------------------------------ */

typedef struct Size {
    bool scalar; /* None */
    int ndim;
    int64_t shape[ARR_MAX_NDIM];
} Size;

static ArrStatus read_size(ArrState *state, Value v, Size *size) {
    size->scalar = !argument_given(v);
    size->ndim = 0;
    return size->scalar ? ARR_OK : convert_to_shape(state, v, &size->ndim, size->shape);
}

/* --- drawn here --------------------------------------------------------------------- */

typedef struct Drawing {
    BitGenerator *bits;
    void (*fill)(const struct Drawing *drawing, int64_t count, void *out);
    double offset, factor; /* of floats */
    int item;              /* of ints: draw_integers' size, offset and range */
    uint64_t low, range;
} Drawing;

static void fill_uniform(const Drawing *drawing, int64_t count, void *out) {
    draw_uniforms(drawing->bits, drawing->offset, drawing->factor, count, out);
}

static void fill_normal(const Drawing *drawing, int64_t count, void *out) {
    draw_normals(drawing->bits, drawing->offset, drawing->factor, count, out);
}

static void fill_integers(const Drawing *drawing, int64_t count, void *out) {
    draw_integers(drawing->bits, drawing->item, drawing->low, drawing->range, count, out);
}

static ArrStatus draw_array(ArrState *state, const Drawing *drawing, ArrDtype dtype,
                            const Size *size, Array **result) {
    Heap *heap = &state->base.heap;
    Array *shaped; /* it is what checks the extents before anything is drawn */
    ArrStatus status =
        array_new(&state->graph.arrays, dtype, size->ndim, size->shape, NULL, &shaped);
    if (status) return status;
    int64_t count = shaped->size, nbytes = count * array_itemsize(shaped);
    release(state, shaped);
    void *bytes = heap_alloc(heap, (size_t)nbytes);
    if (!bytes) return error_memory(&state->base, nbytes, "random numbers");
    drawing->fill(drawing, count, bytes);
    status = graph_from_host(&state->graph, dtype, size->ndim, size->shape, bytes, result);
    heap_free(heap, bytes, (size_t)nbytes);
    return status;
}

static ArrStatus draw_floats(ArrState *state, const Drawing *drawing, const Size *size,
                             Value *result) {
    Array *drawn;
    if (size->scalar) {
        double x;
        drawing->fill(drawing, 1, &x);
        *result = value_float(x);
        return ARR_OK;
    }
    return give_array(draw_array(state, drawing, ARR_FLOAT64, size, &drawn), &drawn, result);
}

/* --- parameters that are arrays ------------------------------------------------------- */

static bool is_array_like(Value v) {
    return v.kind == VALUE_ARRAY || v.kind == VALUE_LIST || v.kind == VALUE_TUPLE ||
           v.kind == VALUE_RANGE;
}

static ArrStatus mismatch(ArrState *state, const Size *size, const Array *model) {
    char own[SHAPE_TEXT], other[SHAPE_TEXT];
    return error_set(&state->base, ERROR_VALUE,
                     "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is "
                     "between arg 0 with shape %s and arg 1 with shape %s.",
                     shape_text(own, size->ndim, size->shape),
                     shape_text(other, model->ndim, array_shape(model)));
}

/* The shape of what is drawn: size=, to which model must broadcast, or model's. */
static ArrStatus size_for(ArrState *state, Value v, const Array *model, Size *size) {
    char own[SHAPE_TEXT], other[SHAPE_TEXT];
    ArrStatus status = read_size(state, v, size);
    if (status) return status;
    Size whole = *size;
    if (!shape_broadcast(&whole.ndim, whole.shape, model->ndim, array_shape(model)))
        return mismatch(state, size, model);
    bool same = whole.ndim == size->ndim &&
                !memcmp(whole.shape, size->shape, (size_t)whole.ndim * sizeof *whole.shape);
    if (!size->scalar && !same)
        return error_set(&state->base, ERROR_VALUE,
                         "Output size %s is not compatible with broadcast dimensions of inputs %s.",
                         shape_tuple_text(own, size->ndim, size->shape),
                         shape_tuple_text(other, model->ndim, array_shape(model)));
    *size = whole;
    size->scalar = false;
    return ARR_OK;
}

/* offset + factor * drawn */
static ArrStatus scale_drawn(ArrState *state, Array *offset, Array *factor, Array *drawn,
                             Array **result) {
    Array *scaled;
    ArrStatus status =
        elementwise_2(state, OP_MULTIPLY, operand_array(factor), operand_array(drawn), &scaled);
    if (status) return status;
    status = elementwise_2(state, OP_ADD, operand_array(offset), operand_array(scaled), result);
    release(state, scaled);
    return status;
}

static ArrStatus float_array(ArrState *state, Value v, double missing, Array **a) {
    return convert_array(state, v.kind == VALUE_UNDEFINED ? value_float(missing) : v, ARR_FLOAT64,
                         a);
}

static ArrStatus unit_uniform(ArrState *state, BitGenerator *bits, const Size *size,
                              Array **result) {
    Drawing drawing = {.bits = bits, .fill = fill_uniform, .factor = 1};
    if (bits->legacy) return draw_array(state, &drawing, ARR_FLOAT64, size, result);
    return graph_random_uniform(&state->graph, &bits->pcg, size->ndim, size->shape, 0, 1, result);
}

/* Bounds that are arrays are not looked at: high < low is no error here. */
static ArrStatus uniform_arrays(ArrState *state, const RandomCall *call, Value low, Value high,
                                Value *result) {
    Size size;
    Array *start = NULL, *end = NULL, *width = NULL, *drawn = NULL, *values;
    ArrStatus status = float_array(state, low, 0, &start);
    if (!status) status = float_array(state, high, 1, &end);
    if (!status)
        status =
            elementwise_2(state, OP_SUBTRACT, operand_array(end), operand_array(start), &width);
    if (!status) status = size_for(state, call->size, width, &size);
    if (!status) status = unit_uniform(state, call->bits, &size, &drawn);
    if (!status) status = scale_drawn(state, start, width, drawn, &values);
    release(state, start);
    release(state, end);
    release(state, width);
    release(state, drawn);
    return give_array(status, &values, result);
}

static ArrStatus normal_arrays(ArrState *state, const RandomCall *call, Value loc, Value scale,
                               Value *result) {
    Drawing drawing = {.bits = call->bits, .fill = fill_normal, .factor = 1};
    Size size;
    Array *center = NULL, *deviation = NULL, *both = NULL, *drawn = NULL, *values;
    ArrStatus status = float_array(state, loc, 0, &center);
    if (!status) status = float_array(state, scale, 1, &deviation);
    if (!status) /* nobody looks at the sum: it is there for its shape, and never computed */
        status =
            elementwise_2(state, OP_ADD, operand_array(center), operand_array(deviation), &both);
    if (!status) status = size_for(state, call->size, both, &size);
    if (!status) status = draw_array(state, &drawing, ARR_FLOAT64, &size, &drawn);
    if (!status) status = scale_drawn(state, center, deviation, drawn, &values);
    release(state, center);
    release(state, deviation);
    release(state, both);
    release(state, drawn);
    return give_array(status, &values, result);
}

/* --- uniform, normal ------------------------------------------------------------------ */

static ArrStatus read_float(ArrState *state, Value v, double missing, double *x) {
    *x = missing;
    return v.kind == VALUE_UNDEFINED ? ARR_OK : construct_float(state, v, x);
}

ArrStatus random_uniform_values(ArrState *state, const RandomCall *call, Value low, Value high,
                                Value *result) {
    Size size;
    Array *drawn;
    double end;
    Drawing drawing = {.bits = call->bits, .fill = fill_uniform};
    if (is_array_like(low) || is_array_like(high))
        return uniform_arrays(state, call, low, high, result);
    ArrStatus status = read_float(state, low, 0, &drawing.offset);
    if (!status) status = read_float(state, high, 1, &end);
    if (!status) status = read_size(state, call->size, &size);
    if (status) return status;
    drawing.factor = end - drawing.offset;
    bool legacy = call->bits->legacy;
    if (!isfinite(drawing.factor))
        return error_set(&state->base, ERROR_OVERFLOW, "%s",
                         legacy ? "Range exceeds valid bounds"
                                : "high - low range exceeds valid bounds");
    if (!legacy && signbit(drawing.factor))
        return error_set(&state->base, ERROR_VALUE, "high - low < 0");
    if (legacy || size.scalar) return draw_floats(state, &drawing, &size, result);
    status = graph_random_uniform(&state->graph, &call->bits->pcg, size.ndim, size.shape,
                                  drawing.offset, drawing.factor, &drawn);
    return give_array(status, &drawn, result);
}

ArrStatus random_normal_values(ArrState *state, const RandomCall *call, Value loc, Value scale,
                               Value *result) {
    Size size;
    Drawing drawing = {.bits = call->bits, .fill = fill_normal};
    if (is_array_like(loc) || is_array_like(scale))
        return normal_arrays(state, call, loc, scale, result);
    ArrStatus status = read_float(state, loc, 0, &drawing.offset);
    if (!status) status = read_float(state, scale, 1, &drawing.factor);
    if (!status) status = read_size(state, call->size, &size);
    if (status) return status;
    if (!isnan(drawing.factor) && signbit(drawing.factor))
        return error_set(&state->base, ERROR_VALUE, "scale < 0");
    return draw_floats(state, &drawing, &size, result);
}

ArrStatus random_float32_values(ArrState *state, const RandomCall *call, Value *result) {
    Size size;
    Array *drawn;
    ArrStatus status = read_size(state, call->size, &size);
    if (status) return status;
    if (size.scalar) {
        *result = value_float((double)pcg64_float(&call->bits->pcg));
        return ARR_OK;
    }
    status = graph_random_float(&state->graph, &call->bits->pcg, size.ndim, size.shape, &drawn);
    return give_array(status, &drawn, result);
}

/* --- integers --------------------------------------------------------------------------- */

typedef __int128 Wide; /* any bound of any type, and those a little beyond */

/* An int's value; one far beyond 64 bits is as good as any other. */
static ArrStatus wide_int(ArrState *state, Value v, Wide *x) {
    if (v.kind != VALUE_BIGINT) {
        *x = v.kind == VALUE_BOOL ? v.boolean : v.integer;
        return ARR_OK;
    }
    Text text = text_new(&state->base.heap);
    bigint_add_digits(v, 4, &text);
    ArrStatus status = text.failed ? error_memory(&state->base, text.length, "an int") : ARR_OK;
    const char *digits = text_string(&text);
    *x = 0;
    for (int64_t i = 0; i < text.length && i < 24; i++)
        *x = *x * 16 + (digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10);
    if (bigint_sign(v) < 0) *x = -*x;
    text_free(&text);
    return status;
}

static ArrStatus read_bound(ArrState *state, const RandomCall *call, Value v, Wide *x) {
    Value whole;
    bool many = is_array_like(v) && !(v.kind == VALUE_ARRAY && v.array->ndim == 0);
    if (many)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "%s with arrays as bounds is not in arr yet", call->name);
    ArrStatus status = construct_int(state, v, &whole);
    if (status) return status;
    status = wide_int(state, whole, x);
    value_release(state, whole);
    return status;
}

/* The smallest and the largest of a type. */
static void type_bounds(ArrDtype dtype, Wide *least, Wide *most) {
    int bits = 8 * dtype_info[dtype].itemsize;
    bool is_signed = dtype_info[dtype].kind == KIND_INT;
    *most = dtype == ARR_BOOL ? 1 : ((Wide)1 << (bits - is_signed)) - 1;
    *least = is_signed ? -*most - 1 : 0;
}

static ArrStatus check_bounds(ArrState *state, ArrDtype dtype, Wide low, Wide high, bool closed) {
    Wide least, most;
    const char *name = dtype_info[dtype].name, *sign;
    type_bounds(dtype, &least, &most);
    if (low < least)
        return error_set(&state->base, ERROR_VALUE, "low is out of bounds for %s", name);
    if (high > most)
        return error_set(&state->base, ERROR_VALUE, "high is out of bounds for %s", name);
    if (low <= high) return ARR_OK;
    if (low == 0) {
        sign = closed ? "<" : "<=";
        return error_set(&state->base, ERROR_VALUE, "high %s 0", sign);
    }
    sign = closed ? ">" : ">=";
    return error_set(&state->base, ERROR_VALUE, "low %s high", sign);
}

static ArrStatus read_bounds(ArrState *state, const RandomCall *call, Value low, Value high,
                             bool closed, ArrDtype dtype, Drawing *drawing) {
    Wide first = 0, last;
    bool both = argument_given(high);
    ArrStatus status = both ? read_bound(state, call, low, &first) : ARR_OK;
    if (!status) status = read_bound(state, call, both ? high : low, &last);
    if (status) return status;
    if (!closed) last--;
    drawing->low = (uint64_t)first;
    drawing->range = (uint64_t)(last - first);
    return check_bounds(state, dtype, first, last, closed);
}

static ArrStatus integer_dtype(ArrState *state, const RandomCall *call, Value v, ArrDtype *dtype) {
    int wanted;
    ArrStatus status = convert_to_dtype(state, v, &wanted);
    if (status) return status;
    *dtype = wanted < 0 ? ARR_INT64 : (ArrDtype)wanted;
    if (dtype_info[*dtype].kind < KIND_FLOAT) return ARR_OK;
    return error_set(&state->base, ERROR_TYPE, "Unsupported dtype dtype('%s') for %s",
                     dtype_info[*dtype].name, call->name);
}

/* As a NumPy scalar, or as a Python value where dtype= was Python's type. */
static ArrStatus one_integer(ArrState *state, const Drawing *drawing, ArrDtype dtype, bool python,
                             Value *result) {
    ArrConst c = {.dtype = dtype};
    Array *scalar;
    drawing->fill(drawing, 1, c.bytes);
    if (python) return convert_const(state, c, result);
    return give_array(graph_scalar(&state->graph, c, &scalar), &scalar, result);
}

static ArrStatus integer_array(ArrState *state, const Drawing *drawing, ArrDtype dtype,
                               const Size *size, Array **result) {
    BitGenerator *bits = drawing->bits;
    IntegerDraw draw = integer_draw(drawing->item, drawing->range);
    if (drawing->range == 0)
        return graph_full(&state->graph, dtype, size->ndim, size->shape,
                          const_cast((ArrConst){.dtype = ARR_UINT64, .u8 = drawing->low}, dtype),
                          result);
    if (bits->legacy || !integer_draw_is_even(&draw))
        return draw_array(state, drawing, dtype, size, result);
    return graph_random_integers(&state->graph, &bits->pcg, dtype, size->ndim, size->shape,
                                 drawing->low, draw, result);
}

static bool is_empty(const Size *size) {
    for (int i = 0; i < size->ndim; i++)
        if (size->shape[i] == 0) return true;
    return false;
}

ArrStatus random_integer_values(ArrState *state, const RandomCall *call, Value low, Value high,
                                bool closed, Value dtype, Value *result) {
    Size size;
    ArrDtype type;
    Array *drawn;
    Drawing drawing = {.bits = call->bits, .fill = fill_integers};
    bool python = dtype.kind == VALUE_TYPE || (dtype.kind == VALUE_UNDEFINED && call->bits->legacy);
    ArrStatus status = integer_dtype(state, call, dtype, &type);
    if (!status) status = read_size(state, call->size, &size);
    if (status) return status;
    drawing.item = type == ARR_BOOL ? 0 : dtype_info[type].itemsize;
    if (is_empty(&size)) { /* NumPy does not look at the bounds either */
        status = graph_full(&state->graph, type, size.ndim, size.shape, const_int(0), &drawn);
        return give_array(status, &drawn, result);
    }
    status = read_bounds(state, call, low, high, closed, type, &drawing);
    if (status) return status;
    if (size.scalar) return one_integer(state, &drawing, type, python, result);
    return give_array(integer_array(state, &drawing, type, &size, &drawn), &drawn, result);
}
