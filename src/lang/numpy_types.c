/* np's functions of dtypes: promotion, casts, kinds, and the machine's limits. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../io/number.h"
#include "arrays.h"
#include "record.h"
#include "types.h"

/* --- what names a dtype ------------------------------------------------------------ */

/* The dtype of an array or NumPy scalar; else what v names. */
static ArrStatus dtype_of(ArrState *state, Value v, ArrDtype *dtype) {
    int found;
    if (v.kind == VALUE_ARRAY) {
        *dtype = (ArrDtype)v.array->dtype;
        return ARR_OK;
    }
    ArrStatus status = convert_to_dtype(state, v, &found);
    if (!status) *dtype = found < 0 ? ARR_FLOAT64 : (ArrDtype)found;
    return status;
}

static ArrStatus numpy_issubdtype(ArrState *state, const BuiltinCall *call, Value *result) {
    Value classes[2];
    ArrStatus status = ARR_OK;
    int made = 0;
    for (; made < 2 && !status; made += !status) {
        Value v = call->args[made];
        bool abstract = v.kind == VALUE_TYPE && VALUE_AS(TypeObject, v)->type >= TYPE_GENERIC;
        ArrDtype dtype;
        if (abstract) {
            value_retain(classes[made] = v);
            continue;
        }
        int named = -1;
        status = convert_to_dtype(state, v, &named);
        dtype = named < 0 ? ARR_FLOAT64 : (ArrDtype)named;
        if (!status) status = scalar_type_new(state, dtype, &classes[made]);
    }
    if (!status) *result = value_bool(type_is_subclass(classes[0], classes[1]));
    for (int i = 0; i < made; i++) value_release(state, classes[i]);
    return status;
}

/* --- promotion ------------------------------------------------------------------------ */

static ArrStatus numpy_promote_types(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrDtype a, b;
    ArrStatus status = dtype_of(state, call->args[0], &a);
    if (!status) status = dtype_of(state, call->args[1], &b);
    return status ? status : dtype_new(state, dtype_promote(a, b), result);
}

/* Python numbers are weak: they have a kind and no dtype. */
static bool weak_kind(Value v, ArrayKind *kind) {
    switch (v.kind) {
    case VALUE_INT:
    case VALUE_BIGINT: *kind = KIND_INT; return true;
    case VALUE_FLOAT: *kind = KIND_FLOAT; return true;
    case VALUE_COMPLEX: *kind = KIND_COMPLEX; return true;
    default: return false;
    }
}

static ArrDtype with_weak(ArrDtype dtype, ArrayKind weak) {
    ArrayKind kind = dtype_info[dtype].kind;
    if (kind >= weak || (weak == KIND_INT && kind == KIND_UINT)) return dtype;
    if (weak == KIND_INT) return ARR_INT64;
    if (weak == KIND_FLOAT) return ARR_FLOAT64;
    return dtype == ARR_FLOAT32 ? ARR_COMPLEX64 : ARR_COMPLEX128;
}

static ArrStatus numpy_result_type(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *values = VALUE_AS(SequenceObject, call->args[0]);
    bool strong[ARR_DTYPE_COUNT] = {false}, any = false;
    int weak = -1;
    if (values->count == 0)
        return error_set(&state->base, ERROR_VALUE, "at least one array or dtype is required");
    for (int64_t i = 0; i < values->count; i++) {
        Value v = values->items[i];
        ArrayKind kind;
        ArrDtype dtype = ARR_BOOL;
        if (weak_kind(v, &kind)) {
            if (weak < (int)kind) weak = (int)kind;
            continue;
        }
        ArrStatus status = v.kind == VALUE_BOOL ? ARR_OK : dtype_of(state, v, &dtype);
        if (status) return status;
        strong[dtype] = any = true;
    }
    static const ArrDtype alone[] = {
        [KIND_INT] = ARR_INT64, [KIND_FLOAT] = ARR_FLOAT64, [KIND_COMPLEX] = ARR_COMPLEX128};
    if (!any) return dtype_new(state, alone[weak], result);
    /* the highest kind first: int8, uint16, float32 give float32 in any order */
    int all = -1;
    for (int i = ARR_DTYPE_COUNT - 1; i >= 0; i--)
        if (strong[i]) all = all < 0 ? i : (int)dtype_promote((ArrDtype)all, (ArrDtype)i);
    ArrDtype dtype = (ArrDtype)all;
    return dtype_new(state, weak < 0 ? dtype : with_weak(dtype, (ArrayKind)weak), result);
}

