/* Random values. Where PCG64's draws are counted in advance a fill starts
 * anywhere in the stream. Elsewhere the next fill begins where this one ends,
 * which only data say: a few values are drawn at the statement, since that
 * costs less than a node; many are recorded, with the generator's state as an
 * operand and a result (graph/random.h). */
#include "random.h"

#include <math.h>
#include <string.h>

#include "../graph/random.h"

static void release(ArrState *state, Array *a) {
    array_release(&state->graph.arrays, a);
}

/* --- size= ------------------------------------------------------------------------ */

/* array_new() checks the extents before anything is drawn. */
static ArrStatus count_size(ArrState *state, RandomSize *size) {
    Array *model;
    ArrStatus status =
        array_new(&state->graph.arrays, ARR_FLOAT64, size->ndim, size->shape, NULL, &model);
    if (status) return status;
    size->count = model->size;
    release(state, model);
    return ARR_OK;
}

ArrStatus random_size(ArrState *state, Value v, RandomSize *size) {
    size->scalar = !argument_given(v);
    size->ndim = 0;
    size->count = 1;
    if (size->scalar) return ARR_OK;
    ArrStatus status = convert_to_shape(state, v, &size->ndim, size->shape);
    return status ? status : count_size(state, size);
}

typedef struct Shape {
    int ndim;
    const int64_t *extents;
} Shape;

static int64_t extent_of(const Shape *shape, int from_last) {
    return from_last < shape->ndim ? shape->extents[shape->ndim - 1 - from_last] : 1;
}

/* The first two shapes that do not agree. */
static ArrStatus mismatch(ArrState *state, int count, const Shape *shapes) {
    char first[SHAPE_TEXT], second[SHAPE_TEXT];
    for (int j = 1; j < count; j++)
        for (int d = 0; d < shapes[j].ndim; d++)
            for (int i = 0; i < j; i++) {
                int64_t x = extent_of(&shapes[i], d), y = extent_of(&shapes[j], d);
                if (x == y || x == 1 || y == 1) continue;
                return error_set(&state->base, ERROR_VALUE,
                                 "shape mismatch: objects cannot be broadcast to a single shape.  "
                                 "Mismatch is between arg %d with shape %s and arg %d with shape "
                                 "%s.",
                                 i, shape_tuple_text(first, shapes[i].ndim, shapes[i].extents), j,
                                 shape_tuple_text(second, shapes[j].ndim, shapes[j].extents));
            }
    return error_set(&state->base, ERROR_VALUE, "shape mismatch");
}

ArrStatus random_size_of(ArrState *state, Value v, int count, Array *const parameters[],
                         RandomSize *size) {
    char own[SHAPE_TEXT], other[SHAPE_TEXT];
    Shape shapes[4];
    int shape_count = 0;
    ArrStatus status = random_size(state, v, size);
    if (status) return status;
    RandomSize given = *size;
    if (!size->scalar) shapes[shape_count++] = (Shape){given.ndim, given.shape};
    for (int k = 0; k < count; k++) {
        shapes[shape_count++] = (Shape){parameters[k]->ndim, array_shape(parameters[k])};
        if (!shape_broadcast(&size->ndim, size->shape, parameters[k]->ndim,
                             array_shape(parameters[k])))
            return mismatch(state, shape_count, shapes);
    }
    bool same = size->ndim == given.ndim &&
                !memcmp(size->shape, given.shape, (size_t)given.ndim * sizeof *size->shape);
    if (!given.scalar && !same) {
        RandomSize model = {.ndim = 0};
        for (int k = 0; k < count; k++)
            shape_broadcast(&model.ndim, model.shape, parameters[k]->ndim,
                            array_shape(parameters[k]));
        return error_set(&state->base, ERROR_VALUE,
                         "Output size %s is not compatible with broadcast dimensions of inputs %s.",
                         shape_tuple_text(own, given.ndim, given.shape),
                         shape_tuple_text(other, model.ndim, model.shape));
    }
    size->scalar = false;
    return count_size(state, size);
}

bool random_is_many(Value v) {
    return v.kind == VALUE_ARRAY || v.kind == VALUE_LIST || v.kind == VALUE_TUPLE ||
           v.kind == VALUE_RANGE;
}

