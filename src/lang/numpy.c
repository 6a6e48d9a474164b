/* The names of np: functions from the tables of the numpy_*.c files, other
 * names of the same functions, constants and dtypes. */
#include "arrays.h"

#include <math.h>
#include <string.h>

#include "warnings.h"

/* names_set() and the end of our reference. */
static ArrStatus define(ArrState *state, const char *name, Value value) {
    ArrStatus status = names_set(state, &state->numpy, name, value);
    value_release(state, value);
    return status;
}

static ArrStatus define_alias(ArrState *state, const char *alias, const char *name) {
    const Value *value = names_find(&state->numpy, name, (int64_t)strlen(name));
    return names_set(state, &state->numpy, alias, *value);
}

/* NumPy 2's names from the array API, and older ones. Either may be a
 * library function's. */
ArrStatus numpy_open_aliases(ArrState *state) {
    static const struct {
        const char *alias, *name;
    } aliases[] = {{"asanyarray", "asarray"},
                   {"row_stack", "vstack"},
                   {"trapz", "trapezoid"},
                   {"acos", "arccos"},
                   {"acosh", "arccosh"},
                   {"asin", "arcsin"},
                   {"asinh", "arcsinh"},
                   {"atan", "arctan"},
                   {"atan2", "arctan2"},
                   {"atanh", "arctanh"},
                   {"bitwise_invert", "invert"},
                   {"bitwise_left_shift", "left_shift"},
                   {"bitwise_right_shift", "right_shift"},
                   {"concat", "concatenate"},
                   {"permute_dims", "transpose"},
                   {"pow", "power"}};
    ArrStatus status = ARR_OK;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases && !status; i++)
        status = define_alias(state, aliases[i].alias, aliases[i].name);
    return status;
}

static ArrStatus define_functions(ArrState *state) {
    static const BuiltinRow *const tables[] = {
        numpy_join_rows,   numpy_repeat_rows, numpy_move_rows,        numpy_diagonal_rows,
        numpy_order_rows,  numpy_flat_rows,   numpy_vectorize_rows,   numpy_create_rows,
        numpy_range_rows,  numpy_shape_rows,  numpy_elementwise_rows, numpy_reduce_rows,
        numpy_linear_rows, numpy_einsum_rows, numpy_index_rows,       numpy_compose_rows,
        numpy_type_rows,   numpy_print_rows,  warnings_numpy_rows};
    ArrStatus status = ARR_OK;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && !status; i++)
        status = builtins_register(state, &state->numpy, tables[i]);
    for (int op = 0; op < OP_COUNT && !status; op++)
        if (op_info[op].alias) status = define_alias(state, op_info[op].alias, op_info[op].name);
    for (int op = 0; op < REDUCE_COUNT && !status; op++)
        if (reduce_info[op].alias)
            status = define_alias(state, reduce_info[op].alias, reduce_info[op].name);
    return status;
}

static ArrStatus define_constants(ArrState *state) {
    static const struct {
        const char *name;
        double value;
    } floats[] = {{"pi", M_PI},
                  {"e", M_E},
                  {"inf", (double)INFINITY},
                  {"nan", (double)NAN},
                  {"euler_gamma", 0.57721566490153286061}};
    ArrStatus status = define(state, "newaxis", value_none());
    for (size_t i = 0; i < sizeof floats / sizeof *floats && !status; i++)
        status = define(state, floats[i].name, value_float(floats[i].value));
    return status;
}

static ArrStatus define_dtypes(ArrState *state) {
    static const struct {
        const char *name, *dtype;
    } aliases[] = {{"bool_", "bool"},        {"byte", "int8"},      {"short", "int16"},
                   {"intc", "int32"},        {"int_", "int64"},     {"intp", "int64"},
                   {"long", "int64"},        {"longlong", "int64"}, {"ubyte", "uint8"},
                   {"ushort", "uint16"},     {"uintc", "uint32"},   {"uint", "uint64"},
                   {"uintp", "uint64"},      {"ulong", "uint64"},   {"ulonglong", "uint64"},
                   {"single", "float32"},    {"double", "float64"}, {"csingle", "complex64"},
                   {"cdouble", "complex128"}};
    ArrStatus status = ARR_OK;
    for (int dtype = 0; dtype < ARR_DTYPE_COUNT && !status; dtype++) {
        Value type;
        status = scalar_type_new(state, (ArrDtype)dtype, &type);
        if (!status) status = define(state, dtype_info[dtype].name, type);
    }
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases && !status; i++)
        status = define_alias(state, aliases[i].name, aliases[i].dtype);
    return status;
}

ArrStatus numpy_open(ArrState *state) {
    ArrStatus status = define_functions(state);
    if (!status) status = define_constants(state);
    if (!status) status = builtins_register(state, &state->numpy, numpy_file_rows);
    return status ? status : define_dtypes(state);
}