static ArrStatus read_casting(ArrState *state, Value v, int *casting) {
    static const char *const names[] = {"no", "equiv", "safe", "same_kind", "unsafe"};
    *casting = 2;
    if (v.kind == VALUE_UNDEFINED) return ARR_OK;
    if (v.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "casting must be str, not %s",
                         value_type_name(v));
    for (*casting = 0; *casting < 5; ++*casting)
        if (!strcmp(VALUE_AS(StringObject, v)->bytes, names[*casting])) return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     "casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got "
                     "'%.200s')",
                     VALUE_AS(StringObject, v)->bytes);
}

static ArrStatus numpy_can_cast(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrDtype from, to;
    ArrayKind kind;
    int casting;
    if (weak_kind(call->args[0], &kind))
        return error_set(&state->base, ERROR_TYPE,
                         "can_cast() does not support Python ints, floats, and complex because the "
                         "result used to depend on the value.\nThis change was part of adopting "
                         "NEP 50, we may explicitly allow them again in the future.");
    ArrStatus status = dtype_of(state, call->args[0], &from);
    if (!status) status = dtype_of(state, call->args[1], &to);
    if (!status) status = read_casting(state, call->args[2], &casting);
    if (status) return status;
    *result = value_bool(casting <= 1   ? from == to
                         : casting == 2 ? dtype_safe_cast(from, to)
                         : casting == 3 ? dtype_same_kind_cast(from, to)
                                        : true);
    return ARR_OK;
}

/* --- the smallest type of a value -------------------------------------------------------- */

static ArrStatus no_float16(ArrState *state) {
    return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                     "the smallest type is float16, which is not in arr");
}

static ArrStatus smallest_int(ArrState *state, Value v, ArrDtype *dtype) {
    bool negative = false, fits = false;
    ArrStatus status = number_compare(state, AST_OP_LESS, v, value_int(0), &negative);
    for (int bytes = 1; bytes <= 8 && !status && !fits; bytes *= 2) {
        int bits = 8 * bytes - negative;
        Value size = negative ? value_int(INT64_MIN >> (63 - bits)) : value_undefined();
        if (negative) status = number_compare(state, AST_OP_GREATER_EQUAL, v, size, &fits);
        else if (v.kind == VALUE_INT) fits = bits == 64 || v.integer >> bits == 0;
        else if (bits == 64)
            status = number_compare(state, AST_OP_LESS, v, value_float(0x1p64), &fits);
        int step = bytes == 1 ? 0 : bytes == 2 ? 1 : bytes == 4 ? 2 : 3;
        *dtype = (ArrDtype)((negative ? ARR_INT8 : ARR_UINT8) + step);
    }
    if (!status && !fits)
        status = error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                           "the smallest type of so large an int is object, which is not in arr");
    return status;
}

static ArrStatus smallest_float(ArrState *state, double x, ArrDtype *dtype) {
    if (!isfinite(x) || fabs(x) < 65000) return no_float16(state);
    *dtype = fabs(x) < 3.4e38 ? ARR_FLOAT32 : ARR_FLOAT64;
    return ARR_OK;
}

static ArrStatus smallest_of_number(ArrState *state, Value v, ArrDtype *dtype) {
    switch (v.kind) {
    case VALUE_BOOL: *dtype = ARR_BOOL; return ARR_OK;
    case VALUE_FLOAT: return smallest_float(state, v.number, dtype);
    case VALUE_COMPLEX: {
        const ComplexObject *z = VALUE_AS(ComplexObject, v);
        bool small = fabs(z->real) < 3.4e38 && fabs(z->imag) < 3.4e38;
        *dtype =
            small || (!isfinite(z->real) && !isfinite(z->imag)) ? ARR_COMPLEX64 : ARR_COMPLEX128;
        return ARR_OK;
    }
    default: return smallest_int(state, v, dtype);
    }
}