/* --- drawing ------------------------------------------------------------------------- */

ArrStatus random_settle(ArrState *state, RandomObject *object) {
    if (!object->ahead) return ARR_OK;
    BitGenerator bits;
    ArrStatus status = pull(state->exec, PULL_CONVERT, object->ahead, &bits);
    if (status) return status;
    object->bits = bits;
    release(state, object->ahead);
    object->ahead = NULL;
    return ARR_OK;
}

ArrStatus random_draw_one(ArrState *state, const RandomCall *call, const Draw *draw, void *value) {
    ArrStatus status = random_settle(state, call->object);
    if (!status) draw_fill(&call->object->bits, draw, NULL, 1, NULL, value);
    return status;
}

static ArrStatus draw_here(ArrState *state, const RandomCall *call, const Draw *draw,
                           ArrDtype dtype, const RandomSize *size, Array **result) {
    Heap *heap = &state->base.heap;
    int64_t nbytes = size->count * dtype_info[dtype].itemsize;
    int64_t needed = draw_scratch(draw, size->count), whole = (nbytes + 7) / 8 * 8 + needed;
    char *bytes = heap_alloc(heap, (size_t)whole);
    if (!bytes) return error_memory(&state->base, whole, "random numbers");
    draw_fill(&call->object->bits, draw, NULL, size->count, bytes + (nbytes + 7) / 8 * 8, bytes);
    ArrStatus status =
        graph_from_host(&state->graph, dtype, size->ndim, size->shape, bytes, result);
    heap_free(heap, bytes, (size_t)whole);
    return status;
}

static ArrStatus draw_later(ArrState *state, RandomObject *object, const Draw *draw,
                            Array *const values[2], ArrDtype dtype, const RandomSize *size,
                            Array **result) {
    Array *behind;
    ArrStatus status = ARR_OK;
    if (!object->ahead) status = graph_random_state(&state->graph, &object->bits, &object->ahead);
    if (!status)
        status = graph_random_draw(&state->graph, object->ahead, *draw, values, dtype, size->ndim,
                                   size->shape, result, &behind);
    if (status) return status;
    release(state, object->ahead);
    object->ahead = behind;
    return ARR_OK;
}

ArrStatus random_draw_array(ArrState *state, const RandomCall *call, const Draw *draw,
                            Array *const values[2], ArrDtype dtype, const RandomSize *size,
                            Array **result) {
    bool few = size->count < state->draws_here && !draw->values && !call->object->ahead;
    if (few || size->count == 0) return draw_here(state, call, draw, dtype, size, result);
    return draw_later(state, call->object, draw, values, dtype, size, result);
}

/* --- parameters ------------------------------------------------------------------------ */

static ArrStatus float_array(ArrState *state, Value v, double missing, Array **a) {
    return convert_array(state, v.kind == VALUE_UNDEFINED ? value_float(missing) : v, ARR_FLOAT64,
                         a);
}

static ArrStatus read_float(ArrState *state, Value v, double missing, double *x) {
    *x = missing;
    return v.kind == VALUE_UNDEFINED ? ARR_OK : construct_float(state, v, x);
}

/* --- uniform ------------------------------------------------------------------------------ */

