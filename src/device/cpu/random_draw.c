/* Random arrays whose draws follow one another: the generator is an operand,
 * and stands behind the values (library.def). And what their parameters must be. */
#include <math.h>
#include <string.h>

#include "../../graph/random.h"
#include "rows.h"

ArrStatus cpu_random_draw(CpuDevice *cpu, const LibraryTask *task) {
    Draw draw;
    DrawValues values = {{NULL, NULL}};
    BitGenerator bits;
    random_read_draw(task->parameters, &draw);
    memcpy(&bits, cpu_data(&task->in[0]), sizeof bits);
    for (int k = 0, next = 1; k < 2; k++)
        if (draw.values >> k & 1)
            values.of[k] = (const double *)(void *)cpu_data(&task->in[next++]);
    int64_t words = task->out.array->size - GENERATOR_WORDS;
    int64_t count = words * 8 / draw_item_size(&draw) - draw.spare;
    char *out = cpu_data(&task->out), *scratch = NULL;
    int64_t needed = draw_scratch(&draw, count);
    if (needed && !(scratch = cpu_scratch(cpu, needed))) return ARR_MEMORY;
    if (!draw_fill(&bits, &draw, draw.values ? &values : NULL, count, scratch, out))
        memset(out, 0, (size_t)words * 8);
    memcpy(out + 8 * words, &bits, sizeof bits);
    return ARR_OK;
}

/* --- parameters ------------------------------------------------------------------- */

static double value_at(const LibraryOperand *a, int64_t i) {
    return *(const double *)(const void *)cpu_row(a, a->array->ndim, i);
}

static ArrStatus check_parameter(Base *base, const RandomCheck *check, const LibraryOperand *a) {
    const DistributionInfo *info = &distribution_info[check->kind];
    ParameterCheck rule = info->parameters[check->place].check;
    for (int64_t i = 0; i < a->array->size; i++) {
        DistributionTrouble trouble;
        if (distribution_trouble(rule, value_at(a, i), true, info->parameters[check->place].name,
                                 trouble))
            return error_set(base, ERROR_VALUE, "%s", trouble);
    }
    return ARR_OK;
}

static ArrStatus check_width(Base *base, const RandomCheck *check, const LibraryOperand *a) {
    bool negative = false;
    for (int64_t i = 0; i < a->array->size; i++) {
        double width = value_at(a, i);
        negative |= signbit(width);
        if (!isfinite(width)) return error_set(base, ERROR_OVERFLOW, "Range exceeds valid bounds");
    }
    if (!negative || check->legacy) return ARR_OK;
    return error_set(base, ERROR_VALUE, "high - low < 0");
}

/* Kahan's sum, as NumPy adds them. */
static double careful_sum(const LibraryOperand *a) {
    double sum = value_at(a, 0), lost = 0;
    for (int64_t i = 1; i < a->array->size; i++) {
        double item = value_at(a, i) - lost, next = sum + item;
        lost = next - sum - item;
        sum = next;
    }
    return sum;
}

static ArrStatus check_probabilities(Base *base, const RandomCheck *check,
                                     const LibraryOperand *a) {
    int64_t possible = 0;
    bool negative = false;
    double sum = careful_sum(a);
    const char *who = check->legacy ? "probabilities" : "Probabilities";
    for (int64_t i = 0; i < a->array->size; i++) {
        negative |= value_at(a, i) < 0;
        possible += value_at(a, i) > 0;
    }
    if (isnan(sum)) return error_set(base, ERROR_VALUE, "%s contain NaN", who);
    if (negative) return error_set(base, ERROR_VALUE, "%s are not non-negative", who);
    if (fabs(sum - 1) > check->tolerance)
        return error_set(base, ERROR_VALUE, "%s do not sum to 1%s", who,
                         check->legacy ? ""
                                       : ". See Notes section of docstring for more information.");
    if (possible >= check->wanted) return ARR_OK;
    return error_set(base, ERROR_VALUE, "Fewer non-zero entries in p than size");
}

static int64_t int_at(const LibraryOperand *a, int64_t i) {
    return *(const int64_t *)(const void *)cpu_row(a, a->array->ndim, i);
}

static ArrStatus check_bounds(Base *base, const RandomCheck *check, const LibraryOperand *low,
                              const LibraryOperand *last) {
    ArrDtype dtype = (ArrDtype)check->kind;
    bool is_signed = dtype_info[dtype].kind == KIND_INT, closed = check->legacy;
    int bits = dtype == ARR_BOOL ? 1 : 8 * dtype_info[dtype].itemsize - is_signed;
    int64_t most = (int64_t)(UINT64_MAX >> (64 - bits)), least = is_signed ? -most - 1 : 0;
    int trouble = 0; /* in the order in which NumPy looks */
    for (int64_t i = 0; i < low->array->size; i++) {
        int64_t first = int_at(low, i), end = int_at(last, i);
        int here = first < least ? 3 : end > most ? 2 : first > end;
        if (here > trouble) trouble = here;
    }
    if (trouble == 3)
        return error_set(base, ERROR_VALUE, "low is out of bounds for %s", dtype_info[dtype].name);
    if (trouble == 2)
        return error_set(base, ERROR_VALUE, "high is out of bounds for %s", dtype_info[dtype].name);
    if (trouble == 0) return ARR_OK;
    if (check->place) return error_set(base, ERROR_VALUE, "high %s 0", closed ? "<" : "<=");
    return error_set(base, ERROR_VALUE, "low %s high", closed ? ">" : ">=");
}

ArrStatus cpu_random_check(CpuDevice *cpu, const LibraryTask *task) {
    RandomCheck check = random_read_check(task->parameters);
    Base *base = cpu->device.base;
    *cpu_data(&task->out) = 0;
    switch (check.what) {
    case RANDOM_PARAMETER: return check_parameter(base, &check, &task->in[0]);
    case RANDOM_WIDTH: return check_width(base, &check, &task->in[0]);
    case RANDOM_BOUNDS: return check_bounds(base, &check, &task->in[0], &task->in[1]);
    default: return check_probabilities(base, &check, &task->in[0]);
    }
}