static ArrStatus numpy_min_scalar_type(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0], array = value_undefined(), number = value_undefined();
    ArrDtype dtype = ARR_BOOL;
    ArrStatus status = ARR_OK;
    if (!value_is_number(v)) {
        status = convert_to_array(state, v, -1, &array);
        if (status) return status;
        dtype = (ArrDtype)array.array->dtype;
        if (array.array->ndim == 0) {
            status = convert_to_host(state, PULL_CONVERT, array.array, &number);
            if (!status) status = smallest_of_number(state, number, &dtype);
        }
    } else {
        status = smallest_of_number(state, v, &dtype);
    }
    value_release(state, array);
    value_release(state, number);
    return status ? status : dtype_new(state, dtype, result);
}

/* --- kinds -------------------------------------------------------------------------------- */

static ArrStatus numpy_isscalar(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    Value v = call->args[0];
    *result = value_bool(value_is_number(v) || v.kind == VALUE_STRING ||
                         (v.kind == VALUE_ARRAY && v.array->scalar));
    return ARR_OK;
}

static ArrStatus is_of_kind(ArrState *state, ArrDtype dtype, Value kind, bool *found) {
    static const struct {
        const char *name;
        unsigned kinds;
    } known[] = {
        {"bool", 1u << KIND_BOOL},
        {"signed integer", 1u << KIND_INT},
        {"unsigned integer", 1u << KIND_UINT},
        {"integral", 1u << KIND_INT | 1u << KIND_UINT},
        {"real floating", 1u << KIND_FLOAT},
        {"complex floating", 1u << KIND_COMPLEX},
        {"numeric", 1u << KIND_INT | 1u << KIND_UINT | 1u << KIND_FLOAT | 1u << KIND_COMPLEX},
    };
    if (kind.kind == VALUE_STRING) {
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (!strcmp(known[i].name, VALUE_AS(StringObject, kind)->bytes)) {
                *found |= known[i].kinds >> dtype_info[dtype].kind & 1;
                return ARR_OK;
            }
        return error_set(&state->base, ERROR_VALUE,
                         "kind argument is a string, but '%.200s' is not a known kind name.",
                         VALUE_AS(StringObject, kind)->bytes);
    }
    if (kind.kind == VALUE_DTYPE) {
        *found |= VALUE_AS(DtypeObject, kind)->dtype == dtype;
        return ARR_OK;
    }
    return error_set(&state->base, ERROR_TYPE,
                     "kind argument must be comprised of NumPy dtypes or strings only, but is a "
                     "<class '%s'>.",
                     value_type_name(kind));
}

static ArrStatus numpy_isdtype(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0], kinds = call->args[1];
    if (v.kind != VALUE_DTYPE)
        return error_set(&state->base, ERROR_TYPE,
                         "dtype argument must be a NumPy dtype, but it is a <class '%s'>.",
                         value_type_name(v));
    ArrDtype dtype = VALUE_AS(DtypeObject, v)->dtype;
    bool found = false;
    ArrStatus status = ARR_OK;
    if (kinds.kind != VALUE_TUPLE) {
        status = is_of_kind(state, dtype, kinds, &found);
    } else {
        const SequenceObject *tuple = VALUE_AS(SequenceObject, kinds);
        for (int64_t i = 0; i < tuple->count && !status; i++)
            status = is_of_kind(state, dtype, tuple->items[i], &found);
    }
    if (!status) *result = value_bool(found);
    return status;
}

/* --- limits ---------------------------------------------------------------------------------- */

static const char *const iinfo_fields[] = {"min", "max", "dtype", "bits", "kind", "key"};
static const char *const finfo_fields[] = {"resolution",
                                           "min",
                                           "max",
                                           "dtype",
                                           "bits",
                                           "eps",
                                           "epsneg",
                                           "iexp",
                                           "machep",
                                           "maxexp",
                                           "minexp",
                                           "negep",
                                           "nexp",
                                           "nmant",
                                           "precision",
                                           "tiny",
                                           "smallest_normal",
                                           "smallest_subnormal"};

static ArrStatus iinfo_str(ArrState *state, const RecordObject *record, Text *text);
static ArrStatus finfo_str(ArrState *state, const RecordObject *record, Text *text);