static ArrStatus uniform_array(ArrState *state, const RandomCall *call, const RandomSize *size,
                               double low, double width, Array **result) {
    Draw draw = {.kind = DRAW_UNIFORM, .a = low, .b = width};
    if (random_is_legacy(call) || call->object->ahead)
        return random_draw_array(state, call, &draw, NULL, ARR_FLOAT64, size, result);
    return graph_random_uniform(&state->graph, &call->object->bits.pcg, size->ndim, size->shape,
                                low, width, result);
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

static ArrStatus uniform_of_arrays(ArrState *state, const RandomCall *call, Value low, Value high,
                                   Value *result) {
    RandomSize size;
    RandomCheck check = {.what = RANDOM_WIDTH, .legacy = random_is_legacy(call)};
    Array *start = NULL, *end = NULL, *width = NULL, *drawn = NULL, *values;
    ArrStatus status = float_array(state, low, 0, &start);
    if (!status) status = float_array(state, high, 1, &end);
    if (!status)
        status =
            elementwise_2(state, OP_SUBTRACT, operand_array(end), operand_array(start), &width);
    if (!status) status = random_size_of(state, call->size, 1, &width, &size);
    if (!status) status = graph_random_check(&state->graph, 1, &width, &check);
    if (!status) status = uniform_array(state, call, &size, 0, 1, &drawn);
    if (!status) status = scale_drawn(state, start, width, drawn, &values);
    release(state, start);
    release(state, end);
    release(state, width);
    release(state, drawn);
    return give_array(status, &values, result);
}

static ArrStatus check_width(ArrState *state, bool legacy, double width) {
    if (!isfinite(width))
        return error_set(&state->base, ERROR_OVERFLOW, "%s",
                         legacy ? "Range exceeds valid bounds"
                                : "high - low range exceeds valid bounds");
    if (!legacy && signbit(width)) return error_set(&state->base, ERROR_VALUE, "high - low < 0");
    return ARR_OK;
}

ArrStatus random_uniform_values(ArrState *state, const RandomCall *call, Value low, Value high,
                                Value *result) {
    RandomSize size;
    Array *drawn;
    double start, end, x;
    if (random_is_many(low) || random_is_many(high))
        return uniform_of_arrays(state, call, low, high, result);
    ArrStatus status = read_float(state, low, 0, &start);
    if (!status) status = read_float(state, high, 1, &end);
    if (!status) status = random_size(state, call->size, &size);
    if (!status) status = check_width(state, random_is_legacy(call), end - start);
    if (status) return status;
    if (!size.scalar)
        return give_array(uniform_array(state, call, &size, start, end - start, &drawn), &drawn,
                          result);
    Draw draw = {.kind = DRAW_UNIFORM, .a = start, .b = end - start};
    status = random_draw_one(state, call, &draw, &x);
    if (!status) *result = value_float(x);
    return status;
}

/* --- distributions -------------------------------------------------------------------------- */

ArrStatus random_plain_values(ArrState *state, const RandomCall *call, DrawKind kind,
                              Value *result) {
    RandomSize size;
    Array *drawn;
    Draw draw = {.kind = (uint8_t)kind, .b = 1};
    bool narrow = draw_item_size(&draw) == 4;
    union {
        double wide;
        float narrow;
    } x;
    ArrStatus status = random_size(state, call->size, &size);
    if (!status && size.scalar) status = random_draw_one(state, call, &draw, &x);
    if (status) return status;
    if (size.scalar) {
        *result = value_float(narrow ? (double)x.narrow : x.wide);
        return ARR_OK;
    }
    if (kind == DRAW_UNIFORM_FLOAT && !call->object->ahead)
        status = graph_random_float(&state->graph, &call->object->bits.pcg, size.ndim, size.shape,
                                    &drawn);
    else
        status = random_draw_array(state, call, &draw, NULL, narrow ? ARR_FLOAT32 : ARR_FLOAT64,
                                   &size, &drawn);
    return give_array(status, &drawn, result);
}

static ArrStatus check_triangle(ArrState *state, const Draw *draw) {
    if (draw->a > draw->b) return error_set(&state->base, ERROR_VALUE, "left > mode");
    if (draw->b > draw->c) return error_set(&state->base, ERROR_VALUE, "mode > right");
    if (draw->a == draw->c) return error_set(&state->base, ERROR_VALUE, "left == right");
    return ARR_OK;
}

/* What no check of one parameter says. */
static ArrStatus check_together(ArrState *state, const Draw *draw) {
    if (draw->kind == DRAW_TRIANGULAR) return check_triangle(state, draw);
    if (draw->kind != DRAW_NEGATIVE_BINOMIAL) return ARR_OK;
    double most = (1 - draw->b) / draw->b * (draw->a + 10 * sqrt(draw->a));
    if (most <= 9.223372006484771e+18) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     "n too large or p too small, see Generator.negative_binomial Notes");
}

static ArrStatus one_of_distribution(ArrState *state, const RandomCall *call, const Draw *draw,
                                     bool integral, Value *result) {
    union {
        double number;
        int64_t integer;
    } x;
    ArrStatus status = random_draw_one(state, call, draw, &x);
    if (!status) *result = integral ? value_int(x.integer) : value_float(x.number);
    return status;
}