static const RecordClass iinfo_class = {"numpy.iinfo", "iinfo", iinfo_fields, 6, 3, iinfo_str};
static const RecordClass finfo_class = {"numpy.finfo", "finfo", finfo_fields, 18, 4, finfo_str};

static const char rule[] = "---------------------------------------------------------------\n";

static ArrDtype record_dtype(const RecordObject *record) {
    return VALUE_AS(DtypeObject, record->values[record->class == &iinfo_class ? 2 : 3])->dtype;
}

static ArrStatus iinfo_str(ArrState *state, const RecordObject *record, Text *text) {
    text_addf(text, "Machine parameters for %s\n%s", dtype_info[record_dtype(record)].name, rule);
    text_adds(text, "min = ");
    ArrStatus status = value_str(state, record->values[0], text);
    text_adds(text, "\nmax = ");
    if (!status) status = value_str(state, record->values[1], text);
    text_addf(text, "\n%s", rule);
    return status;
}

/* The dtype that an argument of iinfo or finfo means: of a number its own. */
static ArrStatus limits_dtype(ArrState *state, Value v, ArrDtype *dtype) {
    if (value_is_number(v)) return convert_number_dtype(state, v, dtype);
    return dtype_of(state, v, dtype);
}

static ArrStatus const_value(ArrState *state, ArrConst c, Value *result) {
    Array *scalar;
    ArrStatus status = graph_scalar(&state->graph, c, &scalar);
    if (status) return status;
    scalar->scalar = true;
    *result = value_array(scalar);
    return ARR_OK;
}

static ArrStatus int_limits(ArrState *state, ArrDtype dtype, Value *low, Value *high) {
    int bits = 8 * dtype_info[dtype].itemsize;
    bool is_signed = dtype_info[dtype].kind == KIND_INT;
    *low = value_int(is_signed ? INT64_MIN >> (64 - bits) : 0);
    if (dtype == ARR_UINT64) return bigint_from_text(state, "18446744073709551615", high);
    *high = value_int(INT64_MAX >> (64 - bits - !is_signed));
    return ARR_OK;
}

static ArrStatus numpy_iinfo(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrDtype dtype;
    ArrStatus status = limits_dtype(state, call->args[0], &dtype);
    if (status) return status;
    const DtypeInfo *info = &dtype_info[dtype];
    if (info->kind != KIND_INT && info->kind != KIND_UINT)
        return error_set(&state->base, ERROR_VALUE, "Invalid integer data type '%c'.",
                         info->kind_char);
    Value values[6] = {{0}};
    char key[8];
    snprintf(key, sizeof key, "%c%d", info->kind_char, 8 * info->itemsize);
    status = int_limits(state, dtype, &values[0], &values[1]);
    if (!status) status = dtype_new(state, dtype, &values[2]);
    values[3] = value_int(8 * info->itemsize);
    if (!status) status = string_new(state, &info->kind_char, 1, &values[4]);
    if (!status) status = string_new(state, key, (int64_t)strlen(key), &values[5]);
    return record_new(state, status, &iinfo_class, values, result);
}

typedef struct FloatLimits {
    int bits, exponent_bits, mantissa_bits, digits;
    double max, tiny, smallest, resolution;
} FloatLimits;

static const FloatLimits float32_limits = {32,       8,   23, 6, (double)FLT_MAX, (double)FLT_MIN,
                                           0x1p-149, 1e-6};
static const FloatLimits float64_limits = {64, 11, 52, 15, DBL_MAX, DBL_MIN, 0x1p-1074, 1e-15};

static ArrStatus finfo_str(ArrState *state, const RecordObject *record, Text *text) {
    (void)state;
    bool single = record_dtype(record) == ARR_FLOAT32;
    const FloatLimits *l = single ? &float32_limits : &float64_limits;
    int digits = single ? 7 : 16, most = 1 << (l->exponent_bits - 1);
    double eps = ldexp(1, -l->mantissa_bits);
    double resolution = single ? (double)(float)l->resolution : l->resolution;
    text_addf(text, "Machine parameters for %s\n%s", single ? "float32" : "float64", rule);
    const struct {
        const char *label;
        int number;
        const char *name;
        double value;
    } lines[] = {{"precision =", l->digits, "resolution = ", resolution},
                 {"machep =", -l->mantissa_bits, "eps =        ", eps},
                 {"negep =", -l->mantissa_bits - 1, "epsneg =     ", eps / 2},
                 {"minexp =", 2 - most, "tiny =       ", l->tiny},
                 {"maxexp =", most, "max =        ", l->max}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        text_addf(text, "%s%*d   %s", lines[i].label, 15 - (int)strlen(lines[i].label), lines[i].number,
                  lines[i].name);
        number_format(text, lines[i].value, 'e', digits, false);
        text_addc(text, '\n');
    }
    text_addf(text, "nexp =   %6d   min =        -max\nsmallest_normal = ", l->exponent_bits);
    number_format(text, l->tiny, 'e', digits, false);
    text_adds(text, "   smallest_subnormal = ");
    number_format(text, l->smallest, 'e', digits, false);
    text_addf(text, "\n%s", rule);
    return ARR_OK;
}

static ArrStatus numpy_finfo(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrDtype dtype;
    ArrStatus status = limits_dtype(state, call->args[0], &dtype);
    if (status) return status;
    if (dtype_info[dtype].kind < KIND_FLOAT)
        return error_set(&state->base, ERROR_VALUE, "data type <class 'numpy.%s'> not inexact",
                         dtype_info[dtype].name);
    bool single = dtype == ARR_FLOAT32 || dtype == ARR_COMPLEX64;
    ArrDtype real = single ? ARR_FLOAT32 : ARR_FLOAT64;
    const FloatLimits *l = single ? &float32_limits : &float64_limits;
    int most = 1 << (l->exponent_bits - 1);
    double eps = ldexp(1, -l->mantissa_bits);
    const double floats[18] = {
        [0] = l->resolution, [1] = -l->max,  [2] = l->max,   [5] = eps,
        [6] = eps / 2,       [15] = l->tiny, [16] = l->tiny, [17] = l->smallest};
    Value values[18] = {{0}};
    for (int i = 0; i < 18 && !status; i++)
        if (floats[i] != 0)
            status = const_value(state, const_cast(const_float(floats[i]), real), &values[i]);
    if (!status) status = dtype_new(state, real, &values[3]);
    const int ints[18] = {[4] = l->bits,           [7] = l->exponent_bits,
                          [8] = -l->mantissa_bits, [9] = most,
                          [10] = 2 - most,         [11] = -l->mantissa_bits - 1,
                          [12] = l->exponent_bits, [13] = l->mantissa_bits,
                          [14] = l->digits};
    for (int i = 0; i < 18; i++)
        if (ints[i]) values[i] = value_int(ints[i]);
    return record_new(state, status, &finfo_class, values, result);
}

const BuiltinRow numpy_type_rows[] = {
    {"issubdtype(arg1, arg2, /)", numpy_issubdtype,
     "Whether a dtype is another or a kind of it: issubdtype(a.dtype, np.floating).", 0},
    {"promote_types(type1, type2, /)", numpy_promote_types,
     "The smallest dtype to which both can be cast safely.", 0},
    {"result_type(*arrays_and_dtypes)", numpy_result_type,
     "The dtype that an operation on these has; Python numbers take the dtype of others.", 0},
    {"can_cast(from_, to, casting='safe')", numpy_can_cast,
     "Whether a cast is allowed by a rule: 'no', 'equiv', 'safe', 'same_kind' or 'unsafe'.", 0},
    {"min_scalar_type(a, /)", numpy_min_scalar_type,
     "The smallest dtype that holds the number a (which is pulled); of an array its dtype.", 0},
    {"isscalar(element)", numpy_isscalar, "Whether element is a number or a string.", 0},
    {"isdtype(dtype, kind)", numpy_isdtype,
     "Whether dtype is of a kind ('bool', 'integral', 'real floating', 'numeric', ...), is this "
     "dtype, or one of a tuple of these.",
     0},
    {"iinfo(type, /)", numpy_iinfo, "The limits of an integer dtype: .min, .max, .bits.", 0},
    {"finfo(dtype, /)", numpy_finfo,
     "The limits of a float dtype: .eps, .max, .min, .tiny, .bits, .resolution, ...", 0},
    {NULL, NULL, NULL, 0},
};