static ArrStatus of_numbers(ArrState *state, const RandomCall *call, DrawKind kind,
                            const Value *parameters, Value *result) {
    const DistributionInfo *info = &distribution_info[kind];
    RandomSize size;
    Array *drawn;
    Draw draw = {.kind = (uint8_t)kind};
    double *own[3] = {&draw.a, &draw.b, &draw.c};
    DistributionTrouble trouble;
    ArrStatus status = ARR_OK;
    for (int k = 0; k < info->count && !status; k++)
        status = read_float(state, parameters[k], info->parameters[k].missing, own[k]);
    if (kind == DRAW_BINOMIAL) draw.a = trunc(draw.a);
    for (int k = 0; k < info->count && !status; k++)
        if (distribution_trouble(info->parameters[k].check, *own[k], false,
                                 info->parameters[k].name, trouble))
            status = error_set(&state->base, ERROR_VALUE, "%s", trouble);
    if (!status) status = check_together(state, &draw);
    if (!status) status = random_size(state, call->size, &size);
    if (status) return status;
    if (size.scalar) return one_of_distribution(state, call, &draw, info->integral, result);
    status = random_draw_array(state, call, &draw, NULL, info->integral ? ARR_INT64 : ARR_FLOAT64,
                               &size, &drawn);
    return give_array(status, &drawn, result);
}

ArrStatus random_spread(ArrState *state, const RandomSize *size, Array **a) {
    Array *wide, *dense;
    ArrStatus status = array_broadcast_to(&state->graph.arrays, *a, size->ndim, size->shape, &wide);
    if (status) return status;
    if (array_is_contiguous(wide)) value_retain(value_array(dense = wide));
    else status = graph_copy(&state->graph, wide, (ArrDtype)wide->dtype, 'C', &dense);
    release(state, wide);
    if (status) return status;
    release(state, *a);
    *a = dense;
    return ARR_OK;
}

static ArrStatus check_parameter(ArrState *state, DrawKind kind, int place, Array *a) {
    RandomCheck check = {.what = RANDOM_PARAMETER, .kind = (uint8_t)kind, .place = (uint8_t)place};
    if (distribution_info[kind].parameters[place].check == CHECK_NONE) return ARR_OK;
    return graph_random_check(&state->graph, 1, &a, &check);
}

static ArrStatus of_arrays(ArrState *state, const RandomCall *call, DrawKind kind,
                           const Value *parameters, Value *result) {
    const DistributionInfo *info = &distribution_info[kind];
    RandomSize size;
    Draw draw = {.kind = (uint8_t)kind, .values = (uint8_t)((1 << info->count) - 1)};
    Array *values[2] = {NULL, NULL}, *drawn;
    ArrStatus status = ARR_OK;
    if (info->count > 2)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "%s() with arrays as parameters is not in arr yet", call->name);
    for (int k = 0; k < info->count && !status; k++)
        status = float_array(state, parameters[k], info->parameters[k].missing, &values[k]);
    if (!status) status = random_size_of(state, call->size, info->count, values, &size);
    for (int k = 0; k < info->count && !status; k++)
        status = check_parameter(state, kind, k, values[k]);
    for (int k = 0; k < info->count && !status; k++)
        status = random_spread(state, &size, &values[k]);
    if (!status)
        status = random_draw_array(state, call, &draw, values,
                                   info->integral ? ARR_INT64 : ARR_FLOAT64, &size, &drawn);
    for (int k = 0; k < 2; k++) release(state, values[k]);
    return give_array(status, &drawn, result);
}

ArrStatus random_distribution(ArrState *state, const RandomCall *call, DrawKind kind,
                              const Value *parameters, Value *result) {
    bool many = false;
    for (int k = 0; k < distribution_info[kind].count; k++)
        many |= random_is_many(parameters[k]) &&
                !(parameters[k].kind == VALUE_ARRAY && parameters[k].array->ndim == 0);
    return many ? of_arrays(state, call, kind, parameters, result)
                : of_numbers(state, call, kind, parameters, result);
}
